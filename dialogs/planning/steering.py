"""Changes by hand to a planned series: each function gives the changed series."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from dialogs.calendar.instants import instant, local
from dialogs.model import ByHand, Dates, Group, Pause, Rule, Series, Session, Timing
from dialogs.planning.planning import occurrences

_DAY = timedelta(days=1)


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


def retimed(
    series: Series,
    waiting: Sequence[Session],
    groups: Collection[Group],
    timing: tuple[Timing, time | None],
    *,
    weekday: int,
    at_time: time,
    now: datetime,
) -> Series:
    """From now on on the weekday (0 is Monday) at the local time; `waiting` are the series' unopened sessions.

    Sessions that were moved or left out by hand go by the new timing too. Groups with a time of their own keep their
    place in the series, and are moved by hand.
    """
    known, _ = timing
    first = min(local(one.meant_at).date() for one in waiting)
    again = replace(series, timing=_shifted(known, first, weekday, now=now), wall_time=at_time, by_hand=())
    chosen = (
        ByHand(group.id, meant, instant(datetime.combine(local(meant).date(), at_time)))
        for group in groups
        if group.time is not None and group.time != at_time
        for meant in _meant(again.timing, group.time, first)
    )
    return replace(again, by_hand=tuple(chosen))


def _shifted(timing: Timing, first: date, weekday: int, *, now: datetime) -> Timing:
    """From the first unopened session on; an exact instant keeps its place."""
    today = local(now).date()
    match timing:
        case Rule():
            begins = _in_week(first, weekday, after=today)
            return Rule(begins, timing.every, max(timing.until + (6 - timing.until.weekday()) * _DAY, begins))
        case Dates():
            return Dates(
                tuple(
                    one if isinstance(one, datetime) or one < first else _in_week(one, weekday, after=today)
                    for one in timing.dates
                )
            )


def _in_week(day: date, weekday: int, *, after: date) -> date:
    """The weekday in the day's own week, or a week later if that day is over."""
    found = day + (weekday - day.weekday()) * _DAY
    return found if found > after else found + 7 * _DAY


def _meant(timing: Timing | None, at_time: time, first: date) -> Iterator[datetime]:
    """The instants (UTC) of the timing's days from `first` on."""
    match timing:
        case None:
            return
        case Rule():
            yield from occurrences(first=timing.first, time=at_time, every=timing.every, until=timing.until)
        case Dates():
            days = (one for one in timing.dates if not isinstance(one, datetime) and one >= first)
            yield from (instant(datetime.combine(day, at_time)) for day in days)


def _with(series: Series, sessions: Collection[Session], chosen: Iterator[ByHand] | tuple[ByHand, ...]) -> Series:
    these = {(one.group, one.meant_at) for one in sessions}
    others = (one for one in series.by_hand if (one.group, one.meant) not in these)
    by_hand = sorted((*others, *chosen), key=lambda one: (one.meant, one.group))
    return replace(series, by_hand=tuple(by_hand))
