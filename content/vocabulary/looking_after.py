"""Messages to coordinators about problems: people not reached, questions not sent in time, vacant posts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

TellsOfRemoved = Literal["nothing", "a few", "their number", "most"]
"""What is said of those who have removed or blocked the bot: their number only where it points at nobody."""


@dataclass(frozen=True)
class Unreached:
    """The people a session's question did not reach; `asked` is the number of recipients, `asked_at` is local.

    `missing` are names of people who have not added the bot. `removed` counts people who have removed or blocked the
    bot, 0 if the number is not told. `strangers` are names of people who have added the bot but take no part.
    `is_open`: the question can still be answered.
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
    """A tenant with people of the municipality has refused the bot since `since` (local)."""

    since: datetime


@dataclass(frozen=True)
class LetInAgain:
    """The tenant lets the bot in again, after refusing it since `since` (local)."""

    since: datetime


TellsOfLate = Literal["all", "number", "most", "some"]
"""What is said of those who were not asked in time: their number only where it points at nobody."""


@dataclass(frozen=True)
class LateQuestion:
    """A group's question, closed before it was sent to everybody; `was_due` is local.

    `late` of `asked` recipients got no question; both are 0 if the number is not told.
    """

    group: str
    was_due: datetime
    tells: TellsOfLate
    late: int = 0
    asked: int = 0


@dataclass(frozen=True)
class NotSentInTime:
    questions: tuple[LateQuestion, ...]


@dataclass(frozen=True)
class VacantPost:
    """A post without a holder from `since` on (local), maybe in the future.

    `name` is the last holder's, "" after several.

    `post` is leader, reader, coordinator, answering or meeting. `observes`: the last holder is only an observer now.
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
    """Something is planned, and a post needed for it is vacant."""

    posts: tuple[VacantPost, ...]


@dataclass(frozen=True)
class ToGo:
    """Things of a kind (answers, digests, logs or deliveries): at least `number`, in tens; 0 for fewer than ten."""

    kind: str
    number: int


@dataclass(frozen=True)
class DeletionAhead:
    """What the municipality's rules delete on a day to come; told of four weeks ahead."""

    day: date
    things: tuple[ToGo, ...]


LookingAfter = DeletionAhead | Vacant | Unreached | ChannelUnreached | NotLetIn | LetInAgain | NotSentInTime
