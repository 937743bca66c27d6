"""A change of school days undone: days changed again since stay, and all others are as before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from content.vocabulary.calendar_faults import DayChangedSince
from dialogs.calendar.orders import Scope
from dialogs.model import CalendarChange, OwnDay


@dataclass(frozen=True)
class Undone:
    """`days` are all days of the scope afterwards; `left` are days changed since, which stay as they are."""

    scope: Scope
    days: tuple[OwnDay, ...]
    left: tuple[DayChangedSince, ...]


def undone(number: int, changes: Collection[CalendarChange], now: Collection[OwnDay]) -> Undone:
    """The change `number` undone, out of all `changes` of the units, whose days `now` are."""
    parts = [one for one in changes if one.number == number]
    days: list[OwnDay] = []
    left: list[DayChangedSince] = []
    for part in parts:
        stand = [day for day in now if (day.unit, day.year) == (part.unit, part.year)]
        later = [one for one in changes if (one.unit, one.year) == (part.unit, part.year) and one.number > number]
        after = min(later, key=lambda one: one.number).former if later else tuple(stand)
        some, others = _restored(part.former, after, stand)
        days += some
        left += others
    return Undone(frozenset((one.unit, one.year) for one in parts), tuple(days), tuple(left))


def _restored(
    former: Iterable[OwnDay], after: Iterable[OwnDay], stand: Iterable[OwnDay]
) -> tuple[list[OwnDay], list[DayChangedSince]]:
    was, became, now = ({day.day: day for day in some} for some in (former, after, stand))
    result, left = dict(now), []
    for day in sorted(was.keys() | became.keys()):
        before, then = was.get(day), became.get(day)
        if before == then or now.get(day) == before:
            continue
        if now.get(day) != then:
            told = now.get(day) or then or before
            left += [DayChangedSince(told.unit, told.name, day)] if told else []
        elif before is None:
            del result[day]
        else:
            result[day] = before
    return list(result.values()), left
