"""The outbox at work: a sender for each tenant that something is due for, woken when there may be more."""

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
from bot.ports import Clock, Messenger, Metrics, Timer
from bot.workers.process import DigestProcess
from content.vocabulary.messages import Message
from dialogs.events import Event
from dialogs.model import Happening, Language, Place
from storage import outbox_claims
from storage.database import Database, is_down

log = structlog.get_logger()

_LOOK_SECONDS = 1.0
_UNADDRESSED = ""  # in place of a tenant
_WRITE_SECONDS = 1.5  # what may be written at the very end, where the database is slow or away


class Dispatcher:
    """`per_second` is what Teams takes from the bot in one tenant; `woken` is called when something is left to send.

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
        self._senders: dict[str, Sender] = {}
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._finishing = False

    async def poll(self, *, but: frozenset[str] = frozenset()) -> None:
        """Start a sender for each tenant that something is due for, `but` for these, and return without waiting.

        A sender that is at work polls again: it may be waiting for Teams, for as long as a conversation stalls.
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
        """The tenants that something is due for, once what is due has been addressed to a tenant."""
        context = self._context
        due = await context.db.read(partial(outbox_claims.tenants_due, now=context.clock()))
        if _UNADDRESSED not in due:
            return due
        await context.db.write(partial(outbox_claims.address, now=context.clock(), let_in=context.tenants))
        return await context.db.read(partial(outbox_claims.tenants_due, now=context.clock()))

    async def send_due(self) -> None:
        """Until nothing is due any more that this copy may send. Raises what a sender could not deal with."""
        elsewhere: set[str] = set()
        while True:
            await self.poll(but=frozenset(elsewhere))
            running = dict(self._running)
            if not running:
                return
            # Who waits for the sending may be cancelled; what is on its way to Teams then still comes to its end.
            await asyncio.wait(running.values(), timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            for tenant, task in running.items():
                if task.done() and not task.cancelled() and not task.result():
                    elsewhere.add(tenant)

    async def say(self, about: Happening, place: Place, messages: Sequence[Message], language: Language) -> None:
        """Within a turn; what cannot go in time goes by itself a little later."""
        await self._replies.say(about, place, messages, language)

    async def send_now(self, tenant: str, wanted: Iterable[tuple[str, UUID]]) -> None:
        """The same for deliveries: (municipality, id)."""
        await self._replies.send(tenant, wanted)

    async def apologise(self, event: Event, error: Exception, *, in_place: bool) -> bool:
        """Whether the person who set off the event knows that nothing may have come of it."""
        return await self._apologies.tell(event, error, in_place=in_place)

    async def tell_of_the_end_of_an_outage(self) -> None:
        """To everybody who was told of the outage, where it is over."""
        await self._apologies.look()

    async def may_ask(self, tenant: str) -> bool:
        """Whether the tenant's pace lets Teams be asked something now, beside what is sent."""
        return await self._replies.may_ask(tenant)

    async def finish(self, *, seconds: float = 5.0) -> None:
        """Begin nothing more, and let what is under way come to its end; what takes longer may have arrived."""
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
        sender = self._senders.setdefault(tenant, Sender(tenant, self._context))
        task = asyncio.create_task(sender.run(), name=f"sender of {tenant or 'what has no tenant'}")
        self._running[tenant] = task
        task.add_done_callback(partial(self._sender_done, tenant))

    def _sender_done(self, tenant: str, task: "asyncio.Task[bool]") -> None:
        self._running.pop(tenant, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sending stopped", tenant=tenant, exc_info=error)

    async def _recover(self) -> None:
        """What was lost sight of is given back: nobody else would, while this copy lives.

        Something has failed, or a connection was lost with the answer to a commit: what was taken in hand by that was
        then taken by nobody, and others were in its place when it was done again.
        """
        context = self._context
        context.claims.in_doubt = False

        async def work(c: AsyncConnection) -> None:
            held = await outbox_claims.held_by(c, context.replicas.id)
            lost = [one for one in held if one.key not in context.claims.keys]
            await release_claims(c, held=lost, now=context.clock())

        try:
            await context.db.write(work)
        except BaseException:
            context.claims.in_doubt = True
            raise
