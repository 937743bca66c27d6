"""A skolerute imported on the command line: the changed days, and the sessions moved, skipped or left."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest

from bot.actions.people.import_folder import import_folder
from bot.actions.planning.import_calendar import Imported, import_calendar
from bot.actions.planning.plan_series import plan_series
from bot.actions.planning.set_quiet_hours import set_quiet_hours
from bot.actions.sessions.open_sessions import open_sessions
from bot.app import catalogues
from bot.errors import UnknownMunicipality, WrongCalendar
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT, nordvik
from bot.reports.municipality_settings import quiet_line
from bot.reports.planning import calendar_lines, plan_lines
from bot.reports.plans import when
from content.plan_words import UNTOLD_SUMMER
from dialogs.calendar.instants import instant, local
from dialogs.calendar.school_year import Event
from dialogs.model import Actor, DayKind, OwnDay, QuietHours, Session, Stage, UnitKind
from storage import school_year as days_store
from storage.database import Database
from storage.meetings import meetings_ahead
from storage.sessions import move_session, put_session, sessions_of
from tests.bot.commands import CommandResult, Commands
from tests.databases import make_tables
from tests.nordvik import GUARD, OPERATOR, at, series

NOW = at(9, 1, 9)
WEEKLY = {"first": "2026-10-01", "every": '"week"', "until": "2026-10-15"}
"""Three Thursdays, the second in the autumn holiday."""

AUTUMN = Event(date(2026, 10, 5), date(2026, 10, 9), DayKind.CLOSED, "høstferie")


@pytest.fixture
async def db(sqlite_url: str) -> AsyncIterator[Database]:
    async with Database(sqlite_url) as opened:
        await make_tables(opened)
        await import_folder(opened, read_folder(nordvik()), actor=OPERATOR, tenant=TENANT, now=NOW)
        yield opened


async def planned(db: Database, folder: Path, name: str, *groups: str, **keys: str) -> list[str]:
    """The lines printed by `plan` for a series with these keys."""
    file = series(folder, name, *groups, **keys)
    if "first" in keys:
        file.write_text("\n".join(line for line in file.read_text().splitlines() if not line.startswith("dates")))
    return list(
        plan_lines(await plan_series(db, catalogues(), read_series(file), actor=OPERATOR, now=NOW), dry_run=False)
    )


async def bring(db: Database, *events: Event, **how: object) -> list[str]:
    imported: Imported = await import_calendar(db, events, actor=OPERATOR, guard=GUARD, now=NOW, **how)  # type: ignore[arg-type]
    return list(calendar_lines(imported, ()))


async def sessions(db: Database, name: str) -> tuple[Session, ...]:
    return await db.read(partial(sessions_of, municipality="nordvik", series_id=name))


async def days(db: Database) -> tuple[OwnDay, ...]:
    units = ("nordnett", "nordvik", "solbakken", "fjordglott")
    return await db.read(partial(days_store.days_in, municipality="nordvik", units=units))


async def test_a_session_on_a_day_that_a_skolerute_closes_moves_with_the_import(db: Database, tmp_path: Path) -> None:
    for name, on_closed in (("neste", "next"), ("hopp", "skip")):
        await planned(db, tmp_path, name, "rektorgruppa", on_closed=f'"{on_closed}"', **WEEKLY)
    assert await bring(db, AUTUMN) == [
        "added   nordvik: 2026-10-05 to 2026-10-09 closed høstferie",
        "added 1, changed 0, ended 0",
        "skipped   hopp.rektorgruppa.2026-10-08: 2026-10-08 08:00 (høstferie)",
        "moved     neste.rektorgruppa.2026-10-08: 2026-10-08 08:00 -> 2026-10-12 08:00 (høstferie)",
    ]
    moved = (await sessions(db, "neste"))[1]
    assert (moved.opens_at, moved.moved_from, moved.moved_why) == (at(10, 12), at(10, 8), "høstferie")
    assert [one.stage for one in await sessions(db, "hopp")] == [Stage.PLANNED, Stage.SKIPPED, Stage.PLANNED]
    # Planning the same series again changes nothing.
    for name, on_closed in (("neste", "next"), ("hopp", "skip")):
        told = await planned(db, tmp_path, name, "rektorgruppa", on_closed=f'"{on_closed}"', **WEEKLY)
        assert told == ["nothing differs"]


async def test_a_skolerute_without_the_days_brings_the_sessions_back(db: Database, tmp_path: Path) -> None:
    await planned(db, tmp_path, "uka", "rektorgruppa", **WEEKLY)
    await bring(db, AUTUMN)
    a_day = Event(date(2026, 11, 13), date(2026, 11, 13), DayKind.PLANNING_DAY, "plandag")
    assert await bring(db, a_day) == [
        "ended   nordvik: 2026-10-05 to 2026-10-09 closed høstferie",
        "added   nordvik: 2026-11-13 planning_day plandag",
        "added 1, changed 0, ended 1",
        "moved     uka.rektorgruppa.2026-10-08: 2026-10-12 08:00 -> 2026-10-08 08:00",
    ]


async def test_importing_the_same_again_changes_nothing(db: Database, tmp_path: Path) -> None:
    await planned(db, tmp_path, "uka", "rektorgruppa", **WEEKLY)
    await bring(db, AUTUMN)
    assert await bring(db, AUTUMN) == ["added 0, changed 0, ended 0"]
    assert len(await days(db)) == 5


async def test_a_dry_run_tells_the_same_and_keeps_nothing(db: Database, tmp_path: Path) -> None:
    await planned(db, tmp_path, "uka", "rektorgruppa", **WEEKLY)
    before = await sessions(db, "uka")
    dry = await bring(db, AUTUMN, dry_run=True)
    assert (await days(db), await sessions(db, "uka")) == ((), before)
    assert await bring(db, AUTUMN) == dry


async def test_only_the_school_years_the_file_speaks_of_are_replaced(db: Database) -> None:
    summer = Event(date(2027, 6, 19), date(2027, 8, 15), DayKind.CLOSED, "sommerferie")
    next_autumn = Event(date(2027, 10, 11), date(2027, 10, 15), DayKind.CLOSED, "høstferie")
    await bring(db, AUTUMN, summer)
    assert (await bring(db, next_autumn))[-1] == "added 1, changed 0, ended 0"
    later = Event(date(2026, 10, 6), date(2026, 10, 9), DayKind.CLOSED, "høstferie")
    assert await bring(db, later, summer) == [
        "ended   nordvik: 2026-10-05 closed høstferie",
        "added 0, changed 0, ended 1",
    ]
    assert {day.day for day in await days(db)} >= {date(2027, 8, 15), date(2027, 10, 15), date(2026, 10, 6)}


async def test_a_unit_may_have_a_skolerute_of_its_own_beside_the_municipalitys(db: Database, tmp_path: Path) -> None:
    for group in ("team-solbakken", "team-fjordglott", "nettverket"):
        await planned(db, tmp_path, f"uka-{group}", group, areas="[]", **WEEKLY)
    own = Event(date(2026, 10, 1), date(2026, 10, 1), DayKind.PLANNING_DAY, "plandag")
    assert (await bring(db, own, units=["solbakken"]))[2:] == [
        "moved     uka-team-solbakken.team-solbakken.2026-10-01: 2026-10-01 14:00 -> 2026-10-02 14:00 (plandag)"
    ]
    # The municipality's days hold for all groups, also a network's; the school's own days stay.
    told = await bring(db, AUTUMN)
    assert sorted(line.split(": ")[0].split(".")[1] for line in told if line.startswith("moved")) == [
        "nettverket",
        "team-fjordglott",
        "team-solbakken",
    ]
    assert {day.unit for day in await days(db)} == {"solbakken", "nordvik"}


async def test_an_open_or_exact_session_is_not_moved_by_a_skolerute(db: Database, tmp_path: Path) -> None:
    dates = {"dates": "[2026-10-08, 2026-10-08T11:00:00Z, 2026-10-15]"}
    await planned(db, tmp_path, "uka", "rektorgruppa", **dates)
    first = (await sessions(db, "uka"))[0]
    await db.write(partial(move_session, found=first, to=Stage.OPEN))
    assert len(await bring(db, AUTUMN)) == 2
    assert [local(one.opens_at).day for one in await sessions(db, "uka")] == [8, 8, 15]


async def test_a_digest_ahead_of_a_meeting_moves_and_the_meeting_never(db: Database, tmp_path: Path) -> None:
    meeting = 'dates = [2026-10-01]\n[[meetings]]\ndate = 2026-10-12T09:00:00\ngroup = "rektorgruppa"'
    file = series(tmp_path, "uka", "rektorgruppa")
    file.write_text(file.read_text().replace("dates = [2026-11-24]\n", "") + meeting)
    await plan_series(db, catalogues(), read_series(file), actor=OPERATOR, now=NOW)
    # Three days ahead is a Friday in a closed week.
    told = await bring(db, AUTUMN)
    assert told[2:] == [
        "moved     uka: digest ahead of rektorgruppa's meeting 2026-10-12 09:00: 2026-10-09 09:00 -> 2026-10-02 09:00"
    ]
    [(_, kept, digest_at)] = await db.read(partial(meetings_ahead, municipality="nordvik"))
    assert (kept.at, digest_at) == (at(10, 12, 9), at(10, 2, 9))


WEEKLY_TO_AUTUMN = {"first": "2027-06-03", "every": '"week"', "until": "2027-09-02"}
"""Thursdays, from the spring through the summer."""
LAST_DAY = Event(date(2027, 6, 19), date(2027, 7, 31), DayKind.CLOSED, "Sommerferie")


def opened(found: tuple[Session, ...]) -> list[str]:
    return [f"{local(one.opens_at):%m-%d}" for one in found if one.stage is Stage.PLANNED]


async def test_a_series_that_runs_through_the_summer_rests_when_the_skolerute_comes(
    db: Database, tmp_path: Path
) -> None:
    await planned(db, tmp_path, "uka", "rektorgruppa", on_closed='"skip"', **WEEKLY_TO_AUTUMN)
    assert opened(await sessions(db, "uka")) == ["06-03", "06-10", "06-17", "08-19", "08-26", "09-02"], "as is usual"
    # The skolerute ends with the last school day; the first day after the summer comes with the next skolerute.
    await bring(db, LAST_DAY)
    assert opened(await sessions(db, "uka")) == ["06-03", "06-10", "06-17", "08-19", "08-26", "09-02"]
    first_day = Event(date(2027, 8, 1), date(2027, 8, 22), DayKind.CLOSED, "Sommerferie")
    told = await bring(db, first_day)
    assert "skipped   uka.rektorgruppa.2027-08-19: 2027-08-19 08:00 (Sommerferie)" in told
    assert opened(await sessions(db, "uka")) == ["06-03", "06-10", "06-17", "08-26", "09-02"]


async def test_a_session_planned_before_the_summer_was_known_is_skipped_when_its_time_comes(
    db: Database, tmp_path: Path
) -> None:
    await planned(db, tmp_path, "uka", "team-solbakken", areas="[]", dates="[2027-08-19]")
    [session] = await sessions(db, "uka")
    july = instant(datetime(2027, 7, 8, 14))  # noqa: DTZ001 - local wall time
    await db.write(partial(put_session, session=replace(session, opens_at=july)))
    assert await open_sessions(db, catalogues(), actor=Actor.clock(), now=july) == 1
    [skipped] = await sessions(db, "uka")
    assert (skipped.stage, skipped.moved_why) == (Stage.SKIPPED, UNTOLD_SUMMER)
    assert await open_sessions(db, catalogues(), actor=Actor.clock(), now=july + timedelta(days=60)) == 0


async def with_a_kindergarten(db: Database, folder: Path) -> None:
    copied = folder / "town"
    copytree(nordvik(), copied)
    for name, row in (
        ("units.csv", "knausen,kindergarten,Knausen barnehage,nordvik,nb,"),
        ("groups.csv", "team-knausen,knausen,team,Team Knausen,14:00"),
    ):
        file = copied / name
        file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\n{row}\n", encoding="utf-8")
    await import_folder(db, read_folder(copied), actor=OPERATOR, tenant=TENANT, now=NOW)


async def test_kindergartens_have_days_of_their_own_and_no_usual_summer(db: Database, tmp_path: Path) -> None:
    """Without a skolerute a school closes in summer, and a municipality's groups rest; a kindergarten does not."""
    await with_a_kindergarten(db, tmp_path)
    for group in ("team-solbakken", "team-knausen", "rektorgruppa"):
        await planned(db, tmp_path, f"uka-{group}", group, areas="[]", on_closed='"skip"', **WEEKLY_TO_AUTUMN)
    for at_rest in ("uka-team-solbakken", "uka-rektorgruppa"):
        found = opened(await sessions(db, at_rest))
        assert found == ["06-03", "06-10", "06-17", "08-19", "08-26", "09-02"], at_rest
    assert len(opened(await sessions(db, "uka-team-knausen"))) == 14
    day = Event(date(2027, 6, 10), date(2027, 6, 10), DayKind.PLANNING_DAY, "plandag", UnitKind.KINDERGARTEN)
    assert await bring(db, day) == [
        "added   nordvik: 2027-06-10 planning_day plandag (kindergarten only)",
        "added 1, changed 0, ended 0",
        "skipped   uka-team-knausen.team-knausen.2027-06-10: 2027-06-10 14:00 (plandag)",
    ]
    assert await bring(db, day) == ["added 0, changed 0, ended 0"]
    whole = Event(day.first, day.last, DayKind.CLOSED, "fri")
    assert (await bring(db, day, whole))[0] == (
        "changed nordvik: 2027-06-10 planning_day plandag (kindergarten only) -> planning_day plandag, fri"
    )


