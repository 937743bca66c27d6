"""The outbox at work: a sender for each tenant that something is due for, woken when there may be more."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from uuid import UUID
from zlib import crc32

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.attempt import Hand, Workshop
from bot.outbox.bulk_composing import Batches
from bot.outbox.commit_buffer import Books
from bot.outbox.outages import Apologies, Redo
from bot.outbox.rate_limits import Conversations
from bot.outbox.replicas import Copies, give_back
from bot.outbox.replies import Replies
from bot.outbox.sender import Sender
from bot.ports import Clock, Messenger, Timer, Watch
from bot.workers.process import Aside
from content.vocabulary.messages import Message
from dialogs.events import Event
from dialogs.model import Happening, Language, Place
from storage import outbox_claims
from storage.database import Database, is_down

log = structlog.get_logger()

_LOOK_SECONDS = 1.0
_ROUND_SECONDS = 3.0
_WRITE_SECONDS = 1.5  # what may be written at the very end, where the database is slow or away


class Post:
    """`per_second` is what Teams takes from the bot in one tenant; `woken` is called when something is left to send.

    `redo` answers an event that could not be answered while the database was away.
    """

    def __init__(
        self,
        db: Database,
        aside: Aside,
        messenger: Messenger,
        *,
        clock: Clock,
        timer: Timer,
        tenants: frozenset[str],
        per_second: float,
        watch: Watch,
        woken: Callable[[], None],
        redo: Redo,
    ) -> None:
        copies = Copies(db, clock=clock, timer=timer)
        self._shop = Workshop(
            db=db,
            batches=Batches(db, aside, timer=timer),
            hand=Hand(),
            messenger=messenger,
            books=Books(db, copies=copies, clock=clock, timer=timer),
            copies=copies,
            conversations=Conversations(timer),
            clock=clock,
            timer=timer,
            watch=watch,
            tenants=tenants,
            per_second=per_second,
        )
        self._replies = Replies(self._shop, woken=woken)
        self._apologies = Apologies(self._shop, self._replies, redo=redo)
        self._senders: dict[str, Sender] = {}
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._looked_at = timer.seconds()
        self._finishing = False

    async def wake(
        self, *, but: frozenset[str] = frozenset(), gently: bool = False, hurried: Collection[str] = ()
    ) -> None:
        """A sender sets out for each tenant that something is due for, `but` for these; it is not waited for.

        One that is under way looks again: it may be waiting for Teams, for as long as a conversation stalls. `gently`,
        where only cards have changed, all but the `hurried` do so when their moment has come, once in three seconds:
        several changes of a card are one by then, and the tenants' cards are not all in the way of those who answer.
        """
        shop = self._shop
        since, self._looked_at = self._looked_at, shop.timer.seconds()
        if await shop.copies.beat() or shop.hand.in_doubt:
            await self._recover()
        if self._finishing:
            return
        if await shop.db.read(partial(outbox_claims.is_due, tenant="", now=shop.clock())):
            await shop.db.write(partial(outbox_claims.address, now=shop.clock(), let_in=shop.tenants))
        now = shop.clock()
        due = await shop.db.read(partial(outbox_claims.tenants_due, now=now))
        waits = set(due).difference(hurried) if gently else set()
        waits = {tenant for tenant in waits if not _has_its_moment(tenant, since, self._looked_at)}
        if waits:
            waits.difference_update(await shop.db.read(partial(outbox_claims.tenants_due, now=now, changes=False)))
        for tenant in due:
            if tenant in waits:
                continue
            if tenant in self._running:
                self._senders[tenant].look_again()
            elif tenant not in but:
                self._set_out(tenant)

    async def send_due(self) -> None:
        """Until nothing is due any more that this copy may send. Raises what a sender could not deal with."""
        elsewhere: set[str] = set()
        while True:
            await self.wake(but=frozenset(elsewhere))
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
        await self._shop.books.finish(seconds=_WRITE_SECONDS)
        try:
            async with asyncio.timeout(_WRITE_SECONDS):
                await self._shop.copies.leave()
        except Exception as error:
            if not (is_down(error) or isinstance(error, TimeoutError)):
                raise
            # The others will find out by themselves.
            log.warning("the others do not hear that this copy leaves", kind=type(error).__name__)

    def _set_out(self, tenant: str) -> None:
        sender = self._senders.setdefault(tenant, Sender(tenant, self._shop))
        task = asyncio.create_task(sender.run(), name=f"sender of {tenant or 'what has no tenant'}")
        self._running[tenant] = task
        task.add_done_callback(partial(self._came_back, tenant))

    def _came_back(self, tenant: str, task: "asyncio.Task[bool]") -> None:
        self._running.pop(tenant, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sending stopped", tenant=tenant, exc_info=error)

    async def _recover(self) -> None:
        """What was lost sight of is given back: nobody else would, while this copy lives.

        Something has failed, or a connection was lost with the answer to a commit: what was taken in hand by that was
        then taken by nobody, and others were in its place when it was done again.
        """
        shop = self._shop
        shop.hand.in_doubt = False

        async def work(c: AsyncConnection) -> None:
            held = await outbox_claims.held_by(c, shop.copies.id)
            lost = [one for one in held if one.key not in shop.hand.keys]
            await give_back(c, held=lost, now=shop.clock())

        try:
            await shop.db.write(work)
        except BaseException:
            shop.hand.in_doubt = True
            raise


def _has_its_moment(tenant: str, since: float, until: float) -> bool:
    """Whether it lies between these two (seconds): each tenant has one in every round, most of them another."""
    moment = crc32(tenant.encode()) % 1000 / 1000 * _ROUND_SECONDS
    return (since - moment) // _ROUND_SECONDS < (until - moment) // _ROUND_SECONDS
