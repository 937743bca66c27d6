"""The sender to programs: as a tenant's sender, over the same deliveries and states, by HTTP and not through Teams."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.context.webhooks import Posting, posting_of
from bot.outbox.attempt import SendContext
from bot.outbox.transitions import after, released
from bot.ports import Meaning, Outcome, ProgramPoster
from dialogs.model import PROGRAMS, Delivery, DeliveryState, OfWebhook
from storage import outbox_claims
from storage.outbox_claims import Mark, Settlement

log = structlog.get_logger()

TRIED_FOR = timedelta(days=1)
_AT_ONCE = 16


@dataclass(frozen=True)
class ToPrograms:
    """`public_url` is where the API is, "" for none."""

    poster: ProgramPoster
    public_url: str


class ProgramSender:
    """Sends what is due to programs while this replica holds the lease of PROGRAMS."""

    def __init__(self, context: SendContext, to_programs: ToPrograms) -> None:
        self._context = context
        self._to = to_programs
        self._in_flight: set[asyncio.Task[None]] = set()
        self._finishing = False

    async def run(self) -> bool:
        """Send until nothing is due. False, at once, if another replica holds the lease."""
        replicas = self._context.replicas
        if await replicas.acquire(PROGRAMS) is None:
            return False
        while not self._finishing:
            if not await self._send_some() and await replicas.release(PROGRAMS):
                break
        return True

    def poll_again(self) -> None:
        """Nothing to wake: whatever has become due is claimed before the lease is released."""

    async def finish(self, *, seconds: float) -> None:
        """Claim nothing more, and wait for requests in flight; a request that takes longer stays on the wire."""
        self._finishing = True
        if self._in_flight:
            _, late = await asyncio.wait(self._in_flight, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _send_some(self) -> int:
        context, replica = self._context, self._context.replicas.id
        claim = partial(outbox_claims.claim_due, tenant=PROGRAMS, replica=replica, now=context.clock(), most=_AT_ONCE)
        with context.claims.track():
            claimed = await context.db.write(claim)
        with context.claims.track(*(delivery.key for delivery in claimed)):
            self._in_flight = {asyncio.create_task(self._deliver(one, replica)) for one in claimed}
            ended = await asyncio.gather(*self._in_flight, return_exceptions=True)
            for error in ended:
                if isinstance(error, Exception):
                    raise error
        self._in_flight = set()
        return len(claimed)

    async def _deliver(self, delivery: Delivery, replica: str) -> None:
        context = self._context
        posting = await context.db.read(partial(posting_of, delivery=delivery, public_url=self._to.public_url))
        if posting is None:
            dropped = replace(delivery, state=DeliveryState.DROPPED, reason="the webhook has been removed")
            await context.commit_buffer.settle(Settlement(DeliveryState.CLAIMED, delivery, dropped))
            return
        if not await context.commit_buffer.put_on_the_wire(Mark(delivery, PROGRAMS, ""), at_once=False):
            return
        if not (context.replicas.lease_is_safe and context.replicas.id == replica):
            # Another replica may have the delivery by now; the release then changes nothing.
            back = released(delivery, until=context.clock())
            await context.commit_buffer.settle(Settlement(DeliveryState.ON_THE_WIRE, delivery, back))
            return
        await self._settle(delivery, posting, await self._post(posting))

    async def _post(self, posting: Posting) -> Outcome:
        headers = posting.headers(now=self._context.clock())
        return await self._to.poster.post(posting.webhook.url, posting.body, headers)

    async def _settle(self, delivery: Delivery, posting: Posting, outcome: Outcome) -> None:
        context, webhook = self._context, posting.webhook
        settled = next_state(delivery, webhook.id, outcome, now=context.clock())
        await context.commit_buffer.settle(Settlement(DeliveryState.ON_THE_WIRE, delivery, settled))
        context.metrics.settled(delivery.kind.value, outcome.meaning.value)
        say = log.info if outcome.meaning is Meaning.DONE else log.warning
        say(
            "webhook",
            webhook=webhook.id,
            municipality=webhook.municipality,
            outcome=outcome.meaning.value,
            reason=outcome.reason,
            tries=settled.tries,
        )


def next_state(delivery: Delivery, webhook: str, outcome: Outcome, *, now: datetime) -> Delivery:
    """As any delivery's, and given up once the program has not taken the message for a day."""
    tried = replace(delivery, tries=delivery.tries + 1)
    settled = after(tried, replace(outcome, reason=f"{webhook}: {outcome.reason}"), now=now)
    since = delivery.about.at if isinstance(delivery.about, OfWebhook) else delivery.due_at
    if settled.state is DeliveryState.AGAIN and settled.due_at >= since + TRIED_FOR:
        return replace(settled, state=DeliveryState.UNDELIVERABLE, reason=f"{settled.reason}, given up after a day")
    return settled
