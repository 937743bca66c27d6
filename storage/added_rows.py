"""Units, groups and people added by an import: whether another row refers to each by now, and removal."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Column, Table, Uuid, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account
from storage import personal
from storage.roster_version import roster_changed
from storage.tables.common import metadata
from storage.tables.people import accounts, groups, memberships, people, units
from storage.tables.people_files import people_imports
from storage.tables.sessions import series

_MOST = 500  # values of a statement: SQLite takes few thousands
_Id = TypeVar("_Id", UUID, str)

_OF_GROUPS = frozenset({"group", "by_group", "meeting_group"})
_OF_UNITS = frozenset({"unit", "by_unit", "network"})


async def people_in_use(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> frozenset[UUID]:
    """The ids to which a row other than accounts and memberships refers."""
    but = {people, accounts, memberships, people_imports}
    columns = [one for one in personal.pointers() if isinstance(one.type, Uuid) and one.table not in but]
    found = await _among(c, municipality, columns, ids)
    return found | frozenset(await _in_plans(c, municipality, ids))


async def groups_in_use(c: AsyncConnection, municipality: str, ids: Collection[str]) -> frozenset[str]:
    """The ids to which a row other than memberships refers."""
    found = await _among(c, municipality, _columns(_OF_GROUPS, but={groups, memberships}), ids)
    return found | frozenset(await _in_plans(c, municipality, ids))


async def units_in_use(c: AsyncConnection, municipality: str, ids: Collection[str]) -> frozenset[str]:
    """The ids to which a row other than groups and units refers."""
    return await _among(c, municipality, _columns(_OF_UNITS, but={groups, units, memberships}), ids)


def _columns(names: Collection[str], but: Collection[Table]) -> list[Column[Any]]:
    tables = (table for table in metadata.tables.values() if table not in but and "municipality" in table.c)
    return [table.c[name] for table in tables for name in names if name in table.c]


async def _among(
    c: AsyncConnection, municipality: str, columns: Collection[Column[Any]], ids: Collection[_Id]
) -> frozenset[_Id]:
    found: set[_Id] = set()
    for column in columns:
        if "municipality" in column.table.c:
            for some in _batches(sorted(ids)):
                query = select(column).distinct().where(column.in_(some))
                found.update((await c.execute(query.where(column.table.c.municipality == municipality))).scalars())
    return frozenset(found)


async def _in_plans(c: AsyncConnection, municipality: str, ids: Collection[_Id]) -> list[_Id]:
    """The ids named in any list of a series."""
    lists = (series.c.groups, series.c.digest_readers, series.c.timing)
    rows = await c.execute(select(*lists).where(series.c.municipality == municipality))
    told = json.dumps([[str(one) for one in row] for row in rows])
    return [one for one in ids if str(one) in told]


def _batches(ids: Sequence[_Id]) -> Iterator[Sequence[_Id]]:
    return (ids[at : at + _MOST] for at in range(0, len(ids), _MOST))


async def remove_people(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> None:
    """With memberships and accounts."""
    for some in _batches(sorted(ids)):
        for column in (memberships.c.person, accounts.c.person, people.c.id):
            here = column.table.c.municipality == municipality
            await c.execute(delete(column.table).where(here, column.in_(some)))
    await roster_changed(c, municipality)


async def remove_accounts(c: AsyncConnection, municipality: str, gone: Collection[Account]) -> None:
    keys = sorted((one.tenant, one.object_id) for one in gone)
    for at in range(0, len(keys), _MOST):
        these = tuple_(accounts.c.tenant, accounts.c.object_id).in_(keys[at : at + _MOST])
        await c.execute(delete(accounts).where(accounts.c.municipality == municipality, these))


async def remove_groups(c: AsyncConnection, municipality: str, ids: Collection[str]) -> None:
    """With memberships."""
    for some in _batches(sorted(ids)):
        for column in (memberships.c.group, groups.c.id):
            here = column.table.c.municipality == municipality
            await c.execute(delete(column.table).where(here, column.in_(some)))
    await roster_changed(c, municipality)


async def remove_units(c: AsyncConnection, municipality: str, ids: Collection[str]) -> None:
    for some in _batches(sorted(ids)):
        await c.execute(delete(units).where(units.c.municipality == municipality, units.c.id.in_(some)))
    await roster_changed(c, municipality)
