"""One tenant's sender: takes what is due, keeps the tenant's pace, and lets the tenant go when all has been sent."""

import asyncio
from dataclasses import replace
from functools import partial
from uuid import UUID

import structlog

from bot.context.addressing import Outgoing
from bot.outbox.attempt import ROOMS, Attempts, SendContext
from bot.outbox.rate_limits import RateLimited, TenantRate, for_outbox
from bot.outbox.transitions import pause
from bot.ports import Meaning, Outcome
from content.cards.fitting import ROOM
from dialogs.model import Delivery, DeliveryState, TenantLease
from storage import outbox_claims, replicas
from storage.outbox_claims import LONGEST_REST

log = structlog.get_logger()

# Of what the tenant may be asked a second: evenly at 48 of 50; at 40 while its people are answering, and at first.
_FULL, _WITH_ROOM = 0.96, 0.80
_AT_FIRST_SECONDS = 2.0
_UNTIL_SEEN_SECONDS = 2.5  # until every copy knows that there is no room any more
_AHEAD_SECONDS = 1.0  # how much is taken ahead of its turn
_ON_DECK = 6  # on the wire and waiting for their turn: as many as go while a commit takes its time
_MOST_ASKED = 400  # of Teams at once
_PATIENCE_SECONDS = 2.0  # with a conversation that takes no more just now
_STORM = 10  # throttled one after the other: it is not their conversations, it is the tenant


class LeaseLost(Exception):
    """The others may take this copy for dead: what it has in hand may be theirs by now."""


