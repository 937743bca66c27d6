"""The pages for a meeting."""

from dataclasses import dataclass

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
