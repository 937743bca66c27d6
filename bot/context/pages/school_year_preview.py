"""What an order would change, as a page shows it: days, sessions, and packs ahead of meetings."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, overload

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.calendar_orders import packed
from bot.context.catalogues import Catalogues
from bot.context.pages.school_year import runs
from bot.context.schooldays import SetDown
from bot.context.series_cards import named_as
from content.vocabulary.calendar_faults import (
    CalendarRemark,
    ClosedAnyway,
    DayChangedSince,
    DaysShared,
    HolidayMissing,
    LeftOut,
    NamedElsewhere,
    SchoolUnclear,
)
from content.vocabulary.school_year_pages import DaysChanged, DaysShown, PackMoved, SchoolYearPreviewPage, SessionMoved
from dialogs.calendar.instants import local
from dialogs.calendar.orders import CalendarOrder, Manner
from dialogs.calendar.school_year import DayChanges, year_label
from dialogs.model import BY_PEOPLE, Language, OwnDay, Stage
from dialogs.planning.placing import TOO_NEAR, day_off_met
from dialogs.planning.planning import Move
from dialogs.sharing.circles import Municipality
from storage.series import one_series

_FIRST = 3  # days off shown of a file
_How = Literal["moved", "back", "skipped"]


async def preview_page(
    c: AsyncConnection,
    catalogues: Catalogues,
    order: CalendarOrder,
    language: Language,
    *,
    municipality: str,
    changes: DayChanges,
    set_down: SetDown,
    remarks: Sequence[CalendarRemark],
    left_out: tuple[LeftOut, ...],
    mark: str,
    now: datetime,
) -> SchoolYearPreviewPage:
    town = await steps.town(c, municipality)
    unit = town.units.get(order.units[0] if len(order.units) == 1 else municipality)
    catalogue = await catalogues.at(c, municipality, now)
    moved = []
    for move in set_down.sessions:
        series = await one_series(c, municipality, move.after.series)
        if series is not None and (one := _moved(move)):
            how, why, is_near = one
            named = named_as(series, town, catalogue, language)
            group = town.groups[move.after.group].name
            times = (local(move.before.opens_at), local(move.after.opens_at))
            moved.append(SessionMoved(how, named, group, *times, why, too_near=is_near))
    return SchoolYearPreviewPage(
        municipality,
        town.units[municipality].name,
        tuple(_changed(changes, town)),
        tuple(sorted(moved, key=lambda one: (one.before, one.group))),
        tuple(
            PackMoved(town.groups[meeting.group].name, local(meeting.at), local(before), local(after))
            for _, meeting, before, after in set_down.digests
        ),
        tuple(_named(one, town) for one in remarks if not isinstance(one, NamedElsewhere)),
        left_out,
        tuple(year_label(year) for year in sorted({day.year for day in (*changes.put, *changes.remove)})),
        packed(order),
        mark,
        is_undo=order.manner is Manner.RESTORE,
        unit=unit.name if unit else "",
        is_of_school=unit is not None and unit.id != municipality,
        begins=() if order.source in BY_PEOPLE else tuple(_first_of(order)),
        elsewhere=next((_named(one, town) for one in remarks if isinstance(one, NamedElsewhere)), None),
    )


def _first_of(order: CalendarOrder) -> list[DaysShown]:
    """The first days off of a file, by which a reader knows whose skolerute the file is."""
    events = {*order.events, *(event for _, some in order.by_school for event in some)}
    first = sorted(events, key=lambda one: (one.first, one.name))[:_FIRST]
    return [DaysShown(one.first, one.last, one.name, one.kind.value, only=one.only is not None) for one in first]


@overload
def _named(remark: NamedElsewhere, town: Municipality) -> NamedElsewhere: ...
@overload
def _named(remark: CalendarRemark, town: Municipality) -> CalendarRemark: ...
def _named(remark: CalendarRemark, town: Municipality) -> CalendarRemark:
    """With the units' names for their ids."""
    match remark:
        case HolidayMissing() | NamedElsewhere() | DaysShared() | ClosedAnyway() | DayChangedSince():
            return replace(remark, unit=town.units[remark.unit].name)
        case SchoolUnclear():
            return SchoolUnclear(remark.written, tuple(town.units[unit].name for unit in remark.could_be))
        case _:
            return remark


def _changed(changes: DayChanges, town: Municipality) -> Iterator[DaysChanged]:
    """By day; what a day was called before, where its name or kind has changed."""
    found = [*_of_kind(changes.added, "added", town), *_of_kind(changes.remove, "ended", town)]
    for before, after in changes.replaced:
        (shown,) = runs([after])
        found.append(DaysChanged("changed", town.units[after.unit].name, shown, before.name))
    yield from sorted(found, key=lambda one: (one.days.first, one.unit))


def _of_kind(days: Sequence[OwnDay], how: Literal["added", "ended"], town: Municipality) -> Iterator[DaysChanged]:
    for unit in dict.fromkeys(day.unit for day in days):
        for shown in runs([day for day in days if day.unit == unit]):
            yield DaysChanged(how, town.units[unit].name, shown)


def _moved(move: Move) -> tuple[_How, str, bool] | None:
    """(how, the day off met, whether another session is too near); None for a move that nobody notices."""
    before, after = move.before, move.after
    why = day_off_met(after.moved_why)
    if after.stage is Stage.SKIPPED and before.stage is not Stage.SKIPPED:
        return "skipped", why, TOO_NEAR in after.moved_why
    if before.stage is Stage.SKIPPED and after.stage is not Stage.SKIPPED:
        return "back", "", False
    return ("moved", why, False) if before.opens_at != after.opens_at else None
