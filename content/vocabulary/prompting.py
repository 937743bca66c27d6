"""What is said when something is asked, and what the card becomes afterwards."""

from dataclasses import dataclass
from datetime import datetime

from content.presses import StepRef


@dataclass(frozen=True)
class RungOffered:
    """One line of «Dette kan leses av …».

    `rung` is only_me, group, unit, principals, municipality or network; `name` the group's, unit's, municipality's or
    network's own name ("" for only_me); `people` how many can read, the author included, None where nobody knows.
    `channel`: everybody in the group's channel reads along; `people` of the group's rung counts them too.
    """

    rung: str
    name: str
    people: int | None
    channel: bool = False


@dataclass(frozen=True)
class Followed:
    """A question that followed, and what was said to it, byte for byte; `number` is its place, from 1."""

    question: str
    text: str
    number: int


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, byte for byte; `further` is what they said to the questions that followed."""

    text: str
    further: tuple[Followed, ...] = ()


@dataclass(frozen=True)
class Turnout:
    """How many of those asked have answered; both numbers are None where they could point at somebody.

    `all_reached` is False where somebody who should have been asked was not reached, and that may be told.
    """

    answered: int | None = None
    invited: int | None = None
    all_reached: bool = True


@dataclass(frozen=True)
class PromptAsked:
    """The prompt: one question, one field, who can read the answer.

    `closes_at` is local wall time with its zone. `title` and `hint` are the step's own (protocol), "" where it has
    none. `text` is what the field holds when an answer is opened again. `turnout` is shown where the card is shared by
    a channel, None in a personal chat. `earlier` is what was written in the steps before, where this step builds on it.
    `hidden` says that nobody sees an answer before the step closes. `went_on`: the answer has further ones beneath it,
    which go where it goes.
    """

    group: str
    area: str
    question: str
    why: str
    law: str | None
    title: str
    hint: str
    closes_at: datetime
    rungs: tuple[RungOffered, ...]
    rung: str
    step: StepRef
    delivery: str
    seen: int = 0
    text: str = ""
    turnout: Turnout | None = None
    earlier: tuple[Quote, ...] = ()
    hidden: bool = False
    went_on: bool = False


@dataclass(frozen=True)
class FollowUpAsked:
    """One question more, in the place of the receipt, for those who want one: one field, and the way back.

    `number` is its place, from 1; `earlier` is what its reader has said so far, `text` what the field holds when an
    answer is opened again.
    """

    question: str
    earlier: tuple[Quote, ...]
    rung: RungOffered
    closes_at: datetime
    step: StepRef
    delivery: str
    seen: int
    number: int
    text: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class EmptyFollowUp:
    """There was nothing in the field of a follow-up."""


@dataclass(frozen=True)
class EmptyChange:
    """There was nothing in the field of an answer that was opened again; it stands as it was."""


@dataclass(frozen=True)
class AnswerKept:
    """The receipt: what was kept, who can read it, and the way back (open again, withdraw) until the step closes.

    `further` is what was said to the questions that followed, `coming` the place of the next one, 0 where none is.
    `message` is the id of a message that its author may say was no answer, "" where this is no message's receipt.
    """

    question: str
    text: str
    rung: RungOffered
    closes_at: datetime
    step: StepRef
    delivery: str
    seen: int
    hidden: bool = False
    further: tuple[Followed, ...] = ()
    coming: int = 0
    message: str = ""


@dataclass(frozen=True)
class PassKept:
    """The person passed; the way back stays open until the step closes."""

    question: str
    closes_at: datetime
    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class AnswerWithdrawn:
    """The answer is gone; a new one can be given until the step closes."""

    question: str
    closes_at: datetime
    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class PromptClosed:
    """What a card becomes when nothing more can be written: the question, and the reader's own answer ("" for none).

    `rung` is None where there is no answer, and `withdrawn` says that it was taken back. `left`: its reader is asked no
    more, though the question may be open. `cancelled`: its session was called off, so nobody reads the answer, and
    `rung` is None. In a channel `turnout` is shown and `text` is "". `step` is None where the card offers nothing; an
    answer can be taken back for ever.
    """

    question: str
    text: str = ""
    rung: RungOffered | None = None
    turnout: Turnout | None = None
    further: tuple[Followed, ...] = ()
    step: StepRef | None = None
    delivery: str = ""
    seen: int = 0
    withdrawn: bool = False
    left: bool = False
    cancelled: bool = False


@dataclass(frozen=True)
class TextKept:
    """Said in personal chat when a message was taken as an answer, with the text as understood.

    `added` says that it was added to an earlier answer; `text` is then the whole answer. `message` is the id of the
    message that its author may say was no answer, "" where it is no part of the answer. `anew`: what has been
    confirmed before has changed since.
    """

    question: str
    text: str
    rung: RungOffered
    closes_at: datetime
    step: StepRef
    added: bool = False
    hidden: bool = False
    message: str = ""
    anew: bool = False


@dataclass(frozen=True)
class ThreadKept:
    """Said in the thread to one who answered there with a mention: it is kept, and `readers` can read it."""

    readers: RungOffered
    step: StepRef
    message: str = ""


@dataclass(frozen=True)
class StepMoved:
    """To the facilitator who opened the next step, by its title."""

    title: str


@dataclass(frozen=True)
class StepStays:
    """To one who asked for the next step where none can be opened by hand."""


@dataclass(frozen=True)
class StepsToOpen:
    """To a facilitator with several sessions under way: which one moves on? With one: once more, so soon?"""

    steps: tuple[tuple[str, StepRef], ...]


Prompting = (
    PromptAsked
    | FollowUpAsked
    | EmptyFollowUp
    | EmptyChange
    | AnswerKept
    | PassKept
    | AnswerWithdrawn
    | PromptClosed
    | TextKept
    | ThreadKept
    | StepMoved
    | StepStays
    | StepsToOpen
)
