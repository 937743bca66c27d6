"""Whom a session's question did not reach, for its coordinators."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients
from bot.context.steps import StepContext
from content.vocabulary.looking_after import (
    ChannelUnreached,
    Unreached,
)
from dialogs.calendar.instants import local
from dialogs.model import (
    Asked,
    Delivery,
    DeliveryState,
    Stage,
)
from dialogs.sharing.reaching import Reach
from storage import channels, contacts, outbox
from storage.people import persons_by_id

OF_USE = timedelta(days=14)
"""Whom a question did not reach is told for so long: later there has been another one."""


async def is_unreached(c: AsyncConnection, around: StepContext, *, share: int, now: datetime) -> bool:
    """Whether so many were not reached that their coordinators should know."""
    prompts = await prompts_of(c, around)
    if around.step.asked is Asked.CHANNEL:
        return await _channel(c, around, prompts) is not None
    return (await _reach(c, around, prompts, now=now)).is_worth_telling(share)


async def unreached(
    c: AsyncConnection, around: StepContext, *, share: int, now: datetime
) -> Unreached | ChannelUnreached | None:
    if now - around.session.opens_at > OF_USE or around.session.stage is Stage.CANCELLED:
        return None
    prompts = await prompts_of(c, around)
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
        strangers=await contacts.strangers(c, around.step.municipality),
        is_open=around.is_open,
    )


async def prompts_of(c: AsyncConnection, around: StepContext) -> tuple[Delivery, ...]:
    return await outbox.prompts_of(c, around.step.municipality, around.step.session, around.step.position)


def has_arrived(prompt: Delivery) -> bool:
    """Or may have."""
    return bool(prompt.activity or prompt.unsure) or prompt.state is DeliveryState.SENT


def _asked_at(prompts: tuple[Delivery, ...]) -> datetime:
    """Local; what did not arrive has been due since the question went out."""
    return local(min(prompt.due_at for prompt in prompts))


async def _reach(c: AsyncConnection, around: StepContext, prompts: tuple[Delivery, ...], *, now: datetime) -> Reach:
    """As it is now: whoever has added the bot since can be reached, and whoever has left is nobody's to miss."""
    place = around.step.municipality
    to = {prompt.person: prompt for prompt in prompts if prompt.person is not None}
    still = await recipients.asked(c, around, now=now, among=to) & to.keys()
    lost = [person for person in still if not has_arrived(to[person])]
    reached = await contacts.contacts_of(c, place, lost)
    missing = await persons_by_id(c, place, [person for person in lost if person not in reached])
    return Reach(
        asked=len(still),
        missing=tuple(sorted(person.name for person in missing.values())),
        removed=sum(not contact.reachable for contact in reached.values()),
    )


async def _channel(c: AsyncConnection, around: StepContext, prompts: tuple[Delivery, ...]) -> ChannelUnreached | None:
    """None where it can be written to: then it is not the group's to mend."""
    channel = await channels.channel_of(c, around.step.municipality, around.group.id)
    if not prompts or any(map(has_arrived, prompts)) or (channel is not None and channel.reachable):
        return None
    return ChannelUnreached(around.group.name, _asked_at(prompts))
