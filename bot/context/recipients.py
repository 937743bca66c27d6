"""The recipients of a step's prompt, and the coordinators."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from bot.context.steps import StepContext
from dialogs.asking import prompting
from dialogs.model import (
    Actor,
    AskedIn,
    GroupKind,
    Identity,
    Membership,
    Role,
)
from dialogs.permissions import AboutGroup, AskingStep, AtMeeting, Verb, coordinating, may
from storage import askings, outbox
from storage.memberships import (
    circle_members,
    leaders_meanwhile,
    members_in_both,
    members_of,
    memberships_with_role,
    next_membership_change,
)
from storage.prepared import cache_of
from storage.series import one_series
from storage.sessions import groups_with_session
from storage.units import all_groups

_LEADING = frozenset({GroupKind.PRINCIPALS, GroupKind.NETWORK, GroupKind.STEERING})


async def asked(
    c: AsyncConnection, context: StepContext, *, now: datetime, among: Collection[UUID] | None = None
) -> frozenset[UUID]:
    """People asked by the step, except people asked in an earlier group's session of the same series and ordinal.

    `among` limits the result to some people, None for everybody; other people's memberships are not read.
    """
    found = await _asked_in(c, context, context.group.id, now=now, among=among)
    return found - await _asked_earlier(c, context, now=now)


async def _asked_earlier(c: AsyncConnection, context: StepContext, *, now: datetime) -> frozenset[UUID]:
    """Members of the group who are asked as members of an earlier group."""
    group, place = context.group.id, context.step.municipality
    earlier = context.series.groups[: context.series.groups.index(group)]
    there = await groups_with_session(c, context.session, earlier) if earlier else frozenset[str]()
    if not there:
        return frozenset()
    if context.step.leading_only:  # a group's writers depend on all its members
        members = await members_of(c, place, sorted(there), now=now)
    else:
        members = await members_in_both(c, place, group, sorted(there), now=now)
    of_group: dict[str, list[Membership]] = {}
    for member in members:
        of_group.setdefault(member.group, []).append(member)
    return frozenset[UUID]().union(*(prompting.writers(members, context.step) for members in of_group.values()))


async def _asked_in(
    c: AsyncConnection, context: StepContext, group: str, *, now: datetime, among: Collection[UUID] | None = None
) -> frozenset[UUID]:
    # Whether only leaders write depends on the group having leaders, and so on all its members.
    needed = None if context.step.leading_only else among
    members = await members_of(c, context.step.municipality, [group], now=now, among=needed)
    return prompting.writers(members, context.step)


async def may_answer(c: AsyncConnection, context: StepContext, actor: Actor, *, now: datetime) -> bool:
    """Whether the actor may answer as a member of the group, even if asked in another group."""
    on = AskingStep(context.town.id, await writers(c, context, now=now))
    return may(actor, Verb.ANSWER, on)


async def writers(c: AsyncConnection, context: StepContext, *, now: datetime) -> frozenset[UUID]:
    """People of the group who could write at the step, whether or not they have added the bot.

    Cached until the roster changes or a membership begins or ends.
    """
    place, group, step = context.town.id, context.group.id, context.step

    async def work() -> tuple[frozenset[UUID], datetime | None]:
        members = await members_of(c, place, [group], now=now)
        return prompting.writers(members, step), await next_membership_change(c, place, now=now)

    key = ("answering", place, group, step.leading_only)
    return await cache_of(c).get(key, work, version=context.roster_version, now=now)


async def last_speakers(c: AsyncConnection, context: StepContext) -> frozenset[UUID]:
    """The leaders whose answers wait until the step closes; nobody where leaders do not speak last.

    They are whoever leads the group at some time while the step is open, as in `readable`.
    """
    step, group = context.step, context.group.id
    if not step.leader_speaks_last:
        return frozenset()

    async def work() -> tuple[frozenset[UUID], None]:
        found = await leaders_meanwhile(c, step.municipality, group, opens_at=step.opens_at, closes_at=step.closes_at)
        return found, None

    key = ("leaders", step.municipality, group, step.opens_at, step.closes_at)
    return await cache_of(c).get(key, work, version=context.roster_version)


async def coordinators(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> tuple[UUID, ...]:
    """The group's own coordinators; for a group without any, the municipality's."""
    return coordinating(await coordinating_somewhere(c, municipality, now=now), group)


async def coordinates(c: AsyncConnection, municipality: str, group: str, person: UUID | None, *, now: datetime) -> bool:
    """Whether the person is among the coordinators of the group."""
    everywhere = await coordinating_somewhere(c, municipality, now=now)
    on = AboutGroup(municipality, group, everywhere)
    return person is not None and may(Actor.known_as(Identity(municipality, person)), Verb.READ_ABOUT_GROUP, on)


async def meeting_groups(c: AsyncConnection, municipality: str, series_id: str, group: str) -> tuple[str, ...]:
    """The groups that take part in a meeting of `group`: itself, and the series' groups of leaders.

    Teachers whose answers a meeting of principals reads are not at that meeting.
    """
    series = await one_series(c, municipality, series_id)
    kinds = {one.id: one.kind for one in await all_groups(c, municipality)}
    leading = [one for one in (series.groups if series else ()) if kinds.get(one) in _LEADING]
    return tuple(dict.fromkeys((group, *leading)))


async def taking_part(
    c: AsyncConnection, municipality: str, series_id: str, group: str, *, now: datetime
) -> tuple[UUID, ...]:
    """Whoever takes part in a meeting of `group`, without whoever coordinates it."""
    on = AtMeeting(municipality, await meeting_groups(c, municipality, series_id, group))
    members = await members_of(c, municipality, list(on.groups), now=now)
    people = dict.fromkeys(member.person for member in members)
    known = {one: [member for member in members if member.person == one] for one in people}
    leads = set(await coordinators(c, municipality, group, now=now))
    return tuple(
        one
        for one, of_one in known.items()
        if one not in leads and may(Actor.known_as(Identity.of(municipality, one, of_one)), Verb.READ_AHEAD, on)
    )


async def takes_part(
    c: AsyncConnection, municipality: str, series_id: str, group: str, person: UUID, *, now: datetime
) -> bool:
    return person in await taking_part(c, municipality, series_id, group, now=now)


async def approvers(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> tuple[UUID, ...]:
    """Who is asked to approve a draft of the group's: its facilitators; for a group without any, its coordinators."""
    members = await members_of(c, municipality, [group], now=now)
    own = tuple(dict.fromkeys(member.person for member in members if member.role is Role.FACILITATOR))
    return own or await coordinators(c, municipality, group, now=now)


