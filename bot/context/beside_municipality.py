"""A school's skolerute beside the municipality's: shared days follow the municipality, and others' files are told."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.calendar_faults import CalendarRemark, ClosedAnyway, DaysShared, NamedElsewhere
from dialogs.calendar.named_elsewhere import named_elsewhere
from dialogs.calendar.orders import CalendarOrder, Manner, Wanted
from dialogs.model import OwnDay, Unit, UnitKind
from storage.school_year import days_in
from storage.units import names_in_others

_PLACES = frozenset({UnitKind.SCHOOL, UnitKind.KINDERGARTEN})


async def beside_the_municipality(
    c: AsyncConnection, owner: str, wanted: Wanted, units: Collection[Unit], manner: Manner
) -> Wanted:
    """Without days of schools that the municipality has too; the union of both is in force anyhow."""
    stored = await days_in(c, owner, [owner])
    theirs = [
        *(day for day in stored if (owner, day.year) not in wanted.scope),
        *(day for day in wanted.days if day.unit == owner),
    ]
    known = frozenset(wanted.known) if manner is Manner.CHANGE else frozenset[OwnDay]()
    shared = [day for day in wanted.days if day.unit != owner and day not in known and _is_among(day, theirs)]
    if not shared:
        return wanted
    remarks: list[CalendarRemark] = []
    for unit in (unit for unit in units if any(day.unit == unit.id for day in shared)):
        remarks.append(DaysShared(unit.id, sum(day.unit == unit.id for day in shared)))
        if manner is Manner.REPLACE:
            remarks += _closed_anyway(unit, wanted, theirs)
    left = tuple(day for day in wanted.days if day not in set(shared))
    return replace(wanted, days=left, remarks=(*wanted.remarks, *remarks))


def _is_among(day: OwnDay, theirs: Collection[OwnDay]) -> bool:
    return any((one.day, one.kind) == (day.day, day.kind) and one.only in {None, day.only} for one in theirs)


def _closed_anyway(unit: Unit, wanted: Wanted, theirs: Collection[OwnDay]) -> Iterator[ClosedAnyway]:
    """The municipality's days that the unit's file lacks, days of a name in a row together."""
    mine = {day.day for day in wanted.days if day.unit == unit.id}
    years = {year for at, year in wanted.scope if at == unit.id}
    taught = unit.kinds & _PLACES
    for_unit = (day for day in theirs if day.year in years and (day.only is None or taught == {day.only}))
    lacking = sorted((day for day in for_unit if day.day not in mine), key=lambda day: day.day)
    for _, run in groupby(enumerate(lacking), key=lambda each: (each[1].name, each[1].day.toordinal() - each[0])):
        days = [day for _, day in run]
        yield ClosedAnyway(unit.id, days[0].name, days[0].day, days[-1].day)


async def named_elsewhere_in(
    c: AsyncConnection, owner: str, order: CalendarOrder, units: Sequence[Unit]
) -> tuple[NamedElsewhere, ...]:
    """A unit named by the file's titles besides the units of the order; () for none."""
    if not order.titles:
        return ()
    meant = order.units or (owner,)
    own = [unit.name for unit in units if unit.id in {*meant, owner} or not _is_told(unit) or order.by_school]
    beside = [unit.name for unit in units if _is_told(unit)]
    found = named_elsewhere(order.titles, own, (*beside, *await names_in_others(c, owner)))
    return (NamedElsewhere(found, meant[0]),) if found else ()


def _is_told(unit: Unit) -> bool:
    return unit.is_place or UnitKind.MUNICIPALITY in unit.kinds
