"""Composes deliveries in batches: data shared by prompts, or card updates, of a step is read once per batch.

A delivery that fails to compose fails no other.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, recipients, schooldays, steps
from bot.context import cards as step_cards
from bot.context.addressing import NotNow, Outgoing, reached_at, waits
from bot.context.note_offers import with_offer
from bot.context.privacy import needs_notice, notice_in
from bot.outbox.composing import compose, posted, step_of
from bot.workers.process import ChildGone, DigestProcess
from content.vocabulary.conversing import PrivacyNotice
from content.vocabulary.messages import Message
from content.vocabulary.prompting import PromptAsked
from dialogs.asking import prompting, rhythm
from dialogs.model import AskedIn, Delivery, DeliveryKind, DeliveryState, Language, StepRef
from storage import contacts, outbox_queries, reflections, turnout
from storage.database import Database, is_down
from storage.heard_from import heard_from
from storage.people import persons_by_id

log = structlog.get_logger()

Composed = Mapping[tuple[str, UUID], Outgoing | NotNow]


class BulkComposer:
    """Composes a batch of claimed deliveries, and caches nothing."""

    def __init__(self, db: Database, digests: DigestProcess) -> None:
        self._db = db
        self._digests = digests

    async def compose_all(self, deliveries: Sequence[Delivery], *, now: datetime) -> Composed:
        """The composed message, or the reason to send nothing, by each delivery's key. Raises ChildGone."""
        composed: dict[tuple[str, UUID], Outgoing | NotNow] = {}
        alike = groupby(sorted(deliveries, key=_kind_and_step), key=_kind_and_step)
        for (kind, *_), of_kind in alike:
            several = list(of_kind)
            together = {DeliveryKind.PROMPT.value: _prompts, DeliveryKind.CARD.value: _cards}.get(kind)
            if together is not None and len(several) > 1:
                composed |= await self._compose_together(together, several, now=now)
            for delivery in several:
                if delivery.key not in composed:
                    composed[delivery.key] = await self._compose_one(delivery, now=now)
        return composed

    async def _compose_one(self, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
        try:
            if delivery.kind is DeliveryKind.DIGEST:
                return await self._digests.digest(delivery, now=now)
            return await self._db.read(partial(compose, delivery=delivery, now=now))
        except ChildGone:  # says nothing about the delivery, so release the claim
            raise
        except Exception as error:
            if is_down(error):
                raise
            # A fault of ours, and the same at every try: give up the delivery, which may block no other.
            log.exception("a delivery could not be composed", delivery=str(delivery.id))
            return NotNow(DeliveryState.UNDELIVERABLE, f"could not be composed: {type(error).__name__}")

    async def _compose_together(
        self, compose_several: Callable[..., Awaitable[Composed]], deliveries: Sequence[Delivery], *, now: datetime
    ) -> Composed:
        """Empty after an error: each delivery is then composed alone, and only the faulty one fails."""
        try:
            return await self._db.read(partial(compose_several, deliveries=deliveries, now=now))
        except Exception as error:
            if is_down(error):
                raise
            return {}


async def _prompts(c: AsyncConnection, deliveries: Sequence[Delivery], *, now: datetime) -> Composed:
    """Prompts of a step to people without a begun answer; _compose_one composes all others.

    Leaders speaking last have another card, and are among the others.
    """
    context = await step_of(c, deliveries[0])
    if context is None or context.step.asked is not AskedIn.PERSONAL or context.step.shows_earlier:
        return {}
    step = context.step
    people = [delivery.person for delivery in deliveries if delivery.person is not None]
    still = await recipients.asked(c, context, now=now, among=people)
    reached = await contacts.contacts_of(c, step.municipality, people)
    persons = await persons_by_id(c, step.municipality, people)
    begun = await turnout.begun(c, step.municipality, step.session, step.position)
    days = await schooldays.days_of(c, step.municipality, context.group.id, now=now)
    opening = prompting.send_at(context.session, days, now=now)
    choices = await audiences.rungs(c, context, now=now)
    last_speakers = await recipients.last_speakers(c, context)
    notice = await notice_in(c, context, now=now) if any(map(needs_notice, persons.values())) else None
    lately = await heard_from(c, context.session, people, most=rhythm.LOOKED_BACK) if step.position == 0 else {}
    cards: dict[Language, Message] = {}
    composed: dict[tuple[str, UUID], Outgoing | NotNow] = {}
    for delivery in deliveries:
        person = persons.get(delivery.person) if delivery.person is not None else None
        if person is None or person.id in begun or person.id in last_speakers:
            continue
        place = reached_at(reached.get(person.id))
        if reason := prompting.not_worth_sending(step, person.id, still, now=now):
            composed[delivery.key] = NotNow(DeliveryState.DROPPED, reason)
        elif isinstance(place, NotNow):
            composed[delivery.key] = place
        elif (not_now := waits(person, opening, days, now=now)) is not None:
            composed[delivery.key] = not_now
        else:
            language = steps.language_of(person, context.unit)
            if language not in cards:
                cards[language] = await step_cards.card_with(
                    c, context, person.id, None, choices, delivery="", now=now, language=language
                )
            card = _for(delivery, cards[language], notice if needs_notice(person) else None)
            if isinstance(card, PromptAsked) and rhythm.is_asked_about(lately.get(person.id, ())):
                card = replace(card, rhythm=True)
            card = with_offer(card, person, step.shown.area_id)
            composed[delivery.key] = Outgoing(place, card, language, until=step.closes_at)
    return composed


def _for(delivery: Delivery, card: Message, notice: PrivacyNotice | None) -> Message:
    """The card for people without an answer, with the delivery's id, and the notice if not yet shown to the reader."""
    return replace(card, delivery=str(delivery.id), notice=notice) if isinstance(card, PromptAsked) else card


async def _cards(c: AsyncConnection, deliveries: Sequence[Delivery], *, now: datetime) -> Composed:
    """Card updates of a step in readers' own chats; _compose_one composes all others."""
    first = deliveries[0]
    if first.session is None or first.position is None or first.person is None:
        return {}
    step = StepRef(first.municipality, first.session, first.position)
    context = await steps.load(c, step)
    if context is None:
        return {}
    people = [delivery.person for delivery in deliveries if delivery.person is not None]
    prompts = await outbox_queries.by_ids(c, step.municipality, [delivery.prompt for delivery in deliveries])
    reached = await contacts.contacts_of(c, step.municipality, people)
    persons = await persons_by_id(c, step.municipality, people)
    kept = await reflections.own_of(c, step.municipality, step.session, step.position, people)
    choices = await audiences.rungs(c, context, now=now)
    composed: dict[tuple[str, UUID], Outgoing | NotNow] = {}
    for delivery in deliveries:
        person = persons.get(delivery.person) if delivery.person is not None else None
        if person is None:
            continue
        shown = posted(prompts.get(delivery.prompt), reached_at(reached.get(person.id)), now=now)
        if isinstance(shown, NotNow):
            composed[delivery.key] = shown
            continue
        prompt, language = shown.prompt, steps.language_of(person, context.unit)
        card = await step_cards.card_with(
            c, context, person.id, kept.get(person.id), choices, delivery=str(prompt.id), now=now, language=language
        )
        card = with_offer(card, person, context.step.shown.area_id)
        composed[delivery.key] = Outgoing(shown.place, card, language, prompt.activity)
    return composed


def _kind_and_step(delivery: Delivery) -> tuple[str, str, str, int, bool]:
    return delivery.kind, delivery.municipality, delivery.session or "", delivery.position or 0, delivery.person is None