async def about_group(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> AboutGroup:
    return AboutGroup(municipality, group, await coordinating_somewhere(c, municipality, now=now))


async def may_approve(c: AsyncConnection, municipality: str, group: str, person: UUID, *, now: datetime) -> bool:
    members = await members_of(c, municipality, [group], now=now, among=[person])
    on = await about_group(c, municipality, group, now=now)
    return may(Actor.known_as(Identity.of(municipality, person, members)), Verb.APPROVE_DRAFT, on)


async def leads_meeting(c: AsyncConnection, municipality: str, group: str, person: UUID, *, now: datetime) -> bool:
    members = await members_of(c, municipality, [group], now=now, among=[person])
    on = await about_group(c, municipality, group, now=now)
    return may(Actor.known_as(Identity.of(municipality, person, members)), Verb.WRITE_DECISIONS, on)


async def coordinating_somewhere(c: AsyncConnection, municipality: str, *, now: datetime) -> tuple[Membership, ...]:
    """The current memberships of all the municipality's coordinators."""
    return await memberships_with_role(c, municipality, Role.COORDINATOR, now=now)


async def all_coordinators(c: AsyncConnection, municipality: str, *, now: datetime) -> tuple[UUID, ...]:
    everywhere = await coordinating_somewhere(c, municipality, now=now)
    return tuple(dict.fromkeys(member.person for member in everywhere))


async def to_agree(
    c: AsyncConnection, municipality: str, group: str, author: UUID | None, *, now: datetime
) -> frozenset[UUID]:
    """Who is asked to stand by what the author has written for the group: who leads its work, else all the others.

    Nobody, where the author is alone in the group.
    """
    members = await circle_members(c, municipality, [group], now=now)
    leading = {member.person for member in members if member.role in prompting.LEADING_ROLES}
    return frozenset((leading - {author}) or ({member.person for member in members} - {author}))


async def unasked(c: AsyncConnection, context: StepContext, *, now: datetime) -> frozenset[UUID]:
    """People to be asked in their own chat, and without a delivery yet."""
    step = context.step
    prompted = await askings.prompted(c, step.municipality, step.session, step.position)
    return await asked(c, context, now=now) - prompted


async def ask(c: AsyncConnection, context: StepContext, *, now: datetime, due_at: datetime) -> None:
    """One delivery per recipient, due at `due_at`: each person asked at `now`, or the group's channel."""
    step = context.step
    if step.asked is AskedIn.CHANNEL:
        await outbox.add(c, deliveries.prompt_in(step, context.group.id, due_at=due_at))
        return
    people = await unasked(c, context, now=now)
    await outbox.add_all(c, (deliveries.prompt_to(step, person, due_at=due_at) for person in people))
