"""A group as questions are chosen for it: with the schools and kindergartens where its members work."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.asking.suiting import Asked
from dialogs.model import Group
from dialogs.sharing.circles import Municipality
from storage.memberships import memberships_of_members


async def asked_as(c: AsyncConnection, group: Group, town: Municipality, *, now: datetime) -> Asked:
    """The places are told by the members' other groups at `now`; nobody's name is needed."""
    unit = town.units[group.unit]
    if unit.is_place:
        return Asked(group, unit)
    members = await memberships_of_members(c, town.id, group.id, now=now)
    now_in = (one for of_one in members.values() for one in of_one if one.since <= now and _lasts(one.ended, now))
    units = {town.groups[one.group].unit for one in now_in if one.group in town.groups}
    return Asked(group, unit, tuple(town.units[one] for one in sorted(units) if town.units[one].is_place))


def _lasts(ended: datetime | None, now: datetime) -> bool:
    return ended is None or ended > now
