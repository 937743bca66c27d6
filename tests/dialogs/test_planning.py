from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Dates, Group, GroupKind, MeetingPlan, QuietHours, Rhythm, Rule, Session, Stage, Timing
from dialogs.planning.planning import (
    Occurrence,
    PlanningFault,
    SeriesPlan,
    days_for_meetings,
    difference,
    exact_or_dated,
    occurrences,
    plan_sessions,
    session_id,
)

EIGHT = time(8, 0)
PRINCIPALS = Group("rektorgruppa", "nordvik", GroupKind.PRINCIPALS, "Rektorgruppa")
TEAM = Group("team-a", "nes", GroupKind.TEAM, "Team A", time=time(14, 30))
WEEKS = Rule(date(2026, 11, 24), Rhythm.WEEK, date(2026, 12, 15))  # four Tuesdays
EVERY_HOUR = SchoolDays(quiet=QuietHours(time(23, 59), time(0, 0)))
BEFORE = datetime(2026, 11, 1, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def planned(
    timing: Timing = WEEKS,
    *,
    at: time | None = EIGHT,
    groups: Sequence[Group] = (PRINCIPALS,),
    known: Sequence[Session] = (),
    now: datetime = BEFORE,
    stays_open: str = "P3D",
    days: SchoolDays = EVERY_HOUR,
    for_meetings: Mapping[str, tuple[date, ...]] | None = None,
) -> tuple[Session, ...]:
    plan = SeriesPlan("nordvik", "host", timing, at, stays_open, for_meetings=for_meetings or {})
    return plan_sessions(plan, groups, days={group.id: days for group in groups}, known=known, now=now)


def opened(session: Session, stage: Stage = Stage.CLOSED) -> Session:
    return replace(session, stage=stage)


def wall(sessions: Sequence[Session]) -> list[str]:
    return [f"{local(session.opens_at):%m-%d %H:%M}" for session in sessions]


def test_a_weekly_rule_keeps_its_wall_time_and_includes_its_last_day() -> None:
    found = occurrences(first=date(2026, 10, 20), time=EIGHT, every=Rhythm.WEEK, until=date(2026, 10, 27))
    assert found == (utc("2026-10-20T06:00"), utc("2026-10-27T07:00"))


def test_a_fortnight_is_two_weeks() -> None:
    found = occurrences(first=date(2026, 11, 3), time=EIGHT, every=Rhythm.FORTNIGHT, until=date(2026, 11, 30))
    assert found == (utc("2026-11-03T07:00"), utc("2026-11-17T07:00"))


def test_a_month_is_the_same_day_clipped_and_never_drifts() -> None:
    found = occurrences(first=date(2027, 1, 31), time=EIGHT, every=Rhythm.MONTH, until=date(2027, 5, 31))
    assert [local(at).date().isoformat()[5:] for at in found] == ["01-31", "02-28", "03-31", "04-30", "05-31"]


@given(
    st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)),
    st.integers(min_value=0, max_value=400),
    st.sampled_from(Rhythm),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
)
def test_a_rule_gives_ever_later_days_from_first_to_until(first: date, length: int, every: Rhythm, clock: time) -> None:
    until = first + timedelta(days=length)
    found = occurrences(first=first, time=clock, every=every, until=until)
    days = [local(at).date() for at in found]
    assert days[0] == first
    assert days == sorted(set(days))
    assert days[-1] <= until
    assert (until - days[-1]).days < {Rhythm.WEEK: 7, Rhythm.FORTNIGHT: 14, Rhythm.MONTH: 31}[every]


def test_dates_are_days_at_the_time_or_exact_instants_in_order() -> None:
    found = exact_or_dated([utc("2026-12-01T07:00"), date(2026, 11, 24)], EIGHT)
    assert found == (
        Occurrence(utc("2026-11-24T07:00"), exact=False),
        Occurrence(utc("2026-12-01T07:00"), exact=True),
    )


def test_the_same_instant_twice_is_refused_however_it_is_written() -> None:
    with pytest.raises(PlanningFault, match="dates: 2026-11-24 08:00 is there twice"):
        exact_or_dated([date(2026, 11, 24), utc("2026-11-24T07:00")], EIGHT)


def test_a_day_without_a_time_is_refused_by_the_key_time() -> None:
    with pytest.raises(PlanningFault) as caught:
        exact_or_dated([date(2026, 11, 24)], None)
    assert caught.value.key == "time"
    with pytest.raises(PlanningFault, match="time: this is a day without a time"):
        planned(at=None)


