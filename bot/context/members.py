"""The people of a group, seen and changed by the leader or coordinator of the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, steps
from content.vocabulary.members import GroupMembers, GroupOfMembers, Member
from dialogs.calendar.instants import local
from dialogs.model import Actor, Group, Membership, Role
from dialogs.people.roster import Ending, KnownMembership
from dialogs.permissions import AtSchool, RoleInGroup, Verb, may, may_look_after_some_group
from dialogs.sharing.circles import Municipality
from storage import notes
from storage.memberships import add_memberships, end_memberships, lasting_memberships
from storage.people import persons_by_id

_ORDER = tuple(Role)
_NOBODY = UUID(int=0)
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class LookedAfter:
    """A municipality's groups, for an actor who may look after some of them."""

    actor: Actor
    town: Municipality
    coordinators: tuple[Membership, ...]

    def on(self, group: str, role: Role, person: UUID) -> RoleInGroup:
        """The object of CHANGE_MEMBERS."""
        at = AtSchool(self.town.id, group, self.town.beside(group))
        return RoleInGroup(self.town.id, at, role, person, self.coordinators)

    def may_change(self, group: str, role: Role, person: UUID = _NOBODY) -> bool:
        """Without a person: whether the actor may give the role to somebody else."""
        return may(self.actor, Verb.CHANGE_MEMBERS, self.on(group, role, person))

    def roles(self, group: str) -> tuple[Role, ...]:
        """The roles that the actor may give in the group, () for a group that the actor does not look after."""
        return tuple(role for role in Role if group in self.town.groups and self.may_change(group, role))


async def looked_after(c: AsyncConnection, actor: Actor, municipality: str, *, now: datetime) -> LookedAfter:
    town = await steps.town(c, municipality)
    return LookedAfter(actor, town, await recipients.coordinating_somewhere(c, municipality, now=now))


async def places_in(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> tuple[KnownMembership, ...]:
    """The group's places, today and to come."""
    lasting = await lasting_memberships(c, municipality, now=now)
    return tuple(KnownMembership(one.id, one.membership) for one in lasting if one.membership.group == group)


async def members_in(c: AsyncConnection, mine: LookedAfter, group: Group, *, now: datetime) -> GroupMembers:
    places = await places_in(c, mine.town.id, group.id, now=now)
    people = await persons_by_id(c, mine.town.id, {one.membership.person for one in places})
    found = [_member(mine, one, people[one.membership.person].name, now=now) for one in places]
    found.sort(key=lambda one: (_ORDER.index(Role(one.role)), one.name.casefold(), int(one.number)))
    roles = tuple(role.value for role in mine.roles(group.id))
    return GroupMembers(mine.town.id, group.id, group.name, tuple(found), roles, local(now).date())


def _member(mine: LookedAfter, one: KnownMembership, name: str, *, now: datetime) -> Member:
    of, at = one.membership, one.membership.since
    # A place that goes on after a substitute begins on no day of the files.
    begins = of.from_day or (local(at).date() if at > now else None)
    last = local(of.ended - _MOMENT).date() if of.ended is not None else None
    return Member(str(one.id), name, of.role.value, begins, last, mine.may_change(of.group, of.role, of.person))


def may_be_led_to(actor: Actor) -> bool:
    """Whether the pages' menu leads the actor, looked up already, to the groups."""
    return may_look_after_some_group(actor)


async def groups_looked_after(c: AsyncConnection, actor: Actor, *, now: datetime) -> tuple[GroupOfMembers, ...]:
    """By unit and name, of every municipality that the actor belongs to."""
    return tuple([group for one in actor.identities for group in await _groups(c, actor, one.municipality, now=now)])


async def _groups(c: AsyncConnection, actor: Actor, municipality: str, *, now: datetime) -> Sequence[GroupOfMembers]:
    mine = await looked_after(c, actor, municipality, now=now)
    groups = [group for group in mine.town.groups.values() if mine.roles(group.id)]
    if not groups:
        return ()
    lasting = [one.membership for one in await lasting_memberships(c, municipality, now=now)]
    return sorted(
        (_group(mine, group, [one for one in lasting if one.since <= now]) for group in groups),
        key=lambda one: (one.unit, one.name, one.group),
    )


def _group(mine: LookedAfter, group: Group, lasting: Sequence[Membership]) -> GroupOfMembers:
    there = {one.person for one in lasting if one.group == group.id}
    return GroupOfMembers(mine.town.id, group.id, group.name, mine.town.units[group.unit].name, len(there))


async def change_places(
    c: AsyncConnection, municipality: str, begin: Sequence[Membership], end: Sequence[Ending], *, by_hand: bool
) -> None:
    """Begin and end places. Last in a transaction: the roster's version is locked from then on."""
    if end:
        await end_memberships(c, municipality, [(ending.id, ending.at) for ending in end], by_hand=by_hand)
    if begin:
        await add_memberships(c, municipality, begin, by_hand=by_hand)
    if end:
        await notes.end_with_memberships(c, municipality)