async def test_quiet_hours_move_what_is_planned_in_them(db: Database, tmp_path: Path) -> None:
    await planned(db, tmp_path, "uka", "rektorgruppa", dates="[2026-10-01]")
    moved = await set_quiet_hours(db, "nordvik", QuietHours(time(15), time(9)), actor=OPERATOR, now=NOW)
    assert [str(line) for line in moved] == [
        "moved     uka.rektorgruppa.2026-10-01: 2026-10-01 08:00 -> 2026-10-01 09:00 (quiet hours 15:00-09:00)"
    ]
    back = await set_quiet_hours(db, "nordvik", QuietHours(time(17), time(7)), actor=OPERATOR, now=NOW)
    assert [str(line) for line in back] == [
        "moved     uka.rektorgruppa.2026-10-01: 2026-10-01 09:00 -> 2026-10-01 08:00"
    ]
    with pytest.raises(UnknownMunicipality, match=r"there is no municipality norvik; did you mean nordvik\?"):
        await set_quiet_hours(db, "norvik", QuietHours(time(17), time(7)), actor=OPERATOR, now=NOW)


async def test_a_dry_run_of_quiet_hours_tells_what_would_move_and_keeps_nothing(db: Database, tmp_path: Path) -> None:
    await planned(db, tmp_path, "uka", "rektorgruppa", dates="[2026-10-01]")
    late = QuietHours(time(15), time(9))
    tried = await set_quiet_hours(db, "nordvik", late, actor=OPERATOR, now=NOW, dry_run=True)
    assert (
        await quiet_line(db, "nordvik", actor=OPERATOR)
        == "nordvik is quiet 17:00-07:00 (as where nothing else is said)"
    )
    assert await set_quiet_hours(db, "nordvik", late, actor=OPERATOR, now=NOW) == tried != ()


