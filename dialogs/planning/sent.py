"""A day and a time of day as a form sends them."""

from datetime import date, datetime, time

_AS_PEOPLE_WRITE = "%d.%m.%Y"


def day_sent(text: str) -> date | None:
    """«2026-11-24» as browsers send a day, «24.11.2026» as people write; None for an empty or impossible day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _written(text)


def _written(text: str) -> date | None:
    try:
        return datetime.strptime(text, _AS_PEOPLE_WRITE).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def time_sent(text: str) -> time | None:
    """To the minute; None for an empty or impossible time."""
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None) if text else None
    except ValueError:
        return None
