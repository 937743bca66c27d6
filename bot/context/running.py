"""Open sessions of series, and the progress of each, for the leaders of the work."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import get_args
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, steps
from bot.context.steps import StepContext
from bot.context.unreached import has_arrived, prompts_of
from content.catalogue import Catalogue
from content.dates import deadline
from content.vocabulary.series_pages import Progress, Running, WaitsFor
from dialogs.calendar.instants import local
from dialogs.model import AskedIn, Delivery, DeliveryState, Language, Session, Stage
from dialogs.sharing.progress import progress_of
from storage import channels, contacts, turnout
from storage.own_rhythm import HELD_BACK
from storage.steps import steps_of

_TO_GO = frozenset({
    DeliveryState.DUE, DeliveryState.AGAIN, DeliveryState.UNCERTAIN, DeliveryState.CLAIMED, DeliveryState.ON_THE_WIRE
})  # fmt: skip
_REASONS: tuple[WaitsFor, ...] = get_args(WaitsFor)


async def open_step_of(c: AsyncConnection, session: Session) -> StepContext | None:
    """The open step; None for a session that is not open, or is between two steps."""
    if session.stage is not Stage.OPEN:
        return None
    known = await steps_of(c, session.municipality, session.id)
    step = next((one for one in known if one.stage is Stage.OPEN), None)
    return await steps.context_of(c, step) if step is not None else None


async def running(
    c: AsyncConnection,
    catalogue: Catalogue,
    sessions: Sequence[Session],
    language: Language,
    *,
    led: Collection[str],
    now: datetime,
) -> tuple[Running, ...]:
    """The open ones of `sessions`; the reader is told the progress in the groups `led`."""
    contexts = [await open_step_of(c, session) for session in sessions]
    return tuple(
        [
            replace(_running(catalogue, one, language, now=now), progress=await _progress(c, one, now=now))
            if one.group.id in led
            else _running(catalogue, one, language, now=now)
            for one in contexts
            if one is not None
        ]
    )


def _running(catalogue: Catalogue, context: StepContext, language: Language, *, now: datetime) -> Running:
    protocol = catalogue.protocols.get(context.series.protocol)
    after = protocol.steps[context.step.position + 1 :] if protocol is not None else ()
    return Running(
        municipality=context.step.municipality,
        session=context.session.id,
        group=context.group.name,
        at=local(context.session.opens_at),
        closes_at=deadline(local(context.step.closes_at), now=now),
        step=context.step.shown.title.to(language),
        following=after[0].title.to(language) if after else "",
        in_channel=context.step.asked is AskedIn.CHANNEL,
    )


async def _progress(c: AsyncConnection, context: StepContext, *, now: datetime) -> Progress:
    place, session = context.step.municipality, context.step.session
    authors, is_signed = await turnout.authors_and_signed(c, place, session)
    asked = await recipients.asked(c, context, now=now)
    prompts = await prompts_of(c, context)
    if context.step.asked is AskedIn.CHANNEL:
        reached, waiting = await _in_channel(c, context, asked, prompts)
    else:
        reached, waiting = await _one_by_one(c, place, asked, prompts)
    everybody = asked | authors
    return progress_of(len(everybody), len(reached | authors), len(authors), waiting, is_signed=is_signed)


async def _in_channel(
    c: AsyncConnection, context: StepContext, asked: frozenset[UUID], prompts: Sequence[Delivery]
) -> tuple[frozenset[UUID], dict[WaitsFor, int]]:
    """All of the channel are reached together, or nobody is."""
    if any(map(has_arrived, prompts)):
        return asked, {}
    channel = await channels.channel_of(c, context.step.municipality, context.group.id)
    why: WaitsFor = "on_its_way" if channel is not None and channel.reachable else "undelivered"
    return frozenset(), {why: len(asked)}


async def _one_by_one(
    c: AsyncConnection, municipality: str, asked: frozenset[UUID], prompts: Sequence[Delivery]
) -> tuple[frozenset[UUID], dict[WaitsFor, int]]:
    """A question held back by a pause counts as arrived: nobody learns of the pause."""
    to = {prompt.person: prompt for prompt in prompts if prompt.person is not None}
    reached = frozenset(one for one in asked if one in to and (has_arrived(to[one]) or to[one].reason == HELD_BACK))
    left = asked - reached
    known = await contacts.contacts_of(c, municipality, left)
    why = Counter(_why(to.get(person), known.get(person)) for person in left)
    return reached, {reason: why[reason] for reason in _REASONS if why[reason]}


def _why(prompt: Delivery | None, contact: contacts.Contact | None) -> WaitsFor:
    if contact is None:
        return "not_installed"
    if not contact.reachable:
        return "removed"
    return "on_its_way" if prompt is None or prompt.state in _TO_GO else "undelivered"