async def test_quiet_hours_are_shown_with_since_when_they_hold_and_taken_back(db: Database, tmp_path: Path) -> None:
    await planned(db, tmp_path, "uka", "rektorgruppa", dates="[2026-10-01]")
    late = QuietHours(time(15), time(9))
    for days in (0, 3):
        await set_quiet_hours(db, "nordvik", late, actor=OPERATOR, now=NOW + timedelta(days=days))
    assert await quiet_line(db, "nordvik", actor=OPERATOR) == f"nordvik is quiet 15:00-09:00, since {when(NOW)}"
    [back] = await set_quiet_hours(db, "nordvik", None, actor=OPERATOR, now=NOW)
    assert str(back) == "moved     uka.rektorgruppa.2026-10-01: 2026-10-01 09:00 -> 2026-10-01 08:00"
    assert (await quiet_line(db, "nordvik", actor=OPERATOR)).startswith("nordvik is quiet 17:00-07:00, since ")
    with pytest.raises(UnknownMunicipality, match="norvik"):
        await quiet_line(db, "norvik", actor=OPERATOR)


async def test_quiet_hours_outlive_an_import_of_the_folder(db: Database) -> None:
    quiet = QuietHours(time(15), time(9))
    await set_quiet_hours(db, "nordvik", quiet, actor=OPERATOR, now=NOW)
    await import_folder(db, read_folder(nordvik()), actor=OPERATOR, tenant=TENANT, now=NOW + timedelta(days=1))
    assert await db.read(partial(days_store.quiet_hours, municipality="nordvik")) == quiet


