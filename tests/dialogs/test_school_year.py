"""Effects of a new skolerute: the changes, the school years covered, and the lines about both."""

from datetime import date

import pytest

from dialogs.calendar.instants import start_of
from dialogs.calendar.school_year import Event, compare, own_days, school_year, school_years, year_label, years_of
from dialogs.model import DayKind, OwnDay

AUTUMN = Event(date(2026, 10, 5), date(2026, 10, 9), DayKind.CLOSED, "høstferie")
PLANNING = Event(date(2026, 11, 13), date(2026, 11, 13), DayKind.PLANNING_DAY, "plandag")
SUMMER = Event(date(2027, 6, 19), date(2027, 8, 15), DayKind.CLOSED, "sommerferie")
SUMMER_BEFORE = Event(date(2026, 6, 20), date(2026, 8, 16), DayKind.CLOSED, "sommerferie")


def days(*events: Event, unit: str = "nordvik") -> tuple[OwnDay, ...]:
    return own_days(events, [unit])


def change_lines(known: tuple[OwnDay, ...], wanted: tuple[OwnDay, ...]) -> list[str]:
    return [str(line) for line in compare(known, wanted).lines]


def test_a_school_year_begins_on_the_first_of_august() -> None:
    assert [school_year(date(2027, 7, 31)), school_year(date(2027, 8, 1))] == [2026, 2027]
    assert [year_label(2026), year_label(2099)] == ["2026–27", "2099–00"]
    first, last = start_of(date(2026, 10, 1)), start_of(date(2028, 2, 1))
    assert school_years(first, last) == (2026, 2027)


def test_days_that_follow_each_other_are_one_line_and_other_days_are_others() -> None:
    assert change_lines((), days(AUTUMN, PLANNING)) == [
        "added   nordvik: 2026-10-05 to 2026-10-09 closed høstferie",
        "added   nordvik: 2026-11-13 planning_day plandag",
    ]
    assert change_lines(days(AUTUMN, PLANNING), days(PLANNING, AUTUMN)) == []
    shorter = Event(AUTUMN.first, date(2026, 10, 7), DayKind.CLOSED, "haustferie")
    assert change_lines(days(AUTUMN), days(shorter)) == [
        "changed nordvik: 2026-10-05 to 2026-10-07 closed høstferie -> closed haustferie",
        "ended   nordvik: 2026-10-08 to 2026-10-09 closed høstferie",
    ]


def test_each_unit_has_its_own_lines_and_they_are_counted() -> None:
    both = own_days([PLANNING], ["solbakken", "fjordglott"])
    changes = compare((), both)
    assert [str(line) for line in changes.lines] == [
        "added   fjordglott: 2026-11-13 planning_day plandag",
        "added   solbakken: 2026-11-13 planning_day plandag",
    ]
    assert (changes.count("added"), changes.count("ended"), changes.put) == (2, 0, both)


def test_a_day_that_two_events_close_bears_both_names() -> None:
    exam = Event(date(2026, 10, 9), date(2026, 10, 9), DayKind.EXAM, "eksamen")
    found = {day.day: (day.kind, day.name) for day in days(AUTUMN, exam, AUTUMN)}
    assert found[date(2026, 10, 9)] == (DayKind.EXAM, "høstferie, eksamen")
    assert found[date(2026, 10, 8)] == (DayKind.CLOSED, "høstferie")


@pytest.mark.parametrize(
    ("events", "years"),
    [
        ([AUTUMN, SUMMER], {2026}),  # the summer's days in August do not count for the next year
        ([SUMMER_BEFORE, AUTUMN], {2026}),
        ([SUMMER], {2026}),
        ([AUTUMN, Event(date(2027, 10, 4), date(2027, 10, 8), DayKind.CLOSED, "høstferie")], {2026, 2027}),
    ],
)
def test_a_summer_holiday_speaks_of_neither_year_by_itself(events: list[Event], years: set[int]) -> None:
    assert years_of(events) == years


def test_both_summers_of_a_skolerute_are_of_its_own_year() -> None:
    assert {day.year for day in days(SUMMER_BEFORE, AUTUMN, SUMMER)} == {2026}
    assert {day.day.year for day in days(SUMMER_BEFORE, AUTUMN, SUMMER)} == {2026, 2027}
