"""Pressed by whoever leads the work of a series: on its card, or on its page."""

from dataclasses import dataclass
from typing import Literal, get_args

Way = Literal[
    "move", "skip", "hold", "pause", "resume", "retime", "start", "end", "clone", "extend", "close", "cancel", "nudge"
]
"""What is done: a session is moved, left out, held after all or opened now; the series is paused, resumed, moved to
another weekday or time, ended or cloned; an open session is open longer, ended or cancelled; or whoever has not
answered is reminded."""

WAYS: frozenset[str] = frozenset(get_args(Way))


@dataclass(frozen=True)
class SteerSeries:
    """A change of a series, or of its session `session`; `way` is a Way, and the fields arrive in the same data.

    `version` is the series' as its reader saw it.
    """

    municipality: str
    series: str
    way: str
    version: int
    session: str = ""


@dataclass(frozen=True)
class ShowSeries:
    """The card of a series as it stands now; without a `series` the card of all that the presser leads."""

    municipality: str = ""
    series: str = ""


OnSeries = SteerSeries | ShowSeries
"""About a series that is planned."""
