"""The number of readers on each rung that an author may choose, and the circles of one reader."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.recipients import writers
from bot.context.steps import StepContext
from content.vocabulary.prompting import RungOffered, WithoutName
from dialogs.model import Beyond, Group, Reading, Reflection, Rung, Signature
from dialogs.sharing import circles as sharing_circles
from dialogs.sharing.anonymity import without_name
from storage import channels, ties
from storage.memberships import count_people, memberships_of, memberships_of_members, next_membership_change
from storage.municipality_settings import settings_of
from storage.prepared import cache_of
from storage.units import all_groups


@dataclass(frozen=True)
class Choices:
    """The rungs offered, each with a name and its number of readers; and the channel that reads along.

    `channel` is the channel's conversation, "" for a group without a channel; `others` is the number of people in the
    channel and not in the group, None if Teams does not report the number. `without_name` is said of an answer shared
    on any of the rungs; `unit` is the name of the group's unit. `unused` are rungs with readers of their own that the
    municipality does not use: an answer given before stands there.
    """

    rungs: tuple[tuple[Rung, str, int], ...]
    channel: str = ""
    others: int | None = 0
    without_name: WithoutName | None = None
    unused: tuple[tuple[Rung, str, int], ...] = ()
    unit: str = ""

    def nearest(self, rung: Rung) -> Rung:
        return sharing_circles.nearest(rung, self.rungs)[0]

    def wider_than(self, rung: Rung) -> Rung | None:
        """The next offered rung with more readers, None for the widest."""
        return next((choice[0] for choice in self.rungs if choice[0] > rung), None)

    def narrower_than(self, rung: Rung) -> tuple[RungOffered, ...]:
        """The offered rungs with fewer readers, from the narrowest."""
        with_fewer = {choice[0].name.lower() for choice in self.rungs if choice[0] < self.nearest(rung)}
        return tuple(one for one in self.offered if one.rung in with_fewer)

    def on(self, rung: Rung) -> RungOffered:
        """An offered rung."""
        return next(one for one in self.offered if one.rung == rung.name.lower())

    @property
    def offered(self) -> tuple[RungOffered, ...]:
        return tuple(self._as_offered(choice, self.channel, self.others) for choice in self.rungs)

    def kept(self, known: Reflection) -> RungOffered:
        """The readers of an answer: the circle chosen by the author, as large as now."""
        others = self.others if known.channel == self.channel else None
        every_rung = sorted((*self.rungs, *self.unused))
        found = self._as_offered(sharing_circles.nearest(known.rung, every_rung), known.channel, others)
        return found if known.signature is Signature.NONE else replace(found, without_name=None)

    def _as_offered(self, choice: tuple[Rung, str, int], channel: str, others: int | None) -> RungOffered:
        found = _as_offered(choice, channel, others)
        if choice[0] is Rung.ONLY_ME:
            return found
        unit = self.unit if choice[0] is Rung.PRINCIPALS else ""
        return replace(found, without_name=self.without_name, unit=unit)


def _as_offered(choice: tuple[Rung, str, int], channel: str, others: int | None) -> RungOffered:
    """In a channel everybody reads along; a channel with members of the group alone adds nobody."""
    rung, name, people = choice
    if not channel or others == 0 or rung is Rung.ONLY_ME:
        return RungOffered(rung.name.lower(), name, people)
    if rung is not Rung.GROUP:
        return RungOffered(rung.name.lower(), name, people, channel=True)
    return RungOffered(rung.name.lower(), name, None if others is None else people + others, channel=True)


async def rungs(c: AsyncConnection, context: StepContext, *, now: datetime) -> Choices:
    """The rungs now; counted once, and again after a change of the roster or at the end of a membership."""
    key = ("rungs", context.town.id, context.group.id)
    work = partial(_rungs, c, context.town, context.group, now=now)
    found = await cache_of(c).get(key, work, version=context.roster_version, now=now)
    people = len(await writers(c, context, now=now))
    return replace(found, without_name=without_name(people))


async def rungs_in(c: AsyncConnection, town: sharing_circles.Municipality, group: Group, *, now: datetime) -> Choices:
    """The present rungs of a group's answers, for no step in particular."""
    return (await _rungs(c, town, group, now=now))[0]


