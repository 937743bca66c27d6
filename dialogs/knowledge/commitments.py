"""How many commitments may stand open at once, on which day each is looked at again, and until when it is kept."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from dialogs.calendar.instants import instant, local
from dialogs.model import COMMITMENT_KEPT, Promiser

MOST: Mapping[Promiser, int] = {Promiser.PERSON: 2, Promiser.GROUP: 3, Promiser.MUNICIPALITY: 3}
MOST_NEEDS = 5
"""Needs of one person that wait for an answer."""

_AHEAD = timedelta(days=366)
_USUALLY = timedelta(days=28)
_MORNING = time(8)
SESSION_SOON = timedelta(days=14)
"""A session this near the day opens with it; without one, it is asked about alone."""


def usual_day(next_session: datetime | None, *, now: datetime) -> date:
    """The day of the next session, or in four weeks where none is planned."""
    return local(next_session).date() if next_session is not None else local(now).date() + _USUALLY


def day_in(text: str, *, now: datetime) -> date | None:
    """The day of an ISO date from today on, at most a year ahead; None for any other text."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    today = local(now).date()
    return found if today <= found <= today + _AHEAD else None


def wakes_at(look_on: date) -> datetime:
    """The instant (UTC) in the morning of the day."""
    return instant(datetime.combine(look_on, _MORNING))


def goes_at(look_on: date, *, now: datetime) -> datetime:
    """Half a year after its day, or after now where that is later."""
    return max(wakes_at(look_on), now) + COMMITMENT_KEPT


def usual_need_day(*, now: datetime) -> date:
    """A fortnight ahead: long enough to find out, short enough to be remembered."""
    return local(now).date() + SESSION_SOON
