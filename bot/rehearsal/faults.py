"""What can go wrong at Teams' end, told beforehand: throttled, failed, dropped, stalled, written and yet failed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_answers import DROPPED, Answer, Json, Question, refuse

CarryOut = Callable[[], Answer]
_CODES = {
    400: "BadArgument",
    401: "BotNotRegistered",
    403: "Forbidden",
    404: "ConversationNotFound",
    412: "PreconditionFailed",
    413: "MessageSizeTooBig",
    429: "Throttled",
}


class Fault(Protocol):
    async def meet(self, carry_out: CarryOut) -> Answer:
        """What is answered; `carry_out()` does what was asked, and may be left undone."""
        ...


@dataclass(frozen=True)
class Answered:
    """Nothing is done, and this is what is said of it."""

    answer: Answer

    async def meet(self, carry_out: CarryOut) -> Answer:  # noqa: ARG002 - leaving it undone is the fault
        return self.answer


@dataclass(frozen=True)
class AcceptedThen:
    """It is done, and yet this is what is said of it."""

    answer: Answer

    async def meet(self, carry_out: CarryOut) -> Answer:
        done = carry_out()
        return replace(self.answer, activity=done.activity, conversation=done.conversation)


@dataclass(frozen=True)
class Stalled:
    """Teams has the request (`reached`) and says nothing before `released` is set. `stored`: done before the wait."""

    released: asyncio.Event
    stored: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def meet(self, carry_out: CarryOut) -> Answer:
        answer = carry_out() if self.stored else None
        self.reached.set()
        await self.released.wait()
        return answer or carry_out()


def throttle(status: int = 429, *, retry_after: float | None = None) -> Fault:
    """`retry_after` in seconds; None leaves the header out, as Teams sometimes does."""
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    return Answered(replace(_failure(status), headers=headers))


def answer(status: int, body: Json | str | None = None) -> Fault:
    """A dict is sent as JSON, a string as HTML (as a proxy on the way would), None as Teams' own error."""
    return Answered(_failure(status) if body is None else Answer(status, body))


def accept_then(status: int, body: Json | str | None = None) -> Fault:
    """The message is stored, and the bot is told otherwise."""
    return AcceptedThen(_failure(status) if body is None else Answer(status, body))


def accept_then_reset() -> Fault:
    """The message is stored, and the connection is cut."""
    return AcceptedThen(Answer(DROPPED))


def reset() -> Fault:
    """The connection is cut, and nothing is stored."""
    return Answered(Answer(DROPPED))


def disabled() -> Fault:
    """An administrator has blocked the bot in the whole tenant."""
    return Answered(refuse(403, "BotDisabledByAdmin", "The tenant admin disabled this bot."))


def stall(released: asyncio.Event, *, stored: bool = False) -> Stalled:
    return Stalled(released, stored)


def _failure(status: int) -> Answer:
    code = _CODES.get(status, "ServiceError")
    return refuse(status, code, f"Made up by the rehearsal: {code}.")


class Someone(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True)
class Coming:
    fault: Fault
    call: Call | None
    conversation: str | None
    tenant: str | None = None

    def meets(self, question: Question) -> bool:
        named = {None, question.conversation, f"{question.conversation};messageid={question.thread}"}
        theirs = self.tenant in (None, question.tenant)
        return self.call in (None, question.call) and self.conversation in named and theirs


@dataclass
class Lasting:
    """`spared` are let by before it begins."""

    coming: Coming
    lifted: asyncio.Event
    spared: int

    def meets(self, question: Question) -> bool:
        if self.lifted.is_set() or not self.coming.meets(question):
            return False
        self.spared -= 1
        return self.spared < 0


class Faults:
    """A queue: the first fault that fits a request is met by it and is gone. Those that last come after it."""

    def __init__(self) -> None:
        self.coming: list[Coming] = []
        self._lasting: list[Lasting] = []
        self.blocked: set[str] = set()
        self._stalled: list[Stalled] = []

    def next(self, fault: Fault, *, call: Call | None = None, conversation: str | None = None, times: int = 1) -> None:
        """The next `times` requests that fit meet this fault; None fits any."""
        self.coming += [Coming(fault, call, conversation)] * times
        if isinstance(fault, Stalled):
            self._stalled.append(fault)

    def until(
        self,
        lifted: asyncio.Event,
        fault: Fault,
        *,
        call: Call | None = None,
        tenant: str | None = None,
        after: int = 0,
    ) -> None:
        """Every request that fits meets this fault until it is lifted, but for the first `after`; None fits any."""
        self._lasting.append(Lasting(Coming(fault, call, None, tenant), lifted, after))
        if isinstance(fault, Stalled):
            self._stalled.append(fault)

    def block(self, person: Someone) -> None:
        """Whatever is written to this person is refused with 403 until `unblock`."""
        self.blocked.add(person.id)

    def unblock(self, person: Someone) -> None:
        self.blocked.discard(person.id)

    def take(self, question: Question) -> Fault | None:
        for place, coming in enumerate(self.coming):
            if coming.meets(question):
                del self.coming[place]
                return coming.fault
        return next((lasting.coming.fault for lasting in self._lasting if lasting.meets(question)), None)

    def release_all(self) -> None:
        """Nobody is left waiting when the stand-in closes."""
        for stalled in self._stalled:
            stalled.released.set()
