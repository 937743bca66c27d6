"""One attempt at a delivery: put on the wire (commit), ask Teams, settle (commit), with no transaction open between."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.addressing import NotNow, Outgoing
from bot.context.privacy import shown_by
from bot.outbox.bulk_composing import BulkComposer
from bot.outbox.commit_buffer import CommitBuffer
from bot.outbox.rate_limits import ConversationRates
from bot.outbox.replicas import Key, Replicas
from bot.outbox.transitions import after, released
from bot.ports import Clock, Meaning, Messenger, Metrics, Outcome, Timer
from content.cards.fitting import ROOM
from dialogs.asking import prompting
from dialogs.model import Delivery, DeliveryState
from storage import contacts, outbox, places
from storage.database import Database
from storage.outbox_claims import Mark, Settlement

log = structlog.get_logger()

ROOMS = (ROOM, ROOM // 2, ROOM // 4)
"""The sizes of a card, in bytes, tried one after the other while Teams finds the message too big."""


class Claims:
    """Deliveries claimed by this process. `in_doubt`: a claim may have been committed although an error was raised.

    Counted, since a delivery can be claimed again before the first holder is done with it.
    """

    def __init__(self) -> None:
        self.keys: Counter[Key] = Counter()
        self.in_doubt = False

    @contextmanager
    def track(self, *keys: Key) -> Iterator[None]:
        self.keys.update(keys)
        try:
            yield
        except BaseException:
            self.in_doubt = True
            raise
        finally:
            for key in keys:
                self.keys[key] -= 1
                if not self.keys[key]:
                    del self.keys[key]


@dataclass(frozen=True)
class SendContext:
    """What senders and replies share. `tenants` are let in; `per_second` is the limit of requests to each."""

    db: Database
    composer: BulkComposer
    claims: Claims
    messenger: Messenger
    commit_buffer: CommitBuffer
    replicas: Replicas
    conversations: ConversationRates
    clock: Clock
    timer: Timer
    metrics: Metrics
    tenants: frozenset[str]
    per_second: float


class Attempts:
    def __init__(self, context: SendContext) -> None:
        self._context = context

    async def compose(self, deliveries: Sequence[Delivery]) -> list[tuple[Delivery, Outgoing]]:
        """Compose claimed deliveries; a delivery that cannot go out now is settled with the reason and left out."""
        if not deliveries:
            return []
        context = self._context
        made = await context.composer.compose_all(deliveries, now=context.clock())
        decided = [(delivery, self._checked(delivery, made[delivery.key])) for delivery in deliveries]
        await asyncio.gather(
            *(self._settle_unsent(delivery, not_now) for delivery, not_now in decided if isinstance(not_now, NotNow))
        )
        return [(delivery, outgoing) for delivery, outgoing in decided if isinstance(outgoing, Outgoing)]

    def _checked(self, delivery: Delivery, outgoing: Outgoing | NotNow) -> Outgoing | NotNow:
        if isinstance(outgoing, NotNow):
            return outgoing
        if outgoing.place.tenant not in self._context.tenants:
            return NotNow(DeliveryState.UNDELIVERABLE, "the tenant is not let in")
        if outgoing.place.tenant != delivery.tenant:
            # The reader was heard from in another tenant meanwhile, whose sender takes over the delivery.
            return NotNow(DeliveryState.DUE, "", self._context.clock(), tenant=outgoing.place.tenant)
        return outgoing

    async def _settle_unsent(self, delivery: Delivery, not_now: NotNow) -> None:
        now = self._context.clock()
        if not_now.until is not None:
            settled = replace(
                released(delivery, until=not_now.until, reason=not_now.reason), tenant=not_now.tenant or delivery.tenant
            )
        else:
            settled = replace(delivery, state=not_now.state, reason=not_now.reason)
        await self._context.commit_buffer.settle(Settlement(DeliveryState.CLAIMED, delivery, settled))
        if not_now.state is DeliveryState.WAITING and delivery.person is not None:
            await self._context.db.write(partial(_wake_if_there, delivery=delivery, now=now))
        elif not_now.state is not DeliveryState.WAITING and not_now.until is None:
            self._context.metrics.settled(_kind_of(delivery), not_now.state.value)

    async def put_on_the_wire(self, delivery: Delivery, outgoing: Outgoing, *, at_once: bool = False) -> bool:
        """False if the delivery is no longer this replica's: cancelled, or recovered by another."""
        mark = Mark(delivery, outgoing.place.tenant, outgoing.place.conversation)
        return await self._context.commit_buffer.put_on_the_wire(mark, at_once=at_once)

    async def release(self, delivery: Delivery, *, expected: DeliveryState, seconds: float = 0.0) -> None:
        """Settle a delivery that was not sent after all: due again after `seconds`."""
        until = self._context.clock() + timedelta(seconds=seconds)
        await self._context.commit_buffer.settle(Settlement(expected, delivery, released(delivery, until=until)))

    async def drop_late(self, delivery: Delivery) -> None:
        """Settle a delivery on the wire that became too late before Teams was asked."""
        settled = replace(delivery, state=DeliveryState.DROPPED, reason=prompting.TOO_LATE)
        await self._context.commit_buffer.settle(Settlement(DeliveryState.ON_THE_WIRE, delivery, settled))
        self._context.metrics.settled(_kind_of(delivery), settled.state.value)

    async def ask(self, delivery: Delivery, outgoing: Outgoing, *, room: int = ROOM) -> Outcome:
        messenger = self._context.messenger
        try:
            if outgoing.message is None:
                return await messenger.delete(outgoing.place, outgoing.activity)
            if outgoing.activity:
                return await messenger.update(
                    outgoing.place, outgoing.activity, outgoing.message, outgoing.language, room=room
                )
            return await messenger.send(outgoing.place, outgoing.message, outgoing.language, room=room)
        except Exception as error:
            # The messenger raises for no answer of Teams: the fault is ours, and in this message alone.
            log.exception("a delivery could not be rendered", delivery=str(delivery.id))
            return Outcome(Meaning.REFUSED, reason=f"could not be rendered: {type(error).__name__}")

    async def settle(self, delivery: Delivery, outgoing: Outgoing, outcome: Outcome) -> Delivery:
        """Write what the outcome makes of the delivery, and return the delivery."""
        now = self._context.clock()
        settled = after(_tried(delivery, outgoing, outcome), outcome, now=now)
        # Teams also refuses updates of a message that the reader deleted; a refused new message means the conversation.
        is_shut = outcome.meaning is Meaning.UNREACHABLE and not outgoing.activity
        if is_shut:
            place = outgoing.place
            await self._context.db.write(
                partial(places.mark_unreachable, tenant=place.tenant, conversation=place.conversation, now=now)
            )
        shown = shown_by(outgoing.message, outgoing.place)
        await self._context.commit_buffer.settle(Settlement(DeliveryState.ON_THE_WIRE, delivery, settled, shown))
        if is_shut:  # not for an update: woken here, the update would be refused over and over
            await self._context.db.write(partial(_wake_if_there, delivery=delivery, now=now))
        self._log(settled, outcome)
        return settled

    def _log(self, settled: Delivery, outcome: Outcome) -> None:
        """Log the outcome. A kind that tells who has answered is logged only on failure; only failures name the id."""
        self._context.metrics.settled(_kind_of(settled), outcome.meaning.value)
        done = outcome.meaning is Meaning.DONE
        if done and not settled.kind.is_reportable:
            return
        say, named = (log.info, {}) if done else (log.warning, {"delivery": str(settled.id)})
        say(
            "delivery",
            **named,
            kind=_kind_of(settled),
            outcome=outcome.meaning.value,
            reason=outcome.reason,
            tries=settled.tries,
            tenant=settled.tenant,
            municipality=settled.municipality,
            session=settled.session,
            seconds=round(outcome.seconds, 3),
        )


