"""Stretches of days on which a person's groups are asked nothing, weekends alone left out."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dialogs.calendar.schooldays import SchoolDays

_DAY = timedelta(days=1)
_SATURDAY = 5  # as date.weekday() counts
_LONGEST = 100  # days; longer than any summer

Stretch = tuple[date, date, str]
"""(first day, last day, names of the municipality's own days or else of a usual holiday, "" for holidays by law)"""


def stretches(of_groups: Sequence[SchoolDays], first: date, *, within: int) -> list[Stretch]:
    """Stretches that begin, or go on, within so many days from `first`: days closed for all of the groups."""
    found: list[Stretch] = []
    day, end = first, first + within * _DAY
    while of_groups and day < end:
        run = list(_run(of_groups, day))
        if any(one.weekday() < _SATURDAY for one in run):
            found.append(_trimmed(of_groups, run))
        day += max(len(run), 1) * _DAY
    return found


def _run(of_groups: Sequence[SchoolDays], first: date) -> Iterator[date]:
    for number in range(_LONGEST):
        day = first + number * _DAY
        if not all(days.closed(day) for days in of_groups):
            return
        yield day


def _trimmed(of_groups: Sequence[SchoolDays], run: Sequence[date]) -> Stretch:
    """Without weekends around it. A usual holiday is named where none of the days has a name of its own."""
    working = [day for day in run if day.weekday() < _SATURDAY]
    own = [days.own.get(day) for day in working for days in of_groups]
    usual = [days.usual_name(day) for day in working for days in of_groups]
    names = dict.fromkeys(filter(None, own)) or dict.fromkeys(filter(None, usual))
    return working[0], working[-1], ", ".join(names)
