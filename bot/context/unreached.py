"""People whom a session's question did not reach, for the session's coordinators."""

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
    AskedIn,
    Delivery,
    DeliveryState,
    Stage,
)
from dialogs.sharing.reaching import Reach
from storage import channels, contacts, outbox_queries
from storage.people import persons_by_id

OF_USE = timedelta(days=14)
"""Coordinators are told of the unreached for this long: later another question has gone out."""


async def is_unreached(c: AsyncConnection, context: StepContext, *, share: int, now: datetime) -> bool:
    """Whether the coordinators should know: the channel, or more than `share` per cent of the people, is unreached."""
    prompts = await prompts_of(c, context)
    if context.step.asked is AskedIn.CHANNEL:
        return await _channel(c, context, prompts) is not None
    return (await _reach(c, context, prompts, now=now)).is_worth_telling(share)


async def unreached(
    c: AsyncConnection, context: StepContext, *, share: int, now: datetime
) -> Unreached | ChannelUnreached | None:
    if now - context.session.opens_at > OF_USE or context.session.stage is Stage.CANCELLED:
        return None
    prompts = await prompts_of(c, context)
    if context.step.asked is AskedIn.CHANNEL:
        return await _channel(c, context, prompts)
    reach = await _reach(c, context, prompts, now=now)
    if not reach.is_worth_telling(share):
        return None
    return Unreached(
        group=context.group.name,
        asked_at=_asked_at(prompts),
        asked=reach.asked,
        missing=reach.missing,
        tells_of_removed=reach.tells_of_removed,
        removed=reach.removed_at_least if reach.tells_of_removed == "their number" else 0,
        strangers=await contacts.strangers(c, context.step.municipality),
        is_open=context.is_open,
    )


async def prompts_of(c: AsyncConnection, context: StepContext) -> tuple[Delivery, ...]:
    return await outbox_queries.prompts_of(c, context.step.municipality, context.step.session, context.step.position)


def has_arrived(prompt: Delivery) -> bool:
    """Or may have."""
    return bool(prompt.activity or prompt.uncertain_tries) or prompt.state is DeliveryState.SENT


def _asked_at(prompts: tuple[Delivery, ...]) -> datetime:
    """The local time at which the question went out: prompts that did not arrive have been due since."""
    return local(min(prompt.due_at for prompt in prompts))


async def _reach(c: AsyncConnection, context: StepContext, prompts: tuple[Delivery, ...], *, now: datetime) -> Reach:
    """The present state: people who have added the bot since can be reached, and people who have left do not count."""
    place = context.step.municipality
    to = {prompt.person: prompt for prompt in prompts if prompt.person is not None}
    still = await recipients.asked(c, context, now=now, among=to) & to.keys()
    lost = [person for person in still if not has_arrived(to[person])]
    reached = await contacts.contacts_of(c, place, lost)
    missing = await persons_by_id(c, place, [person for person in lost if person not in reached])
    return Reach(
        asked=len(still),
        missing=tuple(sorted(person.name for person in missing.values())),
        removed=sum(not contact.reachable for contact in reached.values()),
    )


async def _channel(c: AsyncConnection, context: StepContext, prompts: tuple[Delivery, ...]) -> ChannelUnreached | None:
    """The obstacle in the group's channel; None for a reachable channel, where the group could mend nothing."""
    channel = await channels.channel_of(c, context.step.municipality, context.group.id)
    if not prompts or any(map(has_arrived, prompts)) or (channel is not None and channel.reachable):
        return None
    return ChannelUnreached(context.group.name, _asked_at(prompts))
