"""For whom somebody may plan: a plan's groups with the facts of that right, and the groups an actor plans for."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, steps
from dialogs.model import Actor, Group, Membership
from dialogs.permissions import AtSchool, PlannedFor, Verb, may
from dialogs.sharing.circles import Municipality


async def planned_for(c: AsyncConnection, municipality: str, groups: Iterable[str], *, now: datetime) -> PlannedFor:
    """The object of PLAN_SERIES and CANCEL_SESSION; a group unknown to the municipality counts as its own."""
    town = await steps.town(c, municipality)
    return _planned_for(town, groups, await recipients.coordinating_somewhere(c, municipality, now=now))


async def groups_planned_by(c: AsyncConnection, actor: Actor, municipality: str, *, now: datetime) -> tuple[Group, ...]:
    """The groups that the actor may plan for, by name."""
    town = await steps.town(c, municipality)
    coordinators = await recipients.coordinating_somewhere(c, municipality, now=now)
    found = [
        group
        for group in town.groups.values()
        if may(actor, Verb.PLAN_SERIES, _planned_for(town, [group.id], coordinators))
    ]
    return tuple(sorted(found, key=lambda group: (group.name, group.id)))


def _planned_for(town: Municipality, groups: Iterable[str], coordinators: tuple[Membership, ...]) -> PlannedFor:
    named = tuple(AtSchool(town.id, group, town.beside(group)) for group in dict.fromkeys(groups))
    return PlannedFor(town.id, named, coordinators)
