"""What coordinators are told of what stands in the way of the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TellsOfRemoved = Literal["nothing", "a few", "their number", "most"]
"""What is said of those who have removed or blocked the bot: their number only where it points at nobody."""


@dataclass(frozen=True)
class Unreached:
    """Whom a session's question did not reach; `asked` counts those it was for, `asked_at` is local.

    `missing` are the names of those who have not added the bot. `removed` counts those who have removed or blocked it,
    0 where their number is not told. `strangers` are the names of those who have added the bot, but are not among
    those who take part. `is_open`: the question can still be answered.
    """

    group: str
    asked_at: datetime
    asked: int
    missing: tuple[str, ...] = ()
    tells_of_removed: TellsOfRemoved = "nothing"
    removed: int = 0
    strangers: tuple[str, ...] = ()
    is_open: bool = True


@dataclass(frozen=True)
class ChannelUnreached:
    """A question did not reach its group's channel; `asked_at` is local."""

    group: str
    asked_at: datetime


@dataclass(frozen=True)
class NotLetIn:
    """Teams does not let the bot in where some of the municipality's people are, since then (local)."""

    since: datetime


@dataclass(frozen=True)
class LetInAgain:
    """The same, once it is over."""

    since: datetime


TellsOfLate = Literal["all", "number", "most", "some"]
"""What is said of those who were not asked in time: their number only where it points at nobody."""


@dataclass(frozen=True)
class LateQuestion:
    """A group's question that closed before it could be sent to everybody; `was_due` is local.

    `late` of `asked` were not asked; both are 0 where their number is not told.
    """

    group: str
    was_due: datetime
    tells: TellsOfLate
    late: int = 0
    asked: int = 0


@dataclass(frozen=True)
class NotSentInTime:
    """The questions that closed before they could be sent to everybody."""

    questions: tuple[LateQuestion, ...]


@dataclass(frozen=True)
class VacantPost:
    """A post that nobody holds from `since` on (local), maybe ahead. `name` is who held it, "" where several did.

    `post` is leader, reader, coordinator, answering or meeting. `observes`: who held it only observes now.
    """

    post: str
    name: str
    series: str
    group: str
    since: datetime
    is_ahead: bool
    observes: bool = False


@dataclass(frozen=True)
class Vacant:
    """What is planned, and has nobody in a post it needs."""

    posts: tuple[VacantPost, ...]


LookingAfter = Vacant | Unreached | ChannelUnreached | NotLetIn | LetInAgain | NotSentInTime
