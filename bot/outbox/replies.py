"""Replies within a turn: sent at once within the rates, else left to the outbox; no turn waits longer than 3 s."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from bot.context.addressing import Outgoing
from bot.context.privacy import shown_by
from bot.outbox.attempt import Attempts, SendContext
from bot.outbox.rate_limits import RateLimited, ReplyRate, for_replies
from bot.outbox.reply_codec import Reply, pack
from bot.ports import Meaning, Outcome
from content.vocabulary.guarding import WordsTakenOff
from content.vocabulary.messages import Message, gives_back_words_for, without_words
from dialogs.model import Delivery, DeliveryState, Happening, Language, Place, Scope
from storage import channels, outbox, outbox_claims, outbox_queries
from storage.database import is_down
from storage.notices_shown import mark_shown
from storage.people import persons_behind

log = structlog.get_logger()

PATIENCE_SECONDS = 3.0
_WORDS_STAND = timedelta(minutes=15)
_NOT_WRITTEN = frozenset({Meaning.AGAIN, Meaning.UNAUTHORISED})
# Shares of `per_second` for all replicas together: 1 of 50 requests; 8 once the sender is in slow mode.
_SMALL, _LARGE = 0.02, 0.16
_LAST = 99  # higher than the number of any message of a turn


@dataclass(frozen=True)
class _Spoken:
    """A message to be said, and its number among the turn's messages."""

    about: Happening
    place: Place
    message: Message
    language: Language
    number: int


@dataclass(frozen=True)
class _Owner:
    """The municipality whose outbox keeps a reply, and the person, if imported, whose turn it belongs to."""

    municipality: str
    person: UUID | None = None


