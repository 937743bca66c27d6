"""A plan keeps its local hour when the clocks change, over the new year, on 29 February and in a week 53."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

import pytest

from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import (
    AskedIn,
    ChosenQuestion,
    Dates,
    Group,
    GroupKind,
    Intention,
    Rhythm,
    Rule,
    Rung,
    Series,
    Session,
    Stage,
    Timing,
)
from dialogs.planning import session_questions, steering
from dialogs.planning.phasing import may_tell
from dialogs.planning.planning import SeriesPlan, plan_sessions
from dialogs.planning.retiming import retimed

TEAM = Group("team", "nes", GroupKind.TEAM, "Team")
DAYS = SchoolDays()
AUTUMN = Rule(date(2026, 10, 20), Rhythm.WEEK, date(2026, 11, 3))  # clocks go back on 25 October
SPRING = Rule(date(2028, 3, 21), Rhythm.WEEK, date(2028, 4, 4))  # and forward on 26 March
NEW_YEAR = Dates((date(2026, 12, 18), date(2027, 1, 8)))
LEAP_DAY = Dates((date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7)))
MONTHLY = Rule(date(2028, 1, 31), Rhythm.MONTH, date(2028, 3, 31))


def wall(text: str) -> datetime:
    return instant(datetime.fromisoformat(text))


def series(timing: Timing, *questions: ChosenQuestion) -> Series:
    return Series(
        *("nordvik", "s", ("team",), "ukesrefleksjon", Intention.CONVEYING, (), (), UUID(int=1), "P3D"),
        *(Rung.GROUP, AskedIn.PERSONAL),
        timing=timing,
        wall_time=time(8),
        questions=questions,
    )


def planned(one: Series, *, now: datetime, known: Sequence[Session] = ()) -> list[Session]:
    assert one.timing is not None
    plan = SeriesPlan("nordvik", "s", one.timing, one.wall_time, "P3D", by_hand=one.by_hand)
    return list(plan_sessions(plan, [TEAM], days={"team": DAYS}, known=known, now=now))


@pytest.mark.parametrize(
    ("timing", "days"),
    [
        (AUTUMN, ("2026-10-20", "2026-10-27", "2026-11-03")),
        (SPRING, ("2028-03-21", "2028-03-28", "2028-04-04")),
        (NEW_YEAR, ("2026-12-18", "2027-01-08")),
        (LEAP_DAY, ("2028-02-22", "2028-02-29", "2028-03-07")),
        (MONTHLY, ("2028-01-31", "2028-02-29", "2028-03-31")),
    ],
)
def test_sessions_and_deadlines_keep_the_local_hour(timing: Timing, days: tuple[str, ...]) -> None:
    sessions = planned(series(timing), now=wall("2026-10-01T09:00"))
    assert [one.opens_at for one in sessions] == [wall(f"{day}T08:00") for day in days]
    assert {local(DAYS.later(one.opens_at, "P3D")).time() for one in sessions} == {time(8)}


@pytest.mark.parametrize(
    ("timing", "now", "days"),
    [
        (AUTUMN, "2026-10-20T12:00", ("2026-10-29", "2026-11-05")),
        (SPRING, "2028-03-21T12:00", ("2028-03-30", "2028-04-06")),
        (NEW_YEAR, "2026-12-18T12:00", ("2027-01-07",)),
        (LEAP_DAY, "2028-02-22T12:00", ("2028-03-02", "2028-03-09")),
    ],
)
def test_another_weekday_and_time_keep_the_local_hour_and_every_session(
    timing: Timing, now: str, days: tuple[str, ...]
) -> None:
    known = planned(series(timing), now=wall("2026-10-01T09:00"))
    begun = [replace(one, stage=Stage.OPEN) if one.opens_at <= wall(now) else one for one in known]
    ahead = [one for one in begun if not one.has_begun]
    again = retimed(series(timing), ahead, [TEAM], (timing, time(8)), weekday=3, at_time=time(9, 30), now=wall(now))
    found = [one for one in planned(again, now=wall(now), known=begun) if one.opens_at > wall(now)]
    assert [one.opens_at for one in found] == [wall(f"{day}T09:30") for day in days]


def test_a_chosen_question_follows_its_session_within_a_week_53() -> None:
    """Monday 28 December 2026 and Friday 1 January 2027 are in the same week of two years."""
    before = wall("2026-12-28T08:00")
    chosen = ChosenQuestion("team", before, "q")
    after = Session("nordvik", "s.team.2027-01-01", "s", "team", 0, wall("2027-01-01T08:00"))
    found = session_questions.carried([chosen], [after], now=wall("2026-12-01T08:00"))
    assert found.kept == (replace(chosen, meant=after.meant_at),)


@pytest.mark.parametrize(
    ("at", "to"),
    [
        ("2027-03-28T02:30", "2027-03-28T03:30"),  # an hour that does not exist
        ("2027-10-31T02:30", "2027-10-31T02:30"),  # an hour that comes twice: the first
    ],
)
def test_a_session_at_an_odd_hour_opens_once_and_says_when(at: str, to: str) -> None:
    one = series(Dates((date(2027, 3, 16),)))
    [session] = planned(one, now=wall("2027-01-04T09:00"))
    moved = steering.moved(one, [session], wall(at), anyway=True)
    [found] = planned(moved, now=wall("2027-01-04T09:00"), known=[session])
    assert found.opens_at == wall(at)
    assert f"{local(found.opens_at):%Y-%m-%dT%H:%M}" == to
    assert found.id == session.id
    [again] = planned(moved, now=wall("2027-01-04T09:00"), known=[found])
    assert again == found, "planned again, it stays"


@pytest.mark.parametrize(
    ("opens", "now", "tells"),
    [
        ("2026-10-27T08:00", "2026-10-23T07:59", False),
        ("2026-10-27T08:00", "2026-10-23T08:00", True),  # two school days ahead, over the change to winter time
        ("2026-10-27T08:00", "2026-10-26T14:59", True),
        ("2026-10-27T08:00", "2026-10-26T15:00", False),
        ("2028-03-28T08:00", "2028-03-24T08:00", True),  # and to summer time
        ("2028-03-28T08:00", "2028-03-27T07:59", False),
        ("2028-03-02T08:00", "2028-02-29T08:00", True),
        ("2027-01-05T08:00", "2027-01-04T08:00", True),
        ("2027-01-05T08:00", "2027-01-01T08:00", False),
    ],
)
def test_whoever_plans_is_told_in_school_hours_by_the_local_clock(opens: str, now: str, tells: bool) -> None:
    assert may_tell(wall(opens), DAYS, now=wall(now)) is tells
