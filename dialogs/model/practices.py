"""Practices: what authors have put into the sharing bank of their own accord."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from content.catalogue_types import SchoolType
from content.language import Wording
from dialogs.model.commitments import Circle
from dialogs.model.sharing import Rung

PRACTICE_RUNGS = (Rung.UNIT, Rung.PRINCIPALS, Rung.MUNICIPALITY, Rung.NETWORK)
"""The rungs that a practice may stand on."""


class Credit(StrEnum):
    """How the author is credited. The name is not stored with the practice: it goes with the person."""

    NOBODY = ""
    UNIT = "unit"
    NAME = "name"


@dataclass(frozen=True)
class PracticeWords:
    """A title of one line; what we did, what we saw, and what has to be in place ("" for nothing)."""

    title: str
    did: str
    saw: str
    needs: str = ""


@dataclass(frozen=True)
class PracticeSubject:
    """The area of the model or the legal requirement (the other id is "") that a practice is about, named `name`.

    `stages` are those that the practice suits; () suits all.
    """

    area: str
    requirement: str
    name: Wording
    stages: tuple[SchoolType, ...] = ()


@dataclass(frozen=True)
class Practice:
    """`signer` is the author's name as of now, "" unless credited by name; the circle's unit is the credited one.

    Retention counts from `changed_at`.
    """

    municipality: str
    id: UUID
    author: UUID
    words: PracticeWords
    subject: PracticeSubject
    credit: Credit
    circle: Circle
    put_at: datetime
    changed_at: datetime
    version: int = 1
    signer: str = ""
