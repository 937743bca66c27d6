"""Sessions on closed days or in quiet hours: moved or skipped, with the reason for people."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Dates, Group, GroupKind, OnClosed, QuietHours, Rhythm, Rule, Session, Stage, Timing
from dialogs.planning.placing import PlacementRules, day_off_met, place, place_anew
from dialogs.planning.planning import PlanningFault, SeriesPlan, difference, occurrences, plan_sessions

TEAM = Group("team", "nes", GroupKind.TEAM, "Team")
AUTUMN = {date(2026, 10, 5) + timedelta(days=n): "høstferie" for n in range(5)}
PLAIN, WITH_AUTUMN = SchoolDays(), SchoolDays(AUTUMN)
EIGHT = time(8)


def wall(text: str) -> datetime:
    return instant(datetime.fromisoformat(text))


AUGUST = wall("2026-08-01T00:00")


def weekly(first: date, *, weeks: int = 3) -> Rule:
    return Rule(first, Rhythm.WEEK, first + timedelta(weeks=weeks - 1))


def planned(
    timing: Timing,
    *,
    days: SchoolDays = PLAIN,
    on_closed: OnClosed = OnClosed.NEXT,
    at: time | None = EIGHT,
    known: tuple[Session, ...] = (),
    now: datetime = AUGUST,
) -> tuple[Session, ...]:
    plan = SeriesPlan("nordvik", "host", timing, at, "P3D", on_closed)
    return plan_sessions(plan, [TEAM], days={"team": days}, known=known, now=now)


def session_lines(sessions: tuple[Session, ...]) -> list[str]:
    return [
        f"{local(one.opens_at):%m-%d %H:%M}" + (" skipped" if one.stage is Stage.SKIPPED else "")
        + (f" from {local(one.moved_from):%m-%d %H:%M}" if one.moved_from else "")
        + (f": {one.moved_why}" if one.moved_why else "")
        for one in sessions
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on_closed", "middle"),
    [
        (OnClosed.NEXT, "10-12 08:00 from 10-08 08:00: høstferie"),
        (OnClosed.PREVIOUS, "10-08 08:00 skipped: høstferie; 2026-10-02 would be too near the session on 2026-10-01"),
        (OnClosed.SKIP, "10-08 08:00 skipped: høstferie"),
    ],
)
def test_a_session_on_a_closed_day_moves_by_its_series_rule(on_closed: OnClosed, middle: str) -> None:
    found = planned(weekly(date(2026, 10, 1)), days=WITH_AUTUMN, on_closed=on_closed)
    assert session_lines(found) == ["10-01 08:00", middle, "10-15 08:00"]
    assert [session.ordinal for session in found] == [0, 1, 2]
    assert found[1].id == "host.team.2026-10-08"


def test_the_previous_open_day_is_before_a_long_weekend() -> None:
    found = planned(weekly(date(2027, 5, 10)), on_closed=OnClosed.PREVIOUS)
    assert session_lines(found) == [
        "05-10 08:00",
        "05-14 08:00 from 05-17 08:00: Andre pinsedag; Grunnlovsdag",
        "05-24 08:00",
    ]


@pytest.mark.parametrize(
    ("every", "first", "lands", "skipped"),
    [
        # Høstferie, Monday to Friday; then the rule's next session is nearer than half the rhythm, or not.
        (Rhythm.WEEK, date(2026, 10, 1), "10-12 08:00", False),
        (Rhythm.WEEK, date(2026, 9, 30), "10-07 08:00", True),
        (Rhythm.FORTNIGHT, date(2026, 9, 22), "10-12 08:00", False),
        (Rhythm.MONTH, date(2026, 9, 7), "10-12 08:00", False),
    ],
)
def test_a_session_moved_nearer_than_half_the_rhythm_is_skipped(
    every: Rhythm, first: date, lands: str, *, skipped: bool
) -> None:
    rule = Rule(first, every, date(2026, 11, 10))
    [moved] = [one for one in session_lines(planned(rule, days=WITH_AUTUMN)) if "høstferie" in one]
    assert moved.startswith(lands)
    assert ("skipped" in moved) is skipped


def test_a_fortnight_over_two_weeks_of_holiday_keeps_a_week_to_its_neighbours() -> None:
    christmas = SchoolDays({date(2026, 12, 21) + timedelta(days=n): "juleferie" for n in range(14)})
    found = planned(Rule(date(2026, 12, 8), Rhythm.FORTNIGHT, date(2027, 1, 5)), days=christmas)
    assert session_lines(found) == [
        "12-08 08:00",
        "12-22 08:00 skipped: juleferie; 2027-01-04 would be too near the session on 2027-01-05",
        "01-05 08:00",
    ]


def test_the_week_before_easter_moves_a_tuesday_onto_the_next_which_stands() -> None:
    found = planned(weekly(date(2027, 3, 16)))
    assert session_lines(found) == [
        "03-16 08:00",
        "03-23 08:00 skipped: Påskeuka; 2027-03-30 would be too near the session on 2027-03-30",
        "03-30 08:00",
    ]


def test_every_fortnight_goes_on_through_week_53() -> None:
    """2026 has 53 weeks: a fortnightly series in odd weeks meets in week 53, and in even weeks from then on."""
    found = planned(Rule(date(2026, 12, 1), Rhythm.FORTNIGHT, date(2027, 1, 26)))
    weeks = [local(session.meant_at).isocalendar() for session in found]
    assert [(week.year, week.week) for week in weeks] == [(2026, 49), (2026, 51), (2026, 53), (2027, 2), (2027, 4)]
    gaps = {(later.meant_at - one.meant_at).days for one, later in pairwise(found)}
    assert gaps == {14}


def test_a_session_in_quiet_hours_waits_for_their_end_and_keeps_off_closed_days() -> None:
    assert session_lines(planned(weekly(date(2026, 11, 24), weeks=1), at=time(6, 30))) == [
        "11-24 07:00 from 11-24 06:30: quiet hours 17:00-07:00"
    ]
    assert session_lines(planned(weekly(date(2026, 11, 24), weeks=2), at=time(18))) == [
        "11-25 07:00 from 11-24 18:00: quiet hours 17:00-07:00",
        "12-02 07:00 from 12-01 18:00: quiet hours 17:00-07:00",
    ]
    assert session_lines(planned(weekly(date(2027, 5, 17), weeks=1), at=time(6))) == [
        "05-18 07:00 from 05-17 06:00: Andre pinsedag; Grunnlovsdag; quiet hours 17:00-07:00"
    ]
    by_night = replace(PLAIN, quiet=QuietHours(time(20), time(6)))
    assert session_lines(planned(weekly(date(2026, 11, 24), weeks=1), at=time(18), days=by_night)) == ["11-24 18:00"]


def test_wall_time_is_kept_over_both_changes_of_the_clock() -> None:
    across = [*planned(weekly(date(2026, 10, 19), weeks=2)), *planned(weekly(date(2027, 3, 22), weeks=2))]
    assert session_lines(tuple(across)) == [
        "10-19 08:00",
        "10-26 08:00",
        # Both Mondays are closed; the summer's time has begun in between.
        "03-30 08:00 from 03-22 08:00: Påskeuka",
        "03-29 08:00 skipped: Andre påskedag; 2027-03-30 would be too near the session on 2027-03-30",
    ]
    assert [session.opens_at.hour for session in across[:3]] == [6, 7, 6]


@pytest.mark.parametrize("on_closed", OnClosed)
def test_an_exact_instant_never_moves_whatever_the_day(on_closed: OnClosed) -> None:
    night = wall("2027-05-17T03:00")
    [found] = planned(Dates((night,)), at=None, on_closed=on_closed)
    assert (found.opens_at, found.exact, found.stage, found.moved_why) == (night, True, Stage.PLANNED, "")


def test_days_of_a_list_move_too_and_never_onto_another_of_the_list() -> None:
    dates = Dates((date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 13)))
    assert session_lines(planned(dates, days=WITH_AUTUMN)) == [
        "10-12 08:00 from 10-08 08:00: høstferie",
        "10-09 08:00 skipped: høstferie; 2026-10-12 would be too near the session on 2026-10-12",
        "10-13 08:00",
    ]


def test_a_list_of_which_nothing_is_left_but_skipped_days_is_refused() -> None:
    with pytest.raises(PlanningFault, match=r"dates: every session would be skipped \(høstferie\)"):
        planned(Dates((date(2026, 10, 8),)), days=WITH_AUTUMN, on_closed=OnClosed.SKIP)


def test_an_evening_session_moved_before_a_closed_day_is_set_to_the_morning_of_that_day() -> None:
    closed = SchoolDays({date(2026, 10, 2): "plandag"})
    [session] = planned(Dates((date(2026, 10, 2),)), days=closed, on_closed=OnClosed.PREVIOUS, at=time(18))
    assert local(session.opens_at).replace(tzinfo=None) == datetime(2026, 10, 1, 7)  # noqa: DTZ001 - local wall time


def test_a_previous_day_that_is_past_becomes_the_next() -> None:
    saturday = wall("2026-10-03T12:00")
    found = planned(Dates((date(2026, 10, 6),)), days=WITH_AUTUMN, on_closed=OnClosed.PREVIOUS, now=saturday)
    assert session_lines(found) == ["10-12 08:00 from 10-06 08:00: høstferie"]


def test_planning_the_same_again_changes_nothing_of_what_was_moved_or_skipped() -> None:
    for on_closed in OnClosed:
        known = planned(weekly(date(2026, 9, 28)), days=WITH_AUTUMN, on_closed=on_closed)
        again = planned(weekly(date(2026, 9, 28)), days=WITH_AUTUMN, on_closed=on_closed, known=known)
        told_again = difference(known, again)
        assert (told_again.add, told_again.move, told_again.cancel) == ((), (), ())


def test_the_difference_tells_what_moved_and_why_and_what_is_skipped() -> None:
    known = planned(weekly(date(2026, 10, 1)))
    told_next = difference(known, planned(weekly(date(2026, 10, 1)), days=WITH_AUTUMN, known=known))
    assert [str(line) for line in told_next.lines] == [
        "moved     host.team.2026-10-08: 2026-10-08 08:00 -> 2026-10-12 08:00 (høstferie)"
    ]
    skipped = planned(weekly(date(2026, 10, 1)), days=WITH_AUTUMN, on_closed=OnClosed.SKIP, known=known)
    assert [str(line) for line in difference(known, skipped).lines] == [
        "skipped   host.team.2026-10-08: 2026-10-08 08:00 (høstferie)"
    ]
    back = difference(skipped, planned(weekly(date(2026, 10, 1)), known=skipped))
    assert [str(line) for line in back.lines] == ["added     host.team.2026-10-08: 2026-10-08 08:00"]


def test_a_moved_session_that_has_begun_stands_when_it_is_planned_again() -> None:
    first, moved, last = planned(weekly(date(2026, 10, 1)), days=WITH_AUTUMN)
    known = (replace(first, stage=Stage.CLOSED), replace(moved, stage=Stage.OPEN), last)
    again = planned(weekly(date(2026, 10, 1)), days=PLAIN, known=known, now=moved.opens_at + timedelta(hours=1))
    assert difference(known, again).lines == ()
    assert difference(known, again).keep == known


# Placed again after a change of the closed days.


def ground(days: SchoolDays, on_closed: OnClosed = OnClosed.NEXT) -> PlacementRules:
    return PlacementRules(days, on_closed, Rhythm.WEEK)


@pytest.mark.parametrize("on_closed", OnClosed)
def test_days_imported_later_move_what_is_planned_as_if_they_had_been_known(on_closed: OnClosed) -> None:
    rule = weekly(date(2026, 9, 28), weeks=4)
    known = planned(rule)
    after = {before.id: new for before, new in place_anew(known, ground(WITH_AUTUMN, on_closed), now=AUGUST)}
    assert tuple(after.get(one.id, one) for one in known) == planned(rule, days=WITH_AUTUMN, on_closed=on_closed)
    assert after


@pytest.mark.parametrize("on_closed", OnClosed)
def test_days_that_are_open_after_all_bring_the_sessions_back(on_closed: OnClosed) -> None:
    rule = weekly(date(2026, 9, 28), weeks=4)
    known = planned(rule, days=WITH_AUTUMN, on_closed=on_closed)
    after = {before.id: new for before, new in place_anew(known, ground(PLAIN, on_closed), now=AUGUST)}
    assert tuple(after.get(one.id, one) for one in known) == planned(rule)


def test_sessions_open_exact_or_due_are_not_moved() -> None:
    now = wall("2026-10-06T08:00")
    first, second, third = planned(Dates(tuple(date(2026, 10, day) for day in (6, 7, 8))))
    sessions = [first, replace(second, stage=Stage.OPEN), replace(third, exact=True)]
    assert place_anew(sessions, ground(WITH_AUTUMN), now=now) == ()


def test_a_moved_session_keeps_off_those_that_stand() -> None:
    [session] = planned(Dates((date(2026, 10, 8),)))
    stands = replace(session, id="exact", exact=True, opens_at=wall("2026-10-12T14:00"))
    [(_, after)] = place_anew([session, stands], ground(WITH_AUTUMN), now=AUGUST)
    assert after.stage is Stage.SKIPPED
    assert after.moved_why == "høstferie; 2026-10-12 would be too near the session on 2026-10-12"


def test_a_year_of_mondays_is_asked_on_no_closed_day() -> None:
    meant = occurrences(first=date(2026, 8, 17), time=EIGHT, every=Rhythm.WEEK, until=date(2027, 6, 18))
    for on_closed in OnClosed:
        placed = place(meant, ground(WITH_AUTUMN, on_closed), fixed=(), now=AUGUST)
        opened = [one.at for one in placed if not one.skipped]
        assert not [at for at in opened if WITH_AUTUMN.closed(local(at).date())]
        assert min((later - one).days for one, later in pairwise(opened)) >= 3


@pytest.mark.parametrize(
    ("why", "day_off"),
    [
        ("", ""),
        ("Vinterferie", "Vinterferie"),
        ("quiet hours 17:00-07:00", ""),
        ("Vinterferie; quiet hours 17:00-07:00", "Vinterferie"),
        ("Vinterferie; 2027-03-01 would be too near the session on 2027-03-02", "Vinterferie"),
        (
            "Juleferie (vanlig; ingen skolerute er lagt inn); quiet hours 17:00-07:00",
            "Juleferie (vanlig; ingen skolerute er lagt inn)",
        ),
    ],
)
def test_the_day_off_in_a_reason_is_named_whole(why: str, day_off: str) -> None:
    assert day_off_met(why) == day_off