async def test_units_and_municipalities_that_are_not_there_are_told(db: Database) -> None:
    with pytest.raises(WrongCalendar, match="--unit: nordvik has no unit solbaken; did you mean solbakken"):
        await bring(db, AUTUMN, units=["solbaken"])
    with pytest.raises(UnknownMunicipality, match="there is no municipality norvik; did you mean nordvik"):
        await bring(db, AUTUMN, municipality="norvik")
    assert await days(db) == ()


async def test_the_plan_tells_what_it_moved_and_of_years_without_a_skolerute(db: Database, tmp_path: Path) -> None:
    file = series(tmp_path, "uka", "rektorgruppa", "team-solbakken", areas="[]", dates="[2026-10-08, 2027-10-13]")
    wanted = read_series(file)
    assert (await plan_series(db, catalogues(), wanted, actor=OPERATOR, now=NOW, dry_run=True)).lacking == (
        "nordvik 2026–27, 2027–28; solbakken 2026–27, 2027–28"
    )
    await bring(db, AUTUMN)
    week = Event(date(2027, 9, 27), date(2027, 10, 1), DayKind.CLOSED, "høstferie")
    exam = Event(date(2027, 10, 13), date(2027, 10, 13), DayKind.EXAM, "eksamen")
    await bring(db, week, exam, units=["solbakken"])
    planned = await plan_series(db, catalogues(), wanted, actor=OPERATOR, now=NOW, dry_run=True)
    assert planned.lacking == "nordvik 2027–28"
    assert list(plan_lines(planned, dry_run=True)) == [
        "mandag 12. oktober 2026 kl. 08.00  rektorgruppa",
        "    moved from torsdag 8. oktober 2026 kl. 08.00: høstferie",
        "mandag 12. oktober 2026 kl. 14.00  team-solbakken",
        "    moved from torsdag 8. oktober 2026 kl. 14.00: høstferie",
        "onsdag 13. oktober 2027 kl. 08.00  rektorgruppa",
        "torsdag 14. oktober 2027 kl. 14.00  team-solbakken",
        "    moved from onsdag 13. oktober 2027 kl. 14.00: eksamen",
    ]


