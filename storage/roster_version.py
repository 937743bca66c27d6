"""The version of each municipality's roster, for caches of what is worked out of it.

The roster is what circles are drawn from: units, groups, memberships, groups' channels, and networks with the rosters
that they tie together. Whoever changes it calls one of these functions in the same transaction, last: two imports then
lock nothing of each other's but these rows, in the order of their ids.
"""

from uuid import uuid4

from sqlalchemy import ColumnElement, bindparam, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.tables.networks import ties
from storage.tables.people import roster_versions


class _Affected:
    """The municipalities whose versions a change renews."""

    def __init__(self, these: ColumnElement[bool]) -> None:
        in_order = select(roster_versions.c.municipality).where(these).order_by(roster_versions.c.municipality)
        self._lock = Prepared(in_order.with_for_update())
        self._renew = Prepared(update(roster_versions).where(these).values(version=bindparam("version")))

    async def renew(self, c: AsyncConnection, **named: str) -> None:
        """A version that was undone never comes again.

        Locked first, since an UPDATE has no order; and ties that were committed while the lock was waited for are seen
        by the second statement alone.
        """
        await self._lock.run(c, **named)
        await self._renew.run(c, **named, version=uuid4())


_municipality = roster_versions.c.municipality
_its, _others = ties.alias("its"), ties.alias("others")
_TIED = (
    select(_others.c.municipality)
    .join(_its, _its.c.network == _others.c.network)
    .where(_its.c.municipality == bindparam("municipality"))
)
_BY_ROSTER = _Affected(or_(_municipality == bindparam("municipality"), _municipality.in_(_TIED)))
_BY_CHANNEL = _Affected(_municipality == bindparam("municipality"))
_BY_TIES = _Affected(_municipality.in_(select(ties.c.municipality).where(ties.c.network == bindparam("network"))))


async def roster_changed(c: AsyncConnection, municipality: str) -> None:
    """Units, groups or memberships are others: of the municipality, and so for all that a network ties to it."""
    await _BY_ROSTER.renew(c, municipality=municipality)


async def channel_changed(c: AsyncConnection, municipality: str) -> None:
    """A group's channel is another, or other people read along there."""
    await _BY_CHANNEL.renew(c, municipality=municipality)


async def ties_changed(c: AsyncConnection, network: str) -> None:
    """Another municipality is tied to the network, or is about to be untied."""
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
    """The municipality has a version, if it had none; nobody waits here who changes one (as ON CONFLICT would)."""
    await _FIRST.run(c, municipality=municipality, version=uuid4())
