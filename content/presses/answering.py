"""Pressed on a question's card or on the receipt of an answer."""

from dataclasses import dataclass

from content.presses.steps import StepRef


@dataclass(frozen=True)
class SendAnswer:
    """«Send svar». `seen` is the version of the reflection on the card, 0 without a reflection.

    The card's inputs `answer` and `rung` (a rung's name, see PromptAsked) arrive in the same data, and so does `passes`
    (kinds that the author lets pass, see `Stopped`) from the button that lets words stand, and `choice` from a button
    that is an answer itself: the answer's number, from 1.
    """

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class SkipPrompt:
    """«Hopp over»."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class OpenAnswer:
    """«Endre svaret»: the receipt becomes the prompt again, with the text in the field."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class LeaveAnswer:
    """«La svaret stå»: the form of an opened answer becomes the receipt again; nothing is changed."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class WithdrawAnswer:
    """«Trekk tilbake»."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class ShowAnswer:
    """«Svaret mitt» on a card that a channel shares: the card becomes the presser's own, for the presser alone."""

    step: StepRef
    delivery: str


@dataclass(frozen=True)
class UseNote:
    """«Bruk notatet»: the step's form is filled with the presser's note; nothing is sent. `delivery` may be ""."""

    step: StepRef
    delivery: str


@dataclass(frozen=True)
class ChooseKeyword:
    """A keyword on a receipt: `keyword` is the button's own, "" for the word in the card's input `word`.

    `delivery` is "" on the receipt of a message, and `message` the message that its author may deny to be an answer.
    """

    step: StepRef
    delivery: str
    seen: int
    keyword: str = ""
    message: str = ""


@dataclass(frozen=True)
class DropKeyword:
    """«Ta bort stikkordet»; `delivery` and `message` as in `ChooseKeyword`."""

    step: StepRef
    delivery: str
    seen: int
    message: str = ""


AnswerPress = SendAnswer | SkipPrompt | OpenAnswer | LeaveAnswer | WithdrawAnswer | ShowAnswer | UseNote
KeywordPress = ChooseKeyword | DropKeyword
