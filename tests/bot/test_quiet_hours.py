"""Unprompted messages wait for an open day and for the morning; responses to people do not wait."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.actions.planning.import_calendar import import_calendar
from bot.imports.school_calendar import read_school_calendar
from bot.rehearsal.faults import accept_then, throttle
from bot.rehearsal.ledger import Call
from dialogs.calendar.school_year import Event
from dialogs.model import DayKind, DeliveryKind, DeliveryState, Stage
from storage.sessions import sessions_of
from storage.steps import steps_of
from tests.nordvik import GUARD, OPERATOR, House, at, last, municipality, open_house, seen, series

FRIDAY = at(11, 27, 14)
MORNING = at(11, 30, 7)  # the Monday after
TEAM = ("kari", "lars", "mona", "nils")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        yield opened


async def plan(house: House, folder: Path, *groups: str, dates: str = "[2026-11-27]", **keys: str) -> None:
    await house.stage.plan(series(folder, "uka", *groups, dates=dates, areas="[]", **keys))


def is_asked(house: House, name: str) -> bool:
    return "Send svar" in seen(house.cast[name], last(house.cast[name]))


def utc(moment: datetime) -> str:
    return f"[{moment:%Y-%m-%dT%H:%M:%SZ}]"


async def test_who_adds_the_bot_in_the_evening_is_welcomed_then_and_asked_in_the_morning(
    house: House, tmp_path: Path
) -> None:
    await plan(house, tmp_path, "team-solbakken")
    await house.to(FRIDAY)
    await house.to(at(11, 27, 17))
    await house.install("lars")
    assert [one.summary for one in house.cast["lars"].chat] != []
    assert not is_asked(house, "lars")
    for still in (at(11, 27, 23), at(11, 28, 12), at(11, 29, 12), MORNING - timedelta(seconds=1)):
        await house.to(still)
        assert not is_asked(house, "lars")
    await house.to(MORNING)
    assert is_asked(house, "lars")


async def test_a_newcomer_is_asked_at_the_next_opening(house: House, tmp_path: Path) -> None:
    await house.install("tor", "kari")
    await plan(house, tmp_path, "team-solbakken", "rektorgruppa")
    await house.to(FRIDAY)
    folder = tmp_path / "senere"
    folder.mkdir()
    for file in house.folder.glob("*.csv"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    with (folder / "people.csv").open("a", encoding="utf-8") as people:
        people.write(
            "00000000-0000-4000-8000-000000000016,Rolf Lærar,rolf@nordvik.example,team-solbakken,participant,nn,,\n"
        )
    await house.install("rolf")
    await house.to(at(11, 27, 18))
    await house.bring_in(folder)
    await house.to(at(11, 28, 12))
    [prompt] = await house.deliveries(DeliveryKind.PROMPT, "rolf")
    assert (prompt.state, prompt.due_at) == (DeliveryState.DUE, MORNING)
    assert not is_asked(house, "rolf")
    await house.to(MORNING)
    assert is_asked(house, "rolf")


async def test_an_exact_session_asks_at_its_instant_and_its_newcomers_too(house: House, tmp_path: Path) -> None:
    night = at(11, 28, 23)
    await house.install("kari")
    await plan(house, tmp_path, "team-solbakken", dates=utc(night))
    await house.to(night)
    assert is_asked(house, "kari")
    await house.install("lars")
    assert is_asked(house, "lars")


async def test_nothing_that_follows_from_an_exact_instant_waits_for_the_morning(house: House, tmp_path: Path) -> None:
    """A working evening on a Saturday: the next step, newcomers and the digest all come at their exact times."""
    evening = at(11, 28, 19)
    await house.install("kari", "lars", "mona")
    await plan(house, tmp_path, "team-solbakken", dates=utc(evening), protocol='"igp"', stays_open='"PT2H"')
    await house.to(evening)
    kari = house.cast["kari"]
    await kari.press(last(kari), "Send svar", {"answer": "Vi prøver det.", "rung": "group"})
    await house.to(evening + timedelta(hours=1))
    await kari.say("neste steg")
    await house.to(evening + timedelta(hours=1, minutes=1))
    assert is_asked(house, "lars"), "its second step"
    await house.install("nils")
    assert is_asked(house, "nils")
    await house.to(evening + timedelta(hours=1, minutes=5))
    await kari.say("neste steg")
    await house.to(evening + timedelta(hours=1, minutes=6))
    await house.to(at(11, 30, 20, 6))  # a school day later, the last step closes by itself
    assert last(house.cast["lars"]).summary.startswith("Dette delte vi")


async def test_receipts_and_cards_are_not_held_back(house: House, tmp_path: Path) -> None:
    await house.install("kari", "lars")
    await plan(house, tmp_path, "team-solbakken")
    await house.to(FRIDAY)
    await house.to(at(11, 28, 22))
    kari, lars = house.cast["kari"], house.cast["lars"]
    await kari.press(last(kari), "Send svar", {"answer": "Lørdagskveld.", "rung": "group"})
    await lars.say("Jeg også.")
    await house.stage.settle()
    assert "Endre svaret" in seen(kari, last(kari))
    assert "Jeg også." in " ".join(text for one in lars.chat for text in seen(lars, one))
    assert {one.state for one in await house.deliveries(DeliveryKind.CARD)} == {DeliveryState.SENT}


async def test_a_next_step_that_opens_in_the_evening_asks_in_the_morning_and_has_its_days_from_there(
    house: House, tmp_path: Path
) -> None:
    await house.install(*TEAM)
    await plan(house, tmp_path, "team-solbakken", protocol='"igp"')
    await house.to(FRIDAY)
    await house.to(at(11, 27, 21))
    await house.cast["kari"].say("neste steg")
    await house.to(at(11, 27, 21, 1))
    [session] = await house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id="uka"))
    steps = await house.stage.app.db.read(partial(steps_of, municipality="nordvik", session_id=session.id))
    assert [step.stage for step in steps] == [Stage.CLOSED, Stage.OPEN]
    assert steps[1].closes_at == at(12, 2, 7), "two school days after Monday's opening"
    due = {one.due_at for one in await house.deliveries(DeliveryKind.PROMPT) if one.position == 1}
    assert due == {MORNING}
    assert not is_asked(house, "nils")
    await house.to(MORNING)
    assert is_asked(house, "nils")


async def test_a_digest_that_comes_to_be_at_night_is_read_in_the_morning(house: House, tmp_path: Path) -> None:
    await house.install("kari", "lars")
    await plan(house, tmp_path, "team-solbakken", stays_open='"PT20H"')
    await house.to(FRIDAY)
    kari = house.cast["kari"]
    await kari.press(last(kari), "Send svar", {"answer": "Til gruppa.", "rung": "group"})
    await house.to(at(11, 28, 10))
    assert {(one.state, one.due_at) for one in await house.deliveries(DeliveryKind.DIGEST)} == {
        (DeliveryState.DUE, MORNING)
    }
    await house.to(MORNING)
    assert last(house.cast["lars"]).summary.startswith("Dette delte vi")


async def test_a_digest_from_before_a_holiday_is_still_news_after_it(house: House, tmp_path: Path) -> None:
    rows = "date,until,kind,name\n2026-12-21,2027-01-01,closed,juleferie\n"
    (tmp_path / "jul.csv").write_text(rows, encoding="utf-8")
    found = read_school_calendar(tmp_path / "jul.csv")
    await import_calendar(house.stage.app.db, found.events, actor=OPERATOR, guard=GUARD, now=house.stage.now)
    await house.install("kari", "lars")
    await plan(house, tmp_path, "team-solbakken", dates="[2026-12-18]", stays_open='"PT8H"')
    await house.to(at(12, 18, 14))
    kari = house.cast["kari"]
    await kari.press(last(kari), "Send svar", {"answer": "Før jul.", "rung": "group"})
    await house.to(at(12, 18, 22))
    await house.to(at(12, 31, 12))
    assert not last(house.cast["lars"]).summary.startswith("Dette delte vi")
    await house.to(at(12, 18, 7) + timedelta(days=17))
    assert last(house.cast["lars"]).summary.startswith("Dette delte vi")


async def test_a_session_that_nobody_could_be_asked_before_it_would_close_is_missed(
    house: House, tmp_path: Path
) -> None:
    await house.install("kari")
    await plan(house, tmp_path, "team-solbakken", stays_open='"PT20H"')
    await house.to(at(11, 28, 9))  # the bot was down until now; the step would close an hour later
    [session] = await house.stage.app.db.read(partial(sessions_of, municipality="nordvik", series_id="uka"))
    assert session.stage is Stage.MISSED
    assert await house.deliveries(DeliveryKind.PROMPT) == []


async def test_a_digest_ahead_of_a_meeting_goes_at_the_last_opening_before_it_is_due(
    house: House, tmp_path: Path
) -> None:
    await house.install("guro", "kari")
    file = series(tmp_path, "uka", "team-solbakken", areas="[]")
    # Three days before is a Saturday.
    file.write_text(file.read_text() + '[[meetings]]\ndate = 2026-12-01T09:00:00\ngroup = "rektorgruppa"\n')
    await house.stage.plan(file)
    await house.to(at(11, 27, 8, 59))
    assert not last(house.cast["guro"]).summary.startswith("Dette delte vi")
    await house.to(at(11, 27, 9))
    assert last(house.cast["guro"]).summary.startswith("Dette delte vi før møtet")


async def test_a_late_digest_goes_ahead_of_its_meeting_even_at_night_and_else_in_the_morning(
    house: House, tmp_path: Path
) -> None:
    """The bot was down from Friday on; one meeting is on Monday at 06:30, the other at 09:00."""
    await house.install("guro")
    file = series(tmp_path, "uka", "team-solbakken", areas="[]")
    meetings = "".join(
        f'[[meetings]]\ndate = 2026-11-30T{clock}:00\ngroup = "rektorgruppa"\ndigest_days_ahead = 1\n'
        for clock in ("06:30", "09:00")
    )
    file.write_text(file.read_text() + meetings)
    await house.stage.plan(file)
    await house.to(at(11, 29, 20))
    found = await house.deliveries(DeliveryKind.DIGEST, "guro")
    assert sorted((one.state.value, one.due_at) for one in found) == [
        ("due", MORNING),
        ("sent", at(11, 29, 20)),
    ]
    await house.to(MORNING)
    assert {one.state for one in await house.deliveries(DeliveryKind.DIGEST, "guro")} == {DeliveryState.SENT}


async def test_a_prompt_that_teams_did_not_accept_by_day_is_not_retried_in_the_evening(
    house: House, tmp_path: Path
) -> None:
    await house.install("kari", "lars")
    await plan(house, tmp_path, "team-solbakken")
    house.teams.faults.next(throttle(429, retry_after=4 * 3600), call=Call.SEND, conversation=where(house, "kari"))
    house.teams.faults.next(accept_then(502), call=Call.SEND, conversation=where(house, "lars"))
    # The bot was down all day.
    await house.to(at(11, 27, 16, 59) + timedelta(seconds=50))
    await house.to(at(11, 27, 21))
    held = {one.person: one for one in await house.deliveries(DeliveryKind.PROMPT) if one.tries}
    assert {(one.due_at, one.tries) for one in held.values()} == {(MORNING, 1)}
    # A prompt with an uncertain outcome is sent again in the morning, only once.
    assert sorted(one.state for one in held.values()) == [DeliveryState.DUE, DeliveryState.UNCERTAIN]
    await house.to(MORNING)
    sent = [one for one in await house.deliveries(DeliveryKind.PROMPT) if one.tries]
    assert {(one.state, one.tries) for one in sent} == {(DeliveryState.SENT, 2)}


def where(house: House, name: str) -> str:
    return house.cast[name].conversation.id


async def test_whose_first_groups_session_is_skipped_is_asked_by_the_second(tmp_path: Path) -> None:
    folder = municipality(
        tmp_path / "vi",
        people=["guro,nettverket,coordinator", "kari,team-solbakken,leader", "kari,rektorgruppa,leader"],
    )
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'to.db'}", folder=folder) as both:
        day = Event(FRIDAY.date(), FRIDAY.date(), DayKind.PLANNING_DAY, "plandag")
        db, now = both.stage.app.db, both.stage.now
        await import_calendar(db, [day], actor=OPERATOR, guard=GUARD, units=["solbakken"], now=now)
        await plan(
            both, tmp_path, "team-solbakken", "rektorgruppa", dates="[2026-11-27, 2026-12-03]", on_closed='"skip"'
        )
        await both.install("kari")
        await both.to(FRIDAY)
        [prompt] = await both.deliveries(DeliveryKind.PROMPT)
        assert (prompt.session, prompt.state) == ("uka.rektorgruppa.2026-11-27", DeliveryState.SENT)


async def test_an_exact_session_that_is_opened_hours_late_asks_in_the_morning(house: House, tmp_path: Path) -> None:
    await house.install("kari")
    await plan(house, tmp_path, "team-solbakken", dates=utc(at(11, 24)))
    await house.to(at(11, 24, 23))
    [held] = await house.deliveries(DeliveryKind.PROMPT, "kari")
    assert (held.state, held.due_at) == (DeliveryState.DUE, at(11, 25, 7))
    await house.to(at(11, 25, 7))
    [sent] = await house.deliveries(DeliveryKind.PROMPT, "kari")
    assert sent.state is DeliveryState.SENT
