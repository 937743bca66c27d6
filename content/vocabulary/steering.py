"""The cards of series: those that somebody plans, one in short, and news to whoever was asked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from content.dates import Deadline
from content.vocabulary.series_pages import Running, SeriesNamed, SessionRow
from content.vocabulary.steered import Told

What = Literal["longer", "shorter", "ended", "cancelled"]


@dataclass(frozen=True)
class AskedChanged:
    """To whoever was asked: the session's question is open longer or for less time, has ended, or is cancelled."""

    what: What
    group: str
    question: str
    closes_at: Deadline


@dataclass(frozen=True)
class LedListed:
    """The series that the reader leads, for the chat: (what it is, how many are open, when the next opens)."""

    named: SeriesNamed
    open: int
    next_at: datetime | None = None


@dataclass(frozen=True)
class LedSeries:
    """The series that the reader leads, a few; `more` are left out."""

    series: tuple[LedListed, ...]
    more: int = 0


@dataclass(frozen=True)
class SeriesCard:
    """A series for the chat, in short: what runs, what comes, and the quick ways to change that.

    `next_session`, `left_out` (by hand, to be brought back) and `open_session` (where one alone is open) are ids, ""
    for none; `can_nudge`: nobody has been reminded of the open one by hand. `told` is what was just done, or why
    nothing was. `day` (an ISO date) and `time` are what the card's fields hold.
    """

    named: SeriesNamed
    version: int
    running: tuple[Running, ...]
    next: SessionRow | None
    next_session: str = ""
    left_out: str = ""
    paused_until: date | None = None
    told: Told | None = None
    day: str = ""
    time: str = ""
    open_session: str = ""
    can_nudge: bool = False


@dataclass(frozen=True)
class SeriesGone:
    """In place of a series that there is none of, or that the presser does not lead."""


Steering = AskedChanged | LedSeries | SeriesCard | SeriesGone
