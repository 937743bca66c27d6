"""The pack ahead of a meeting: a proposed agenda, and what there is to talk about, in people's own words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.vocabulary.prompting import Quote

Kind = Literal["promises", "strength", "tension", "dilemma", "talk", "own", "decide"]


@dataclass(frozen=True)
class AgendaItem:
    """An item of the agenda, with its minutes; what it is about stands in the pack's field for the kind.

    `title` is of an item that whoever leads the meeting has put there.
    """

    kind: Kind
    minutes: int
    title: str = ""


@dataclass(frozen=True)
class OpenPromise:
    """An open commitment: the words, the sign to look for ("" for none), and the day to look at it again.

    `look_on` is None where the commitment is looked at in the meeting itself.
    `by` is the name of the municipality or group, "" for a person's.
    """

    text: str
    sign: str
    look_on: date | None
    by: str


@dataclass(frozen=True)
class Chosen:
    """An answer chosen for the meeting, with its question. The quote tells where it was given: group and day."""

    question: str
    quote: Quote


@dataclass(frozen=True)
class Tension:
    """What several see one way and several another, as answers by one press tell it."""

    question: str
    one: str
    other: str


@dataclass(frozen=True)
class WorkStep:
    """A step of the session type proposed for a dilemma, with its minutes."""

    title: str
    minutes: int


@dataclass(frozen=True)
class Pack:
    """`minutes` is the meeting's length, which the agenda's minutes add up to, unless people's own items take more.

    `decided` is what the meeting before agreed on. `dilemma` was offered for the meeting by its author, like the
    `more_dilemmas` that wait; `protocol` is the session type for it, with its `steps`. `questions` are the catalogue's:
    what the answers lead on to, then of areas where views differ. `is_reading`: two minutes' reading for whoever takes
    part, without what the leader needs. An answer too long for two minutes is None there.
    """

    minutes: int
    agenda: tuple[AgendaItem, ...]
    decided: tuple[str, ...] = ()
    promises: tuple[OpenPromise, ...] = ()
    strength: Chosen | None = None
    tension: Tension | None = None
    dilemma: Chosen | None = None
    more_dilemmas: int = 0
    protocol: str = ""
    steps: tuple[WorkStep, ...] = ()
    questions: tuple[str, ...] = ()
    is_reading: bool = False

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The answers chosen for the meeting."""
        return tuple(one.quote for one in (self.strength, self.dilemma) if one is not None)
