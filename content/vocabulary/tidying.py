"""What is said to who puts a digest's themes in order: names, merges, splits, and quotes that are moved."""

from dataclasses import dataclass
from typing import Literal

from content.vocabulary.digesting import DigestRef, ThemesShown
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Quote

Wrong = Literal["", "too_long", "points", "nowhere"]
"""Why nothing is saved yet: a name too long, or that may point at somebody; quotes to be moved to no place."""


@dataclass(frozen=True)
class ThemeToTidy:
    """A theme in the form; `name` is as it was written. `few`: under five people, so that no digest shows the theme."""

    label: str
    name: str
    quotes: tuple[Quote, ...]
    few: bool = False


@dataclass(frozen=True)
class ThemesOpened:
    """The form for one question of a digest. `shown` are the themes that it is about, `rest` those of all questions.

    `number` is the question's place among `rest`, from 0. `others` are the quotes in no theme. `moved` (marks), `to`
    and `new` are as they were filled in. `meanwhile`: somebody else has changed the same, and that stands; the rest is
    saved. `most` is how many characters a name may have.
    """

    ref: DigestRef
    question: str
    themes: tuple[ThemeToTidy, ...]
    others: tuple[Quote, ...]
    shown: ThemesShown
    rest: tuple[ThemesShown, ...]
    number: int
    most: int
    moved: tuple[str, ...] = ()
    to: str = ""
    new: str = ""
    wrong: Wrong = ""
    stopped: Stopped | None = None
    meanwhile: bool = False


@dataclass(frozen=True)
class ThemesKept:
    """What was done is saved; the digest takes this card's place in a moment."""

    ref: DigestRef


@dataclass(frozen=True)
class ThemesGone:
    """There are no themes to put in order any more: too few answers may be read, or the digest is gone."""

    ref: DigestRef


Tidying = ThemesOpened | ThemesKept | ThemesGone
