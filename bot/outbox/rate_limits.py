"""How fast Teams is asked: sliding windows per conversation and per tenant, and nothing that bursts.

Teams counts at its own end (reference: «Optimize your bot with rate limiting in Teams»), so what leaves here together
may not be what arrives there together. A request therefore counts from when it was answered: whatever was answered more
than a window ago had arrived before that.
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
# An interval that came to be a little too long is made up for; a stall is not, for that would be a burst.
_ARREARS_SECONDS = 0.01


class RateLimited(Exception):
    """The conversation takes nothing more for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.1f} s too soon")
        self.seconds = seconds


def for_outbox(living: int) -> tuple[Window, ...]:
    """What the outbox may use of a conversation's windows where so many copies answer in it as well."""
    shares = for_replies(living)
    if living == 1:
        return shares
    return tuple(
        Window(max(1, whole.most - living * share.most), whole.seconds)
        for whole, share in zip(PER_CONVERSATION, shares, strict=True)
    )


def for_replies(living: int) -> tuple[Window, ...]:
    """What one of so many copies may use of a conversation's windows; alone it sees all that is sent, and may all."""
    if living == 1:
        return PER_CONVERSATION
    return tuple(Window(max(1, window.most // (2 * living)), window.seconds) for window in PER_CONVERSATION)


class ConversationRates:
    """One request at a time in each conversation, and no more than its windows allow."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._answered: dict[int, tuple[float, ...]] = {}
        # Each is there as long as somebody has it or waits for it.
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
        """Raises TooSoon where that would take more than `patience` seconds once nothing else is under way there.

        So it does where that itself takes more than `alone_within` seconds of real time, None: however long.
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
    """Raises TooSoon where it takes more than `within` seconds."""
    try:
        async with asyncio.timeout(within):
            await lock.acquire()
    except TimeoutError as error:
        raise RateLimited(0.0) from error


class TenantRate:
    """Evenly, so many a second, for one tenant's sender: whoever has waited longest goes next."""

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
    """Evenly as well, for replies to one tenant from one copy; who would have to wait too long is told so at once."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._last = float("-inf")

    async def turn(self, rate: float, *, patience: float) -> bool:
        """`rate` is per second. False, and nothing is used up, where it would take more than `patience` seconds."""
        now = self._timer.seconds()
        at = max(self._last + 1 / rate, now)
        if at - now > patience:
            return False
        self._last = at
        if at > now:
            await self._timer.pause(at - now)
        return True
