"""What is said of questions that people propose: to the proposer, and to the coordinators who decide."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.vocabulary.guarding import Stopped


@dataclass(frozen=True)
class ProposalAsked:
    """Before anything is sent or kept: what would happen with the question, and whether the name goes along.

    `municipality` is the name of the one whose coordinators get the question, `place` its id.
    """

    text: str
    municipality: str
    place: str


@dataclass(frozen=True)
class ProposalSent:
    """The coordinators get the proposal; `signed`: with the reader's name."""

    text: str
    signed: bool


@dataclass(frozen=True)
class ProposalNotSent:
    """The reader did not send it; nothing is kept."""


@dataclass(frozen=True)
class NoProposal:
    """«Foreslå spørsmål» without a question."""


@dataclass(frozen=True)
class ProposalTooLong:
    """The question has more than `most` characters."""

    most: int


@dataclass(frozen=True)
class ProposalStopped:
    """The guard has stopped the question; nothing is kept, and the words stand in the reader's own message alone."""

    stopped: Stopped


@dataclass(frozen=True)
class TooManyProposals:
    """`most` proposals of the reader's wait for a coordinator already."""

    most: int


@dataclass(frozen=True)
class NobodyToDecide:
    """The municipality has no coordinator, so that the question would reach nobody; nothing is kept."""

    municipality: str


@dataclass(frozen=True)
class ProposalReceived:
    """To a coordinator. `by` is the proposer's name, "" where it does not go along; `proposal` is the id."""

    text: str
    by: str
    municipality: str
    proposal: str


Wrong = Literal["", "empty", "too_long", "no_question", "blanks", "no_area", "overlay"]
"""What stands in the way of a question: no words, too many, no question mark, blanks, no area; or the overlay."""


@dataclass(frozen=True)
class ProposalOpened:
    """The form in which a coordinator words the question and chooses its area; nothing is decided yet.

    `areas` are (id, name). `wrong` and `stopped` say why the question was not taken in as it was worded.
    """

    text: str
    municipality: str
    proposal: str
    nb: str
    nn: str
    area: str
    areas: tuple[tuple[str, str], ...]
    most: int
    wrong: Wrong = ""
    stopped: Stopped | None = None


@dataclass(frozen=True)
class ProposalTaken:
    """To coordinators: who took the question in, "" where that is not known any more, and when, by the local date."""

    text: str
    by: str
    on: date


@dataclass(frozen=True)
class ProposalLeft:
    """To coordinators: who said «Ikke nå», "" where that is not known any more, and when, by the local date."""

    text: str
    by: str
    on: date


@dataclass(frozen=True)
class ProposalGone:
    """To coordinators: the proposal has been taken back, or is too old."""


@dataclass(frozen=True)
class ProposalThanks:
    """To the proposer, once: the question has been taken in."""

    text: str


Proposing = (
    ProposalAsked
    | ProposalSent
    | ProposalNotSent
    | NoProposal
    | ProposalTooLong
    | ProposalStopped
    | TooManyProposals
    | NobodyToDecide
    | ProposalReceived
    | ProposalOpened
    | ProposalTaken
    | ProposalLeft
    | ProposalGone
    | ProposalThanks
)
