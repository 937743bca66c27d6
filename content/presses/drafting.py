"""Pressed on the draft of a digest: by an author, and by whoever may approve the whole."""

from dataclasses import dataclass

from content.presses.steps import StepRef


@dataclass(frozen=True)
class AgreeDraft:
    """«Ja, slik»: all of the presser's answers in the draft go as far as was shown; `mark` is what was shown."""

    municipality: str
    session: str
    mark: str


@dataclass(frozen=True)
class ObjectDraft:
    """«Ikke slik jeg mente»: the answer is taken out of the draft at once, and a form for other words is shown."""

    step: StepRef
    seen: int


@dataclass(frozen=True)
class SendDraft:
    """Other words for an answer in the draft; the card's input `answer` arrives in the same data."""

    step: StepRef
    seen: int


@dataclass(frozen=True)
class ShowDraft:
    """«La det være ute»: the draft as it stands."""

    municipality: str
    session: str


@dataclass(frozen=True)
class ApproveDraft:
    """«Godkjenn»: the digest goes out without the word draft."""

    municipality: str
    session: str


@dataclass(frozen=True)
class ShowApproval:
    """«La det stå»: the draft, to whoever may approve it, as it stands."""

    municipality: str
    session: str


@dataclass(frozen=True)
class EditHeadings:
    """«Overskrifter»: a form for the headings of the draft, and for their order."""

    municipality: str
    session: str


MOST_HEADINGS = 9
"""Steps with a heading of their own: no protocol has as many."""


@dataclass(frozen=True)
class SaveHeadings:
    """«Lagre», with a field `heading_N` and one `place_N` for each step N of `shown` (with commas between).

    `mark` is of the headings that stood there when the form was opened.
    """

    municipality: str
    session: str
    mark: str
    shown: str


OnHeadings = ShowApproval | EditHeadings | SaveHeadings
OnApproval = ApproveDraft | OnHeadings
"""Pressed on the whole draft by whoever may approve it."""

OnDraft = AgreeDraft | ObjectDraft | SendDraft | ShowDraft
"""Pressed by an author on the draft of a digest."""
