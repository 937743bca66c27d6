"""When a draft is asked about and given back: 24 to 48 hours, counted in school days."""

from datetime import UTC, datetime

import pytest

from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge.drafting import is_ahead, times
from dialogs.model import Session


def _wall(text: str) -> datetime:
    return instant(datetime.fromisoformat(text))


def _told(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("closed", "ahead", "asked", "given_back"),
    [
        ("2026-11-24 14:00", "P1D", "2026-11-24 14:00", "2026-11-25 14:00"),
        ("2026-11-24 14:00", "PT36H", "2026-11-24 14:00", "2026-11-26 07:00"),
        # A weekend, or a holiday, is no time to check: neither as days nor as hours.
        ("2026-11-27 08:00", "P2D", "2026-11-27 08:00", "2026-12-01 08:00"),
        ("2026-11-27 08:00", "PT48H", "2026-11-27 08:00", "2026-12-01 08:00"),
        ("2027-03-19 14:00", "P1D", "2027-03-19 14:00", "2027-03-30 14:00"),
        # Closed in the evening or on a Sunday: authors have all of the time from the next opening on.
        ("2026-11-24 20:00", "P1D", "2026-11-25 07:00", "2026-11-26 07:00"),
        ("2026-11-29 12:00", "PT24H", "2026-11-30 07:00", "2026-12-01 07:00"),
    ],
)
def test_authors_have_all_of_the_time_in_school_days(closed: str, ahead: str, asked: str, given_back: str) -> None:
    session = Session("nordvik", "s", "s", "g", 0, datetime(2026, 11, 2, 7, tzinfo=UTC))
    found = times(session, ahead, SchoolDays(), now=_wall(closed))
    assert (_told(found.asked_at), _told(found.publish_at)) == (asked, given_back)
    assert found.asked_at <= found.approved_at <= found.publish_at


def test_a_day_at_least_and_two_at_most() -> None:
    lengths = ("P1D", "P2D", "PT24H", "PT36H", "P1DT12H", "PT48H", "PT23H", "PT49H", "P3D", "P1W", "P1M")
    assert [one for one in lengths if is_ahead(one)] == ["P1D", "P2D", "PT24H", "PT36H", "P1DT12H", "PT48H"]
