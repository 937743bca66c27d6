"""Every request the stand-in was asked, kept as it was, for tests and the demo to look back on."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Call(StrEnum):
    """What was asked for."""

    CREATE = "create"  # POST /v3/conversations
    SEND = "send"
    UPDATE = "update"
    DELETE = "delete"
    MEMBERS = "members"
    PAGED_MEMBERS = "paged members"
    UPLOAD = "upload"  # of a file, to an address in OneDrive
    DISCOVERY = "discovery"  # the login service's document
    TOKEN = "token"  # noqa: S105 - the name of a call, not a secret
    IDENTITY = "identity"  # Azure's endpoint for managed identities
    OPENID = "openid"  # the Bot Framework's document
    KEYS = "keys"


WRITES = frozenset({Call.CREATE, Call.SEND, Call.UPDATE, Call.DELETE})


@dataclass(frozen=True)
class Record:
    """One request and what it was answered.

    `at` is monotonic seconds on arrival, `answered` the same when the answer went out (None: the asker had hung up),
    `clock` the rehearsal's time on arrival. `tenant` is whose conversation it is, "" where it is nobody's.
    `conversation` never holds `;messageid=`: `thread` does. `status` is 0 where the connection was dropped. `activity`
    is the message written, changed or deleted, also where the asker was never told.
    """

    at: float
    answered: float | None
    clock: datetime
    method: str
    call: Call
    tenant: str
    conversation: str
    thread: str
    status: int
    activity: str
    body: Json


class Ledger:
    def __init__(self) -> None:
        self.records: list[Record] = []
        self._waiting: list[asyncio.Future[None]] = []

    def add(self, record: Record) -> None:
        self.records.append(record)
        self.ring()

    def ring(self) -> None:
        """Whoever waits looks again."""
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    def of(self, *calls: Call, conversation: str | None = None) -> list[Record]:
        return [
            record
            for record in self.records
            if record.call in calls and conversation in (None, record.conversation, record.thread)
        ]

    async def until(self, happened: Callable[[], bool], *, seconds: float = 30.0) -> None:
        """Return once `happened()`, which is asked again whenever something is recorded or said.

        Raises TimeoutError, naming how many calls there had been.
        """
        try:
            async with asyncio.timeout(seconds):
                while not happened():
                    waiter = asyncio.get_running_loop().create_future()
                    self._waiting.append(waiter)
                    await waiter
        except TimeoutError:
            known = len(self.records)
            raise TimeoutError(f"It did not happen within {seconds} s; Teams has been asked {known} times.") from None

    def exceeded(self, limit: int, seconds: float, *, calls: Collection[Call] = WRITES) -> dict[str, int]:
        """The conversations asked more than `limit` times within any `seconds` (real time), and how many times."""
        arrivals: dict[str, list[float]] = defaultdict(list)
        for record in self.records:
            if record.call in calls:
                arrivals[record.conversation].append(record.at)
        peaks = {conversation: peak(times, seconds) for conversation, times in arrivals.items()}
        return {conversation: peak for conversation, peak in peaks.items() if peak > limit}

    def busiest(self, seconds: float, *, calls: Collection[Call] = WRITES, tenant: str | None = None) -> int:
        """The most requests within any `seconds` (real time), all conversations together, of one tenant or of all."""
        wanted = (one for one in self.records if one.call in calls and tenant in (None, one.tenant))
        return peak((record.at for record in wanted), seconds)

    def at_once(self, *, calls: Collection[Call] = WRITES) -> set[str]:
        """The conversations that were asked for something before they had answered what they were asked last."""
        found: set[str] = set()
        busy_until: dict[str, float] = {}
        for record in sorted(self.records, key=lambda record: record.at):
            # Who has hung up waits for no answer, and when that was is not known.
            if record.call in calls and record.answered is not None:
                if record.at < busy_until.get(record.conversation, record.at):
                    found.add(record.conversation)
                busy_until[record.conversation] = max(record.answered, busy_until.get(record.conversation, 0.0))
        return found


def peak(times: Iterable[float], seconds: float) -> int:
    """The most instants in any half-open window of that length."""
    ordered = sorted(times)
    first, peak = 0, 0
    for last, instant in enumerate(ordered):
        while instant - ordered[first] >= seconds:
            first += 1
        peak = max(peak, last - first + 1)
    return peak
