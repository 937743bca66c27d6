"""Pressed on the card or the page of a series, by people who plan the series."""

from dataclasses import dataclass
from typing import Literal, get_args

Way = Literal[
    "move", "skip", "hold", "pause", "resume", "retime", "start", "end", "clone", "extend", "close", "cancel", "nudge"
]
"""The ways to change a series: a session is moved, left out, held after all or opened now; the series is paused,
resumed, moved to another weekday or time, ended or cloned; an open session is open longer, ended or cancelled; or
people who have not answered are reminded."""

WAYS: frozenset[str] = frozenset(get_args(Way))


@dataclass(frozen=True)
class SteerSeries:
    """A change of a series, or of its session `session`; `way` is a Way, and the fields arrive in the same data.

    `version` is the version of the series on the card or page. `anyway`: what the presser was asked back about, and
    wants all the same: "yes" for a session on a day off, the day (ISO) for a pause that takes every session left.
    """

    municipality: str
    series: str
    way: str
    version: int
    session: str = ""
    anyway: str = ""


@dataclass(frozen=True)
class ShowSeries:
    """The card of a series as of now; without a `series` the list of the presser's planned series."""

    municipality: str = ""
    series: str = ""


OnSeries = SteerSeries | ShowSeries
"""About a series that is planned."""
