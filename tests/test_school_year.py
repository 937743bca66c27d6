"""A year of ten made-up schools with four skoleruter: every session is opened, and its deliveries are checked."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.import_folder import import_folder
from bot.actions.planning.import_calendar import import_calendar
from bot.actions.planning.plan_series import plan_series
from bot.actions.sessions.open_sessions import open_sessions
from bot.app import catalogues
from bot.entry.clock.due import do_what_is_due
from bot.imports.folder import read_folder
from bot.imports.school_calendar import read_school_calendar
from bot.imports.series_file import read_series
from dialogs.calendar.instants import instant, local
from dialogs.model import Actor, Delivery, DeliveryKind, Session, Stage, Step
from storage import outbox_queries
from storage.database import Database
from storage.sessions import sessions_of
from storage.steps import steps_of
from tests.databases import make_tables
from tests.nordvik import GUARD, OPERATOR, series

TOWN = "øyby"
SCHOOLS = ("ask", "bjerk", "eik", "furu", "gran", "hassel", "lind", "lønn", "rogn", "selje")
FIRST, LAST = date(2026, 8, 17), date(2027, 6, 18)
DAY = timedelta(days=1)

CLOSED_EVERYWHERE = {
    *(date(2026, 12, day) for day in (24, 25, 26, 31)),
    *(date(2027, 3, day) for day in (22, 23, 24, 25, 26, 28, 29)),
    *(date(2027, 6, 22) + n * DAY for n in range(54)),  # the usual summer
    *(date(2027, month, day) for month, day in ((1, 1), (5, 1), (5, 6), (5, 16), (5, 17))),
}
"""Written by hand, independent of the calculation in production."""

WEEKS = {
    "tidlig": ((date(2026, 9, 28), 5), (date(2026, 12, 21), 12), (date(2027, 2, 22), 5), (date(2026, 11, 6), 1)),
    "sein": ((date(2026, 10, 5), 5), (date(2026, 12, 22), 13), (date(2027, 3, 1), 5), (date(2027, 5, 7), 1)),
    "kyst": ((date(2026, 10, 8), 4), (date(2026, 12, 23), 10), (date(2027, 2, 15), 5), (date(2026, 11, 27), 1)),
    "nord": ((date(2026, 10, 12), 5), (date(2026, 12, 19), 17), (date(2027, 3, 8), 5), (date(2027, 5, 18), 4)),
}
"""Skolerute -> (first day, number of days) of each holiday."""

OWN = dict(
    zip(SCHOOLS, ("tidlig", "sein", "kyst", "nord", "tidlig", "sein", "kyst", "nord", "tidlig", "sein"), strict=True)
)
TIMES = ("08:00", "14:30", "07:00", "06:30", "16:59", "17:00", "21:15", "12:00", "00:00", "10:45")
SATURDAY_NIGHTS = {instant(datetime.combine(date(2026, 9, 5) + 7 * n * DAY, time(23, 30))) for n in range(7)}
"""Seven weeks with newcomers and most schools' autumn holidays; a whole year of nights would take too long."""
RULES = {0: "next", 1: "previous", 2: "skip", 3: "next", 4: "previous"}
"""Weekday -> the rule for closed days of the series on the weekday."""


def holidays(school: str) -> set[date]:
    return {first + n * DAY for first, length in WEEKS[OWN[school]] for n in range(length)}


def is_closed(school: str, day: date) -> bool:
    return day.weekday() >= 5 or day in CLOSED_EVERYWHERE or day in holidays(school)


@dataclass(frozen=True, repr=False)
class Year:
    """The database's content at the end of the year. No `repr`: it would be too long to print."""

    prompts: tuple[Delivery, ...]
    sessions: tuple[Session, ...]
    steps: tuple[Step, ...]

    @property
    def opened(self) -> list[Session]:
        return [one for one in self.sessions if one.has_begun]

    def school_of(self, session: str | None) -> str:
        return next(one.group for one in self.sessions if one.id == session)


