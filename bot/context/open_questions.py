"""The questions open for an account, in the persons' own chats and in their groups' channels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, steps
from bot.context.steps import StepContext
from dialogs.asking import prompting
from dialogs.model import Actor, AskedIn, DeliveryState, Identity, Step
from storage import reflections
from storage.steps import open_steps_asked, open_steps_of_groups

# A prompt in these states stands, or may stand, before the person's eyes.
SEEN = frozenset({DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.ON_THE_WIRE})


@dataclass(frozen=True)
class Open:
    """A question open for a person, answered or not; `prompt` is the id of the prompt's delivery."""

    context: StepContext
    prompt: UUID
    answered: bool


async def sent_to(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> tuple[Open, ...]:
    """Asked in the person's own chat, and still to be answered by the person."""
    found = await open_steps_asked(c, municipality, person, SEEN)
    return await _answerable(c, found, municipality, person, now=now)


async def steps_sent_to(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> tuple[Step, ...]:
    """The steps of `sent_to`, without a look at the answers."""
    found = await open_steps_asked(c, municipality, person, SEEN)
    return tuple([context.step for context in await _contexts(c, found, municipality, person, now=now)])


async def in_channels(c: AsyncConnection, one: Identity, *, now: datetime) -> tuple[Open, ...]:
    """Asked in channels, of groups the person answers in."""
    groups = sorted({group for group, role in one.roles if role in prompting.ASKED_ROLES})
    found = await open_steps_of_groups(c, one.municipality, groups)
    asked = [step for step in found if step.asked is AskedIn.CHANNEL]
    return await _answerable(c, asked, one.municipality, one.person, now=now)


async def open_for(c: AsyncConnection, one: Identity, *, now: datetime) -> tuple[Open, ...]:
    """Asked in the person's own chat, then asked in channels."""
    sent = await sent_to(c, one.municipality, one.person, now=now)
    return (*sent, *await in_channels(c, one, now=now))


async def _answerable(
    c: AsyncConnection, found: Iterable[Step], municipality: str, person: UUID, *, now: datetime
) -> tuple[Open, ...]:
    opened: list[Open] = []
    for context in await _contexts(c, found, municipality, person, now=now):
        step = context.step
        known = await reflections.own(c, step.municipality, step.session, step.position, person)
        opened.append(Open(context, _prompt(context, person, now=now), steps.is_counted(known)))
    return tuple(opened)


async def _contexts(
    c: AsyncConnection, found: Iterable[Step], municipality: str, person: UUID, *, now: datetime
) -> list[StepContext]:
    """The steps among `found` open to the person's answer now."""
    actor = Actor.known_as(Identity(municipality, person))
    known = [await steps.context_of(c, step) for step in found if step.closes_at > now]
    return [context for context in known if await recipients.may_answer(c, context, actor, now=now)]


def _prompt(context: StepContext, person: UUID, *, now: datetime) -> UUID:
    """The id of the prompt's delivery, derived anew."""
    step = context.step
    if step.asked is AskedIn.CHANNEL:
        return deliveries.prompt_in(step, context.group.id, due_at=now).id
    return deliveries.prompt_to(step, person, due_at=now).id
