"""Which phase a session belongs to, which sessions wait for checkpoints, and the days taken once they need not."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import count
from uuid import UUID

from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import (
    ByHand,
    Dates,
    Group,
    Membership,
    Pause,
    Role,
    Rule,
    Series,
    SeriesPhase,
    Session,
    Stage,
    Timing,
)
from dialogs.planning.planning import nth

_MARK = 16  # characters
_WEEK = 7  # days
_DAY = timedelta(days=1)
_BEGINS, _ENDS = time(8), time(15)
"""School hours, in local time."""
_BEGUN = frozenset({Stage.OPEN, Stage.CLOSED})
_AHEAD = frozenset({Stage.PLANNED, Stage.WAITING})


Settled = Mapping[str, Collection[str]]
"""Marks of the checkpoints answered or waived, by group: each group of a series answers for itself."""


def mark_of(checkpoint: str) -> str:
    """Stands for the checkpoint's words: other words are another checkpoint, which nobody has answered."""
    return sha256(checkpoint.encode()).hexdigest()[:_MARK]


def numbers(phases: Sequence[SeriesPhase], sessions: Iterable[Session]) -> dict[str, int]:
    """Session id -> the place of its phase; `sessions` are all of the series, and skipped ones fill no phase."""
    by_group: dict[str, list[Session]] = {}
    for session in sorted(sessions, key=lambda one: (one.meant_at, one.id)):
        by_group.setdefault(session.group, []).append(session)
    return {id_: number for mine in by_group.values() for id_, number in _numbered(phases, mine)}


def _numbered(phases: Sequence[SeriesPhase], mine: Iterable[Session]) -> Iterator[tuple[str, int]]:
    number = held = 0
    for session in mine:
        day = local(session.meant_at).date()
        while number + 1 < len(phases) and _is_over(phases[number], phases[number + 1], held, day):
            number, held = number + 1, 0
        yield session.id, number
        held += session.stage is not Stage.SKIPPED


def _is_over(phase: SeriesPhase, following: SeriesPhase, held: int, day: date) -> bool:
    if following.first is not None:
        return day >= following.first
    return phase.sessions is not None and held >= phase.sessions


def shut_from(phases: Sequence[SeriesPhase], sessions: Collection[Session], settled: Collection[str]) -> int | None:
    """The place of the first phase in which one group's `sessions` wait, None where none do.

    `settled` are the group's marks. A phase with an opened session is not shut again.
    """
    at = numbers(phases, sessions)
    begun = max((at[one.id] for one in sessions if one.stage in _BEGUN), default=0)
    later = range(begun + 1, len(phases))
    return next((one for one in later if unsettled(phases[one - 1], settled)), None)


def shut_in(phases: Sequence[SeriesPhase], sessions: Iterable[Session], settled: Settled) -> dict[str, int]:
    """Group -> the place of the first phase in which its sessions wait, of groups whose sessions do."""
    by_group: dict[str, list[Session]] = {}
    for session in sessions:
        by_group.setdefault(session.group, []).append(session)
    found = ((group, shut_from(phases, mine, settled.get(group, ()))) for group, mine in by_group.items())
    return {group: shut for group, shut in found if shut is not None}


def unsettled(phase: SeriesPhase, settled: Collection[str]) -> tuple[str, ...]:
    return tuple(one for one in phase.checkpoints if mark_of(one) not in settled)


def waiting(phases: Sequence[SeriesPhase], sessions: Iterable[Session], settled: Settled) -> tuple[Session, ...]:
    """The sessions, of which those of phases shut for their group wait, and no other does."""
    known = tuple(sessions)
    shut, at = shut_in(phases, known, settled), numbers(phases, known)
    return tuple(_gated(one, waits=at[one.id] >= shut.get(one.group, len(phases) or 1)) for one in known)


def _gated(session: Session, *, waits: bool) -> Session:
    if session.stage not in _AHEAD:
        return session
    return replace(session, stage=Stage.WAITING if waits else Stage.PLANNED)


def would_open_late(before: Session, after: Session, *, now: datetime) -> bool:
    """Whether a session that waited would be planned for a moment that is over."""
    return before.stage is Stage.WAITING and after.stage is Stage.PLANNED and after.opens_at <= now


def may_tell(opens_at: datetime, days: SchoolDays, *, now: datetime) -> bool:
    """Whether to tell at `now` of a session that waits: in school hours from two school days ahead, not on the day."""
    today, wall, day = local(now).date(), local(now).time(), local(opens_at).date()
    ahead = days.open_day_before(days.open_day_before(day - _DAY) - _DAY)
    is_open = not days.closed(today) and not days.is_quiet(wall)
    return is_open and _BEGINS <= wall < _ENDS and today >= ahead and today != day


