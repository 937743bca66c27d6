"""A delivery's message, composed from the stored data at the moment of sending."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import cards, notices, promise_cards, receipts, recipients, schooldays, steps
from bot.context.addressing import NotNow, Outgoing, person_of, place_of, postponed, waits
from bot.context.digests import compose_digest
from bot.context.drafts import compose_draft
from bot.context.note_offers import with_offer
from bot.context.privacy import needs_notice, notice_in
from bot.context.reminders import compose_reminder
from bot.outbox.reply_codec import unpack
from content.vocabulary.conversing import NotKept
from content.vocabulary.messages import Message
from content.vocabulary.prompting import PromptAsked
from dialogs.asking import prompting
from dialogs.knowledge.digest import UNSORTED
from dialogs.model import (
    PROGRAMS,
    AskedIn,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Language,
    OfAnswer,
    OfNewerReceipt,
    Person,
    Place,
    StepRef,
)
from storage import outbox, outbox_due, outbox_queries

_ON_ITS_WAY = frozenset({DeliveryState.CLAIMED, DeliveryState.ON_THE_WIRE})
_PROMPT_SOON = timedelta(seconds=2)
_TOO_LATE_TO_REPLY = timedelta(minutes=15)
_UNTIL_LET_IN = timedelta(minutes=5)


async def compose(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:  # noqa: C901, PLR0911 - the table of kinds
    match delivery.kind:
        case DeliveryKind.PROMPT:
            return await _prompt(c, delivery, now=now)
        case DeliveryKind.REMINDER:
            return await compose_reminder(c, delivery, now=now)
        case DeliveryKind.CARD:
            return await _card(c, delivery, now=now)
        case DeliveryKind.RECEIPT:
            return await _receipt(c, delivery, now=now)
        case DeliveryKind.DIGEST:
            return await compose_digest(c, delivery, finder=UNSORTED, now=now)
        case DeliveryKind.DRAFT:
            return await compose_draft(c, delivery, now=now)
        case DeliveryKind.REPLY:
            return _reply(delivery, now=now)
        case DeliveryKind.DUPLICATE_REMOVAL:
            return await _duplicate_removal(c, delivery)
        case DeliveryKind.NOTICE:
            return await _notice(c, delivery, now=now)
        case DeliveryKind.PROMISE:
            return await _promise(c, delivery, now=now)
        case DeliveryKind.WEBHOOK:  # retried by hand, so that its way was looked up anew
            return NotNow(DeliveryState.DUE, "", now, tenant=PROGRAMS)


async def _prompt(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    context = await step_of(c, delivery)
    still = await recipients.asked(c, context, now=now) if context else frozenset[UUID]()
    reason = prompting.not_worth_sending(context.step if context else None, delivery.person, still, now=now)
    if context is None or reason:
        return NotNow(DeliveryState.DROPPED, reason)
    place = await place_of(c, delivery)
    if isinstance(place, NotNow):
        return place
    # Not in quiet hours: somebody who adds the bot in the evening is asked in the morning.
    days = await schooldays.days_of(c, delivery.municipality, context.group.id, now=now)
    opening = prompting.send_at(context.session, days, now=now)
    person = await person_of(c, delivery) if delivery.person is not None else None
    if (not_now := waits(person, opening, days, now=now)) is not None:
        return not_now
    message, language = await _shown(c, context, delivery, person, prompt=delivery.id, place=place, now=now)
    return Outgoing(place, message, language, until=context.step.closes_at)


async def _card(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    context = await step_of(c, delivery)
    if context is None:
        return NotNow(DeliveryState.DROPPED, "the prompt never went out")
    prompt = await outbox_queries.by_id(c, delivery.municipality, delivery.prompt)
    shown = posted(prompt, await place_of(c, delivery), now=now)
    if isinstance(shown, NotNow):
        return shown
    person = await person_of(c, delivery) if delivery.person is not None else None
    message, language = await _shown(c, context, delivery, person, prompt=shown.prompt.id, place=shown.place, now=now)
    return Outgoing(shown.place, message, language, shown.prompt.activity)


@dataclass(frozen=True)
class ShownPrompt:
    """A sent prompt, and the place of the prompt's message."""

    prompt: Delivery
    place: Place


def posted(prompt: Delivery | None, place: Place | NotNow, *, now: datetime) -> ShownPrompt | NotNow:
    """The prompt whose card is updated and the place of the card, or why the card cannot be updated."""
    if prompt is not None and prompt.state in _ON_ITS_WAY:
        return NotNow(DeliveryState.DUE, "the prompt is on its way", now + _PROMPT_SOON)
    if prompt is None or not prompt.activity:
        return NotNow(DeliveryState.DROPPED, "the prompt never went out")
    if isinstance(place, NotNow):
        return place  # the update waits until the reader can be written to again
    return ShownPrompt(prompt, _place_of_message(place, prompt))


async def _shown(
    c: AsyncConnection,
    context: steps.StepContext,
    delivery: Delivery,
    person: Person | None,
    *,
    prompt: UUID,
    place: Place,
    now: datetime,
) -> tuple[Message, Language]:
    """The card of the prompt with the delivery's id `prompt`, for the person, or for a channel."""
    if person is None:
        language, conversation = context.unit.language, place.conversation
        card = await cards.channel_card(
            c, context, conversation=conversation, delivery=str(prompt), now=now, language=language
        )
        return card, language
    language = steps.language_of(person, context.unit)
    card = await cards.card(c, context, person.id, delivery=str(prompt), now=now, language=language)
    # With the prompt itself, and not with updates: the notice has been shown with the prompt.
    if isinstance(card, PromptAsked) and delivery.kind is DeliveryKind.PROMPT and needs_notice(person):
        card = replace(card, notice=await notice_in(c, context, now=now))
    return with_offer(card, person, context.step.shown.area_id), language