class Replies:
    def __init__(self, context: SendContext, *, woken: Callable[[], None]) -> None:
        self._context = context
        self._attempts = Attempts(context)
        self._woken = woken
        self._rates: dict[str, ReplyRate] = {}
        self._in_flight: set[asyncio.Task[None]] = set()

    async def say(self, about: Happening, place: Place, messages: Sequence[Message], language: Language) -> None:
        """Send the messages in order; a message that does not go within three seconds is left to the outbox."""
        said = [_Spoken(about, place, message, language, number) for number, message in enumerate(messages)]
        await self._within_turn(self._say(said))

    async def leave_to_outbox(self, about: Happening, place: Place, message: Message, language: Language) -> bool:
        """Leave a message to the outbox, after all messages of the same turn; False if no outbox is theirs."""
        return await self._leave_to_outbox([_Spoken(about, place, message, language, _LAST)], seconds=0.0)

    async def send(self, tenant: str, wanted: Iterable[tuple[str, UUID]]) -> None:
        """Send deliveries, as (municipality, id), within a turn."""
        for municipality, delivery_id in wanted:
            await self._within_turn(self._send(tenant, municipality, delivery_id))

    async def may_ask(self, tenant: str) -> bool:
        """Whether a turn that writes nothing may ask Teams something."""
        return await self._may_go(tenant, channel=False)

    async def finish(self, *, seconds: float) -> None:
        if self._in_flight:
            _, late = await asyncio.wait(self._in_flight, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _within_turn(self, work: Awaitable[None]) -> None:
        """Run the work as a task that outlives the turn: a request in flight comes to its end."""
        task = asyncio.ensure_future(_logging_errors(work))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)
        await asyncio.wait([task], timeout=PATIENCE_SECONDS)

    async def _send(self, tenant: str, municipality: str, delivery_id: UUID) -> None:
        context = self._context
        wanted = await context.db.read(
            partial(outbox_queries.by_id, municipality=municipality, delivery_id=delivery_id)
        )
        if wanted is None or not await self._may_go(tenant, channel=wanted.group is not None):
            return
        with context.claims.track(wanted.key):
            claim = partial(
                outbox_claims.claim, delivery=wanted, tenant=tenant, replica=context.replicas.id, now=context.clock()
            )
            claimed = await context.db.write(claim)
            for one, outgoing in await self._attempts.compose([claimed] if claimed else []):
                await self._attempt(one, outgoing)

    async def _attempt(self, one: Delivery, outgoing: Outgoing) -> None:
        try:
            async with self._conversation(outgoing.place):
                if not await self._attempts.put_on_the_wire(one, outgoing, at_once=True):
                    return
                outcome = await self._attempts.ask(one, outgoing)
        except RateLimited as soon:
            await self._attempts.release(one, expected=DeliveryState.CLAIMED, seconds=soon.seconds)
            return
        await self._attempts.settle(one, outgoing, outcome)

    async def _say(self, said: Sequence[_Spoken]) -> None:
        """Send until a message fails: later messages may not overtake it."""
        for number, one in enumerate(said):
            outcome = await self._ask(one)
            if outcome.meaning in _NOT_WRITTEN:
                if not await self._leave_to_outbox(said[number:], seconds=outcome.retry_after or 0.0):
                    # The person was never imported and has no outbox; a person still there will ask again.
                    _not_said(one, outcome="not kept", reason="not imported")
                return
            if outcome.meaning is not Meaning.DONE:
                _not_said(one, outcome=outcome.meaning.value, reason=outcome.reason)
                return
            await self._take_words_off_later(one, outcome.activity)
            if (shown := shown_by(one.message, one.place)) is not None:
                await self._context.db.write(partial(mark_shown, shown=[shown], now=self._context.clock()))

    async def _take_words_off_later(self, one: _Spoken, activity: str) -> None:
        """Stopped words stand on a card for a while, for the author to change; then the card loses the words."""
        step = gives_back_words_for(one.message)
        if step is None or not activity:
            return
        due_at = self._context.clock() + _WORDS_STAND
        packed = pack(Reply(one.place, WordsTakenOff(), one.language, due_at))
        going = deliveries.words_taken_off(step.municipality, one.place, activity, packed=packed, due_at=due_at)
        await self._context.db.write(partial(outbox.add, delivery=going))

    async def _ask(self, one: _Spoken) -> Outcome:
        place = one.place
        try:
            # The conversation comes before the rate: deliveries of the outbox wait behind this reply.
            async with self._conversation(place):
                if not await self._may_go_now(place):
                    return Outcome(Meaning.AGAIN, reason="paced")
                return await self._context.messenger.send(place, one.message, one.language)
        except RateLimited as soon:
            return Outcome(Meaning.AGAIN, retry_after=soon.seconds, reason="paced")

    def _conversation(self, place: Place) -> AbstractAsyncContextManager[None]:
        windows = for_replies(self._context.replicas.living)
        return self._context.conversations.turn(
            place.tenant, place.conversation, windows, patience=PATIENCE_SECONDS, alone_within=PATIENCE_SECONDS
        )

    async def _may_go_now(self, place: Place) -> bool:
        try:
            return await self._may_go(place.tenant, channel=place.scope is not Scope.PERSONAL)
        except Exception as error:
            if not is_down(error):
                raise
            return True  # the outbox is away too: nothing else is sent, and no reply can be left to it

    async def _may_go(self, tenant: str, *, channel: bool) -> bool:
        """Whether this replica's share of the tenant's rate lets a reply go within a turn's patience."""
        context = self._context
        await context.replicas.heartbeat()
        if context.replicas.living > 1 and (channel or not context.replicas.is_known):
            # People in one channel write to any replica: only the tenant's sender sees all messages to the channel.
            # And a replica unknown to the others has no share yet.
            return False
        lease = await context.replicas.lease(tenant)
        now = context.clock()
        if lease.stopped_why and lease.rests_until is not None and lease.rests_until > now:
            return False
        noted = lease.answering_until is not None and lease.answering_until > now
        # The larger share only if the sender is in slow mode, or no sender holds the tenant: a new one reads
        # `answering_until` before its first request.
        is_slow = noted and (lease.slow_mode or not lease.replica)
        await context.replicas.note_answering(lease)
        rate = context.per_second * (_LARGE if is_slow else _SMALL) / context.replicas.living
        pace = self._rates.setdefault(tenant, ReplyRate(context.timer))
        return await pace.turn(rate, patience=PATIENCE_SECONDS)

    async def _leave_to_outbox(self, said: Sequence[_Spoken], *, seconds: float) -> bool:
        """False if the person belongs to no imported municipality."""

        async def work(c: AsyncConnection) -> bool:
            owner = await _whose(c, said[0])
            if owner is None:
                return False
            await outbox.add_all(c, [self._kept(one, owner, seconds) for one in said])
            return True

        is_left = await self._context.db.write(work)
        if is_left:
            self._woken()
        return is_left

    def _kept(self, one: _Spoken, owner: _Owner, seconds: float) -> Delivery:
        now = self._context.clock()
        # A millisecond apart, to keep the order.
        due_at = now + timedelta(seconds=seconds, milliseconds=one.number)
        # Stopped words are not kept by a waiting reply either.
        packed = pack(Reply(one.place, without_words(one.message), one.language, now))
        return deliveries.reply(
            owner.municipality,
            one.about,
            one.place,
            person=owner.person,
            number=one.number,
            packed=packed,
            due_at=due_at,
        )


async def _whose(c: AsyncConnection, one: _Spoken) -> _Owner | None:
    """Whose outbox keeps the reply: that of the person's municipality, else of the channel's group."""
    for person in await persons_behind(c, one.about.account):
        return _Owner(person.municipality, person.id)
    for municipality, _ in await channels.groups_in(c, one.place.tenant, one.place.conversation):
        return _Owner(municipality)
    return None


def _not_said(one: _Spoken, *, outcome: str, reason: str) -> None:
    log.warning("an answer was not said", activity=one.about.activity, outcome=outcome, reason=reason)


async def _logging_errors(work: Awaitable[None]) -> None:
    """Log errors: the turn itself has been committed, and cannot fail any more."""
    try:
        await work
    except Exception:
        log.exception("a reply could not be sent")
