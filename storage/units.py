"""Municipalities, and the municipalities' units and groups."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Group, GroupKind, Language, Unit, UnitKind
from storage.prepared import Prepared
from storage.roster_version import begin_roster, roster_changed
from storage.tables.people import groups, municipalities, units
from storage.upserts import put, put_each


async def put_municipality(c: AsyncConnection, *, municipality: str, name: str) -> None:
    await put(c, municipalities, {"id": municipality}, {"name": name})
    await begin_roster(c, municipality)


async def all_municipalities(c: AsyncConnection) -> tuple[str, ...]:
    return tuple((await _MUNICIPALITIES.run(c)).scalars())


_MUNICIPALITIES = Prepared(select(municipalities.c.id).order_by(municipalities.c.id))


async def take_turn(c: AsyncConnection, municipality: str) -> None:
    """Lock the municipality until the transaction ends: two concurrent plans would miss each other's rows."""
    await c.execute(select(municipalities.c.id).where(municipalities.c.id == municipality).with_for_update())


async def put_units(c: AsyncConnection, municipality: str, wanted: Sequence[Unit]) -> None:
    rows = [
        {
            "municipality": municipality,
            "id": unit.id,
            "kinds": "+".join(sorted(unit.kinds)),
            "name": unit.name,
            "parent": unit.parent,
            "language": unit.language.value,
            "stages": unit.stages,
        }
        for unit in wanted
    ]
    await put_each(c, units, ("municipality", "id"), rows)
    await roster_changed(c, municipality)


async def put_groups(c: AsyncConnection, municipality: str, wanted: Sequence[Group]) -> None:
    rows = [
        {
            "municipality": municipality,
            "id": group.id,
            "unit": group.unit,
            "kind": group.kind.value,
            "name": group.name,
            "time": group.time,
        }
        for group in wanted
    ]
    await put_each(c, groups, ("municipality", "id"), rows)
    await roster_changed(c, municipality)


_NAMED_ABROAD = (UnitKind.MUNICIPALITY, UnitKind.SCHOOL, UnitKind.KINDERGARTEN)
_UNITS = Prepared(select(units).where(units.c.municipality == bindparam("municipality")).order_by(units.c.id))
_GROUPS = Prepared(select(groups).where(groups.c.municipality == bindparam("municipality")).order_by(groups.c.id))


_UNIT = Prepared(select(units).where(units.c.municipality == bindparam("municipality"), units.c.id == bindparam("id")))
_GROUP = Prepared(
    select(groups).where(groups.c.municipality == bindparam("municipality"), groups.c.id == bindparam("id"))
)


async def all_units(c: AsyncConnection, municipality: str) -> tuple[Unit, ...]:
    rows = await _UNITS.run(c, municipality=municipality)
    return tuple(_unit(row) for row in rows.mappings())


async def all_groups(c: AsyncConnection, municipality: str) -> tuple[Group, ...]:
    rows = await _GROUPS.run(c, municipality=municipality)
    return tuple(_group(row) for row in rows.mappings())


async def names_in_others(c: AsyncConnection, municipality: str) -> tuple[str, ...]:
    """The names of all other municipalities and their schools and kindergartens."""
    told = or_(*(units.c.kinds.contains(kind.value) for kind in _NAMED_ABROAD))
    query = select(units.c.name).where(units.c.municipality != municipality, told)
    return tuple((await c.execute(query.distinct().order_by(units.c.name))).scalars())


async def one_unit(c: AsyncConnection, municipality: str, unit_id: str) -> Unit | None:
    row = (await _UNIT.run(c, municipality=municipality, id=unit_id)).mappings().one_or_none()
    return _unit(row) if row else None


async def one_group(c: AsyncConnection, municipality: str, group_id: str) -> Group | None:
    row = (await _GROUP.run(c, municipality=municipality, id=group_id)).mappings().one_or_none()
    return _group(row) if row else None


def _unit(row: RowMapping) -> Unit:
    kinds = frozenset(UnitKind(kind) for kind in str(row["kinds"]).split("+"))
    return Unit(row["id"], kinds, row["name"], row["parent"], Language(row["language"]), row["stages"])


def _group(row: RowMapping) -> Group:
    return Group(row["id"], row["unit"], GroupKind(row["kind"]), row["name"], row["time"])
