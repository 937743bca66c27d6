"""When authors check the draft of a digest, when a facilitator does, and when the digest is given back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from content.catalogue_types import Protocol
from dialogs.asking.prompting import first_step_closes_at, send_at
from dialogs.calendar.instants import read_duration
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Series, Session

_DAY = timedelta(days=1)
SHORTEST, LONGEST = _DAY, 2 * _DAY
"""How long authors have: under a day many never see their draft, and over two days the talk has gone cold."""


@dataclass(frozen=True)
class Times:
    """Instants (UTC): authors are asked, a facilitator is asked to approve, and the digest is given back."""

    asked_at: datetime
    approved_at: datetime
    publish_at: datetime


def times(session: Session, draft_ahead: str, days: SchoolDays, *, now: datetime) -> Times:
    """Of a session closed at `now`. Authors have all of `draft_ahead`, in school days.

    The facilitator is asked when half of the time is over, at an opening: authors come first.
    """
    asked_at = send_at(session, days, now=now)
    publish_at = send_at(session, days, now=days.later(asked_at, _in_school_days(draft_ahead)))
    halfway = send_at(session, days, now=asked_at + (publish_at - asked_at) / 2)
    return Times(asked_at, min(halfway, publish_at), publish_at)


def given_back_at(session: Session, series: Series, protocol: Protocol, days: SchoolDays) -> tuple[datetime, datetime]:
    """When a planned session closes, if each step lasts its time, and when its digest is given back."""
    closes_at = first_step_closes_at(session, series, days)
    for step in protocol.steps[1:]:
        closes_at = days.later(send_at(session, days, now=closes_at), step.stays_open)
    return closes_at, times(session, series.draft_ahead, days, now=closes_at).publish_at


def is_ahead(draft_ahead: str) -> bool:
    """Whether the ISO 8601 duration gives authors 24 to 48 hours."""
    length = read_duration(draft_ahead)
    is_by_calendar = bool(length.months or length.weeks)
    return not is_by_calendar and SHORTEST <= length.days * _DAY + length.exact <= LONGEST


def _in_school_days(draft_ahead: str) -> str:
    """The same duration with each 24 hours as a school day: a weekend is nobody's time to check."""
    length = read_duration(draft_ahead)
    if length.months or length.weeks:
        return draft_ahead
    days, rest = divmod(length.exact, _DAY)
    return f"P{length.days + days}DT{rest.seconds}S"
