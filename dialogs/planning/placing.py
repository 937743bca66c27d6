"""Placement of sessions in a school year: around closed days by the series' rule, out of quiet hours, with reasons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Self

from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import ByHand, OnClosed, Pause, Rhythm, Series, Session, Stage

_DAY = timedelta(days=1)
_HALF = {Rhythm.WEEK: 3, Rhythm.FORTNIGHT: 7, Rhythm.MONTH: 14}  # days
_DATED = 1  # days; sessions given by date may be next to each other
BY_HAND = "by hand"
TOO_NEAR = "would be too near the session on"
_QUIET, _AND = "quiet hours", "; "
_STAND_NOWHERE = frozenset({Stage.SKIPPED, Stage.CANCELLED})


@dataclass(frozen=True)
class PlacementRules:
    """The rules for placing one group's sessions of a series. `every` is None for a list of dates.

    `by_hand` are the group's sessions that people have moved or left out, and `pauses` the series'.
    """

    days: SchoolDays
    on_closed: OnClosed
    every: Rhythm | None
    by_hand: tuple[ByHand, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def of(cls, series: Series, group: str, days: SchoolDays) -> Self:
        by_hand = tuple(one for one in series.by_hand if one.group == group)
        return cls(days, series.on_closed, series.every, by_hand, series.pauses)

    @property
    def min_gap(self) -> int:
        """The least distance in days between a moved session and any other."""
        return _HALF[self.every] if self.every else _DATED


@dataclass(frozen=True)
class Placed:
    """Instants (UTC): `meant` by the rule, and `at`, the opening. `why` is "" for a session that was not moved.

    `stands`: where people put the session, or on an open day by the rule. `exact`: nothing moves the session.
    """

    meant: datetime
    at: datetime
    why: str = ""
    skipped: bool = False
    stands: bool = False
    exact: bool = False


def place(
    meant: Iterable[datetime], rules: PlacementRules, *, fixed: Collection[datetime], now: datetime
) -> tuple[Placed, ...]:
    """A placement for each of `meant`, in the same order. `fixed` are immovable sessions of the group.

    A session moved from a closed day is skipped if it comes nearer to another than half the rhythm: two questions at
    once are too many.
    """
    moved = [_placed(moment, rules, now=now) for moment in meant]
    taken = [_day(at) for at in (*fixed, *(placed.at for placed in moved if placed.stands and not placed.skipped))]
    return tuple(placed if placed.stands else _kept_apart(placed, taken, rules.min_gap) for placed in moved)


def place_anew(
    sessions: Collection[Session], rules: PlacementRules, *, now: datetime
) -> tuple[tuple[Session, Session], ...]:
    """(before, after) for each session of a group in a series to be moved, skipped or planned after all.

    Exact and settled sessions stay.
    """
    movable = sorted((each for each in sessions if not each.exact and not is_settled(each, now=now)), key=_meant_at)
    fixed = [each.opens_at for each in sessions if each not in movable and each.stage not in _STAND_NOWHERE]
    found = place([session.meant_at for session in movable], rules, fixed=fixed, now=now)
    pairs = ((session, with_placement(session, placed)) for session, placed in zip(movable, found, strict=True))
    return tuple((before, after) for before, after in pairs if before != after)


def is_settled(session: Session, *, now: datetime) -> bool:
    """Whether the session has begun, or is due and will be opened by the next tick."""
    return session.has_begun or (session.opens_at <= now and session.stage is not Stage.WAITING)


def current_placement(session: Session) -> Placed:
    return Placed(session.meant_at, session.opens_at, session.moved_why, skipped=session.stage in _STAND_NOWHERE)


def with_placement(session: Session, placed: Placed) -> Session:
    """The session with its placement; one that waits for checkpoints waits on."""
    stands = Stage.WAITING if session.stage is Stage.WAITING else Stage.PLANNED
    return replace(
        session,
        opens_at=placed.at,
        stage=Stage.SKIPPED if placed.skipped else stands,
        moved_from=placed.meant if placed.at != placed.meant else None,
        moved_why=placed.why,
        exact=session.exact or placed.exact,
    )


def chosen(meant: datetime, rules: PlacementRules) -> Placed | None:
    """What people have chosen for the session; None for a session left to the rule.

    A pause holds for sessions moved into it by hand too.
    """
    placed = _by_hand(meant, rules)
    return _paused(meant, placed.at if placed is not None else meant, rules) or placed


def _placed(meant: datetime, rules: PlacementRules, *, now: datetime) -> Placed:
    """A pause takes whatever would open in it: a session of the holiday before stands on the first day after both."""
    placed = _by_hand(meant, rules) or _moved(meant, rules, now=now)
    return _paused(meant, placed.at, rules) or placed


def _by_hand(meant: datetime, rules: PlacementRules) -> Placed | None:
    """Where people have put the session, or the next opening; None for a session that nobody has moved."""
    one = next((each for each in rules.by_hand if each.meant == meant), None)
    if one is None:
        return None
    if one.to is None:
        return Placed(meant, meant, BY_HAND, skipped=True, stands=True)
    at = one.to if one.anyway else rules.days.next_opening(one.to)
    return Placed(meant, at, BY_HAND, stands=True, exact=one.anyway)


def _paused(meant: datetime, at: datetime, rules: PlacementRules) -> Placed | None:
    day = _day(at)
    pause = next((one for one in rules.pauses if one.since <= day < one.until), None)
    return Placed(meant, meant, f"paused until {pause.until}", skipped=True, stands=True) if pause is not None else None


def _moved(meant: datetime, rules: PlacementRules, *, now: datetime) -> Placed:
    days, wall = rules.days, local(meant).replace(tzinfo=None)
    why = days.closed(wall.date())
    if why and rules.on_closed is OnClosed.SKIP:
        return Placed(meant, meant, why, skipped=True)
    at, opens_at = meant, days.next_opening(meant)
    if why:
        before = instant(datetime.combine(days.open_day_before(wall.date()), wall.time()))
        after = instant(datetime.combine(days.open_day(wall.date()), wall.time()))
        # An opening in the past cannot be used any more.
        earlier = days.last_opening(before)
        goes_back = rules.on_closed is OnClosed.PREVIOUS and earlier >= now
        at, opens_at = (before, earlier) if goes_back else (after, days.next_opening(after))
    quiet = f"{_QUIET} {days.quiet}" if opens_at != at else ""
    return Placed(meant, opens_at, _AND.join(filter(None, (why, quiet))), stands=not why)


def day_off_met(why: str) -> str:
    """The name of the day off in the reason of a session, "" for a session moved or skipped for other reasons."""
    named = takewhile(lambda part: not part.startswith(_QUIET) and TOO_NEAR not in part, why.split(_AND))
    return _AND.join(named)


def _kept_apart(placed: Placed, taken: list[date], min_gap: int) -> Placed:
    """The placement, skipped if a day in `taken` is too near; else its day is added to `taken`."""
    day = _day(placed.at)
    near = next((other for other in taken if abs(other - day) < min_gap * _DAY), None)
    if near is not None and not placed.skipped:
        why = f"{placed.why}{_AND}{day} {TOO_NEAR} {near}"
        return Placed(placed.meant, placed.meant, why, skipped=True)
    if not placed.skipped:
        taken.append(day)
    return placed


def _meant_at(session: Session) -> datetime:
    return session.meant_at


def _day(moment: datetime) -> date:
    return local(moment).date()
