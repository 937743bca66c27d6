"""A group's people beside the members of the group's channel in Teams, read when asked for and stored nowhere."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.channel_people import ChannelPeople
from bot.context.members import LookedAfter, looked_after, places_in
from bot.ports import People
from content.vocabulary.members import InTeamAlone, TeamBeside, TeamTrouble
from dialogs.model import Actor, ChannelMember, Person, Place
from dialogs.people.team import differences
from storage.channels import Channel, channel_of
from storage.database import Database
from storage.people import all_people

_PATIENCE_SECONDS = 6.0  # a team of five thousand is ten requests

Compare = Callable[[Actor, str, str], Awaitable[TeamBeside | None]]
"""The municipality's group beside its channel; None without a channel, or for an actor who may not look after it."""


@dataclass(frozen=True)
class _Wanted:
    actor: Actor
    municipality: str
    group: str
    now: datetime


class TeamLists:
    def __init__(self, db: Database, people: ChannelPeople) -> None:
        self._db = db
        self._people = people

    async def beside(self, actor: Actor, municipality: str, group: str, *, now: datetime) -> TeamBeside | None:
        """As `Compare`. No transaction is open while Teams is asked."""
        wanted = _Wanted(actor, municipality, group, now)
        channel = await self._db.read(partial(_channel, wanted=wanted))
        if channel is None:
            return None
        people = await self._asked(channel)
        if people.members is None:
            return TeamBeside(trouble=TeamTrouble.CLOSED if people.retry_after is None else TeamTrouble.LATE)
        return await self._db.read(partial(_beside, wanted=wanted, place=channel.place, listed=people.members))

    async def _asked(self, channel: Channel) -> People:
        """Teams is not asked where the bot is out of the team."""
        return await self._people.ask(channel.place, seconds=_PATIENCE_SECONDS) if channel.reachable else People(None)


async def _channel(c: AsyncConnection, *, wanted: _Wanted) -> Channel | None:
    if wanted.actor.person_in(wanted.municipality) is None:
        return None
    mine = await _looked_after(c, wanted)
    return await channel_of(c, wanted.municipality, wanted.group) if mine.roles(wanted.group) else None


async def _looked_after(c: AsyncConnection, wanted: _Wanted) -> LookedAfter:
    return await looked_after(c, wanted.actor, wanted.municipality, now=wanted.now)


async def _beside(
    c: AsyncConnection, *, wanted: _Wanted, place: Place, listed: tuple[ChannelMember, ...]
) -> TeamBeside:
    mine = await _looked_after(c, wanted)
    places = [one.membership for one in await places_in(c, wanted.municipality, wanted.group, now=wanted.now)]
    its = differences(
        listed,
        await all_people(c, wanted.municipality),
        tenant=place.tenant,
        placed={one.person for one in places},
        members={one.person for one in places if one.since <= wanted.now},
    )
    joinable = tuple(_alone(mine, wanted.group, person) for person in its.joinable)
    return TeamBeside(joinable, tuple(one.name for one in its.strangers), tuple(one.name for one in its.absent))


def _alone(mine: LookedAfter, group: str, person: Person) -> InTeamAlone:
    is_yours = any(mine.may_change(group, role, person.id) for role in mine.roles(group))
    return InTeamAlone(person.name, person.upn, is_yours)
