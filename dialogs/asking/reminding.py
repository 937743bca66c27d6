"""When people who have not answered a step are reminded: kindly, seldom, in school hours, and never on the last day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dialogs.asking.prompting import send_at
from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import AskedIn, Intention, Session, Step

_MOST = {Intention.SPREADING: 0, Intention.CONVEYING: 1, Intention.IMPLEMENTING: 2}
"""The most reminders of a step, by the intention of its series; what is only spread is never asked for again."""
_BEGINS, _ENDS = time(8), time(15)
"""School hours, in local time; a municipality's quiet hours make them shorter."""
_DAY = timedelta(days=1)


def moments(step: Step, session: Session, intention: Intention, days: SchoolDays) -> tuple[datetime, ...]:
    """The instants (UTC) of the step's reminders, the earliest first; () for a step asked in a channel.

    A single reminder comes on the last day possible, a second one halfway there.
    """
    most = _MOST[intention] if step.asked is AskedIn.PERSONAL else 0
    asked_at = local(send_at(session, days, now=step.opens_at))
    possible = list(_possible(asked_at, local(step.closes_at).date(), days)) if most else []
    if most == 1 or len(possible) <= 1:
        return tuple(possible[-1:])
    return (possible[(len(possible) - 1) // 2], possible[-1])


def next_at(step: Step, session: Session, intention: Intention, days: SchoolDays, *, now: datetime) -> datetime | None:
    return next((moment for moment in moments(step, session, intention, days) if moment > now), None)


def wanted_at_least(step: Step, session: Session, intention: Intention, days: SchoolDays, *, now: datetime) -> int:
    """How many reminders somebody must want to get the one at `now`: whoever wants a single one gets the last."""
    return 1 + sum(moment > now for moment in moments(step, session, intention, days))


def is_time(step: Step, days: SchoolDays, *, now: datetime) -> bool:
    """Whether a reminder may still go: in school hours, before the day on which the step closes.

    So a reminder that was missed goes later on its day, and never on another.
    """
    wall = local(now)
    is_open = not days.closed(wall.date()) and not days.is_quiet(wall.time())
    return is_open and _BEGINS <= wall.time() < _ENDS and wall.date() < local(step.closes_at).date()


def nudge_at(step: Step, days: SchoolDays, *, now: datetime) -> datetime | None:
    """When a reminder may go that somebody asks for at `now`: at once in school hours, else when they next begin.

    None where the step closes before, or on that day.
    """
    if is_time(step, days, now=now):
        return now
    wall = local(now)
    day = days.open_day(wall.date() if wall.time() < _BEGINS else wall.date() + _DAY)
    opening = days.next_opening(instant(datetime.combine(day, _BEGINS)))
    return opening if is_time(step, days, now=opening) else None


def until(now: datetime) -> datetime:
    """The end (UTC) of the school hours of the day."""
    return instant(datetime.combine(local(now).date(), _ENDS))


def _possible(asked_at: datetime, closing: date, days: SchoolDays) -> Iterator[datetime]:
    """A moment on each school day between the day of the prompt and the day of closing, both excluded.

    At the prompt's own wall time, or else when school hours begin.
    """
    wall = asked_at.time() if _BEGINS <= asked_at.time() < _ENDS else _BEGINS
    day = days.open_day(asked_at.date() + _DAY)
    while day < closing:
        moment = days.next_opening(instant(datetime.combine(day, wall)))
        if local(moment).date() == day and local(moment).time() < _ENDS:
            yield moment
        day = days.open_day(day + _DAY)
