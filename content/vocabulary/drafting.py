"""The draft of a digest: each author's own words as they would stand, and the whole for a facilitator to approve."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from content.presses import StepRef
from content.vocabulary.digesting import SessionDigest
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Quote
from content.vocabulary.readers import RungOffered

ApprovalEnd = Literal["approved", "draft", "cancelled", "others"]
"""How: given back, approved or as a draft; no digest, since the session was cancelled; left to others to approve."""


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

    `mark` changes with any word, rung or reader. No quotes: the author has taken everything back since. `not_kept` are
    other words that came too late, and are given back to their author here alone.
    """

    group: str
    opened_at: datetime
    publish_at: datetime
    quotes: tuple[DraftQuote, ...]
    municipality: str
    session: str
    mark: str
    not_kept: str = ""

    @property
    def waits(self) -> bool:
        """Whether any answer goes further only after a yes."""
        return any(one.wished is not None and not one.is_out for one in self.quotes)


@dataclass(frozen=True)
class DraftReworded:
    """The form for other words; meanwhile the answer is out, and read by nobody.

    `stands`: the author has put the answer back from elsewhere. `stopped`: why the guard took none of the new words.
    """

    question: str
    text: str
    publish_at: datetime
    step: StepRef
    seen: int
    stopped: Stopped | None = None
    stands: bool = False


@dataclass(frozen=True)
class DraftOver:
    """In place of the draft once the digest has been given back, or the session has been cancelled.

    `not_kept` is as in `DraftAsked`.
    """

    group: str
    opened_at: datetime
    cancelled: bool = False
    not_kept: str = ""


@dataclass(frozen=True)
class DraftTakenOut:
    """«Ikke slik jeg mente» on an old card, after the digest was given back: nobody else reads the answer any more."""


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
class HeadingAsked:
    """A section of the draft with its heading, "" for none; `position` is its step's."""

    question: str
    position: int
    heading: str


@dataclass(frozen=True)
class HeadingsAsked:
    """To a facilitator or coordinator: a form for the headings, and the order, of the draft's sections.

    `mark` changes with any heading stored, and `longest` is how many characters a heading may have. `changed`: somebody
    else has changed the headings since, and the reader's own stand in the form. `stopped`: why the guard took none
    of these words.
    """

    group: str
    publish_at: datetime
    sections: tuple[HeadingAsked, ...]
    municipality: str
    session: str
    mark: str
    longest: int
    changed: bool = False
    stopped: Stopped | None = None


@dataclass(frozen=True)
class ApprovalOver:
    """In place of the draft to approve, without its words, once there is nothing more to approve.

    `not_kept` are headings that came too late, and are given back to the reader, who has typed them, here alone.
    """

    group: str
    opened_at: datetime
    ended: ApprovalEnd
    not_kept: tuple[str, ...] = ()


DraftingLine = DraftChanged | DraftTakenOut
Drafting = DraftAsked | DraftReworded | DraftOver | DraftingLine | ApprovalAsked | HeadingsAsked | ApprovalOver
