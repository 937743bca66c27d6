"""Messages to the author of a practice: its form, its preview, and the practice once it is in the sharing bank."""

from dataclasses import dataclass
from typing import Literal

from content.presses import PracticeFields
from content.vocabulary.bank import BankEntry
from content.vocabulary.guarding import Stopped
from content.vocabulary.readers import RungOffered

WrongPractice = Literal[
    "title_missing",
    "title_long",
    "did_missing",
    "did_long",
    "saw_missing",
    "saw_long",
    "needs_long",
    "subject_missing",
    "rung_missing",
    "too_many",
    "changed_meanwhile",
]


@dataclass(frozen=True)
class PracticeForm:
    """`practice` is an id, "" for a new one, and `seen` the version that the form was filled with, 0 for a new one.

    `places` and `areas` are (id, name), and `requirements` (law, (id, name)s); `author` and `school` are the names
    for the credit. `wrong` are the mistakes to be put right.
    """

    municipality: str
    practice: str
    seen: int
    filled: PracticeFields
    places: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    requirements: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    rungs: tuple[RungOffered, ...]
    author: str
    school: str
    wrong: tuple[WrongPractice, ...] = ()
    stopped: Stopped | None = None


@dataclass(frozen=True)
class PracticeAsked:
    """A preview: what the readers would find, and a button that means yes.

    `groups` are the names of the readers' groups. `points`: the words may point at somebody. `anew`: words or readers
    have changed since the preview was shown.
    """

    municipality: str
    practice: str
    seen: int
    filled: PracticeFields
    entry: BankEntry
    rung: RungOffered
    groups: tuple[str, ...]
    mark: str
    points: bool = False
    anew: bool = False


@dataclass(frozen=True)
class PracticeKept:
    """The author's own card."""

    entry: BankEntry
    rung: RungOffered


@dataclass(frozen=True)
class PracticeNotPut:
    """The form was left: nothing was stored, or what was in the bank stands as before."""


@dataclass(frozen=True)
class PracticeTakenOut:
    """The practice is gone from the bank."""


@dataclass(frozen=True)
class PracticeGone:
    """The practice is no more, or is not the presser's."""


@dataclass(frozen=True)
class NobodyToShareWith:
    """The speaker is in no group whose school has other people in Sløyfa."""


Practicing = (
    PracticeForm | PracticeAsked | PracticeKept | PracticeNotPut | PracticeTakenOut | PracticeGone | NobodyToShareWith
)
