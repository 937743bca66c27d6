"""Monitoring: GET /metrics, scraped over the wire, and the lines of the log."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from sqlalchemy import text

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from bot.rehearsal.faults import answer, throttle
from bot.rehearsal.ledger import WRITES, Call
from dialogs.model import Delivery, DeliveryKind, DeliveryState
from tests.bot.scraping import scrape
from tests.nordvik import House, at, last, open_house, seen, series

OPENS = at(11, 24)
SORVIK = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
VIDAR = "00000000-0000-4000-8000-000000000902"


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A session of the rektorgruppa at eight, and Tor has installed."""
    async with open_house(sqlite_url) as opened:
        await opened.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await opened.install("tor")
        yield opened


async def prompt_states(house: House) -> list[DeliveryState]:
    return [one.state for one in await house.deliveries(DeliveryKind.PROMPT)]


async def test_deliveries_are_counted_by_state_and_by_what_came_of_them(house: House) -> None:
    await house.to(OPENS)
    found = await scrape(house.stage.app)
    assert found["sloyfa_deliveries{state=waiting}"] == (await prompt_states(house)).count(DeliveryState.WAITING) > 1
    assert found["sloyfa_deliveries{state=due}"] == 0
    assert "sloyfa_deliveries{state=sent}" not in found, "a million of them would have to be counted each time"
    assert found["sloyfa_deliveries_settled_total{kind=prompt,outcome=done}"] == 1
    assert found["sloyfa_deliveries_oldest_due_seconds"] == 0
    assert found["sloyfa_copies"] == 1
    assert found["sloyfa_database_up"] == 1


async def test_the_age_of_the_oldest_due_is_for_how_long_it_should_have_been_sent(house: House) -> None:
    house.teams.faults.next(throttle(429, retry_after=90), call=Call.SEND)
    await house.to(OPENS)
    house.stage.now = OPENS + timedelta(seconds=60)
    assert (await scrape(house.stage.app))["sloyfa_deliveries_oldest_due_seconds"] == 0
    house.stage.now = OPENS + timedelta(seconds=200)
    found = await scrape(house.stage.app)
    assert found["sloyfa_deliveries{state=again}"] == 1
    assert found["sloyfa_deliveries_oldest_due_seconds"] == 110
    assert found["sloyfa_deliveries_settled_total{kind=prompt,outcome=again}"] == 1


async def test_turns_and_ticks_are_timed_and_counted_by_how_they_ended(house: House) -> None:
    await house.to(OPENS)
    tor = house.cast["tor"]
    await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})
    async with aiohttp.ClientSession() as session:
        await session.post(f"{house.stage.url}/api/messages", data=b"{}")
    found = await scrape(house.stage.app)
    assert found["sloyfa_turn_seconds_count{action=pressed,outcome=answered}"] == 1
    assert found["sloyfa_turn_seconds_count{action=installed,outcome=answered}"] >= 1
    assert found["sloyfa_tick_seconds_count{outcome=done}"] == 1
    assert found["sloyfa_requests_refused_total{why=not authentic}"] == 1
    await house.stage.app.db.write(lambda c: c.execute(text("UPDATE sessions SET series_version = 7")))
    await tor.say("hjelp")
    with pytest.raises(ExceptionGroup):
        await house.to(at(11, 27, 9))
    assert (await scrape(house.stage.app))["sloyfa_tick_seconds_count{outcome=failed}"] == 1


async def test_what_each_tenant_is_asked_and_at_what_pace_is_told(house: House) -> None:
    await house.to(OPENS)
    found = await scrape(house.stage.app)
    of_tenant = f"tenant={TENANT}"
    assert found[f"sloyfa_teams_requests_total{{call=send,outcome=done,{of_tenant}}}"] == 2, (
        "the welcome and the prompt"
    )
    assert found["sloyfa_teams_request_seconds_count{call=send}"] == 2
    assert found[f"sloyfa_tenant_pace_per_second{{{of_tenant}}}"] in {40, 48}
    assert found[f"sloyfa_tenant_pace_wait_seconds_total{{{of_tenant}}}"] >= 0


