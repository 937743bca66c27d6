"""Meetings changed by hand: each keeps its name wherever it is moved, and planning the series anew undoes nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from content.vocabulary.meetings import MeetingFields, MeetingTrouble
from content.vocabulary.plan_faults import DraftTooLate
from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import AskedIn, Intention, MeetingByHand, MeetingPlan, Rung, Series
from dialogs.planning import meeting_forms, meetings
from dialogs.planning.meeting_forms import NotPlanned

FIRST, SECOND, THIRD = (instant(datetime(2026, 12, day, 9)) for day in (3, 10, 17))  # noqa: DTZ001 - wall time
NOW = FIRST - timedelta(days=10)
A, B, C = (MeetingPlan("nettverket", at, 3) for at in (FIRST, SECOND, THIRD))


def series(*held: MeetingPlan, by_hand: tuple[MeetingByHand, ...] = ()) -> Series:
    return Series(
        municipality="nordvik",
        id="s",
        groups=("nettverket",),
        protocol="igp",
        intention=Intention.CONVEYING,
        areas=(),
        requirements=(),
        led_by=UUID(int=1),
        stays_open="P5D",
        default_rung=Rung.GROUP,
        asked=AskedIn.PERSONAL,
        meetings=held,
        meetings_by_hand=by_hand,
    )


def later(meeting: MeetingPlan, days: int = 1) -> MeetingPlan:
    return replace(meeting, at=meeting.at + timedelta(days=days))


def name_of(found: Series, meeting: MeetingPlan) -> datetime:
    return meetings.meant_of(found, meeting)


def test_a_meeting_keeps_its_name_wherever_it_is_moved_and_also_when_called_off() -> None:
    found = meetings.with_moved(series(A, B), A, later(A))
    found = meetings.with_moved(found, later(A), later(A, 2))
    known = meetings.known_as(found, "nettverket", FIRST)
    assert known is not None
    assert known.plan == later(A, 2)
    off = meetings.known_as(meetings.without(found, later(A, 2)), "nettverket", FIRST)
    assert off is not None
    assert off.plan is None
    assert meetings.known_as(found, "nettverket", THIRD) is None


def test_a_new_meeting_at_the_time_of_one_moved_away_is_another_meeting() -> None:
    found = meetings.with_moved(series(A), A, B)
    found = meetings.with_meeting(found, A)
    assert set(found.meetings) == {A, B}
    assert name_of(found, A) != name_of(found, B) == FIRST
    for one in (A, B):
        known = meetings.known_as(found, "nettverket", name_of(found, one))
        assert known is not None
        assert known.plan == one


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_planning_anew_from_the_file_leaves_what_was_done_by_hand(order: tuple[int, ...]) -> None:
    """In whatever order it was done: A is moved, B called off, C planned."""
    found = series(A, B)
    for one in order:
        found = (
            meetings.with_moved(found, A, later(A)),
            meetings.without(found, B),
            meetings.with_meeting(found, C),
        )[one]
    again, by_hand = meetings.held(found, (A, B), None)
    assert set(again) == {later(A), C}
    assert by_hand == found.meetings_by_hand
    moved_file, _ = meetings.held(found, (replace(A, minutes=90), B), None)
    assert set(moved_file) == {later(A), C}, "nor does the file change what was changed by hand"


def test_a_file_that_says_what_was_done_by_hand_counts_as_it_stands() -> None:
    told = (MeetingByHand("nettverket", FIRST, SECOND),)
    assert meetings.held(series(A, C), (B,), told) == ((B,), told)
    assert meetings.held(None, (A,), None) == ((A,), ())


def test_what_a_form_changes_is_changed_by_hand_and_a_meeting_of_another_day_is_the_same_moved() -> None:
    before = meetings.with_moved(series(A, B), B, later(B))
    held, by_hand = meetings.held(before, (later(A), later(B), C), ())
    after = replace(before, meetings=held, meetings_by_hand=by_hand)
    assert {name_of(after, one) for one in held} == {FIRST, SECOND, THIRD}
    assert set(meetings.held(after, (A, B), None)[0]) == {later(A), later(B), C}
    _, gone = meetings.held(after, (later(A), C), ())
    assert MeetingByHand("nettverket", SECOND, None) in gone
    assert meetings.held(before, (A, later(B)), ())[1] == before.meetings_by_hand, "nothing changed"


def test_a_question_asked_ahead_of_a_meeting_is_not_asked_once_more_when_the_meeting_is_moved() -> None:
    asked, coming = (replace(C, prompt_days_ahead=days) for days in (30, 10))
    assert meetings.moved(asked, later(asked), now=NOW).prompt_days_ahead is None
    assert meetings.moved(coming, later(coming), now=NOW).prompt_days_ahead == 10


def fields(**other: str) -> MeetingFields:
    return replace(MeetingFields("2026-12-10", "09:00", "60", "3", "5", "12"), **other)


WRONG = {
    "no day": (fields(day=""), MeetingTrouble.NO_DAY),
    "a day of no calendar": (fields(day="2026-02-31"), MeetingTrouble.NO_DAY),
    "no time": (fields(time="25:00"), MeetingTrouble.NO_TIME),
    "over": (fields(day="2026-11-01"), MeetingTrouble.PAST),
    "too far": (fields(day="9999-12-31"), MeetingTrouble.TOO_FAR),
    "too short": (fields(minutes="5"), MeetingTrouble.NOT_READ),
    "no number": (fields(digest="tre"), MeetingTrouble.NOT_READ),
    "a draft after the pack": (fields(draft="2"), MeetingTrouble.NOT_READ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_a_form_is_told_as_a_value(what: str) -> None:
    given, why = WRONG[what]
    found = meeting_forms.read("nettverket", given, now=NOW)
    assert isinstance(found, NotPlanned)
    assert found.trouble is why
    assert bool(found.faults) is (why is MeetingTrouble.NOT_READ)


def test_a_form_is_read_in_local_time_and_what_is_left_empty_is_usual() -> None:
    found = meeting_forms.read("nettverket", fields(minutes="", digest="", draft="", prompt=""), now=NOW)
    assert found == MeetingPlan("nettverket", SECOND, 3, 60)
    twice = meeting_forms.read("nettverket", fields(day="2027-03-28", time="02:30"), now=NOW)
    assert isinstance(twice, MeetingPlan)
    assert f"{local(twice.at):%H:%M}" == "03:30", "the hour that is skipped when clocks go forward"
    late = meeting_forms.read("nettverket", fields(draft="2"), now=NOW)
    assert isinstance(late, NotPlanned)
    assert late.faults == (DraftTooLate(2, 3),)


def test_days_off_quiet_hours_and_another_meeting_the_same_day_are_told_first() -> None:
    days = SchoolDays({date(2026, 12, 10): "planleggingsdag"})
    assert meeting_forms.odd(A, [B], days) is None
    assert meeting_forms.odd(B, [], days) == NotPlanned(MeetingTrouble.DAY_OFF, day_off="planleggingsdag")
    assert meeting_forms.odd(replace(A, at=A.at + timedelta(hours=12)), [], days) == NotPlanned(MeetingTrouble.QUIET)
    assert meeting_forms.odd(A, [replace(A, at=A.at + timedelta(hours=2))], days) == NotPlanned(MeetingTrouble.SAME_DAY)


def test_a_new_meeting_is_filled_in_as_the_group_s_last_on_a_school_day() -> None:
    days = SchoolDays({date(2027, 1, 14): "fri"})
    assert meeting_forms.usual([], days, now=NOW).day == "2026-12-21"
    last = replace(C, minutes=90, prompt_days_ahead=10)
    assert meeting_forms.usual([A, last], days, now=NOW) == MeetingFields("2027-01-15", "09:00", "90", "3", "", "10")


def test_a_file_with_another_day_renames_the_meeting_and_nothing_held_or_changed_by_hand() -> None:
    now = FIRST - timedelta(days=9)
    renamed = meetings.renamed(series(A, B), series(later(A), B), now=now)
    assert renamed == (meetings.Renamed("nettverket", A.at, A.at, later(A).at),)
    assert meetings.renamed(series(A), series(later(A)), now=FIRST) == (), "held already"
    assert meetings.renamed(series(A), series(A, B), now=now) == (), "one more"
    assert meetings.renamed(series(A, B), series(B), now=now) == (), "one less"
    moved = meetings.with_moved(series(A), A, later(A))
    assert meetings.renamed(series(A), moved, now=now) == (), "by hand the name stays"
    [again] = meetings.renamed(moved, series(later(A, 3)), now=now)
    assert (again.was, again.old, again.new) == (later(A).at, A.at, later(A, 3).at)