def responsible_of(phase: SeriesPhase) -> tuple[Role | None, UUID | None]:
    """The role, or the person, who answers for the phase; None for the other, and for both where nobody does."""
    if not phase.responsible:
        return None, None
    is_role = phase.responsible in set(Role)
    return (Role(phase.responsible), None) if is_role else (None, UUID(phase.responsible))


def is_vacant(phase: SeriesPhase, groups: Collection[str], members: Iterable[Membership]) -> bool:
    """Whether somebody was to answer for the phase and nobody does; `members` are the municipality's today.

    A coordinator may be one of any group; whoever is named may have moved to another group.
    """
    role, person = responsible_of(phase)
    if role is None and person is None:
        return False
    everywhere = role is Role.COORDINATOR
    return not any(
        one.person == person or (one.role is role and (everywhere or one.group in groups)) for one in members
    )


@dataclass(frozen=True)
class Calendar:
    """The days of a series: its timing with the local time, its groups, and the school days of each by id."""

    timing: Timing
    time: time | None
    groups: Sequence[Group]
    days: Mapping[str, SchoolDays]


def caught_up(
    series: Series, known: Collection[Session], settled: Settled, calendar: Calendar, *, now: datetime
) -> Series:
    """The series with new days for sessions whose day passed while they waited, and for all that come after.

    In the series' own rhythm from the next day on, beyond its last day if need be: none is lost, and no two of a group
    share a day. A session to come that somebody has put on a day keeps the day.
    """
    shut, at = shut_in(series.phases, known, settled), numbers(series.phases, known)
    moved: dict[tuple[str, datetime], ByHand | None] = {}
    for group in calendar.groups:
        mine = sorted((one for one in known if one.group == group.id), key=lambda one: (one.meant_at, one.id))
        late = [one for one in mine if _is_late(one, at[one.id], shut.get(group.id), now=now)]
        if late:
            moved |= _moved(series, mine, late[0], calendar, group, now=now)
    others = (one for one in series.by_hand if (one.group, one.meant) not in moved)
    by_hand = (*others, *(one for one in moved.values() if one is not None))
    return replace(series, by_hand=tuple(sorted(by_hand, key=lambda one: (one.meant, one.group)))) if moved else series


def _is_late(session: Session, number: int, shut: int | None, *, now: datetime) -> bool:
    return session.stage is Stage.WAITING and session.opens_at <= now and (shut is None or number < shut)


def _moved(
    series: Series, mine: Sequence[Session], first: Session, calendar: Calendar, group: Group, *, now: datetime
) -> dict[tuple[str, datetime], ByHand | None]:
    """None for a session that may stand where its timing has it."""
    tail = [one for one in mine if one.stage in _AHEAD and one.meant_at >= first.meant_at]
    chosen = {one.meant for one in series.by_hand if one.group == group.id and not one.by_plan}
    moving = [one for one in tail if _moves_along(one, chosen, now=now)]
    taken = {local(one.opens_at).date() for one in mine if one not in moving and one.stage is not Stage.SKIPPED}
    at_time = group.time or calendar.time or local(first.meant_at).time()
    free = _free(calendar.timing, at_time, calendar.days[group.id], series.pauses, taken, now=now)
    return {
        (group.id, one.meant_at): ByHand(group.id, one.meant_at, to, by_plan=True) if to != one.meant_at else None
        for one, to in zip(moving, free, strict=False)
    }


def _moves_along(session: Session, chosen: Collection[datetime], *, now: datetime) -> bool:
    """Whether a late session, or a session after it, needs another day; a day that somebody chose is kept."""
    is_late = session.opens_at <= now
    return session.stage is Stage.WAITING if is_late else session.meant_at not in chosen


def _free(
    timing: Timing, at_time: time, days: SchoolDays, pauses: Iterable[Pause], taken: Collection[date], *, now: datetime
) -> Iterator[datetime]:
    """The instants (UTC) in the series' rhythm from now on at which the group may be asked, without end."""
    for day in _days_on(timing):
        at = instant(datetime.combine(day, at_time))
        is_paused = any(one.since <= day < one.until for one in pauses)
        if at > now and day not in taken and not is_paused and not days.closed(day):
            yield at


def _days_on(timing: Timing) -> Iterator[date]:
    """The days of the timing, and on beyond its last: dates go on in whole weeks, as far apart as the last two."""
    match timing:
        case Rule():
            yield from (nth(timing.first, timing.every, n) for n in count())
        case Dates():
            given = sorted({local(one).date() if isinstance(one, datetime) else one for one in timing.dates})
            yield from given
            apart = (given[-1] - given[-2]).days if len(given) > 1 else _WEEK
            weeks = max(1, round(apart / _WEEK))
            yield from (given[-1] + n * timedelta(weeks=weeks) for n in count(1))
