"""What somebody orders a municipality's school days to be: a skolerute, days by hand, or the days before a change."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.vocabulary.calendar_faults import CalendarRemark, LeftOut
from dialogs.calendar.school_year import Event
from dialogs.model import CalendarSource, OwnDay


@dataclass(frozen=True)
class Skolerute:
    """What was read of a file. `left_out` are its entries whose words do not tell whether the school is closed.

    `by_school` holds events per school, by the name in the file, where the file differs by school. `titles` are words
    that may tell whose skolerute the file is: the file's name, and the calendar's.
    """

    events: tuple[Event, ...]
    left_out: tuple[LeftOut, ...] = ()
    by_school: tuple[tuple[str, tuple[Event, ...]], ...] = ()
    source: CalendarSource = CalendarSource.TABLE
    titles: tuple[str, ...] = ()


class Manner(StrEnum):
    REPLACE = "replace"  # the school years that the events are for
    CHANGE = "change"  # other days stay
    RESTORE = "restore"  # the days before a change


@dataclass(frozen=True)
class CalendarOrder:
    """`units` are the only units that the order is for, () for the whole municipality.

    `by_school` holds events by a school's name. The days from the first to the last of each span in `gone` are taken
    out. `titles` are the file's. `undoes` is the number of the change to undo.
    """

    source: CalendarSource
    manner: Manner
    events: tuple[Event, ...] = ()
    by_school: tuple[tuple[str, tuple[Event, ...]], ...] = ()
    units: tuple[str, ...] = ()
    gone: tuple[tuple[date, date], ...] = ()
    titles: tuple[str, ...] = ()
    undoes: int = 0


Scope = frozenset[tuple[str, int]]
"""(unit, school year) of the days that an order is for."""


@dataclass(frozen=True)
class Wanted:
    """`days` are all days that the units have afterwards in the scope, `known` all that they have now."""

    scope: Scope
    known: tuple[OwnDay, ...]
    days: tuple[OwnDay, ...]
    remarks: tuple[CalendarRemark, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(sorted({unit for unit, _ in self.scope}))

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for _, year in self.scope}))


def is_within(day: date, spans: Collection[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in spans)


def changed(known: Collection[OwnDay], new: Collection[OwnDay], gone: Collection[tuple[date, date]]) -> list[OwnDay]:
    """The known days without those in the spans `gone`, and with the new days in place of known ones."""
    stay = {(day.unit, day.year, day.day): day for day in known if not is_within(day.day, gone)}
    return list((stay | {(day.unit, day.year, day.day): day for day in new}).values())