async def test_without_a_database_the_metrics_hold_what_the_program_counted_itself(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await house.install("tor")
        await house.stage.app.db.write(lambda c: c.execute(text("ALTER TABLE deliveries RENAME TO gone")))
        try:
            found = await scrape(house.stage.app)
        finally:
            await house.stage.app.db.write(lambda c: c.execute(text("ALTER TABLE gone RENAME TO deliveries")))
    assert found["sloyfa_database_up"] == 0
    assert "sloyfa_copies" not in found
    assert found["sloyfa_turn_seconds_count{action=installed,outcome=answered}"] >= 1


async def test_each_application_counts_for_itself(house: House, tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}") as other:
        assert not [name for name in await scrape(other.stage.app) if name.startswith("sloyfa_turn")]
    assert [name for name in await scrape(house.stage.app) if name.startswith("sloyfa_turn")]


# One tenant refuses the bot.


@pytest.fixture
async def two_tenants(sqlite_url: str, tmp_path: Path) -> AsyncIterator[tuple[House, Client]]:
    """Nordvik with Tor and Siv, and Sørvik with Vidar in another tenant; all have installed, both have sessions."""
    folder = tmp_path / "sorvik"
    folder.mkdir()
    (folder / "units.csv").write_text("id,kind,name,parent,language\nsorvik,municipality,Sørvik,,nb\n")
    (folder / "groups.csv").write_text("id,unit,kind,name\nrektorene,sorvik,principals,Rektorene\n")
    (folder / "people.csv").write_text(
        "aad_object_id,name,upn,group,role,language\n"
        f"{VIDAR},Vidar Rektor,vidar@sorvik.example,rektorene,participant,nb\n"
    )
    async with open_house(sqlite_url, tenants=(TENANT, SORVIK)) as house:
        await house.stage.bring_in(folder, tenant=SORVIK)
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        file = series(tmp_path, "deres", "rektorene")
        file.write_text(file.read_text().replace("guro@nordvik", "vidar@sorvik"))
        await house.stage.plan(file)
        await house.install("tor", "siv")
        vidar = Client(house.teams, "Vidar Rektor", VIDAR, "vidar@sorvik.example", tenant=SORVIK)
        await vidar.install()
        yield house, vidar


def shut_out(house: House) -> None:
    """Every message to Tor and Siv is refused with 401."""
    for name in ("tor", "siv"):
        conversation = house.cast[name].conversation.id
        house.teams.faults.next(answer(401), call=Call.SEND, conversation=conversation, times=100)


async def test_a_tenant_that_does_not_let_the_bot_in_is_left_in_peace_and_the_other_gets_its_prompts(
    two_tenants: tuple[House, Client],
) -> None:
    house, vidar = two_tenants
    shut_out(house)
    await house.to(OPENS)
    assert "Send svar" in seen(vidar, last(vidar))
    assert [len(house.cast[name].chat) for name in ("tor", "siv")] == [1, 1], "the welcome"
    asked = len(house.teams.ledger.of(*WRITES))
    await house.stage.app.send_due()
    assert len(house.teams.ledger.of(*WRITES)) == asked, "it rests"
    await vidar.press(last(vidar), "Send svar", {"answer": "Hei", "rung": "only_me"})
    house.teams.faults.coming.clear()
    await house.to(OPENS + timedelta(minutes=20))
    for name in ("tor", "siv"):
        assert "Send svar" in seen(house.cast[name], last(house.cast[name]))


async def test_a_stopped_tenant_shows_in_the_metrics_until_it_lets_the_bot_in(
    two_tenants: tuple[House, Client],
) -> None:
    house, _ = two_tenants
    shut_out(house)
    await house.to(OPENS)
    found = await scrape(house.stage.app)
    assert [found[f"sloyfa_tenant_stopped{{tenant={tenant}}}"] for tenant in (TENANT, SORVIK)] == [1, 0]
    assert [found[f"sloyfa_tenant_resting{{tenant={tenant}}}"] for tenant in (TENANT, SORVIK)] == [1, 0]
    assert found[f"sloyfa_tenant_rests_total{{tenant={TENANT},why=not let in}}"] == 1
    assert found[f"sloyfa_teams_requests_total{{call=send,outcome=unauthorised,tenant={TENANT}}}"] >= 1
    assert found["sloyfa_deliveries_settled_total{kind=prompt,outcome=unauthorised}"] >= 1
    house.teams.faults.coming.clear()
    await house.to(OPENS + timedelta(minutes=20))
    found = await scrape(house.stage.app)
    assert [found[f"sloyfa_tenant_stopped{{tenant={tenant}}}"] for tenant in (TENANT, SORVIK)] == [0, 0]
    assert [found[f"sloyfa_tenant_resting{{tenant={tenant}}}"] for tenant in (TENANT, SORVIK)] == [0, 0]


async def test_one_tenants_secret_does_not_take_the_replica_out_of_the_load_balancer(
    two_tenants: tuple[House, Client],
) -> None:
    house, _ = two_tenants
    shut_out(house)
    await house.to(OPENS)
    async with aiohttp.ClientSession() as session, session.get(f"{house.stage.url}/readyz") as response:
        assert (response.status, await response.json()) == (200, {"ready": True})


async def test_a_tenant_that_is_not_let_in_has_no_name_in_the_metrics(tmp_path: Path) -> None:
    stranger = "0c0c0c0c-1c1c-4c2c-8d3d-4e4e4e4e4e4e"
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        somebody = Client(house.teams, "Somebody", VIDAR, "somebody@elsewhere.example", tenant=stranger)
        await somebody.install()
        found = await scrape(house.stage.app)
    assert found["sloyfa_requests_refused_total{why=tenant}"] >= 1
    assert not [name for name in found if stranger in name]


# The log.


async def prompt_of(house: House, name: str) -> Delivery:
    [found] = await house.deliveries(DeliveryKind.PROMPT, name)
    return found


async def logged(event: str, doing: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    with structlog.testing.capture_logs() as events:
        await doing
    return [dict(one) for one in events if one["event"] == event]


async def test_a_turn_leaves_a_line_that_names_nobody_and_tells_no_answer_from_a_pass(house: House) -> None:
    await house.to(OPENS)
    tor = house.cast["tor"]
    pressing = tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})
    [line] = await logged("turn", pressing)
    assert line.pop("seconds") >= 0
    told = {"event": "turn", "log_level": "info", "outcome": "answered", "tenant": TENANT}
    assert line == told | {"action": "pressed"}
    [line] = await logged("turn", tor.say("hjelp"))
    line.pop("seconds")
    assert line == told | {"action": "wrote"}


