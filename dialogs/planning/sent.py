"""A day and a time of day as a form sends them."""

from datetime import date, time


def day_sent(text: str) -> date | None:
    """None for an empty or impossible day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def time_sent(text: str) -> time | None:
    """To the minute; None for an empty or impossible time."""
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None) if text else None
    except ValueError:
        return None