def test_an_id_is_series_group_and_local_day() -> None:
    assert session_id("host", "a", utc("2026-11-23T23:30"), ()) == "host.a.2026-11-24"


def test_an_id_taken_gets_as_much_of_the_local_time_as_it_needs() -> None:
    at, taken = utc("2026-10-25T01:30"), ["host.a.2026-10-25"]
    for wanted in ("host.a.2026-10-25T0230", "host.a.2026-10-25T023000", "host.a.2026-10-25T013000Z"):
        taken.append(session_id("host", "a", at, taken))
        assert taken[-1] == wanted


def test_every_group_gets_sessions_of_its_own_counted_from_nought() -> None:
    found = planned(groups=(PRINCIPALS, TEAM))
    assert [session.id for session in found[:2]] == ["host.rektorgruppa.2026-11-24", "host.rektorgruppa.2026-12-01"]
    assert [session.ordinal for session in found] == [0, 1, 2, 3, 0, 1, 2, 3]
    assert {session.stage for session in found} == {Stage.PLANNED}
    assert found[0] == Session("nordvik", "host.rektorgruppa.2026-11-24", "host", "rektorgruppa", 0, found[0].opens_at)


def test_a_groups_own_time_replaces_the_series_time_but_never_an_exact_instant() -> None:
    assert wall(planned(groups=(TEAM,)))[0] == "11-24 14:30"
    found = planned(Dates((date(2026, 11, 24), utc("2026-12-01T07:00"))), groups=(TEAM,))
    assert wall(found) == ["11-24 14:30", "12-01 08:00"]
    assert [session.exact for session in found] == [False, True]


def test_midnight_is_a_time_of_its_own() -> None:
    assert wall(planned(groups=(replace(TEAM, time=time(0, 0)),)))[0] == "11-24 00:00"


def test_a_rule_date_that_is_past_is_not_planned_but_counts() -> None:
    found = planned(now=utc("2026-12-01T07:00:01"))
    assert wall(found) == ["12-08 08:00", "12-15 08:00"]
    assert [session.ordinal for session in found] == [2, 3]


def test_a_rule_date_at_this_very_moment_is_planned() -> None:
    assert wall(planned(now=utc("2026-12-15T07:00"))) == ["12-15 08:00"]


def test_a_rule_with_nothing_left_is_refused_by_the_key_until() -> None:
    with pytest.raises(PlanningFault) as caught:
        planned(now=utc("2026-12-15T07:00:01"))
    assert caught.value.key == "until"


def test_an_exact_instant_is_taken_until_it_would_have_closed() -> None:
    dates = Dates((utc("2026-12-01T07:00"),))
    assert wall(planned(dates, at=None, now=utc("2026-12-04T06:59"))) == ["12-01 08:00"]
    with pytest.raises(PlanningFault) as caught:
        planned(dates, at=None, now=utc("2026-12-04T07:00"))
    assert caught.value.key == "dates"
    assert "2026-12-01 08:00" in str(caught.value)


def test_a_day_among_dates_that_is_past_is_skipped_while_it_would_be_open_and_refused_after() -> None:
    dates = Dates((date(2026, 12, 1), date(2026, 12, 8)))
    found = planned(dates, now=utc("2026-12-02T07:00"))
    assert [(session.ordinal, session.id) for session in found] == [(1, "host.rektorgruppa.2026-12-08")]
    with pytest.raises(PlanningFault, match=r"^dates: 2026-12-01 08:00 is past"):
        planned(dates, now=utc("2026-12-04T07:00"))


def test_dates_with_nothing_left_are_refused_by_the_key_dates() -> None:
    with pytest.raises(PlanningFault, match=r"^dates: nothing is left"):
        planned(Dates((date(2026, 12, 1),)), now=utc("2026-12-02T07:00"))


def test_dates_that_have_had_their_session_are_no_fault_when_planned_again() -> None:
    dates = Dates((utc("2026-12-01T07:00"), date(2026, 12, 2), date(2026, 12, 21)))
    known = [opened(session) if session.ordinal < 2 else session for session in planned(dates)]
    again = planned(dates, known=known, at=time(9, 0), now=utc("2026-12-15T07:00"))
    assert [str(line) for line in difference(known, again).lines] == [
        "moved     host.rektorgruppa.2026-12-21: 2026-12-21 08:00 -> 2026-12-21 09:00"
    ]


