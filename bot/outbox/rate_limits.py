"""Rate limits for requests to Teams: sliding windows per conversation, even spacing per tenant.

Teams counts requests on arrival (reference: «Optimize your bot with rate limiting in Teams»), and requests sent apart
may arrive together. We count a conversation's request from its answer, which is later than its arrival, so our window
never undercounts Teams'.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.ports import Timer


@dataclass(frozen=True)
class Window:
    most: int
    seconds: float


PER_CONVERSATION = (Window(7, 1), Window(8, 2), Window(60, 30), Window(1800, 3600))
_LONGEST = max(window.seconds for window in PER_CONVERSATION)
_MOST = max(window.most for window in PER_CONVERSATION)
_SWEEP_SECONDS = 60.0
# A slightly late request is made up for; a stall is not, since catching up would be a burst.
_ARREARS_SECONDS = 0.01


class RateLimited(Exception):
    """The conversation is at its limit for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.1f} s too soon")
        self.seconds = seconds


def for_outbox(living: int) -> tuple[Window, ...]:
    """The outbox's share of a conversation's windows while `living` replicas reply in the same conversation."""
    shares = for_replies(living)
    if living == 1:
        return shares
    return tuple(
        Window(max(1, whole.most - living * share.most), whole.seconds)
        for whole, share in zip(PER_CONVERSATION, shares, strict=True)
    )


def for_replies(living: int) -> tuple[Window, ...]:
    """One replica's share of a conversation's windows for replies; a single replica may use the whole."""
    if living == 1:
        return PER_CONVERSATION
    return tuple(Window(max(1, window.most // (2 * living)), window.seconds) for window in PER_CONVERSATION)


class ConversationRates:
    """One request at a time in each conversation, within its windows."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._answered: dict[int, tuple[float, ...]] = {}
        # A lock exists as long as a request holds the lock or waits for it.
        self._under_way: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._swept_at = timer.seconds()

    @asynccontextmanager
    async def turn(
        self,
        tenant: str,
        conversation: str,
        windows: Sequence[Window],
        *,
        patience: float,
        alone_within: float | None = None,
    ) -> AsyncIterator[None]:
        """Raises RateLimited if the windows require a wait of more than `patience` seconds.

        Also if a request in flight in the conversation takes more than `alone_within` seconds of real time (None: no
        limit).
        """
        # A number takes less room than a name, and hundreds of thousands may be known.
        key = hash((tenant, conversation))
        lock = self._under_way.setdefault(key, asyncio.Lock())
        await _acquired(lock, within=alone_within)
        try:
            wait = self._wait(key, windows)
            if wait > patience:
                raise RateLimited(wait)
            if wait > 0:
                await self._timer.pause(wait)
            try:
                yield
            finally:
                self._note(key)
        finally:
            lock.release()

    def _wait(self, key: int, windows: Sequence[Window]) -> float:
        answered = self._answered.get(key, ())
        now = self._timer.seconds()
        full = (window for window in windows if len(answered) >= window.most)
        return max((answered[-window.most] + window.seconds - now for window in full), default=0.0)

    def _note(self, key: int) -> None:
        now = self._timer.seconds()
        recent = (at for at in self._answered.get(key, ()) if at > now - _LONGEST)
        self._answered[key] = (*recent, now)[-_MOST:]
        if now - self._swept_at > _SWEEP_SECONDS:
            self._swept_at = now
            self._answered = {key: at for key, at in self._answered.items() if at[-1] > now - _LONGEST}


async def _acquired(lock: asyncio.Lock, *, within: float | None) -> None:
    """Raises RateLimited if the lock takes more than `within` seconds."""
    try:
        async with asyncio.timeout(within):
            await lock.acquire()
    except TimeoutError as error:
        raise RateLimited(0.0) from error


class TenantRate:
    """Evenly spaced requests for one tenant's sender, first come, first served."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._gate = asyncio.Lock()
        self._last = float("-inf")

    async def turn(self, rate: Callable[[], float]) -> None:
        """`rate` is per second, asked when the turn has come."""
        async with self._gate:
            now = self._timer.seconds()
            at = max(self._last + 1 / rate(), now - _ARREARS_SECONDS)
            if at > now:
                await self._timer.pause(at - now)
            self._last = at


class ReplyRate:
    """Evenly spaced replies to one tenant from one replica; a reply that would wait too long is refused at once."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._last = float("-inf")

    async def turn(self, rate: float, *, patience: float) -> bool:
        """`rate` is per second. False, with nothing used up, if the wait would exceed `patience` seconds."""
        now = self._timer.seconds()
        at = max(self._last + 1 / rate, now)
        if at - now > patience:
            return False
        self._last = at
        if at > now:
            await self._timer.pause(at - now)
        return True
