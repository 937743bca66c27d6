"""The school holidays of a group: when the next one begins, and the first day after it."""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter

from dialogs.calendar.schooldays import SUMMER, SchoolDays

_DAY = timedelta(days=1)
_SATURDAY = 5  # as date.weekday() counts
_A_YEAR = 366  # days

_IN_NAMES = {
    "autumn": ("høstferie", "haustferie"),
    "christmas": ("juleferie",),
    "winter": ("vinterferie",),
    "easter": ("påskeferie",),
    "summer": ("sommerferie", "sommarferie"),
}
"""What a municipality's own days of a holiday are called in its skolerute."""


def begins(holiday: str, days: SchoolDays, *, today: date) -> date | None:
    """The first working day of the holiday that goes on today or comes next; None where the calendar does not tell."""
    return next((day for day in _from(today) if _is_of(holiday, day, days) and day.weekday() < _SATURDAY), None)


def is_over_on(holiday: str, days: SchoolDays, *, today: date) -> date | None:
    """The first open day after the holiday that goes on today or comes next; None where the calendar does not tell."""
    first = begins(holiday, days, today=today)
    if first is None:
        return None
    return next(day for day in _from(first) if not _is_of(holiday, day, days) and not days.closed(day))


def _from(first: date) -> Iterator[date]:
    return (first + number * _DAY for number in range(_A_YEAR))


def _is_of(holiday: str, day: date, days: SchoolDays) -> bool:
    """By the municipality's own days; Christmas and Easter also by law, and summer as schools usually have it."""
    own = (days.own.get(day) or days.usual_name(day) or "").casefold()
    if any(name in own for name in _IN_NAMES[holiday]):
        return True
    match holiday:
        case "christmas":
            return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
        case "easter":
            sunday: date = easter(day.year)
            return sunday - 6 * _DAY <= day <= sunday + _DAY
        case "summer":
            return days.closed(day) == SUMMER
        case _:
            return False
