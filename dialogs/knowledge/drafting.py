"""When authors check the draft of a digest, when a facilitator does, and when the digest is given back."""

from dataclasses import dataclass
from datetime import datetime

from dialogs.asking.prompting import send_at
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Session


@dataclass(frozen=True)
class Times:
    """Instants (UTC): authors are asked, a facilitator is asked to approve, and the digest is given back."""

    asked_at: datetime
    approved_at: datetime
    publish_at: datetime


def times(session: Session, draft_ahead: str, days: SchoolDays, *, now: datetime) -> Times:
    """Of a session closed at `now`. Authors have all of `draft_ahead`, whatever closed day the session closed on.

    The facilitator is asked when half of the time is over, at an opening: authors come first.
    """
    asked_at = send_at(session, days, now=now)
    publish_at = send_at(session, days, now=days.later(asked_at, draft_ahead))
    halfway = send_at(session, days, now=asked_at + (publish_at - asked_at) / 2)
    return Times(asked_at, min(halfway, publish_at), publish_at)