def test_a_group_that_comes_later_gets_what_is_left_of_the_dates() -> None:
    dates = Dates((utc("2026-12-01T07:00"), utc("2026-12-21T07:00")))
    known = [opened(session) if session.ordinal == 0 else session for session in planned(dates)]
    again = planned(dates, groups=(PRINCIPALS, TEAM), known=known, now=utc("2026-12-15T07:00"))
    assert [session.id for session in difference(known, again).add] == ["host.team-a.2026-12-21"]


def test_the_same_day_twice_gives_the_second_session_its_time_in_the_id() -> None:
    found = planned(Dates((date(2026, 12, 1), utc("2026-12-01T13:00"))))
    assert [session.id for session in found] == ["host.rektorgruppa.2026-12-01", "host.rektorgruppa.2026-12-01T1400"]


def test_planning_the_same_again_changes_nothing() -> None:
    known = planned(groups=(PRINCIPALS, TEAM))
    told = difference(known, planned(groups=(PRINCIPALS, TEAM), known=known))
    assert (told.add, told.move, told.cancel, told.keep, told.lines) == ((), (), (), known, ())


def test_planning_again_adds_moves_and_cancels_what_has_not_opened() -> None:
    known = planned()
    wish = planned(Rule(date(2026, 12, 1), Rhythm.WEEK, date(2026, 12, 22)), at=time(9, 0), known=known)
    told = difference(known, wish)
    assert wall(told.add) == ["12-22 09:00"]
    assert wall(told.cancel) == ["11-24 08:00"]
    assert wall([move.after for move in told.move]) == ["12-01 09:00", "12-08 09:00", "12-15 09:00"]
    assert told.keep == ()
    assert [str(line) for line in told.lines[:2]] == [
        "cancelled host.rektorgruppa.2026-11-24: 2026-11-24 08:00",
        "moved     host.rektorgruppa.2026-12-01: 2026-12-01 08:00 -> 2026-12-01 09:00",
    ]
    assert str(told.lines[-1]) == "added     host.rektorgruppa.2026-12-22: 2026-12-22 09:00"


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.CLOSED])
def test_an_opened_session_stands_even_when_the_file_has_another_time_or_none(stage: Stage) -> None:
    first, *rest = planned()
    known = [opened(first, stage), *rest]
    moved = planned(known=known, at=time(9, 0), now=utc("2026-11-24T07:30"))
    assert known[0] in difference(known, moved).keep
    assert [line.kind for line in difference(known, moved).lines] == ["moved"] * 3
    gone = planned(Rule(date(2026, 12, 1), Rhythm.WEEK, date(2026, 12, 15)), known=known)
    assert known[0] in difference(known, gone).keep
    assert difference(known, gone).lines == ()


def test_ordinals_go_on_after_those_of_opened_sessions() -> None:
    first, second, *rest = planned()
    known = [opened(first), opened(second), *rest]
    later = planned(Rule(date(2026, 12, 8), Rhythm.WEEK, date(2026, 12, 22)), known=known)
    assert [session.ordinal for session in later] == [2, 3, 4]


def test_a_session_that_only_gets_another_number_is_stored_anew_and_not_told() -> None:
    known = planned()
    told = difference(known, planned(Rule(date(2026, 12, 1), Rhythm.WEEK, date(2026, 12, 15)), known=known))
    assert [(move.before.ordinal, move.after.ordinal) for move in told.move] == [(1, 0), (2, 1), (3, 2)]
    assert [line.kind for line in told.lines] == ["cancelled"]


def test_an_exact_instant_beside_the_days_opened_session_is_a_session_of_its_own() -> None:
    [first] = planned(Dates((utc("2026-12-01T07:00"),)))
    known = [opened(first)]
    wish = planned(Dates((utc("2026-12-01T13:00"),)), known=known, now=utc("2026-12-01T08:00"))
    assert [session.id for session in difference(known, wish).add] == ["host.rektorgruppa.2026-12-01T1400"]


def test_a_session_keeps_its_id_when_another_of_the_same_day_goes() -> None:
    known = planned(Dates((utc("2026-12-01T07:00"), utc("2026-12-01T13:00"))))
    told = difference(known, planned(Dates((utc("2026-12-01T13:00"),)), known=known))
    assert [str(line) for line in told.lines] == ["cancelled host.rektorgruppa.2026-12-01: 2026-12-01 08:00"]


