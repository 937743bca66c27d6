"""The dispatcher polls the outbox and starts a sender for each tenant with due deliveries."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.attempt import Claims, SendContext
from bot.outbox.bulk_composing import BulkComposer
from bot.outbox.commit_buffer import CommitBuffer
from bot.outbox.outages import Outages, Redo
from bot.outbox.rate_limits import ConversationRates
from bot.outbox.replicas import Replicas, release_claims
from bot.outbox.replies import Replies
from bot.outbox.sender import Sender
from bot.outbox.to_programs import ProgramSender, ToPrograms
from bot.ports import Clock, Messenger, Metrics, Timer
from bot.workers.process import DigestProcess
from content.vocabulary.messages import Message
from dialogs.events import Event
from dialogs.model import PROGRAMS, Happening, Language, Place
from storage import outbox_claims, outbox_due
from storage.database import Database, is_down

log = structlog.get_logger()

_LOOK_SECONDS = 1.0
_UNADDRESSED = ""  # in place of a tenant
_WRITE_SECONDS = 1.5  # for the last writes, if the database is slow or away


class Dispatcher:
    """`per_second` limits the requests to Teams in each tenant; `woken` is called after a reply was left to the outbox.

    `redo` answers an event that could not be answered while the database was away.
    """

    def __init__(
        self,
        db: Database,
        digests: DigestProcess,
        messenger: Messenger,
        *,
        clock: Clock,
        timer: Timer,
        tenants: frozenset[str],
        per_second: float,
        metrics: Metrics,
        woken: Callable[[], None],
        redo: Redo,
        to_programs: ToPrograms,
    ) -> None:
        replicas = Replicas(db, clock=clock, timer=timer)
        self._context = SendContext(
            db=db,
            composer=BulkComposer(db, digests),
            claims=Claims(),
            messenger=messenger,
            commit_buffer=CommitBuffer(db, replicas=replicas, clock=clock, timer=timer),
            replicas=replicas,
            conversations=ConversationRates(timer),
            clock=clock,
            timer=timer,
            metrics=metrics,
            tenants=tenants,
            per_second=per_second,
        )
        self._replies = Replies(self._context, woken=woken)
        self._apologies = Outages(self._context, self._replies, redo=redo)
        self._to_programs = to_programs
        self._senders: dict[str, Sender | ProgramSender] = {}
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._finishing = False

    async def poll(self, *, but: frozenset[str] = frozenset()) -> None:
        """Start a sender for each tenant with due deliveries, except `but`, and return without waiting.

        A sender at work is told to claim again: it may be waiting for a conversation that stalls.
        """
        context = self._context
        if await context.replicas.heartbeat() or context.claims.in_doubt:
            await self._recover()
        if self._finishing:
            return
        for tenant in await self._tenants_due():
            if tenant in self._running:
                self._senders[tenant].poll_again()
            elif tenant not in but:
                self._start_sender(tenant)

    async def _tenants_due(self) -> tuple[str, ...]:
        """The tenants with due deliveries, after deliveries without a tenant have been addressed."""
        context = self._context
        due = await context.db.read(partial(outbox_due.tenants_due, now=context.clock()))
        if _UNADDRESSED not in due:
            return due
        await context.db.write(partial(outbox_due.address, now=context.clock(), let_in=context.tenants))
        return await context.db.read(partial(outbox_due.tenants_due, now=context.clock()))

    async def send_due(self) -> None:
        """Send until nothing is due that this replica may send. Raises errors that a sender could not deal with."""
        elsewhere: set[str] = set()
        while True:
            await self.poll(but=frozenset(elsewhere))
            running = dict(self._running)
            if not running:
                return
            # Not awaited directly: a cancelled caller may not cancel senders, whose requests are in flight.
            await asyncio.wait(running.values(), timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            for tenant, task in running.items():
                if task.done() and not task.cancelled() and not task.result():
                    elsewhere.add(tenant)

    async def say(self, about: Happening, place: Place, messages: Sequence[Message], language: Language) -> None:
        """Send messages within a turn; a message that cannot go in time is left to the outbox."""
        await self._replies.say(about, place, messages, language)

    async def send_now(self, tenant: str, wanted: Iterable[tuple[str, UUID]]) -> None:
        """Send deliveries, as (municipality, id), within a turn."""
        await self._replies.send(tenant, wanted)

    async def apologise(self, event: Event, error: Exception, *, in_place: bool) -> bool:
        """Tell the person behind the event that nothing may have been kept; whether the person knows."""
        return await self._apologies.tell(event, error, in_place=in_place)

    async def tell_of_the_end_of_an_outage(self) -> None:
        """Tell everybody who was told of an outage, once the outage is over."""
        await self._apologies.look()

    async def may_ask(self, tenant: str) -> bool:
        """Whether the tenant's rate leaves room for a request to Teams within a turn."""
        return await self._replies.may_ask(tenant)

    async def finish(self, *, seconds: float = 5.0) -> None:
        """Start nothing more and wait for requests in flight; a request that takes longer stays on the wire."""
        if self._finishing:
            return
        self._finishing = True
        await asyncio.gather(
            self._replies.finish(seconds=seconds),
            self._apologies.finish(seconds=seconds),
            *(sender.finish(seconds=seconds) for sender in self._senders.values()),
        )
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        await self._context.commit_buffer.finish(seconds=_WRITE_SECONDS)
        try:
            async with asyncio.timeout(_WRITE_SECONDS):
                await self._context.replicas.leave()
        except Exception as error:
            if not (is_down(error) or isinstance(error, TimeoutError)):
                raise
            # The others will find out by themselves.
            log.warning("the others do not hear that this copy leaves", kind=type(error).__name__)

    def _start_sender(self, tenant: str) -> None:
        sender = self._senders.get(tenant) or self._new_sender(tenant)
        self._senders[tenant] = sender
        task = asyncio.create_task(sender.run(), name=f"sender of {tenant or 'what has no tenant'}")
        self._running[tenant] = task
        task.add_done_callback(partial(self._sender_done, tenant))

    def _new_sender(self, tenant: str) -> Sender | ProgramSender:
        if tenant == PROGRAMS:
            return ProgramSender(self._context, self._to_programs)
        return Sender(tenant, self._context)

    def _sender_done(self, tenant: str, task: "asyncio.Task[bool]") -> None:
        self._running.pop(tenant, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sending stopped", tenant=tenant, exc_info=error)

    async def _recover(self) -> None:
        """Release deliveries held under the replica's id that no sender knows of: no other replica would.

        A claim may have been committed although its answer was lost with the connection; the retried claim then took
        other deliveries.
        """
        context = self._context
        context.claims.in_doubt = False

        async def work(c: AsyncConnection) -> None:
            claimed = await outbox_claims.claimed_by(c, context.replicas.id)
            lost = [delivery for delivery in claimed if delivery.key not in context.claims.keys]
            await release_claims(c, claimed=lost, now=context.clock())

        try:
            await context.db.write(work)
        except BaseException:
            context.claims.in_doubt = True
            raise
