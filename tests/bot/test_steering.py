"""Changing what is planned of a series, by card: what follows, who is told, and what planning again leaves."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.actions.planning.cancel_session import cancel_session
from bot.actions.planning.plan_series import plan_series
from bot.imports.series_file import read_series
from bot.rehearsal.clients import Client
from bot.reports.planning import plan_lines
from dialogs.model import DeliveryKind, Session, Stage
from storage.sessions import sessions_of
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, own_words, seen, series

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader", "siv,rektorgruppa,participant,nn"),
    *(f"{name},rektorgruppa,participant" for name in ("ada", "bo", "cato", "dina")),
    "rolf,team-solbakken,leader",
)
FIRST, SECOND, THIRD = (f"uka.rektorgruppa.2026-{day}" for day in ("11-24", "12-01", "12-08"))


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(sqlite_url, folder=municipality(tmp_path / "nordvik", people=PEOPLE)) as opened:
        await opened.stage.plan(weekly(tmp_path))
        await opened.install("guro", "tor", "siv", "ada", "bo", "rolf")
        yield opened


def weekly(folder: Path) -> Path:
    return series(folder, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-01, 2026-12-08]")


async def sessions(house: House) -> dict[str, Session]:
    found = await house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id="uka"))
    return {session.id: session for session in found}


async def open_card(client: Client) -> None:
    await client.say("økter")
    await client.press(last(client), "1")


def told(client: Client) -> list[str]:
    return seen(client, last(client))


async def test_a_coordinator_changes_what_comes_by_card_and_planning_again_leaves_it(
    house: House, tmp_path: Path
) -> None:
    guro = house.cast["guro"]
    await open_card(guro)
    assert "Neste økt åpner tirsdag 24. november kl. 8, for Rektorgruppa." in told(guro)
    await guro.press(last(guro), "Flytt neste økt", {"day": "2026-11-26", "time": "13:00"})
    assert "Økta er flyttet fra tirsdag 24. november kl. 8 til torsdag 26. november kl. 13." in told(guro)
    assert (await sessions(house))[FIRST].opens_at == at(11, 26, 13)
    await guro.press(last(guro), "Hopp over neste")
    assert (await sessions(house))[FIRST].stage is Stage.SKIPPED
    await guro.press(last(guro), "Ta med igjen")
    assert (await sessions(house))[FIRST].opens_at == at(11, 24), "back where the plan means it to be"
    await guro.press(last(guro), "Flytt neste økt", {"day": "2026-11-25", "time": "09:00"})
    await guro.press(last(guro), "Ta pause til dagen", {"day": "2026-12-07", "time": "09:00"})
    stages = [one.stage for one in (await sessions(house)).values()]
    assert stages == [Stage.PLANNED, Stage.SKIPPED, Stage.PLANNED]
    app = house.stage.app
    again = await plan_series(
        app.db, app.catalogues, read_series(weekly(tmp_path)), actor=OPERATOR, now=house.stage.now
    )
    assert list(plan_lines(again, dry_run=False)) == ["nothing differs"]
    other = series(tmp_path, "uka", "rektorgruppa", dates="[2026-12-08]")
    again = await plan_series(
        app.db, app.catalogues, read_series(other), actor=OPERATOR, now=house.stage.now, dry_run=True
    )
    lost = "by hand: rektorgruppa 2026-11-24 08:00 was moved to 2026-11-25 09:00; the plan has no such session now"
    assert lost in again.warnings
    await house.to(at(11, 24))
    assert await house.deliveries(DeliveryKind.PROMPT) == []
    await house.to(at(11, 25))
    assert {one.session for one in await house.deliveries(DeliveryKind.PROMPT)} == set()
    await house.to(at(11, 25, 9))
    assert {one.session for one in await house.deliveries(DeliveryKind.PROMPT)} == {FIRST}


async def test_an_open_question_is_changed_and_whoever_got_it_is_told_once(house: House) -> None:
    guro, tor, siv, ada = (house.cast[name] for name in ("guro", "tor", "siv", "ada"))
    await house.to(at(11, 24))
    question = last(tor)
    await tor.press(question, "Send svar", {"answer": own_words("tor"), "rung": "group"})
    before = {name: len(house.cast[name].chat) for name in ("tor", "siv", "ada", "rolf", "guro")}
    app = house.stage.app
    await app_cancel(house)
    await house.stage.settle()
    await house.to(at(11, 24, 10))
    assert "Økta er avlyst. Du trenger ikke å svare." in told(tor)
    assert "Økta er avlyst. Du treng ikkje svare." in told(siv)
    news = {name: len(house.cast[name].chat) - number for name, number in before.items()}
    assert news == {"tor": 1, "siv": 1, "ada": 1, "rolf": 0, "guro": 0}
    assert [one.text for one in await house.reflections_of("tor")] == [own_words("tor")]
    assert app is house.stage.app
    assert guro.chat
    assert ada.chat


async def app_cancel(house: House) -> None:
    await cancel_session(house.stage.app.db, FIRST, actor=OPERATOR, now=house.stage.now)
