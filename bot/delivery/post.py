"""The outbox at work: claim (commit), on the wire (commit), send, settle (commit); never a transaction open between."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.aside import Aside, ChildGone
from bot.delivery.composing import compose
from bot.delivery.letters import Kept, Letter
from bot.ports import Clock, Meaning, Messenger, Outcome
from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage import deliveries, places
from storage.database import Database, is_down

log = structlog.get_logger()

_AT_ONCE = 100
_SENDERS = 8
_TURN_PATIENCE = 3.0  # seconds a turn waits for its confirmation before the outbox takes over
_UNCERTAIN_AGAIN = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(minutes=15)
_MOST_TRIES = 12
# These stay worth sending until composing says that they are late; the others only confirm what has been done.
_LASTING = frozenset({DeliveryKind.PROMPT, DeliveryKind.DIGEST})


class Post:
    """Sends what is due. One runs at a time in a process; several processes share the work by claiming."""

    def __init__(
        self, db: Database, aside: Aside, messenger: Messenger, *, clock: Clock, tenants: frozenset[str]
    ) -> None:
        self._db = db
        self._aside = aside
        self._messenger = messenger
        self._clock = clock
        self._tenants = tenants
        self._running = asyncio.Lock()
        self._senders = asyncio.Semaphore(_SENDERS)
        self._under_way: set[asyncio.Task[None]] = set()
        self._finishing = False

    async def send_due(self) -> None:
        """Until nothing is due any more."""
        async with self._running:
            await self._db.write(partial(deliveries.give_back, now=self._clock()))
            while due := await self._due():
                # Who waits for the sending may be cancelled; what is on its way to Teams then still comes to its end.
                sending = asyncio.gather(*(self._begun(delivery) for delivery in due), return_exceptions=True)
                failed = [result for result in await asyncio.shield(sending) if isinstance(result, BaseException)]
                if failed:
                    raise failed[0]

    async def send_now(self, municipality_ids: Iterable[tuple[str, UUID]]) -> None:
        """Within a turn; what cannot go in time goes by itself a little later."""
        for municipality, delivery_id in municipality_ids:
            delivery = await self._db.read(partial(deliveries.one, municipality=municipality, delivery_id=delivery_id))
            if delivery is not None:
                await asyncio.wait([self._begun(delivery)], timeout=_TURN_PATIENCE)

    async def finish(self, *, seconds: float = 5.0) -> None:
        """Begin nothing more, and let what is under way come to its end; what takes longer stays on the wire."""
        self._finishing = True
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _due(self) -> tuple[Delivery, ...]:
        if self._finishing:
            return ()
        return await self._db.read(partial(deliveries.due, now=self._clock(), most=_AT_ONCE))

    def _begun(self, delivery: Delivery) -> asyncio.Task[None]:
        task = asyncio.create_task(self._send(delivery), name=f"send {delivery.id}")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _send(self, delivery: Delivery) -> None:
        async with self._senders:
            if self._finishing:
                return
            claimed = await self._db.write(partial(deliveries.claim, delivery=delivery, now=self._clock()))
            if claimed is None:
                return
            letter = await self._composed(claimed)
            if isinstance(letter, Kept):
                held = letter.until is not None and delivery.state is DeliveryState.UNCERTAIN
                await self._keep(claimed, replace(letter, state=DeliveryState.UNCERTAIN) if held else letter)
            elif await self._db.write(partial(_on_the_wire, delivery=claimed, letter=letter, now=self._clock())):
                outcome = await self._ask(claimed, letter)
                uncertain = delivery.state is DeliveryState.UNCERTAIN
                now = self._clock()
                await self._db.write(
                    partial(_settle, delivery=claimed, letter=letter, outcome=outcome, uncertain=uncertain, now=now)
                )
                _tell(claimed, outcome)

    async def _composed(self, delivery: Delivery) -> Letter | Kept:
        try:
            if delivery.kind is DeliveryKind.DIGEST:
                letter = await self._aside.digest(delivery, now=self._clock())
            else:
                letter = await self._db.read(partial(compose, delivery=delivery, now=self._clock()))
        except ChildGone:  # nothing is known of the delivery itself; its lease gives it back
            raise
        except Exception as error:
            if is_down(error):
                raise
            # A fault of ours in this one, which would come again each time: it may hold up no other.
            log.exception("a delivery could not be composed", delivery=str(delivery.id))
            return Kept(DeliveryState.UNDELIVERABLE, f"could not be composed: {type(error).__name__}")
        if isinstance(letter, Letter) and letter.place.tenant not in self._tenants:
            return Kept(DeliveryState.UNDELIVERABLE, "the tenant is not let in")
        return letter

    async def _ask(self, delivery: Delivery, letter: Letter) -> Outcome:
        try:
            if letter.message is None:
                return await self._messenger.delete(letter.place, letter.activity)
            if letter.activity:
                return await self._messenger.update(letter.place, letter.activity, letter.message, letter.language)
            return await self._messenger.send(letter.place, letter.message, letter.language)
        except Exception as error:
            # The messenger raises for nothing that Teams answers, so this is a fault of ours, in this message alone.
            log.exception("a delivery could not be rendered", delivery=str(delivery.id))
            return Outcome(Meaning.REFUSED, reason=f"could not be rendered: {type(error).__name__}")

    async def _keep(self, delivery: Delivery, kept: Kept) -> None:
        await self._db.write(partial(_put_away, delivery=delivery, kept=kept, now=self._clock()))


async def _put_away(c: AsyncConnection, *, delivery: Delivery, kept: Kept, now: datetime) -> None:
    held = DeliveryState.CLAIMED
    await deliveries.settle(c, delivery, held=held, state=kept.state, now=now, due_at=kept.until, reason=kept.reason)
    if kept.state is DeliveryState.WAITING and delivery.person is not None:
        # Whoever installs between the looking and this would be waited for in vain.
        contact = await places.contact_of(c, delivery.municipality, delivery.person)
        if contact is not None and contact.reachable:
            await deliveries.wake_waiting(c, delivery.municipality, delivery.person, now=now)


def _tell(delivery: Delivery, outcome: Outcome) -> None:
    say = log.info if outcome.meaning is Meaning.DONE else log.warning
    say(
        "delivery",
        delivery=str(delivery.id),
        kind=delivery.kind.value,
        outcome=outcome.meaning.value,
        reason=outcome.reason,
    )


async def _on_the_wire(c: AsyncConnection, *, delivery: Delivery, letter: Letter, now: datetime) -> bool:
    place = letter.place
    return await deliveries.settle(
        c,
        delivery,
        held=DeliveryState.CLAIMED,
        state=DeliveryState.ON_THE_WIRE,
        now=now,
        tenant=place.tenant,
        conversation=place.conversation,
        tries=delivery.tries + 1,
    )


async def _settle(
    c: AsyncConnection, *, delivery: Delivery, letter: Letter, outcome: Outcome, uncertain: bool, now: datetime
) -> None:
    state, pause = after(delivery, outcome, uncertain=uncertain)
    values: dict[str, str] = {"reason": outcome.reason}
    if outcome.meaning is Meaning.DONE and letter.message is None:
        values |= {"activity": ""}
    elif outcome.meaning is Meaning.DONE and not letter.activity:
        base, _, thread = (outcome.conversation or letter.place.conversation).partition(";messageid=")
        values |= {"activity": outcome.activity, "conversation": base, "thread": thread or letter.place.thread}
    # A refused update may only mean that its reader deleted the message; a refused new one means the conversation.
    if outcome.meaning is Meaning.UNREACHABLE and not letter.activity:
        await places.mark_unreachable(c, tenant=letter.place.tenant, conversation=letter.place.conversation, now=now)
    await deliveries.settle(
        c, delivery, held=DeliveryState.ON_THE_WIRE, state=state, now=now, due_at=now + pause, **values
    )


def after(delivery: Delivery, outcome: Outcome, *, uncertain: bool) -> tuple[DeliveryState, timedelta]:
    """The state an outcome leads to, and how long to wait there. `uncertain`: what went before may have arrived.

    A second prompt or digest is harmless (both cards lead to one reflection), so an uncertain one goes once more, 15 s
    later; it is not known to be lost if that is uncertain too.
    """
    match outcome.meaning:
        case Meaning.DONE:
            return DeliveryState.SENT, timedelta()
        case Meaning.AGAIN | Meaning.UNAUTHORISED if delivery.kind in _LASTING or delivery.tries < _MOST_TRIES:
            # Nothing was written this time, which says nothing of the time before.
            return DeliveryState.UNCERTAIN if uncertain else DeliveryState.AGAIN, _pause(delivery, outcome)
        case Meaning.UNCERTAIN if not uncertain and delivery.kind is not DeliveryKind.RECEIPT:
            return DeliveryState.UNCERTAIN, _UNCERTAIN_AGAIN
        case _:
            return DeliveryState.UNDELIVERABLE, timedelta()


def _pause(delivery: Delivery, outcome: Outcome) -> timedelta:
    """What Teams asked for; where it said nothing, twice as long each time."""
    if outcome.retry_after is not None:
        return timedelta(seconds=max(outcome.retry_after, 1.0))
    return min(timedelta(seconds=2.0 ** min(delivery.tries, 20)), _LONGEST_PAUSE)
