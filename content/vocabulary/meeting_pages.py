"""The pages for a meeting, and of one's own calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from content.vocabulary.digesting import MeetingDigest


@dataclass(frozen=True)
class RoomPage:
    """A pack on the screen in the room, one thing at a time: `step` is which of them, from 0, the agenda itself first.

    Others see the screen: no words are marked as the reader's own.
    """

    municipality: str
    id: str
    digest: MeetingDigest
    step: int


@dataclass(frozen=True)
class RoomPlace:
    """Where in the agenda the screen is; all count from 1, `item` is 0 at the agenda itself."""

    step: int
    steps: int
    item: int
    items: int


@dataclass(frozen=True)
class CalendarPage:
    """The secret address of the reader's own calendar: `made_on` is None where there is none.

    `address` is told once, when it is made: only a fingerprint of it is stored.
    """

    made_on: date | None
    address: str = ""


@dataclass(frozen=True)
class CalendarEvent:
    """A session, or a meeting, in somebody's own calendar: names of groups and areas and times, nobody's words.

    `id` stays the same when the event is moved. `begins` is an instant. `themes` are the names of the areas that the
    series is about. `changed_at` is when anything planned in the municipality was changed last, None for never.
    """

    id: str
    group: str
    begins: datetime
    minutes: int
    themes: tuple[str, ...] = ()
    is_meeting: bool = False
    is_called_off: bool = False
    changed_at: datetime | None = None