async def test_a_turn_that_failed_is_named_with_the_activity_it_was_about(house: House) -> None:
    await house.to(OPENS)
    tor = house.cast["tor"]
    await house.stage.app.db.write(lambda c: c.execute(text("ALTER TABLE reflections RENAME TO gone")))
    try:
        [line] = await logged("turn", tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"}))
    finally:
        await house.stage.app.db.write(lambda c: c.execute(text("ALTER TABLE gone RENAME TO reflections")))
    assert {"action": "pressed", "outcome": "failed", "kind": "send_answer", "tenant": TENANT}.items() <= line.items()
    assert line["activity"]


async def test_a_delivery_leaves_a_line_with_how_long_teams_took_and_names_itself_where_it_failed(
    house: House,
) -> None:
    await house.install("siv")
    house.teams.faults.next(answer(404), call=Call.SEND, conversation=house.cast["siv"].conversation.id)
    done, failed = sorted(await logged("delivery", house.to(OPENS)), key=lambda line: str(line["outcome"]))
    told = {"kind": "prompt", "outcome": "done", "tenant": TENANT, "municipality": "nordvik"}
    assert (told | {"session": "uka.rektorgruppa.2026-11-24"}).items() <= done.items()
    assert done["seconds"] >= 0
    assert "delivery" not in done
    assert (failed["outcome"], failed["delivery"]) == ("unreachable", str((await prompt_of(house, "siv")).id))


async def test_a_tick_that_did_something_leaves_a_line_and_one_that_did_nothing_does_not(house: House) -> None:
    [line] = await logged("tick", house.to(OPENS))
    assert {"outcome": "done", "sessions": 1}.items() <= line.items()
    assert "meetings" not in line
    assert await logged("tick", house.to(OPENS + timedelta(seconds=15))) == []
