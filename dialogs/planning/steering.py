"""Changes by hand to a planned series: each function gives the changed series."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from dialogs.model import ByHand, Pause, Series, Session


def moved(series: Series, sessions: Collection[Session], to: datetime, *, anyway: bool) -> Series:
    """The sessions at `to`; a session meant for `to` by the timing needs no choice by hand."""
    chosen = (ByHand(one.group, one.meant_at, to, anyway) for one in sessions if anyway or one.meant_at != to)
    return _with(series, sessions, chosen)


def left_out(series: Series, sessions: Collection[Session]) -> Series:
    return _with(series, sessions, (ByHand(one.group, one.meant_at) for one in sessions))


def as_meant(series: Series, sessions: Collection[Session]) -> Series:
    """Nothing is chosen by hand any more for the sessions."""
    return _with(series, sessions, ())


def paused(series: Series, since: date, until: date) -> Series:
    """In place of pauses that are not over; an earlier pause keeps its past."""
    over = (Pause(one.since, min(one.until, since)) for one in series.pauses if one.since < since)
    return replace(series, pauses=(*over, Pause(since, until)))


def resumed(series: Series, today: date) -> Series:
    over = (Pause(one.since, min(one.until, today)) for one in series.pauses if one.since < today)
    return replace(series, pauses=tuple(over))


def pause_now(series: Series, today: date) -> Pause | None:
    """The pause that is not over."""
    return next((one for one in series.pauses if one.until > today), None)


def _with(series: Series, sessions: Collection[Session], chosen: Iterator[ByHand] | tuple[ByHand, ...]) -> Series:
    these = {(one.group, one.meant_at) for one in sessions}
    others = (one for one in series.by_hand if (one.group, one.meant) not in these)
    by_hand = sorted((*others, *chosen), key=lambda one: (one.meant, one.group))
    return replace(series, by_hand=tuple(by_hand))