async def _rungs(
    c: AsyncConnection, town: sharing_circles.Municipality, group: Group, *, now: datetime
) -> tuple[Choices, datetime | None]:
    changes = [await next_membership_change(c, town.id, now=now)]
    ladder = sharing_circles.ladder(town, group)
    circles = [rung.groups for rung in ladder]
    sized = list(zip(ladder, await count_people(c, town.id, circles, now=now), strict=True))
    network = town.network
    if network is not None:
        widest, people = sized.pop()
        for other in await ties.tied(c, town.id, network.id):
            people += await _beyond(c, other, network.id, now=now)
            changes.append(await next_membership_change(c, other, now=now))
        sized.append((widest, people))
    channel = await channels.channel_of(c, town.id, group.id)
    unused = (await settings_of(c, town.id)).unused_rungs
    used = sharing_circles.offered([one for one in sized if one[0].rung not in unused])
    found = _with_channel(used, sized[0][0].name, channel)
    others = tuple(one for one in sharing_circles.offered(sized) if one[0] in unused)
    found = replace(found, unused=others, unit=town.units[group.unit].name)
    return found, min((at for at in changes if at is not None), default=None)


def _with_channel(rungs: tuple[tuple[Rung, str, int], ...], group: str, channel: channels.Channel | None) -> Choices:
    if channel is None:
        return Choices(rungs)
    if channel.others != 0 and all(rung is not Rung.GROUP for rung, _, _ in rungs):
        # A group of one is more than its member alone, since the channel reads along.
        rungs = (rungs[0], (Rung.GROUP, group, 1), *rungs[1:])
    return Choices(rungs, channel.place.conversation, channel.others)


async def _beyond(c: AsyncConnection, other: str, network: str, *, now: datetime) -> int:
    """The number of people in the network's groups of `other`, a municipality tied to the network."""
    groups = [group.id for group in await all_groups(c, other) if group.unit == network]
    return (await count_people(c, other, [groups], now=now))[0]


async def reading_at(c: AsyncConnection, context: StepContext, person: UUID, *, now: datetime) -> Reading:
    """As `reading`, of a member of the step's group.

    Read for all members together, and cached until the roster changes or a membership begins or ends: each answer's
    receipt may show what others have answered.
    """
    town, group = context.town, context.group.id

    async def work() -> tuple[dict[UUID, Reading], datetime | None]:
        found = await memberships_of_members(c, town.id, group, now=now)
        readings = {member: sharing_circles.circles(member, of_one, town, now=now) for member, of_one in found.items()}
        return readings, await next_membership_change(c, town.id, now=now)

    of_group = await cache_of(c).get(("readings", town.id, group), work, version=context.roster_version, now=now)
    return of_group.get(person) or await reading(c, town, person, now=now)


async def reading(c: AsyncConnection, place: sharing_circles.Municipality, person: UUID, *, now: datetime) -> Reading:
    memberships = await memberships_of(c, place.id, person)
    return sharing_circles.circles(person, memberships, place, now=now)


async def beyond(c: AsyncConnection, place: sharing_circles.Municipality, reading: Reading) -> Beyond | None:
    """What the reader reads of other municipalities; nobody outside the network's own groups reads any of it."""
    network = place.network
    if network is None:
        return None
    return sharing_circles.beyond(reading, network.id, await ties.tied(c, place.id, network.id))


async def people_who_read(
    c: AsyncConnection, town: sharing_circles.Municipality, group: Group, rung: Rung, *, now: datetime
) -> int:
    """How many people stand on the rung now, 1 for the author alone."""
    choices = await rungs_in(c, town, group, now=now)
    return choices.on(choices.nearest(rung)).people or 1
