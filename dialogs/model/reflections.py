"""Reflections: answers to a step's prompt, in parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogs.model.sharing import Rung


@dataclass(frozen=True)
class Part:
    """One piece of a reflection: a card's whole text, or one chat message (`source` is its activity id).

    One without text keeps the place of a message that was deleted among others.

    `follow_up` says what it answers: 0 the prompt itself, from 1 the questions that follow it, by their place.
    """

    text: str
    source: str | None = None
    follow_up: int = 0


def paragraphs(parts: Iterable[Part]) -> str:
    """What the parts say, each a paragraph, byte for byte; the same words in several of them are said once."""
    return "\n\n".join(dict.fromkeys(part.text for part in parts))


@dataclass(frozen=True)
class Reflection:
    """What somebody answered; one per (session step, author).

    `circle_at` is the instant (UTC) the circle of people was fixed: the first answer, or the last change of rung.
    `channel` is the conversation of the channel whose people read along, "" where none did when the circle was fixed.
    `reopened`: its author has the card open for writing again; what was said stands meanwhile. `going_on`: the same of
    the question that follows at this place; 0 where none is open. Nothing follows what was not answered.
    """

    municipality: str
    id: UUID
    session: str
    position: int
    group: str
    unit: str
    network: str | None
    author: UUID
    rung: Rung
    circle_at: datetime
    parts: tuple[Part, ...]
    version: int
    withdrawn: bool = False
    passed: bool = False
    reopened: bool = False
    going_on: int = 0
    channel: str = ""

    @property
    def is_form_open(self) -> bool:
        """Whether its author has opened a form that is not sent yet."""
        return self.reopened or self.going_on > 0

    @property
    def main(self) -> tuple[Part, ...]:
        """What answers the prompt itself."""
        return tuple(part for part in self.places if part.text)

    @property
    def places(self) -> tuple[Part, ...]:
        """The same with the places of what was deleted."""
        return tuple(part for part in self.parts if not part.follow_up)

    @property
    def further(self) -> tuple[Part, ...]:
        """What answers the questions that follow, one part each, in their order."""
        return tuple(part for part in self.parts if part.follow_up)

    @property
    def text(self) -> str:
        """All that answers the prompt itself."""
        return paragraphs(self.main)
