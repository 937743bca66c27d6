"""What the actions ask of the world, as protocols: they never learn that it is Teams."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from content.vocabulary.messages import Message
from dialogs.events import Place
from dialogs.model import Language

Clock = Callable[[], datetime]


class Meaning(StrEnum):
    """What an answer from Teams means for the one who asked (reference: Teams' status codes)."""

    DONE = "done"
    AGAIN = "again"  # 412, 429: nothing was written, ask again
    UNCERTAIN = "uncertain"  # 502, 503, 504, a lost connection: it may have been written
    UNREACHABLE = "unreachable"  # 403, 404: this conversation cannot be written to
    REFUSED = "refused"  # 400, 413, 500: asking again would not help
    UNAUTHORISED = "unauthorised"  # 401: nothing can be sent for this tenant


@dataclass(frozen=True)
class Outcome:
    """What came of asking Teams. `retry_after` is in seconds, None where Teams said nothing.

    `activity` is the new message's id; `conversation` differs from the one asked for where a thread was begun.
    `reason` is a short code for people who look after the bot (e.g. "403 BotNotInConversationRoster"), never text
    that somebody wrote.
    """

    meaning: Meaning
    activity: str = ""
    conversation: str = ""
    retry_after: float | None = None
    reason: str = ""


class Messenger(Protocol):
    """Writes to a place. Never raises for what Teams answers: the Outcome says it. At most 10 seconds."""

    async def send(self, place: Place, message: Message, language: Language) -> Outcome:
        """A new message; in a channel without `place.thread` it begins a thread of its own."""
        ...

    async def update(self, place: Place, activity: str, message: Message, language: Language) -> Outcome:
        """The message `activity` becomes this one."""
        ...

    async def delete(self, place: Place, activity: str) -> Outcome:
        """The message `activity` is gone."""
        ...


class Watch(Protocol):
    """Counts what happens, for those who look after the bot; it is never told who it was."""

    def refused(self, why: str) -> None:
        """A request was not let in: not authentic, too large, not readable, tenant, or service url."""
        ...


class Unwatched:
    """Counts nothing."""

    def refused(self, why: str) -> None:
        pass
