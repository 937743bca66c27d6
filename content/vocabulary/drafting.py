"""The draft of a digest: each author's own words as they would stand, and the whole for a facilitator to approve."""

from dataclasses import dataclass
from datetime import datetime

from content.presses import StepRef
from content.vocabulary.digesting import SessionDigest
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Quote
from content.vocabulary.readers import RungOffered


@dataclass(frozen=True)
class DraftQuote:
    """The reader's own answer as it would stand in the digest.

    `readers` is who reads it as it stands, `wished` who would read after a yes, None where nothing waits for one, and
    `groups` the names of those readers' groups. `seen` is the answer's version. `is_out`: the author has taken it out.
    """

    question: str
    quote: Quote
    readers: RungOffered
    step: StepRef
    seen: int
    wished: RungOffered | None = None
    groups: tuple[str, ...] = ()
    is_out: bool = False


@dataclass(frozen=True)
class DraftAsked:
    """«Slik ville det stått», to one author alone, of all their answers in a session. Moments are local.

    `mark` changes with any word, rung or reader. No quotes: the author has taken everything back since.
    """

    group: str
    opened_at: datetime
    publish_at: datetime
    quotes: tuple[DraftQuote, ...]
    municipality: str
    session: str
    mark: str

    @property
    def waits(self) -> bool:
        """Whether any answer goes further only after a yes."""
        return any(one.wished is not None and not one.is_out for one in self.quotes)


@dataclass(frozen=True)
class DraftReworded:
    """The form for other words; meanwhile the answer is out, and read by nobody. `stopped`: why the guard took none."""

    question: str
    text: str
    publish_at: datetime
    step: StepRef
    seen: int
    stopped: Stopped | None = None


@dataclass(frozen=True)
class DraftOver:
    """In place of the draft once the digest has been given back."""

    group: str
    opened_at: datetime


@dataclass(frozen=True)
class DraftChanged:
    """A yes to something else than what stands now: the card is shown anew."""


@dataclass(frozen=True)
class ApprovalAsked:
    """To a facilitator or coordinator: the digest as this reader may read it now, and a button that means yes."""

    digest: SessionDigest
    group: str
    publish_at: datetime
    municipality: str
    session: str
    approved: bool = False


@dataclass(frozen=True)
class ApprovalOver:
    """In place of it once the digest has been given back; `approved`: by anybody, and else as a draft."""

    group: str
    opened_at: datetime
    approved: bool


Drafting = DraftAsked | DraftReworded | DraftOver | DraftChanged | ApprovalAsked | ApprovalOver
