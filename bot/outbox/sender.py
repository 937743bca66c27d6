"""One tenant's sender: claims due deliveries, keeps the tenant's rate, and releases the lease when all are sent."""

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
from storage.outbox_due import LONGEST_REST

log = structlog.get_logger()

# Shares of `per_second`: 48 of 50 requests a second; 40 in slow mode, while the tenant's people are answering.
_FULL, _SLOW = 0.96, 0.80
_AT_FIRST_SECONDS = 2.0
_UNTIL_SEEN_SECONDS = 2.5  # until every replica has read that slow mode is over
_AHEAD_SECONDS = 1.0  # seconds of sending to claim in advance
_WIRE_SLOTS = 6  # deliveries on the wire that wait for the rate limit: as many as are sent during one commit
_MOST_ASKED = 400  # requests to Teams at once
_PATIENCE_SECONDS = 2.0  # of waiting for a conversation that is at its limit
_STORM = 10  # throttled requests in a row show that the tenant is over its limit, and not some conversations


class LeaseLost(Exception):
    """This replica may have been evicted: other replicas may send its claimed deliveries by now."""


class Sender:
    def __init__(self, tenant: str, context: SendContext) -> None:
        self.tenant = tenant
        self._context = context
        self._attempts = Attempts(context)
        self._tenant_rate = TenantRate(context.timer)
        self._wire_slots = asyncio.Semaphore(_WIRE_SLOTS)
        self._in_flight: dict[tuple[str, UUID], asyncio.Task[None]] = {}
        self._awaited = 0
        self._wake = asyncio.Event()
        self._lease = TenantLease(tenant)
        self._replica = context.replicas.id
        self._slow_until = 0.0
        self._throttled: list[float] = []
        self._failure: Exception | None = None
        self._drained = False
        self._polled_while_releasing = False
        self._finishing = False

    async def run(self) -> bool:
        """Send until nothing is due. False, at once, if another replica holds the tenant's lease."""
        if not await self._acquire_lease():
            return False
        self._failure, self._throttled = None, []
        self._drained = False
        self._slow_down(_AT_FIRST_SECONDS)
        while not self._finishing:
            self._wake.clear()
            if self._failure is not None:
                raise self._failure
            await self._adapt_to_answering()
            if not self._drained:
                await self._claim()
            if self._in_flight:
                await self._wake.wait()
            elif self._failure is None and not await self._keeps_lease():
                break
        return True

    async def _keeps_lease(self) -> bool:
        """Release the lease unless a delivery has become due meanwhile; whether this sender goes on."""
        self._polled_while_releasing = False
        if not await self._context.replicas.release(self.tenant):
            self._drained = False
            return True
        if not self._polled_while_releasing:
            return False
        # The dispatcher called poll_again while the lease was being released.
        return await self._acquire_lease()

    async def _acquire_lease(self) -> bool:
        """False if another replica holds the tenant's lease."""
        lease = await self._context.replicas.acquire(self.tenant)
        if lease is None:
            return False
        self._lease, self._replica = lease, self._context.replicas.id
        return True

    def poll_again(self) -> None:
        """Claim again: deliveries may have become due."""
        self._drained, self._polled_while_releasing = False, True
        self._wake.set()

    async def finish(self, *, seconds: float) -> None:
        """Claim nothing more and wait for the attempts in flight; an attempt that takes longer stays on the wire."""
        self._finishing = True
        self._wake.set()
        if self._in_flight:
            _, late = await asyncio.wait(self._in_flight.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    # Claiming.

    async def _claim(self) -> None:
        most = self._capacity()
        if most <= 0 or self._is_resting:
            return
        context = self._context
        claim = partial(
            outbox_claims.claim_due, tenant=self.tenant, replica=context.replicas.id, now=context.clock(), most=most
        )
        self._drained = True  # poll_again may set False during the claim
        with context.claims.track():
            claimed = await context.db.write(claim)
        if len(claimed) == most:
            self._drained = False
        with context.claims.track(*(delivery.key for delivery in claimed)):
            for delivery, outgoing in await self._attempts.compose(claimed):
                self._start_attempt(delivery, outgoing)

    async def _adapt_to_answering(self) -> None:
        context = self._context
        lease = await context.replicas.lease(self.tenant)
        answering = lease.answering_until is not None and lease.answering_until > context.clock()
        if answering is not self._lease.slow_mode:
            await context.replicas.set_slow_mode(self.tenant, slow=answering)
            self._lease = replace(self._lease, slow_mode=answering)
            self._slow_down(_UNTIL_SEEN_SECONDS)

    def _capacity(self) -> int:
        """How many deliveries to claim. A single one while Teams refuses the bot, as a probe."""
        if self._lease.stopped_why:
            return 1 - len(self._in_flight)
        ahead = max(2 * _WIRE_SLOTS, round(self._context.per_second * _AHEAD_SECONDS))
        waiting = len(self._in_flight) - self._awaited
        return ahead - waiting if waiting <= ahead // 2 and self._awaited < _MOST_ASKED else 0

    @property
    def _is_resting(self) -> bool:
        until, now = self._lease.rests_until, self._context.clock()
        return until is not None and now < until <= now + LONGEST_REST

    def _slow_down(self, seconds: float) -> None:
        self._slow_until = self._context.timer.seconds() + seconds

    def _rate(self) -> float:
        slowly = self._lease.slow_mode or self._context.timer.seconds() < self._slow_until
        return rate(self._context.per_second, slowly=slowly)

    # Attempts.

    def _start_attempt(self, delivery: Delivery, outgoing: Outgoing) -> None:
        task = asyncio.create_task(self._deliver(delivery, outgoing), name=f"send {delivery.id}")
        self._in_flight[delivery.key] = task
        task.add_done_callback(partial(self._attempt_done, delivery))

    def _attempt_done(self, delivery: Delivery, task: "asyncio.Task[None]") -> None:
        self._in_flight.pop(delivery.key, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failure = error if isinstance(error, Exception) else self._failure
        self._wake.set()

    async def _deliver(self, delivery: Delivery, outgoing: Outgoing) -> None:
        with self._context.claims.track(delivery.key):
            await self._attempt(delivery, outgoing)

    async def _attempt(self, delivery: Delivery, outgoing: Outgoing) -> None:
        outcome: Outcome | None = None
        for room in ROOMS:
            expected = DeliveryState.CLAIMED if room is ROOM else DeliveryState.ON_THE_WIRE
            try:
                outcome = await self._attempt_once(delivery, outgoing, expected, room=room)
            except RateLimited as soon:
                await self._attempts.release(delivery, expected=expected, seconds=soon.seconds)
                return
            if outcome is None or outcome.meaning is not Meaning.TOO_BIG:
                break
        if outcome is not None:
            await self._attempts.settle(delivery, outgoing, outcome)
            await self._note_outcome(outcome)

    async def _attempt_once(
        self, delivery: Delivery, outgoing: Outgoing, expected: DeliveryState, *, room: int
    ) -> Outcome | None:
        """Teams' answer, or None if the delivery was not sent after all."""
        context, place = self._context, outgoing.place
        windows = for_outbox(context.replicas.living)
        async with context.conversations.turn(place.tenant, place.conversation, windows, patience=_PATIENCE_SECONDS):
            async with self._wire_slots:
                if self._finishing or self._is_resting:
                    await self._attempts.release(delivery, expected=expected)
                    return None
                if expected is DeliveryState.CLAIMED and not await self._attempts.put_on_the_wire(delivery, outgoing):
                    return None
                began = context.timer.seconds()
                await self._tenant_rate.turn(self._rate)
                context.metrics.paced(self.tenant, per_second=self._rate(), waited=context.timer.seconds() - began)
                if not (context.replicas.lease_is_safe and context.replicas.id == self._replica):
                    # Nothing was sent. If another replica holds the delivery by now, the release changes nothing.
                    await self._attempts.release(delivery, expected=DeliveryState.ON_THE_WIRE)
                    raise LeaseLost(f"replica {self._replica} has missed its heartbeat")
                if outgoing.until is not None and context.clock() >= outgoing.until:
                    await self._attempts.drop_late(delivery)
                    return None
            self._awaited += 1
            self._wake.set()
            try:
                return await self._attempts.ask(delivery, outgoing, room=room)
            finally:
                self._awaited -= 1

    # What Teams' answers say about the tenant.

    async def _note_outcome(self, outcome: Outcome) -> None:
        if outcome.meaning is Meaning.DONE:
            self._throttled = []
            if self._lease.failures:
                await self._context.db.write(partial(replicas.resume, tenant=self.tenant))
                self._lease = replace(self._lease, failures=0, rests_until=None, stopped_at=None, stopped_why="")
        elif outcome.meaning is Meaning.UNAUTHORISED:
            await self._rest(None, why=outcome.reason)
        elif outcome.reason.startswith("429"):
            self._throttled.append(outcome.retry_after or 0.0)
            if len(self._throttled) >= _STORM:
                await self._rest(min(self._throttled), why="")

    async def _rest(self, retry_after: float | None, *, why: str) -> None:
        """Send nothing to the tenant for a while: longer each time, unless Teams says how long.

        Further refusals of attempts that were in flight change nothing.
        """
        if self._is_resting:
            return
        context, now = self._context, self._context.clock()
        failures = self._lease.failures + 1
        until = now + min(max(pause(self._lease.failures, None), pause(0, retry_after)), LONGEST_REST)
        self._lease = replace(
            self._lease, failures=failures, rests_until=until, stopped_why=why or self._lease.stopped_why
        )
        self._throttled = []
        context.metrics.rests(self.tenant, "not let in" if why else "throttled")
        log.warning("a tenant rests", tenant=self.tenant, until=until.isoformat(), why=why or "throttled")
        await context.db.write(
            partial(replicas.rest, tenant=self.tenant, until=until, failures=failures, why=why, now=now)
        )


def rate(per_second: float, *, slowly: bool) -> float:
    """The sender's share of the tenant's requests a second: smaller in slow mode."""
    return per_second * (_SLOW if slowly else _FULL)