def test_a_session_that_is_due_but_not_yet_opened_is_kept_and_still_goes_when_the_file_drops_it() -> None:
    known = planned()
    due = utc("2026-11-24T07:05")
    assert difference(known, planned(known=known, now=due)).keep == known
    dropped = planned(Rule(date(2026, 12, 1), Rhythm.WEEK, date(2026, 12, 15)), known=known, now=due)
    assert difference(known, dropped).cancel == known[:1]


def test_a_group_taken_out_of_the_series_has_its_waiting_sessions_cancelled() -> None:
    known = planned(groups=(PRINCIPALS, TEAM))
    told = difference(known, planned(known=known))
    assert {session.group for session in told.cancel} == {"team-a"}
    assert len(told.cancel) == 4


@given(
    st.lists(st.integers(min_value=0, max_value=20), min_size=1, max_size=6, unique=True),
    st.lists(st.integers(min_value=0, max_value=20), min_size=1, max_size=6, unique=True),
    st.integers(min_value=0, max_value=21),
)
def test_carrying_out_a_difference_leaves_nothing_to_change(old: list[int], new: list[int], today: int) -> None:
    def at(half_days: Sequence[int]) -> Dates:
        return Dates(tuple(utc("2026-12-01T07:00") + timedelta(hours=12 * half) for half in half_days))

    now = utc("2026-12-01T07:00") + timedelta(hours=12 * today)
    known = [opened(one) if one.opens_at < now else one for one in planned(at(old), at=None)]
    wanted = planned(at(new), at=None, known=known, now=now, stays_open="P30D")
    told = difference(known, wanted)
    then = (*told.keep, *(move.after for move in told.move), *told.add)
    assert len({session.id for session in then}) == len(then)
    assert len({session.ordinal for session in then}) == len(then)
    again = difference(then, planned(at(new), at=None, known=then, now=now, stays_open="P30D"))
    assert (again.add, again.move, again.cancel) == ((), (), ())
    assert {session.opens_at for session in then} >= {one for one in at(new).dates if isinstance(one, datetime)}
    assert [one for one in known if one.stage is not Stage.PLANNED] == [
        one for one in told.keep if one.stage is not Stage.PLANNED
    ]


def ahead_of(*days: date) -> Mapping[str, tuple[date, ...]]:
    return {PRINCIPALS.id: days}


def test_ahead_of_a_meeting_a_question_is_asked_unless_the_series_asks_one_about_then() -> None:
    dates = Dates((date(2026, 11, 10), date(2026, 12, 15)))
    found = wall(planned(dates, for_meetings=ahead_of(date(2026, 11, 26))))
    assert found == ["11-10 08:00", "11-26 08:00", "12-15 08:00"]
    for near in (date(2026, 11, 7), date(2026, 11, 13)):
        assert wall(planned(dates, for_meetings=ahead_of(near))) == ["11-10 08:00", "12-15 08:00"]
    assert len(planned(dates, for_meetings={"another": (date(2026, 11, 26),)})) == 2
    assert wall(planned(dates, for_meetings=ahead_of(date(2026, 10, 20)))) == ["11-10 08:00", "12-15 08:00"], "too late"


def test_a_question_ahead_of_a_meeting_stays_one_session_when_it_is_planned_again() -> None:
    dates, days = Dates((date(2026, 11, 10), date(2026, 12, 15))), ahead_of(date(2026, 11, 26))
    once = planned(dates, for_meetings=days)
    again = planned(dates, for_meetings=days, known=once)
    assert [one.id for one in again] == [one.id for one in once]
    moved = planned(dates, for_meetings=ahead_of(date(2026, 11, 24)), known=once)
    lines = difference(once, moved)
    assert ([one.id for one in lines.cancel], len(lines.add)) == ([once[1].id], 1)


def test_the_question_is_for_the_group_that_meets_or_for_all_where_it_is_none_of_the_series() -> None:
    meeting = MeetingPlan("rektorgruppa", utc("2026-12-10T08:00"), 3, prompt_days_ahead=14)
    day = (date(2026, 11, 26),)
    assert days_for_meetings([meeting], ["rektorgruppa", "laget"]) == {"rektorgruppa": day}
    assert days_for_meetings([replace(meeting, group="nettverket")], ["a", "b"]) == {"a": day, "b": day}
    assert days_for_meetings([replace(meeting, prompt_days_ahead=None)], ["a"]) == {}
