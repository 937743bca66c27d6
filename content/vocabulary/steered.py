"""The outcome of a change to a series: done, refused, or overtaken by somebody else's change."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Done = Literal[
    "moved", "skipped", "held", "paused", "resumed", "retimed", "starts", "ended", "cloned",
    "extended", "closed", "cancelled", "nudged", "nudged_later", "already", "asked_else", "asked_by_rules",
]  # fmt: skip

Why = Literal[
    "gone", "not_allowed", "begun", "no_day", "past", "day_off", "too_far", "nothing_left", "no_weekday",
    "nothing_waits", "day_off_now", "not_open", "no_group", "known", "not_fitting", "in_channel",
    "only_spread", "nudged", "too_late", "paused_past", "session_near", "waits", "nobody", "takes_all",
]  # fmt: skip


@dataclass(frozen=True)
class SeriesSteered:
    """A change, done. `at` is local wall time; `day_off` is the name of the day off that `meant` met, "" for none.

    `groups` are the names of the groups concerned. `series` is the id of a series made, "" for none. `fewer` is the
    number of sessions lost by a group by the change, since nobody may be asked on their new days.
    """

    done: Done
    at: datetime | None = None
    meant: datetime | None = None
    day: date | None = None
    day_off: str = ""
    groups: tuple[str, ...] = ()
    series: str = ""
    fewer: int = 0


@dataclass(frozen=True)
class NotSteered:
    """A refusal, with the reason. `at` is local wall time, of the next opening where a day off is in the way.

    `days` are the local days, in order, of all the sessions left, where a pause to the day of `at` would take them.
    """

    why: Why
    at: datetime | None = None
    day_off: str = ""
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class ChangedSince:
    """A change of a series since the reader saw the page or card, as in SeriesSteered."""

    done: Done
    at: datetime | None = None
    meant: datetime | None = None
    day: date | None = None


@dataclass(frozen=True)
class SteeredMeanwhile:
    """Somebody else has changed the series meanwhile, so nothing was done; `changes` may be empty."""

    changes: tuple[ChangedSince, ...] = ()


Told = SeriesSteered | NotSteered | SteeredMeanwhile