async def _receipt(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    """The receipt of the stored answer; without words the message is deleted, unless needed as the way back."""
    context = await step_of(c, delivery)
    place = await place_of(c, delivery)
    if context is None or isinstance(place, NotNow):
        return NotNow(DeliveryState.DROPPED, "nowhere to confirm it")
    person = await person_of(c, delivery)
    language = context.unit.language if delivery.group else steps.language_of(person, context.unit)
    anew = delivery.revision > 0
    message_id = _message_id(delivery)
    kept = await cards.text_kept(c, context, person.id, message=message_id, anew=anew, now=now, language=language)
    message = receipts.message_of(delivery, context, kept)
    if not delivery.activity:
        if message is None or isinstance(message, NotKept):
            return NotNow(DeliveryState.DROPPED, "nothing to confirm any more")
        return Outgoing(_place_of_message(place, delivery), message, language)
    is_newest = not isinstance(delivery.about, OfNewerReceipt)
    is_way_back = context.step.asked is AskedIn.CHANNEL and not delivery.group and is_newest
    if message is None and is_way_back:
        message = await cards.card(c, context, person.id, delivery="", now=now, language=language)
    return Outgoing(_place_of_message(place, delivery), message, language, delivery.activity)


def _message_id(receipt: Delivery) -> str:
    """The id of the chat message that the receipt confirms, "" if the receipt names none."""
    return receipt.about.message if isinstance(receipt.about, OfAnswer) else ""


def _reply(delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    if delivery.reply is None:
        return NotNow(DeliveryState.DROPPED, outbox.TAKEN_BACK)
    reply = unpack(delivery.reply)
    if delivery.activity:  # takes words off a card, which is never too late
        return Outgoing(reply.place, reply.message, reply.language, delivery.activity)
    until = reply.said_at + _TOO_LATE_TO_REPLY
    if now >= until:
        return NotNow(DeliveryState.DROPPED, "too late for a reply")
    return Outgoing(reply.place, reply.message, reply.language, until=until)


async def _duplicate_removal(c: AsyncConnection, delivery: Delivery) -> Outgoing | NotNow:
    place = await place_of(c, delivery)
    if isinstance(place, NotNow):
        return NotNow(DeliveryState.DROPPED, place.reason)
    return Outgoing(_place_of_message(place, delivery), None, Language.NB, delivery.activity)


def _place_of_message(place: Place, delivery: Delivery) -> Place:
    """The place where the message was sent, even if the reader has moved to another conversation since."""
    return replace(place, conversation=delivery.conversation or place.conversation, thread=delivery.thread)


async def _notice(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    place = await place_of(c, delivery)
    if isinstance(place, NotNow):
        # Unreached people are worth knowing for a coordinator who adds the bot late; a past lockout is not.
        return place if notices.is_of_use_later(delivery) else NotNow(DeliveryState.DROPPED, place.reason)
    stopped = await notices.is_stopped(c, place.tenant)
    if stopped and await outbox_due.is_anything_left(c, place.tenant, but=DeliveryKind.NOTICE):
        # Other deliveries probe whether the lockout is over; without any, the notice is the probe.
        return NotNow(DeliveryState.DUE, "the bot is not let in there", now + _UNTIL_LET_IN)
    notice = await notices.compose(c, delivery, now=now)
    if notice is None:
        return NotNow(DeliveryState.DROPPED, "nothing to tell")
    days = await schooldays.days_of(c, delivery.municipality, notice.group.id, now=now)
    if not delivery.activity and (opening := days.next_opening(now)) > now:
        return postponed(opening)
    unit = (await steps.town(c, delivery.municipality)).units[notice.group.unit]
    to = await person_of(c, delivery) if delivery.person is not None else None
    language = steps.language_of(to, unit) if to is not None else unit.language
    # A notice that stands is brought up to date: another coordinator has decided, say.
    return Outgoing(_place_of_message(place, delivery), notice.message, language, delivery.activity)


async def _promise(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    """In school hours and after the reader's pause; an answer, and a card that stands, at once."""
    place = await place_of(c, delivery)
    if isinstance(place, NotNow):
        return place
    found = await promise_cards.compose(c, delivery, now=now)
    if found is None:
        return NotNow(DeliveryState.DROPPED, "nothing to look at again")
    message, group = found
    person = await person_of(c, delivery)
    if group is not None and not delivery.activity:
        days = await schooldays.days_of(c, delivery.municipality, group.id, now=now)
        if (not_now := waits(person, days.next_opening(now), days, now=now)) is not None:
            return not_now
    units = (await steps.town(c, delivery.municipality)).units
    unit = units[group.unit if group is not None else delivery.municipality]
    language = steps.language_of(person, unit)
    return Outgoing(_place_of_message(place, delivery), message, language, delivery.activity)


async def step_of(c: AsyncConnection, delivery: Delivery) -> steps.StepContext | None:
    if delivery.session is None or delivery.position is None:
        return None
    return await steps.load(c, StepRef(delivery.municipality, delivery.session, delivery.position))
