"""The cards of series: the reader's planned series, a single series in short, and news to people asked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from content.dates import Deadline
from content.vocabulary.series_pages import Running, SeriesNamed, SessionRow
from content.vocabulary.steered import Told

What = Literal["longer", "shorter", "ended", "cancelled"]


@dataclass(frozen=True)
class AskedChanged:
    """To everybody asked: the session's question is open longer or for less time, has ended, or is cancelled."""

    what: What
    group: str
    question: str
    closes_at: Deadline


@dataclass(frozen=True)
class LedListed:
    """A series in the list: its name, the number of open sessions, and the next opening."""

    named: SeriesNamed
    open: int
    next_at: datetime | None = None


@dataclass(frozen=True)
class LedSeries:
    """The reader's planned series, a few; `more` are left out."""

    series: tuple[LedListed, ...]
    more: int = 0


@dataclass(frozen=True)
class SeriesCard:
    """A series for the chat, in short: open sessions, the next session, and quick ways to change the plan.

    `next_session`, `left_out` (by hand, to be brought back) and `open_session` (only if a single session is open) are
    ids, "" for none; `can_nudge`: nobody has been reminded of the open session by hand. `told` is the outcome of the
    last press. `day` (an ISO date) and `time` are the values of the card's fields. `has_phases`: the series is carried
    out in phases, of which one may wait for checkpoints of the phase `waits_for`.
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
    has_phases: bool = False
    waits_for: str = ""


@dataclass(frozen=True)
class SeriesGone:
    """In place of an unknown series, and of a series that the presser does not plan."""


Steering = AskedChanged | LedSeries | SeriesCard | SeriesGone
