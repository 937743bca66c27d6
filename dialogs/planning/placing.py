"""Sessions set down in a school year: around closed days by their series' rule, out of quiet hours, and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import OnClosed, Rhythm, Session, Stage

_DAY = timedelta(days=1)
_HALF = {Rhythm.WEEK: 3, Rhythm.FORTNIGHT: 7, Rhythm.MONTH: 14}  # days: half the rhythm
_DATED = 1  # sessions given one by one may stand as near as that
_STAND_NOWHERE = frozenset({Stage.SKIPPED, Stage.CANCELLED})


@dataclass(frozen=True)
class Ground:
    """What one group's sessions of a series are set down in. `every` is None for a list of dates."""

    days: SchoolDays
    on_closed: OnClosed
    every: Rhythm | None

    @property
    def apart(self) -> int:
        """Days that a moved session keeps to its neighbours."""
        return _HALF[self.every] if self.every else _DATED


@dataclass(frozen=True)
class Placed:
    """Instants (UTC): `meant` by the rule, and `at` which it opens. `why` is "" where nothing stood in its way."""

    meant: datetime
    at: datetime
    why: str = ""
    skipped: bool = False


def place(
    meant: Iterable[datetime], ground: Ground, *, stands: Collection[datetime], now: datetime
) -> tuple[Placed, ...]:
    """Where each of these comes to stand, in the same order. `stands` are the group's sessions that nothing moves.

    One that comes from a closed day nearer to another than half the rhythm is skipped: two questions at once are one
    too many.
    """
    first = [_moved(one, ground, now=now) for one in meant]
    at_home = [one for one in first if not ground.days.closed(_day(one.meant))]
    taken = [_day(at) for at in (*stands, *(one.at for one in at_home))]
    return tuple(one if one in at_home else _kept_apart(one, taken, ground.apart) for one in first)


def place_anew(sessions: Collection[Session], ground: Ground, *, now: datetime) -> tuple[tuple[Session, Session], ...]:
    """(before, after) for those of one group's sessions in a series that are to be moved, skipped or planned after all.

    What is exact or settled stays as it is.
    """
    free = sorted((one for one in sessions if not one.exact and not is_settled(one, now=now)), key=_meant_at)
    stands = [one.opens_at for one in sessions if one not in free and one.stage not in _STAND_NOWHERE]
    found = place([one.meant_at for one in free], ground, stands=stands, now=now)
    pairs = ((one, set_down(one, at)) for one, at in zip(free, found, strict=True))
    return tuple((before, after) for before, after in pairs if before != after)


def is_settled(session: Session, *, now: datetime) -> bool:
    """It has begun, or its time has come and the next tick will open it."""
    return session.has_begun or session.opens_at <= now


def where_it_stands(session: Session) -> Placed:
    return Placed(session.meant_at, session.opens_at, session.moved_why, skipped=session.stage in _STAND_NOWHERE)


def set_down(session: Session, placed: Placed) -> Session:
    """The session at its place."""
    return replace(
        session,
        opens_at=placed.at,
        stage=Stage.SKIPPED if placed.skipped else Stage.PLANNED,
        moved_from=placed.meant if placed.at != placed.meant else None,
        moved_why=placed.why,
    )


def _moved(meant: datetime, ground: Ground, *, now: datetime) -> Placed:
    days, wall = ground.days, local(meant).replace(tzinfo=None)
    why = days.closed(wall.date())
    if why and ground.on_closed is OnClosed.SKIP:
        return Placed(meant, meant, why, skipped=True)
    at, loud = meant, days.next_opening(meant)
    if why:
        before = instant(datetime.combine(days.open_day_before(wall.date()), wall.time()))
        after = instant(datetime.combine(days.open_day(wall.date()), wall.time()))
        # What is past cannot be opened any more.
        earlier = days.last_opening(before)
        goes_back = ground.on_closed is OnClosed.PREVIOUS and earlier >= now
        at, loud = (before, earlier) if goes_back else (after, days.next_opening(after))
    quiet = f"quiet hours {days.quiet}" if loud != at else ""
    return Placed(meant, loud, "; ".join(filter(None, (why, quiet))))


def _kept_apart(placed: Placed, taken: list[date], apart: int) -> Placed:
    """Skipped where one of `taken` is too near; else it takes its day as well."""
    day = _day(placed.at)
    near = next((other for other in taken if abs(other - day) < apart * _DAY), None)
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
