"""What the actions ask of the world, as protocols: they never learn that it is Teams."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from content.cards.fitting import ROOM
from content.vocabulary.messages import Message
from dialogs.events import Event, Place
from dialogs.model import Happening, Language

Clock = Callable[[], datetime]
Say = Callable[[Happening, Place, Sequence[Message], Language], Awaitable[None]]
"""Say these within the turn that somebody set off; what cannot be said in time is said a little later."""


class Apologise(Protocol):
    async def __call__(self, event: Event, error: Exception, *, in_place: bool) -> bool:
        """Tell the person that their doing met an error of ours; whether they know now.

        `in_place`: they have been told on the card that they pressed.
        """
        ...


class Meaning(StrEnum):
    """What an answer from Teams means for the one who asked (reference: Teams' status codes)."""

    DONE = "done"
    AGAIN = "again"  # 412, 429: nothing was written, ask again
    UNCERTAIN = "uncertain"  # 502, 503, 504, a lost connection: it may have been written
    UNREACHABLE = "unreachable"  # 403, 404: this conversation cannot be written to
    REFUSED = "refused"  # 400, 500: asking again would not help
    TOO_BIG = "too big"  # 413: nothing was written, and something shorter may be
    UNAUTHORISED = "unauthorised"  # 401: nothing can be sent for this tenant


@dataclass(frozen=True)
class Outcome:
    """What came of asking Teams. `retry_after` is in seconds, None where Teams said nothing.

    `activity` is the new message's id; `conversation` differs from the one asked for where a thread was begun.
    `reason` is a short code for people who look after the bot (e.g. "403 BotNotInConversationRoster"), never text
    that somebody wrote. `seconds` is how long Teams took to answer, where that was measured.
    """

    meaning: Meaning
    activity: str = ""
    conversation: str = ""
    retry_after: float | None = None
    reason: str = ""
    seconds: float = 0.0


class Watch(Protocol):
    """Whoever counts what happens; nothing that anybody wrote is told here, and nobody's name."""

    def refused(self, why: str) -> None:
        """A request was not let in: "not authentic", "too large", "not readable", "service url" or "tenant"."""
        ...

    def settled(self, kind: str, outcome: str) -> None:
        """A delivery was asked of Teams, or put away."""
        ...

    def turn(self, action: str, outcome: str, *, seconds: float) -> None:
        """Somebody did something, and it was "answered" or "failed"; until the last of it had been said."""
        ...

    def tick(self, outcome: str, *, seconds: float) -> None:
        """What was due is "done", or some of it "failed"."""
        ...

    def asked(self, tenant: str, call: str, outcome: str, *, seconds: float) -> None:
        """Teams was asked something in this tenant, and answered."""
        ...

    def paced(self, tenant: str, *, per_second: float, waited: float) -> None:
        """A delivery's turn had come: at this pace, after so many seconds."""
        ...

    def rests(self, tenant: str, why: str) -> None:
        """Nothing goes to the tenant for a while: it is "throttled", or the bot is "not let in"."""
        ...


class Unwatched:
    """Nobody counts."""

    def refused(self, why: str) -> None:
        pass

    def settled(self, kind: str, outcome: str) -> None:
        pass

    def turn(self, action: str, outcome: str, *, seconds: float) -> None:
        pass

    def tick(self, outcome: str, *, seconds: float) -> None:
        pass

    def asked(self, tenant: str, call: str, outcome: str, *, seconds: float) -> None:
        pass

    def paced(self, tenant: str, *, per_second: float, waited: float) -> None:
        pass

    def rests(self, tenant: str, why: str) -> None:
        pass


class Timer(Protocol):
    """Time that only goes on: for pauses and for how long something has lasted, never for what is due."""

    def seconds(self) -> float: ...

    async def pause(self, seconds: float) -> None: ...


class RealTimer:
    """As it passes for everybody."""

    def seconds(self) -> float:
        return time.monotonic()

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass(frozen=True)
class People:
    """Who is in a channel: their Entra object ids, or Teams' own where somebody has none; None if Teams did not tell.

    `retry_after` is in seconds: they may be told then. None where asking again soon would not help.
    """

    ids: frozenset[str] | None
    retry_after: float | None = None


class Directory(Protocol):
    """Tells who is in a channel. Never raises for what Teams answers."""

    async def people(self, place: Place) -> People: ...


class Messenger(Protocol):
    """Writes to a place. Never raises for what Teams answers: the Outcome says it. At most 10 seconds.

    `room` is how large a card may be, in bytes as UTF-16: what does not fit is left out, and the card says so.
    """

    async def send(self, place: Place, message: Message, language: Language, *, room: int = ROOM) -> Outcome:
        """A new message; in a channel without `place.thread` it begins a thread of its own."""
        ...

    async def update(
        self, place: Place, activity: str, message: Message, language: Language, *, room: int = ROOM
    ) -> Outcome:
        """The message `activity` becomes this one."""
        ...

    async def delete(self, place: Place, activity: str) -> Outcome:
        """The message `activity` is gone."""
        ...
