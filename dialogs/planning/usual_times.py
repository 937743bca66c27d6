"""When a group is usually asked: the weekday and time of day of its own sessions."""

from datetime import date, datetime, time, timedelta

from dialogs.calendar.instants import local


def usual_time(openings: tuple[datetime, ...]) -> tuple[int, time] | None:
    """(weekday, wall time) of most of a group's own sessions, the latest of several; None without any."""
    slots = [(local(at).weekday(), local(at).time().replace(second=0)) for at in openings]
    return max(slots, key=lambda slot: (slots.count(slot), slots[::-1].index(slot) * -1), default=None)


def next_day(today: date, weekday: int) -> date:
    """The first such weekday from the day after tomorrow on: people are told in good time."""
    start = today + timedelta(days=2)
    return start + timedelta(days=(weekday - start.weekday()) % 7)
