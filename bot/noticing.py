"""What coordinators are told of what stands in the way of the others: written when seen, worded when it is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import asking
from bot.asking import Asking
from content.presses import StepRef
from content.vocabulary.looking_after import ChannelUnreached, LetInAgain, LookingAfter, NotLetIn, Unreached
from dialogs import prompting
from dialogs.calendar import local
from dialogs.model import Asked, Delivery, DeliveryKind, DeliveryState, Group, Role, Sheet
from dialogs.reaching import Reach
from storage import copies, deliveries, places, roster


@dataclass(frozen=True)
class Told:
    """What a coordinator of this group is told, in its school days."""

    message: LookingAfter
    group: Group


OF_USE = timedelta(days=14)
"""Whom a question did not reach is told for so long: later there has been another one."""


# Whom a session's question did not reach.


def unreached_to(around: Asking, person: UUID, *, share: int, now: datetime) -> Delivery:
    """`share` is the one by which it was worth telling, in per cent: by then it may no longer be."""
    session = around.session
    return Delivery(
        municipality=session.municipality,
        id=prompting.delivery_id("unreached", session.municipality, session.id, person),
        kind=DeliveryKind.NOTICE,
        state=DeliveryState.DUE,
        due_at=now,
        session=session.id,
        position=0,
        person=person,
        about=str(share),
    )


async def is_unreached(c: AsyncConnection, around: Asking, *, share: int, now: datetime) -> bool:
    """Whether so many were not reached that their coordinators should know."""
    prompts = await _prompts(c, around)
    if around.step.asked is Asked.CHANNEL:
        return await _channel(c, around, prompts) is not None
    return (await _reach(c, around, prompts, now=now)).is_worth_telling(share)


async def _unreached(
    c: AsyncConnection, around: Asking, *, share: int, now: datetime
) -> Unreached | ChannelUnreached | None:
    if now - around.session.opens_at > OF_USE:
        return None
    prompts = await _prompts(c, around)
    if around.step.asked is Asked.CHANNEL:
        return await _channel(c, around, prompts)
    reach = await _reach(c, around, prompts, now=now)
    if not reach.is_worth_telling(share):
        return None
    return Unreached(
        group=around.group.name,
        asked_at=_asked_at(prompts),
        asked=reach.asked,
        missing=reach.missing,
        tells_of_removed=reach.tells_of_removed,
        removed=reach.removed if reach.tells_of_removed == "their number" else 0,
        strangers=await places.strangers(c, around.step.municipality),
        is_open=around.is_open,
    )


async def _prompts(c: AsyncConnection, around: Asking) -> tuple[Delivery, ...]:
    return await deliveries.prompts_of(c, around.step.municipality, around.step.session, around.step.position)


def _has_arrived(prompt: Delivery) -> bool:
    """Or may have."""
    return bool(prompt.activity or prompt.unsure) or prompt.state is DeliveryState.SENT


def _asked_at(prompts: tuple[Delivery, ...]) -> datetime:
    """Local; what did not arrive has been due since the question went out."""
    return local(min(prompt.due_at for prompt in prompts))


async def _reach(c: AsyncConnection, around: Asking, prompts: tuple[Delivery, ...], *, now: datetime) -> Reach:
    """As it is now: whoever has added the bot since can be reached, and whoever has left is nobody's to miss."""
    place = around.step.municipality
    to = {prompt.person: prompt for prompt in prompts if prompt.person is not None}
    still = await asking.asked(c, around, now=now, among=to) & to.keys()
    lost = [person for person in still if not _has_arrived(to[person])]
    contacts = await places.contacts_of(c, place, lost)
    missing = await roster.persons(c, place, [person for person in lost if person not in contacts])
    return Reach(
        asked=len(still),
        missing=tuple(sorted(person.name for person in missing.values())),
        removed=sum(not contact.reachable for contact in contacts.values()),
    )


async def _channel(c: AsyncConnection, around: Asking, prompts: tuple[Delivery, ...]) -> ChannelUnreached | None:
    """None where it can be written to: then it is not the group's to mend."""
    channel = await places.channel_of(c, around.step.municipality, around.group.id)
    if not prompts or any(map(_has_arrived, prompts)) or (channel is not None and channel.reachable):
        return None
    return ChannelUnreached(around.group.name, _asked_at(prompts))


# Where Teams does not let the bot in.


def not_let_in_to(municipality: str, person: UUID, tenant: str, *, since: datetime, now: datetime) -> Delivery:
    return Delivery(
        municipality=municipality,
        id=prompting.delivery_id("not let in", municipality, tenant, since.isoformat(), person),
        kind=DeliveryKind.NOTICE,
        state=DeliveryState.DUE,
        due_at=now,
        person=person,
        about=f"{tenant} {since.isoformat()}",
    )


async def is_stopped(c: AsyncConnection, tenant: str) -> bool:
    """Whether Teams does not let the bot in there just now."""
    return (await copies.sheets(c)).get(tenant, Sheet(tenant)).stopped_why != ""


async def _not_let_in(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Told | None:
    groups = {group.id: group for group in await roster.all_groups(c, delivery.municipality)}
    reader = [delivery.person] if delivery.person else []
    theirs = await roster.members(c, delivery.municipality, list(groups), now=now, among=reader)
    led = next((groups[member.group] for member in theirs if member.role is Role.COORDINATOR), None)
    if led is None:
        return None
    tenant, _, since = delivery.about.partition(" ")
    begun = local(datetime.fromisoformat(since))
    return Told(NotLetIn(begun) if await is_stopped(c, tenant) else LetInAgain(begun), led)


# Both.


async def told(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Told | None:
    """What is true now; None where there is nothing to tell any more, or its reader is no coordinator any more."""
    if delivery.session is None:
        return await _not_let_in(c, delivery, now=now)
    around = await asking.load(c, StepRef(delivery.municipality, delivery.session, delivery.position or 0))
    if around is None:
        return None
    if delivery.person not in await asking.coordinators(c, delivery.municipality, around.group.id, now=now):
        return None
    message = await _unreached(c, around, share=int(delivery.about), now=now)
    return Told(message, around.group) if message else None
