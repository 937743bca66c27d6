"""Placement of sessions in a school year: around closed days by the series' rule, out of quiet hours, with reasons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import OnClosed, Rhythm, Session, Stage

_DAY = timedelta(days=1)
_HALF = {Rhythm.WEEK: 3, Rhythm.FORTNIGHT: 7, Rhythm.MONTH: 14}  # days
_DATED = 1  # days; sessions given by date may be next to each other
_STAND_NOWHERE = frozenset({Stage.SKIPPED, Stage.CANCELLED})


@dataclass(frozen=True)
class PlacementRules:
    """The rules for placing one group's sessions of a series. `every` is None for a list of dates."""

    days: SchoolDays
    on_closed: OnClosed
    every: Rhythm | None

    @property
    def min_gap(self) -> int:
        """The least distance in days between a moved session and any other."""
        return _HALF[self.every] if self.every else _DATED


@dataclass(frozen=True)
class Placed:
    """Instants (UTC): `meant` by the rule, and `at`, the opening. `why` is "" for a session that was not moved."""

    meant: datetime
    at: datetime
    why: str = ""
    skipped: bool = False


def place(
    meant: Iterable[datetime], rules: PlacementRules, *, fixed: Collection[datetime], now: datetime
) -> tuple[Placed, ...]:
    """A placement for each of `meant`, in the same order. `fixed` are immovable sessions of the group.

    A session moved from a closed day is skipped if it comes nearer to another than half the rhythm: two questions at
    once are too many.
    """
    moved = [_moved(moment, rules, now=now) for moment in meant]
    on_open_days = [placed for placed in moved if not rules.days.closed(_day(placed.meant))]
    taken = [_day(at) for at in (*fixed, *(placed.at for placed in on_open_days))]
    return tuple(placed if placed in on_open_days else _kept_apart(placed, taken, rules.min_gap) for placed in moved)


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
    return session.has_begun or session.opens_at <= now


def current_placement(session: Session) -> Placed:
    return Placed(session.meant_at, session.opens_at, session.moved_why, skipped=session.stage in _STAND_NOWHERE)


def with_placement(session: Session, placed: Placed) -> Session:
    """The session with its placement."""
    return replace(
        session,
        opens_at=placed.at,
        stage=Stage.SKIPPED if placed.skipped else Stage.PLANNED,
        moved_from=placed.meant if placed.at != placed.meant else None,
        moved_why=placed.why,
    )


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
    quiet = f"quiet hours {days.quiet}" if opens_at != at else ""
    return Placed(meant, opens_at, "; ".join(filter(None, (why, quiet))))


def _kept_apart(placed: Placed, taken: list[date], min_gap: int) -> Placed:
    """The placement, skipped if a day in `taken` is too near; else its day is added to `taken`."""
    day = _day(placed.at)
    near = next((other for other in taken if abs(other - day) < min_gap * _DAY), None)
    if near is not None and not placed.skipped:
        why = f"{placed.why}; {day} would be too near the session on {near}"
        return Placed(placed.meant, placed.meant, why, skipped=True)
    if not placed.skipped:
        taken.append(day)
    return placed


def _meant_at(session: Session) -> datetime:
    return session.meant_at


def _day(moment: datetime) -> date:
    return local(moment).date()
