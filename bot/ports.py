"""Ports: protocols and values through which the rest of bot uses Teams, time and metrics without knowing Teams."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from content.cards.fitting import ROOM
from content.vocabulary.digesting import Digesting
from content.vocabulary.messages import Message
from content.vocabulary.school_year_pages import SchoolYearPage, SchoolYearPreviewPage, YearDone, YearForm
from dialogs.events import Event, Place, Upload
from dialogs.knowledge.recalling import Call, Found
from dialogs.model import Actor, ChannelMember, Digest, Happening, Language, Person

Clock = Callable[[], datetime]
Say = Callable[[Happening, Place, Sequence[Message], Language], Awaitable[None]]
"""Send the messages within the turn that caused them; those that cannot be sent in time are left to the outbox."""


class Apologise(Protocol):
    async def __call__(self, event: Event, error: Exception, *, in_place: bool) -> bool:
        """Tell the person that an action failed on our side; returns whether the person has been told.

        `in_place`: the pressed card tells already.
        """
        ...


class Meaning(StrEnum):
    """The meaning of a response from Teams (reference: Teams' status codes)."""

    DONE = "done"
    AGAIN = "again"  # 412, 429: nothing was written, retry
    UNCERTAIN = "uncertain"  # 502, 503, 504, lost connection: possibly written
    UNREACHABLE = "unreachable"  # 403, 404: the conversation cannot be written to
    REFUSED = "refused"  # 400, 500: a retry would not help
    TOO_BIG = "too big"  # 413: nothing was written, a smaller message may be accepted
    UNAUTHORISED = "unauthorised"  # 401: nothing can be sent in this tenant


@dataclass(frozen=True)
class Outcome:
    """The outcome of a call to Teams. `retry_after` is in seconds, None without a Retry-After.

    `activity` is the new message's id; `conversation` differs from the one asked for where a thread was begun. `reason`
    is a short code for operators (e.g. "403 BotNotInConversationRoster"), never people's text. `seconds` is the
    response time, 0 where not measured.
    """

    meaning: Meaning
    activity: str = ""
    conversation: str = ""
    retry_after: float | None = None
    reason: str = ""
    seconds: float = 0.0


class ProgramPoster(Protocol):
    """Sends to the address of a program of a municipality's own."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        """DONE, AGAIN, or REFUSED for an address that nothing is sent to; raises for nothing that the network does."""
        ...


class Metrics(Protocol):
    """Metrics; no text of people and no name goes through this port."""

    def refused(self, why: str) -> None:
        """A request was refused: "not authentic", "too large", "not readable", "not json", "service url", "tenant"."""
        ...

    def settled(self, kind: str, outcome: str) -> None:
        """A delivery was sent to Teams, with any result, or given up."""
        ...

    def turn(self, action: str, outcome: str, *, seconds: float) -> None:
        """A turn was "answered" or "failed", measured until its last reply."""
        ...

    def tick(self, outcome: str, *, seconds: float) -> None:
        """A tick is "done", or part of it "failed"."""
        ...

    def asked(self, tenant: str, call: str, outcome: str, *, seconds: float) -> None:
        """A call to Teams in this tenant returned."""
        ...

    def paced(self, tenant: str, *, per_second: float, waited: float) -> None:
        """A delivery passed the tenant's rate limit of `per_second`, after waiting `waited` seconds."""
        ...

    def rests(self, tenant: str, why: str) -> None:
        """Sending to the tenant pauses: it is "throttled", or the bot is "not let in"."""
        ...


class NoMetrics:
    """Records nothing."""

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
    """Monotonic time, for pauses and durations, never for due times."""

    def seconds(self) -> float: ...

    async def pause(self, seconds: float) -> None: ...


class RealTimer:
    """The process's own monotonic clock."""

    def seconds(self) -> float:
        return time.monotonic()

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass(frozen=True)
class People:
    """The members of a channel, each once and without bots; None if Teams does not tell.

    `retry_after` is in seconds; None where a retry soon would not help.
    """

    members: tuple[ChannelMember, ...] | None
    retry_after: float | None = None


class Directory(Protocol):
    """Lists the members of a channel. Never raises for a response of Teams."""

    async def people(self, place: Place) -> People: ...


class ReadDigest(Protocol):
    """Works a digest out as a person may read it, with themes; no words are marked as the person's own."""

    async def __call__(self, digest: Digest, person: Person, *, now: datetime) -> tuple[Digesting, Language]: ...


class FindThemes(Protocol):
    """What the municipality's engine of themes answers to each call; None where the engine cannot be asked."""

    async def __call__(self, municipality: str, calls: Sequence[Call], *, now: datetime) -> Sequence[Found] | None: ...


class Files(Protocol):
    """Lays files in people's OneDrive. Never raises for a response, and never sends the bot's token."""

    def may_lay(self, upload: Upload) -> bool:
        """Whether the addresses are of a host that files may be sent to."""
        ...

    async def lay(self, upload: Upload, file: bytes) -> bool:
        """Whether the file has been taken, whole."""
        ...


class Messenger(Protocol):
    """Writes to a place, within 10 seconds. Never raises for a response of Teams: the Outcome tells.

    `room` is a card's limit in bytes as UTF-16: quotes beyond are left out, as the card then says.
    """

    async def send(self, place: Place, message: Message, language: Language, *, room: int = ROOM) -> Outcome:
        """A new message; in a channel without `place.thread` it starts a thread."""
        ...

    async def update(
        self, place: Place, activity: str, message: Message, language: Language, *, room: int = ROOM
    ) -> Outcome:
        """Replace the message `activity`."""
        ...

    async def delete(self, place: Place, activity: str) -> Outcome:
        """Delete the message `activity`."""
        ...


class SchoolYears(Protocol):
    """A municipality's school year on the pages, for whoever may set some of its days; None for everybody else."""

    async def look(
        self, municipality: str, form: YearForm, content: bytes, *, actor: Actor, language: Language
    ) -> SchoolYearPreviewPage | SchoolYearPage | None:
        """What the form would change; the page with its faults where it cannot be carried out."""
        ...

    async def take(
        self, municipality: str, ready: str, mark: str, *, actor: Actor, language: Language
    ) -> YearDone | SchoolYearPreviewPage | SchoolYearPage | None:
        """Carries out what was shown, or shows anew what would change now."""
        ...
