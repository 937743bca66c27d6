"""What became of a change that somebody wanted of a series: done, refused, or overtaken by somebody else's."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Done = Literal[
    "moved", "skipped", "held", "paused", "resumed", "retimed", "starts", "ended", "cloned",
    "extended", "closed", "cancelled", "nudged", "nudged_later", "already",
]  # fmt: skip

Why = Literal[
    "gone", "not_allowed", "begun", "no_day", "past", "day_off", "too_far", "nothing_left", "no_weekday",
    "nothing_waits", "day_off_now", "not_open", "no_group", "known", "not_fitting", "in_channel",
    "only_spread", "nudged", "too_late", "paused_past", "session_near",
]  # fmt: skip


@dataclass(frozen=True)
class SeriesSteered:
    """What was done. `at` is local wall time; `day_off` is the name of the day off that `meant` met, "" for none.

    `groups` are the names of the groups concerned. `series` is the id of a series made, "" for none.
    """

    done: Done
    at: datetime | None = None
    meant: datetime | None = None
    day: date | None = None
    day_off: str = ""
    groups: tuple[str, ...] = ()
    series: str = ""


@dataclass(frozen=True)
class NotSteered:
    """Why nothing was done. `at` is local wall time, of the next opening where a day off is in the way."""

    why: Why
    at: datetime | None = None
    day_off: str = ""


@dataclass(frozen=True)
class ChangedSince:
    """One change of a series since its reader saw it, as in SeriesSteered."""

    done: Done
    at: datetime | None = None
    meant: datetime | None = None
    day: date | None = None


@dataclass(frozen=True)
class SteeredMeanwhile:
    """Somebody else has changed the series meanwhile, so nothing was done; `changes` may be none that can be told."""

    changes: tuple[ChangedSince, ...] = ()


Told = SeriesSteered | NotSteered | SteeredMeanwhile
