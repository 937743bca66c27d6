"""Tells people that a message could not be kept while the database is away, and once more when the database is back.

Nothing is stored, since the database is away: each replica remembers in memory whom to tell, and no message.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import structlog

from bot.outbox.attempt import SendContext
from bot.outbox.rate_limits import PER_CONVERSATION, RateLimited, ReplyRate
from bot.outbox.replies import PATIENCE_SECONDS, Replies
from bot.ports import Meaning
from content.vocabulary.conversing import NotAnswered, NothingSaved, SavingAgain
from content.vocabulary.messages import Message
from dialogs.events import Event, Installed, MessageDeleted, Said, Uninstalled
from dialogs.model import Happening, Language, Scope
from storage.database import is_down
from storage.writability import obstacle

log = structlog.get_logger()

Redo = Callable[[Event], Awaitable[None]]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_MOST = 10_000  # people, and as many events
_BETWEEN_SECONDS = 2.0
_REPEATED_SECONDS = 120.0  # Teams repeats a request that was not answered in time, within a minute
_SHARE = 0.5  # of the tenant's rate: the outbox sends nothing while its database is away
_MAY_HAVE_ARRIVED = frozenset({Meaning.DONE, Meaning.UNCERTAIN})


@dataclass(frozen=True)
class _Telling:
    """A notice about one message's failure, begun at `since` (the timer's seconds)."""

    task: "asyncio.Task[bool]"
    since: float

    @property
    def has_arrived(self) -> bool:
        task = self.task
        return task.done() and not task.cancelled() and task.exception() is None and task.result()

    def covers(self, now: float) -> bool:
        """Whether the same message, sent again `now`, needs no further notice."""
        return now - self.since <= _REPEATED_SECONDS and (self.has_arrived or not self.task.done())


class Outages:
    """`redo` answers an event again, for events that hold no words: a deletion, an installation."""

    def __init__(self, context: SendContext, replies: Replies, *, redo: Redo) -> None:
        self._context = context
        self._replies = replies
        self._redo = redo
        self._rates: dict[str, ReplyRate] = {}
        self._tellings: dict[tuple[str, str], _Telling] = {}
        self._waiting: dict[tuple[str, str], tuple[Happening, Language]] = {}
        self._to_redo: dict[tuple[str, str], Event] = {}
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()

    async def tell(self, event: Event, error: Exception, *, in_place: bool) -> bool:
        """Tell the person behind the event that nothing may have been kept; whether the person knows.

        `in_place`: the pressed card has already said so, and only the end of the outage is left to tell.
        """
        is_away = is_down(error) or isinstance(error, TimeoutError)
        if is_away:
            self._remember(event)
        if not _is_for_us(event):
            return False
        if in_place:
            return True
        return await self._tell_once(event.about, NothingSaved() if is_away else NotAnswered())

    async def look(self) -> None:
        """Tell everybody who waits that the database is back, if the database accepts writes."""
        now = self._context.timer.seconds()
        if not (self._waiting or self._to_redo) or now - self._looked_at < _BETWEEN_SECONDS or self._looking.locked():
            return
        self._looked_at = now
        async with self._looking:
            try:
                if await obstacle(self._context.db):
                    return
                await _each(self._to_redo, self._redo)
                await _each(self._waiting, self._tell_of_the_end)
            except Exception as error:
                if not is_down(error):
                    raise

    async def finish(self, *, seconds: float) -> None:
        """Wait at most `seconds` for notices in flight."""
        under_way = [known.task for known in self._tellings.values() if not known.task.done()]
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _remember(self, event: Event) -> None:
        about = event.about
        where = (about.place.tenant, about.place.conversation)
        if _is_for_us(event):
            # The latest message tells the language and the thread; the name in Teams need not be remembered.
            _put(self._waiting, where, (replace(about, name=""), Language.of(about.locale)))
        if isinstance(event, Installed | MessageDeleted):
            _put(self._to_redo, (about.place.conversation, about.activity), event)

    async def _tell_once(self, about: Happening, message: Message) -> bool:
        """Not twice where Teams sends the same again meanwhile, also under another id."""
        now = self._context.timer.seconds()
        key = (about.place.conversation, about.fingerprint)
        known = self._tellings.get(key)
        if known is None or not known.covers(now):
            known = _Telling(asyncio.create_task(self._say(about, message), name="telling of a failure"), now)
            _put(self._tellings, key, known)
        await asyncio.wait([known.task], timeout=PATIENCE_SECONDS)
        return known.has_arrived

    async def _say(self, about: Happening, message: Message) -> bool:
        """Straight to Teams, since the outbox is in the database."""
        place, context = about.place, self._context
        rate = context.per_second * _SHARE / max(1, context.replicas.living)
        pace = self._rates.setdefault(place.tenant, ReplyRate(context.timer))
        try:
            async with context.conversations.turn(
                place.tenant,
                place.conversation,
                PER_CONVERSATION,
                patience=PATIENCE_SECONDS,
                alone_within=PATIENCE_SECONDS,
            ):
                if not await pace.turn(rate, patience=PATIENCE_SECONDS):
                    return False
                outcome = await context.messenger.send(place, message, Language.of(about.locale))
        except RateLimited:
            return False
        return outcome.meaning in _MAY_HAVE_ARRIVED

    async def _tell_of_the_end(self, waiting: tuple[Happening, Language]) -> None:
        about, language = waiting
        if not await self._replies.leave_to_outbox(about, about.place, SavingAgain(), language):
            await self._replies.say(about, about.place, [SavingAgain()], language)


async def _each(left: dict[tuple[str, str], _Value], do: Callable[[_Value], Awaitable[None]]) -> None:
    """Do the work for each item until none is left. Raises errors of a database still away, and keeps the rest."""
    while left:
        key, value = next(iter(left.items()))
        try:
            await do(value)
        except Exception as error:
            if is_down(error):
                raise
            log.exception("what an outage left to be done could not be done")
        if left.get(key) is value:  # not if a newer value has replaced it meanwhile
            del left[key]


def _is_for_us(event: Event) -> bool:
    """Whether somebody spoke to the bot and may be answered in the same place.

    In a channel only messages that mention the bot count: everybody reads a channel, and a press concerns its author.
    """
    if isinstance(event, Installed | Uninstalled):
        return False
    if event.about.place.scope is Scope.PERSONAL:
        return True
    return isinstance(event, Said) and event.mentioned


def _put(known: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    """Add the value as the newest; drop the oldest if there are too many."""
    known.pop(key, None)
    if len(known) >= _MOST:
        del known[next(iter(known))]
    known[key] = value
