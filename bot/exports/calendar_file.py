"""Somebody's own calendar as iCalendar (RFC 5545), for programs that fetch it again and again."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from content.language import Language
from content.vocabulary.meeting_pages import CalendarEvent
from content.wording import phrase
from dialogs.calendar.instants import local

CONTENT_TYPE = "text/calendar; charset=utf-8"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_AGAIN = timedelta(hours=6)


def calendar_file(events: Iterable[CalendarEvent], language: Language, *, now: datetime) -> bytes:
    """`now` is the moment of the file. Local times carry the zone's own rules for summer and winter."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sløyfa//Sløyfa//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Sløyfa")
    calendar.add("refresh-interval", _AGAIN, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_event(event, language, now=now))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(told: CalendarEvent, language: Language, *, now: datetime) -> Event:
    event, begins = Event(), local(told.begins)
    event.add("uid", f"{told.id}@sloyfa")
    event.add("dtstamp", now)
    event.add("sequence", _sequence(told.changed_at))
    event.add("dtstart", begins)
    event.add("dtend", local(told.begins + timedelta(minutes=told.minutes)))
    event.add("summary", phrase(told, "meeting" if told.is_meeting else "session", language))
    if told.themes:
        event.add("description", ", ".join(told.themes))
    event.add("status", "CANCELLED" if told.is_called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy because a question comes
    event.add("class", "PRIVATE")
    return event


def _sequence(changed_at: datetime | None) -> int:
    """Grows whenever plans change, and never else; what is not stored of each event need not be kept for it."""
    return max(0, int((changed_at - _EPOCH).total_seconds())) if changed_at is not None else 0
