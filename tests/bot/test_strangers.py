"""Tenants not let in, and service addresses other than Teams', in the whole application."""

import logging
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from bot.rehearsal.clients import Client
from dialogs.model import DeliveryKind, DeliveryState
from tests.nordvik import House, at, open_house

OPENS = at(11, 24)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The rektorgruppa's series is planned, and Tor has installed."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        await opened.plan("rektorgruppa")
        await opened.install("tor")
        yield opened


def everything(file: Path) -> list[str]:
    """The database's content, as SQL statements, but for the heartbeat of the application itself."""
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return [line for line in db.iterdump() if not line.startswith('INSERT INTO "copies"')]
    finally:
        db.close()


async def test_a_tenant_not_let_in_leaves_nothing_in_the_database_and_its_name_in_the_log_once_a_day(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    before = everything(tmp_path / "x.db")
    stranger = Client(house.teams, "Fremmed Person", "f" * 8, "fremmed@elsewhere.example", tenant="elsewhere")
    capfd.readouterr()
    with caplog.at_level(logging.INFO):
        caplog.clear()
        answers = [*await stranger.install(), await stranger.say("hjelp"), *await stranger.uninstall()]
        await house.stage.app.send_due()
    assert {answer.status for answer in answers} == {403}
    assert [message for message in stranger.chat if message.from_bot] == []
    assert everything(tmp_path / "x.db") == before
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith("tenant 'elsewhere' is not let in (403); SLOYFA_TENANTS says who is")
    assert capfd.readouterr() == ("", "")
    house.stage.now += timedelta(days=1)
    for _ in range(3):
        await stranger.say("hjelp")
    assert len(caplog.records) == 2


async def test_a_flood_of_tenants_does_not_flood_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(1000):
        house.stage.app._endpoint._refused_tenants.refuse(f"tenant-{number}" * 100, now=house.stage.now)
    assert len(caplog.records) == 201
    assert max(len(record.getMessage()) for record in caplog.records) < 200


async def test_somebody_let_in_does_leave_something(house: House, tmp_path: Path) -> None:
    """Guards the test above, which a bot that does nothing would pass too."""
    before = everything(tmp_path / "x.db")
    await house.install("siv")
    assert everything(tmp_path / "x.db") != before


async def test_no_token_goes_to_an_address_off_the_list_though_the_database_has_it(house: House) -> None:
    authorizations: list[str | None] = []

    async def listen(request: web.Request) -> web.Response:
        authorizations.append(request.headers.get("Authorization"))
        return web.json_response({"id": "1"})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", listen)
    async with TestServer(app) as elsewhere:
        change, url = text("UPDATE contacts SET service_url = :url"), str(elsewhere.make_url("/emea/"))
        await house.stage.app.db.write(lambda c: c.execute(change, {"url": url}))
        await house.to(OPENS)
    [prompt] = await house.deliveries(DeliveryKind.PROMPT, "tor")
    assert authorizations == []
    assert (prompt.state, prompt.reason) == (
        DeliveryState.UNDELIVERABLE,
        "the service URL's host is not among those a token may go to",
    )
