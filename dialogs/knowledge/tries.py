"""Tries of an entry of the sharing bank: who can try, when to look at a try again, and how many schools have tried."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import TRIED, EntryTry, Unit, UnitKind

_AHEAD = timedelta(weeks=6)
_TRYING = frozenset({UnitKind.SCHOOL, UnitKind.KINDERGARTEN, UnitKind.SERVICE})


def can_try(unit: Unit) -> bool:
    """Whether the groups of the unit work with children, and have something to try."""
    return not unit.kinds.isdisjoint(_TRYING)


def proposed_day(days: SchoolDays, *, now: datetime) -> date:
    """About six weeks ahead, on a school day."""
    return days.open_day(local(now).date() + _AHEAD)


def units_that_tried(tries: Iterable[EntryTry]) -> frozenset[str]:
    return frozenset(one.unit for one in tries if one.outcome in TRIED)


def units_to_try(tries: Sequence[EntryTry]) -> frozenset[str]:
    """Those with a try that a group stands by and has not told of, and with none that was told of as tried."""
    ahead = {one.unit for one in tries if one.agreed_at is not None and one.outcome is None}
    return frozenset(ahead) - units_that_tried(tries)


def first_agreed(tries: Iterable[EntryTry], on: date) -> tuple[str, ...]:
    """The units whose first try was agreed on that local day, in the order of their yes."""
    agreed = sorted((one.agreed_at, one.unit) for one in tries if one.agreed_at is not None)
    first: dict[str, date] = {}
    for at, unit in agreed:
        first.setdefault(unit, local(at).date())
    return tuple(unit for unit, day in first.items() if day == on)