class Sender:
    def __init__(self, tenant: str, context: SendContext) -> None:
        self.tenant = tenant
        self._context = context
        self._attempts = Attempts(context)
        self._pace = TenantRate(context.timer)
        self._deck = asyncio.Semaphore(_ON_DECK)
        self._under_way: dict[tuple[str, UUID], asyncio.Task[None]] = {}
        self._asked = 0
        self._news = asyncio.Event()
        self._sheet = TenantLease(tenant)
        self._copy = context.replicas.id
        self._slow_until = 0.0
        self._throttled: list[float] = []
        self._failure: Exception | None = None
        self._all_taken = False
        self._called = False
        self._finishing = False

    async def run(self) -> bool:
        """Until nothing is due any more but cards that were changed again meanwhile: they can be changed once for all.

        False, at once, where another copy sends to this tenant.
        """
        if not await self._get_hold():
            return False
        self._failure, self._throttled = None, []
        self._all_taken = False
        self._go_slowly(_AT_FIRST_SECONDS)
        while not self._finishing:
            self._news.clear()
            if self._failure is not None:
                raise self._failure
            await self._make_room()
            if not self._all_taken:
                await self._take()
            if self._under_way:
                await self._news.wait()
            elif self._failure is None and not await self._goes_on():
                break
        return True

    async def _goes_on(self) -> bool:
        """Whether there is more after all; else the tenant is anybody's."""
        self._called = False
        if not await self._context.replicas.let_go(self.tenant):
            self._all_taken = False
            return True
        if not self._called:
            return False
        # In this very moment somebody has said that there is more to take.
        return await self._get_hold()

    async def _get_hold(self) -> bool:
        """False where another copy sends to this tenant."""
        sheet = await self._context.replicas.take(self.tenant)
        if sheet is None:
            return False
        self._sheet, self._copy = sheet, self._context.replicas.id
        return True

    def poll_again(self) -> None:
        """There may be more to take."""
        self._all_taken, self._called = False, True
        self._news.set()

    async def finish(self, *, seconds: float) -> None:
        """Begin nothing more, and let what is under way come to its end; what takes longer stays on the wire."""
        self._finishing = True
        self._news.set()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    # What is taken, and when.

    async def _take(self) -> None:
        most = self._most()
        if most <= 0 or self._rests:
            return
        context = self._context
        claim = partial(
            outbox_claims.claim_due, tenant=self.tenant, copy=context.replicas.id, now=context.clock(), most=most
        )
        self._all_taken = True  # unless somebody says otherwise meanwhile
        with context.claims.holding():
            found = await context.db.write(claim)
        if len(found) == most:
            self._all_taken = False
        with context.claims.holding(*(one.key for one in found)):
            for one, outgoing in await self._attempts.composed(found):
                self._begin(one, outgoing)

    async def _make_room(self) -> None:
        context = self._context
        told = await context.replicas.sheet(self.tenant)
        answering = told.answering_until is not None and told.answering_until > context.clock()
        if answering is not self._sheet.room:
            await context.replicas.make_room(self.tenant, room=answering)
            self._sheet = replace(self._sheet, room=answering)
            self._go_slowly(_UNTIL_SEEN_SECONDS)

    def _most(self) -> int:
        """One at a time where Teams would not let the bot in: to see whether it does by now."""
        if self._sheet.stopped_why:
            return 1 - len(self._under_way)
        ahead = max(2 * _ON_DECK, round(self._context.per_second * _AHEAD_SECONDS))
        waiting = len(self._under_way) - self._asked
        return ahead - waiting if waiting <= ahead // 2 and self._asked < _MOST_ASKED else 0

    @property
    def _rests(self) -> bool:
        until, now = self._sheet.rests_until, self._context.clock()
        return until is not None and now < until <= now + LONGEST_REST

    def _go_slowly(self, seconds: float) -> None:
        self._slow_until = self._context.timer.seconds() + seconds

    def _rate(self) -> float:
        slowly = self._sheet.room or self._context.timer.seconds() < self._slow_until
        return rate(self._context.per_second, slowly=slowly)

    # What is under way.

    def _begin(self, one: Delivery, outgoing: Outgoing) -> None:
        task = asyncio.create_task(self._deliver(one, outgoing), name=f"send {one.id}")
        self._under_way[one.key] = task
        task.add_done_callback(partial(self._ended, one))

    def _ended(self, one: Delivery, task: "asyncio.Task[None]") -> None:
        self._under_way.pop(one.key, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failure = error if isinstance(error, Exception) else self._failure
        self._news.set()

    async def _deliver(self, one: Delivery, outgoing: Outgoing) -> None:
        with self._context.claims.holding(one.key):
            await self._carry(one, outgoing)

    async def _carry(self, one: Delivery, outgoing: Outgoing) -> None:
        outcome: Outcome | None = None
        for room in ROOMS:
            held = DeliveryState.CLAIMED if room is ROOM else DeliveryState.ON_THE_WIRE
            try:
                outcome = await self._once(one, outgoing, held, room=room)
            except RateLimited as soon:
                await self._attempts.put_back(one, held=held, seconds=soon.seconds)
                return
            if outcome is None or outcome.meaning is not Meaning.TOO_BIG:
                break
        if outcome is not None:
            await self._attempts.settle(one, outgoing, outcome)
            await self._learn(outcome)

    async def _once(self, one: Delivery, outgoing: Outgoing, held: DeliveryState, *, room: int) -> Outcome | None:
        """What Teams answers; None where it was not asked after all."""
        context, place = self._context, outgoing.place
        windows = for_outbox(context.replicas.living)
        async with context.conversations.turn(place.tenant, place.conversation, windows, patience=_PATIENCE_SECONDS):
            async with self._deck:
                if self._finishing or self._rests:
                    await self._attempts.put_back(one, held=held)
                    return None
                if held is DeliveryState.CLAIMED and not await self._attempts.put_on_the_wire(one, outgoing):
                    return None
                began = context.timer.seconds()
                await self._pace.turn(self._rate)
                context.metrics.paced(self.tenant, per_second=self._rate(), waited=context.timer.seconds() - began)
                if not (context.replicas.lease_is_safe and context.replicas.id == self._copy):
                    # It has not been asked of Teams. If it is another's by now, that is theirs to know.
                    await self._attempts.put_back(one, held=DeliveryState.ON_THE_WIRE)
                    raise LeaseLost(f"copy {self._copy} has not been able to count on")
                if outgoing.until is not None and context.clock() >= outgoing.until:
                    await self._attempts.drop_late(one)
                    return None
            self._asked += 1
            self._news.set()
            try:
                return await self._attempts.ask(one, outgoing, room=room)
            finally:
                self._asked -= 1

    # What Teams' answers say of the tenant.

    async def _learn(self, outcome: Outcome) -> None:
        if outcome.meaning is Meaning.DONE:
            self._throttled = []
            if self._sheet.strikes:
                await self._context.db.write(partial(replicas.go_on, tenant=self.tenant))
                self._sheet = replace(self._sheet, strikes=0, rests_until=None, stopped_at=None, stopped_why="")
        elif outcome.meaning is Meaning.UNAUTHORISED:
            await self._rest(None, why=outcome.reason)
        elif outcome.reason.startswith("429"):
            self._throttled.append(outcome.retry_after or 0.0)
            if len(self._throttled) >= _STORM:
                await self._rest(min(self._throttled), why="")

    async def _rest(self, retry_after: float | None, *, why: str) -> None:
        """Longer each time, unless Teams says how long; those that were under way have nothing to add to it."""
        if self._rests:
            return
        context, now = self._context, self._context.clock()
        strikes = self._sheet.strikes + 1
        until = now + min(max(pause(self._sheet.strikes, None), pause(0, retry_after)), LONGEST_REST)
        self._sheet = replace(
            self._sheet, strikes=strikes, rests_until=until, stopped_why=why or self._sheet.stopped_why
        )
        self._throttled = []
        context.metrics.rests(self.tenant, "not let in" if why else "throttled")
        log.warning("a tenant rests", tenant=self.tenant, until=until.isoformat(), why=why or "throttled")
        await context.db.write(
            partial(replicas.rest, tenant=self.tenant, until=until, strikes=strikes, why=why, now=now)
        )


def rate(per_second: float, *, slowly: bool) -> float:
    """Of what a tenant may be asked a second, what its sender allows itself: less while its people are answering."""
    return per_second * (_WITH_ROOM if slowly else _FULL)