def _kind_of(delivery: Delivery) -> str:
    return delivery.kind.value if delivery.kind.is_reportable else "other"


def _tried(delivery: Delivery, outgoing: Outgoing, outcome: Outcome) -> Delivery:
    """The delivery with one more try, and with the message's place in Teams if Teams has taken the message."""
    place = outgoing.place
    activity, thread, conversation = delivery.activity, delivery.thread, place.conversation
    if outcome.meaning is Meaning.DONE:
        if outgoing.message is not None and not outgoing.activity:
            base, _, root = (outcome.conversation or conversation).partition(";messageid=")
            activity, conversation, thread = outcome.activity, base, root or place.thread
        else:
            activity, thread = "" if outgoing.message is None else activity, place.thread
    return replace(
        delivery,
        tries=delivery.tries + 1,
        tenant=place.tenant,
        conversation=conversation,
        activity=activity,
        thread=thread,
    )


async def _wake_if_there(c: AsyncConnection, *, delivery: Delivery, now: datetime) -> None:
    """Make the delivery due again if the person has been heard from between composing and settling."""
    if delivery.person is None:
        return
    contact = await contacts.contact_of(c, delivery.municipality, delivery.person)
    if contact is not None and contact.reachable:
        await outbox.wake_waiting(c, delivery.municipality, delivery.person, now=now)
