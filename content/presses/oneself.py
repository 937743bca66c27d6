"""Pressed on cards of the presser's own answers and data."""

from dataclasses import dataclass

from content.presses.steps import StepRef


@dataclass(frozen=True)
class ShowOwnAnswers:
    """«Svarene mine»: the presser's own answers from number `start` on, the newest first.

    `search` are words that the answers have; from the button beside the card's field they arrive in `sought`.
    """

    start: int
    search: str = ""


@dataclass(frozen=True)
class OpenOwnAnswer:
    """An answer of the list, in full; `start` and `search` lead back to the list's page."""

    step: StepRef
    start: int
    search: str = ""


@dataclass(frozen=True)
class OpenOwnWords:
    """«Dine ord» above a quote on the presser's own copy of a summary: the answer in full, below the summary."""

    step: StepRef


@dataclass(frozen=True)
class ShowOwnData:
    """«Neste side»: page number `start` (from 0) of all that is held about the presser."""

    start: int


@dataclass(frozen=True)
class TakeOwnFile:
    """All that is held about the presser, as a file in this `form`: "page" (to be read) or "data".

    `start` is the page that the pressed card shows.
    """

    form: str
    start: int = 0


@dataclass(frozen=True)
class AskErasure:
    """«Slett mine data»: asks once more."""


@dataclass(frozen=True)
class EraseOwnData:
    """The presser's own data go; `words` in summaries sent out "go" too, or "stay" without a name."""

    words: str


OnOneself = ShowOwnData | ShowOwnAnswers | OpenOwnAnswer | OpenOwnWords | TakeOwnFile | AskErasure | EraseOwnData
"""Pressed on a card about the presser's own data."""