async def play_year(folder: Path) -> Year:
    now = instant(datetime.combine(FIRST - 7 * DAY, time(9)))
    words = catalogues()
    async with Database(f"sqlite+aiosqlite:///{folder / 'x.db'}") as db:
        await make_tables(db)
        await import_folder(db, read_folder(town(folder / "town")), actor=OPERATOR, tenant="t", now=now)
        for name in WEEKS:
            mine = [school for school in SCHOOLS if OWN[school] == name]
            found = read_school_calendar(skolerute(folder, name))
            await import_calendar(db, found.events, actor=OPERATOR, guard=GUARD, units=mine, now=now)
        for file in plans(folder):
            assert (await plan_series(db, words, read_series(file), actor=OPERATOR, now=now)).lacking == ""
        # Steps close only on Saturday nights, as if the bot had been down until then: next steps open, newcomers are
        # asked.
        openings = {one.opens_at for one in await db.read(all_sessions) if one.stage is Stage.PLANNED}
        for moment in sorted(openings | SATURDAY_NIGHTS):
            if moment in SATURDAY_NIGHTS:
                await do_what_is_due(db, words, now=moment)
            else:
                await open_sessions(db, words, actor=Actor.clock(), now=moment)
        return await db.read(what_is_left)


def town(folder: Path) -> Path:
    """Each school has a group of two: a facilitator, and a participant who joins on a Saturday in the autumn."""
    folder.mkdir()
    units = [
        f"{TOWN},municipality,Øyby,,nb,",
        *(f"{school},school,{school.title()} skole,{TOWN},,1-10" for school in SCHOOLS),
    ]
    groups = [f"{school},{school},staff,{school.title()},{clock}" for school, clock in zip(SCHOOLS, TIMES, strict=True)]
    roles = (("facilitator", ""), ("participant", "2026-10-03"))
    people = [
        f"00000000-0000-4000-8000-{n:06}{place:06},En To,p{n}{place}@øyby.example,{school},{role},nb,{begins},"
        for n, school in enumerate(SCHOOLS)
        for place, (role, begins) in enumerate(roles)
    ]
    for name, header, rows in (
        ("units", "id,kind,name,parent,language,stages", units),
        ("groups", "id,unit,kind,name,time", groups),
        ("people", "aad_object_id,name,upn,group,role,language,from,until", people),
    ):
        (folder / f"{name}.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return folder


def skolerute(folder: Path, name: str) -> Path:
    """Two of the four skoleruter are calendar files, two are tables."""
    file = folder / f"{name}.rute"
    if name in {"tidlig", "kyst"}:
        spans = ((f"{first:%Y%m%d}", f"{first + length * DAY:%Y%m%d}") for first, length in WEEKS[name])
        event = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:{}\nDTEND;VALUE=DATE:{}\nSUMMARY:Ferie\nEND:VEVENT"
        lines = ["BEGIN:VCALENDAR", *(event.format(*span) for span in spans), "END:VCALENDAR"]
    else:
        lines = ["date;until;kind;name", *(f"{first};{first + (n - 1) * DAY};closed;ferie" for first, n in WEEKS[name])]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


def plans(folder: Path) -> Iterator[Path]:
    for n, on_closed in RULES.items():
        rule = {"first": str(FIRST + n * DAY), "every": '"week"', "until": str(LAST), "on_closed": f'"{on_closed}"'}
        # One series has a protocol whose steps follow each other by themselves.
        rule |= {"protocol": '"igp"' if n == 3 else '"ukesrefleksjon"', "areas": "[]", "stays_open": '"P2D"'}
        file = series(folder, f"dag-{n}", *SCHOOLS[2 * n : 2 * n + 2], **rule)
        lines = [line.replace("guro@nordvik", "p00@øyby") for line in file.read_text(encoding="utf-8").splitlines()]
        file.write_text("\n".join(line for line in lines if not line.startswith("dates")), encoding="utf-8")
        yield file


async def all_sessions(c: AsyncConnection) -> tuple[Session, ...]:
    return tuple([one for n in RULES for one in await sessions_of(c, TOWN, f"dag-{n}")])


async def what_is_left(c: AsyncConnection) -> Year:
    sessions = await all_sessions(c)
    prompts = tuple(one for one in await outbox_queries.everything(c) if one.kind is DeliveryKind.PROMPT)
    steps = [step for one in sessions for step in await steps_of(c, TOWN, one.id)]
    return Year(prompts, sessions, tuple(steps))


def check_that_the_year_was_lived(year: Year) -> None:
    stages = Counter(one.stage for one in year.sessions)
    assert stages[Stage.PLANNED] == stages[Stage.MISSED] == 0
    asked = Counter(one.group for one in year.opened)
    assert asked.keys() == set(SCHOOLS)
    assert min(asked.values()) >= 32, "there are 38 school weeks, and some of them lack the day"
    people = {prompt.person for prompt in year.prompts} - {None}  # who was asked is forgotten after a fortnight
    assert len(people) == 2 * len(SCHOOLS), "also those who came later"
    assert {step.position for step in year.steps} == {0, 1, 2}


def check_that_nobody_is_asked_on_a_closed_day_or_at_night(year: Year) -> None:
    wrong = []
    for prompt in year.prompts:
        due = local(prompt.due_at)
        if is_closed(year.school_of(prompt.session), due.date()) or not time(7) <= due.time() < time(17):
            wrong.append(f"{prompt.session}: {due}")
    assert wrong == []


def check_that_every_session_stands_on_an_open_day_or_says_why_it_does_not_stand_at_all(year: Year) -> None:
    for one in year.sessions:
        opens, meant = local(one.opens_at), local(one.meant_at)
        if one.stage is Stage.SKIPPED:
            assert is_closed(one.group, meant.date())
        else:
            assert not is_closed(one.group, opens.date())
        assert bool(one.moved_why) is (one.stage is Stage.SKIPPED or opens != meant)


def check_that_no_two_sessions_of_a_group_are_nearer_than_half_a_week(year: Year) -> None:
    for school in SCHOOLS:
        opened = sorted(local(one.opens_at).date() for one in year.opened if one.group == school)
        assert min(later - one for one, later in pairwise(opened)) >= 3 * DAY


def check_that_a_question_is_open_for_its_school_days(year: Year) -> None:
    for step in (step for step in year.steps if step.position == 0):
        school = year.school_of(step.session)
        opens, closes = local(step.opens_at), local(step.closes_at)
        days = [opens.date() + n * DAY for n in range(1, (closes.date() - opens.date()).days + 1)]
        assert len([day for day in days if not is_closed(school, day)]) == 2
        assert (opens.time(), is_closed(school, closes.date())) == (closes.time(), False)


def check_that_no_group_is_asked_the_same_twice_in_its_series(year: Year) -> None:
    asked = Counter((year.school_of(step.session), step.shown.prompt_id) for step in year.steps if step.position == 0)
    assert {one: times for one, times in asked.items() if times > 1} == {}


def test_a_year_of_ten_schools_with_four_skoleruter_asks_on_open_days_only_and_nothing_twice(tmp_path: Path) -> None:
    """Weekly sessions in five series, each of two schools on a weekday of its own, from August to June.

    One test for all checks, since playing a year takes long.
    """
    year = asyncio.run(play_year(tmp_path))
    check_that_the_year_was_lived(year)
    check_that_nobody_is_asked_on_a_closed_day_or_at_night(year)
    check_that_every_session_stands_on_an_open_day_or_says_why_it_does_not_stand_at_all(year)
    check_that_no_two_sessions_of_a_group_are_nearer_than_half_a_week(year)
    check_that_a_question_is_open_for_its_school_days(year)
    check_that_no_group_is_asked_the_same_twice_in_its_series(year)
