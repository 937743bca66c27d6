"""The version of each municipality's roster, by which cached values are compared.

The roster is the data behind circles: units, groups, memberships, groups' channels, and networks with the rosters tied
together. A transaction that changes a roster calls a function of this module last: two imports then compete for nothing
but version rows, and both lock version rows in the order of municipality ids.
"""

from uuid import uuid4

from sqlalchemy import ColumnElement, bindparam, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.tables.networks import agreements
from storage.tables.people import roster_versions


class _Affected:
    """The municipalities affected by a change, and the statements that renew their versions."""

    def __init__(self, these: ColumnElement[bool]) -> None:
        in_order = select(roster_versions.c.municipality).where(these).order_by(roster_versions.c.municipality)
        self._lock = Prepared(in_order.with_for_update())
        self._renew = Prepared(update(roster_versions).where(these).values(version=bindparam("version")))

    async def renew(self, c: AsyncConnection, **named: str) -> None:
        """Give each municipality a version that no rolled-back transaction has ever had.

        The rows are locked by a statement of their own: an UPDATE locks in no order, and misses ties committed during
        its wait for a lock.
        """
        await self._lock.run(c, **named)
        await self._renew.run(c, **named, version=uuid4())


_municipality = roster_versions.c.municipality
_TIED = select(agreements.c.other).where(agreements.c.municipality == bindparam("municipality"))
_BY_ROSTER = _Affected(or_(_municipality == bindparam("municipality"), _municipality.in_(_TIED)))
_BY_CHANNEL = _Affected(_municipality == bindparam("municipality"))
_BY_TIES = _Affected(
    _municipality.in_(select(agreements.c.municipality).where(agreements.c.network == bindparam("network")))
)


async def roster_changed(c: AsyncConnection, municipality: str) -> None:
    """For changed units, groups or memberships: renews the versions of the municipality and of its network partners."""
    await _BY_ROSTER.renew(c, municipality=municipality)


async def channel_changed(c: AsyncConnection, municipality: str) -> None:
    """For a changed channel of a group, or a changed number of readers: renews the municipality's version alone."""
    await _BY_CHANNEL.renew(c, municipality=municipality)


async def ties_changed(c: AsyncConnection, network: str) -> None:
    """For a tie just added or about to be removed: renews the version of every municipality tied to the network."""
    await _BY_TIES.renew(c, network=network)


_FIRST = Prepared(
    insert(roster_versions).from_select(
        ["municipality", "version"],
        select(
            bindparam("municipality", type_=roster_versions.c.municipality.type),
            bindparam("version", type_=roster_versions.c.version.type),
        ).where(~exists().where(_municipality == bindparam("municipality"))),
    )
)


async def begin_roster(c: AsyncConnection, municipality: str) -> None:
    """Give a new municipality its first version. NOT EXISTS, since ON CONFLICT would wait for a transaction's lock."""
    await _FIRST.run(c, municipality=municipality, version=uuid4())