# On the command line, for a year in the far future, since the commands use the machine's clock.


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    monkeypatch.chdir(tmp_path)
    run = partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)
    run("import", str(nordvik()))
    return run


def test_calendar_prints_days_moves_and_what_it_left_out(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    bot("plan", str(series(tmp_path, "langt-fram", "rektorgruppa", dates="[2090-10-12]")))
    (tmp_path / "rute.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20901009\nDTEND;VALUE=DATE:20901014\nSUMMARY:Høstferie\n"
        "END:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20901203\nSUMMARY:Julekonsert\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    kinds, then = "a day off, a planning day nor an exam by its words", "--add a CSV file that says so"
    wanted = [
        "added   nordvik: 2090-10-09 to 2090-10-13 closed Høstferie",
        "added 1, changed 0, ended 0",
        "moved     langt-fram.rektorgruppa.2090-10-12: 2090-10-12 08:00 -> 2090-10-16 08:00 (Høstferie)",
        f"left out  rute.ics, line 7: 2090-12-03 «Julekonsert» is neither {kinds}; if it closes the day, {then}",
    ]
    dry = bot("calendar", "rute.ics", "--dry-run")
    done = bot("calendar", "rute.ics", "--municipality", "nordvik")
    # 12 October 2090 is a Thursday, and the day after the holiday a Saturday.
    assert (done.lines, dry.lines) == (wanted, [*wanted, "nothing of this was done (--dry-run)"])
    for one in (dry, done):
        assert one.code == 0
        assert one.err.splitlines() == [
            f"warning: nordvik 2090–91: the {name} holiday is not in the skolerute, though every school has it"
            for name in ("Christmas", "winter", "Easter")
        ]
    assert "skolerute" not in bot("plan", str(tmp_path / "langt-fram.toml")).err
    of_units = bot("calendar", "rute.ics", "--unit", "solbakken", "--unit", "fjordglott")
    assert of_units.lines[:1] == ["added 0, changed 0, ended 0"], "the schools follow the municipality"
    assert "warning: 5 days are the same as in the municipality’s calendar. solbakken follows" in of_units.err
    (tmp_path / "egen.csv").write_text("date,name\n2090-11-14,Planleggingsdag\n", encoding="utf-8")
    own = bot("calendar", "egen.csv", "--unit", "solbakken", "--unit", "fjordglott")
    assert own.lines[:3] == [
        "added   fjordglott: 2090-11-14 planning_day Planleggingsdag",
        "added   solbakken: 2090-11-14 planning_day Planleggingsdag",
        "added 2, changed 0, ended 0",
    ]


def test_a_smaller_skolerute_names_what_it_would_drop_and_add_keeps_it(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    """A renamed or moved holiday does not count as dropped."""
    (tmp_path / "rute.csv").write_text(
        "date,until,name\n2090-10-09,2090-10-13,Høstferie\n2090-12-21,2091-01-02,Juleferie\n"
        "2091-02-01,,Fri\n2091-02-05,,Fri\n",
        encoding="utf-8",
    )
    (tmp_path / "to.csv").write_text(
        "date,until,name\n2090-11-10,,Planleggingsdag\n2090-10-16,2090-10-20,Høstferie\n", encoding="utf-8"
    )
    bot("calendar", "rute.csv")
    drops = (
        "warning: this file drops nordvik 2090–91: Juleferie (2090-12-21 to 2091-01-02), Fri (2091-02-01, 2091-02-05)"
    )
    dry = bot("calendar", "to.csv", "--dry-run")
    assert dry.err.splitlines()[0] == f"{drops}; --add keeps what is there"
    assert "ended   nordvik: 2090-12-21 to 2091-01-02 closed Juleferie" in dry.lines
    added = bot("calendar", "to.csv", "--add")
    assert added.lines == [
        "added   nordvik: 2090-10-16 to 2090-10-20 closed Høstferie",
        "added   nordvik: 2090-11-10 planning_day Planleggingsdag",
        "added 2, changed 0, ended 0",
    ]
    assert "drops" not in added.err
    assert "the Christmas" not in added.err
    assert bot("calendar", "to.csv", "--add").lines == ["added 0, changed 0, ended 0"]
    done = bot("calendar", "to.csv")
    assert done.err.splitlines()[0] == dry.err.splitlines()[0]
    assert "the Christmas holiday is not in the skolerute" in done.err


def test_quiet_tells_the_hours_and_what_they_move(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    bot("plan", str(series(tmp_path, "langt-fram", "rektorgruppa", dates="[2090-10-12]")))
    assert bot("quiet", "nordvik", "15:30-09:00").lines == [
        "nordvik is quiet 15:30-09:00",
        "moved     langt-fram.rektorgruppa.2090-10-12: 2090-10-12 08:00 -> 2090-10-12 09:00 (quiet hours 15:30-09:00)",
    ]
    dry = bot("quiet", "nordvik", "--default", "--dry-run")
    assert dry.lines == [
        "nordvik would be quiet 17:00-07:00",
        "moved     langt-fram.rektorgruppa.2090-10-12: 2090-10-12 09:00 -> 2090-10-12 08:00",
        "planned sessions and digests that would move: 1; nothing was written",
    ]
    assert bot("quiet", "nordvik").out.startswith("nordvik is quiet 15:30-09:00, since ")
    assert bot("quiet", "nordvik", "--default").lines[0] == "nordvik is quiet 17:00-07:00"
    assert bot("quiet", "nordvik", "15:00-09:00", "--default").code == 2
    refused = bot("quiet", "nordvik", "alltid")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith('"alltid" is not a time of the day to be quiet in')


def test_a_wrong_file_is_told_and_nothing_of_it_imported(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    (tmp_path / "rute.csv").write_text("date,kind\n2090-10-09,closed\n2090-10-40,closed\n", encoding="utf-8")
    done = bot("calendar", "rute.csv")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith('rute.csv, line 3, column date: "2090-10-40" is not a day')
    (tmp_path / "rute.csv").write_text("date,kind\n2090-10-09,closed\n", encoding="utf-8")
    assert bot("calendar", "rute.csv", "--dry-run").lines[0].startswith("added   nordvik: 2090-10-09")
