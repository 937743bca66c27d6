"""A pause that a person has taken: prompts and reminders wait until the pause is over."""

from datetime import datetime

from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Person


def is_paused(person: Person, *, now: datetime) -> bool:
    return person.paused_until is not None and now < person.paused_until


def send_at(person: Person, opening: datetime, days: SchoolDays, *, now: datetime) -> datetime:
    """When a prompt due at `opening` goes to the person: during a pause, at the first opening of the days after it."""
    if person.paused_until is None or not is_paused(person, now=now):
        return opening
    return max(opening, days.next_opening(person.paused_until))
