"""Digests (oppsummeringer) of a session or ahead of a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from content.language import Wording

UNCOUNTED = -1
"""In place of how many have answered: beside a name the number would tell who has not."""


@dataclass(frozen=True)
class Draft:
    """The digest of a closed session while its authors check what would stand there; given back at `publish_at`.

    Counts are as in Digest, fixed when the session closed. `approved`: a facilitator or coordinator has said yes.
    """

    municipality: str
    session: str
    made_at: datetime
    publish_at: datetime
    answered: int
    invited: int
    missed: int
    approved: bool = False


@dataclass(frozen=True)
class SectionHeading:
    """A facilitator's hand on a session's digest: the heading above a step's answers, and their place among the others.

    `text` is "" where the question alone stands there. `person` is who wrote the heading, or moved the section.
    """

    position: int
    text: str
    place: int
    person: UUID


@dataclass(frozen=True)
class PackPlan:
    """What the catalogue had for a meeting's pack when the pack was made.

    `minutes` is the meeting's length. `strengths` are the ids of prompts that begin with what works, of those asked
    before the meeting. `questions` are questions for the meeting by the id of their area. `protocol` is the name of the
    session type for a dilemma, and `steps` its steps with their weights in minutes.
    """

    minutes: int
    strengths: tuple[str, ...] = ()
    questions: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict, hash=False)
    protocol: Wording | None = None
    steps: tuple[tuple[Wording, int], ...] = ()


@dataclass(frozen=True)
class Digest:
    """A session's digest, or a series' ahead of a meeting, for a group of readers.

    Counts are fixed when the digest is made; people's words are read when it is sent, through the reader's circles.
    `answered` is UNCOUNTED where an answer was signed then, and stays so. `missed` counts recipients the session's
    question should have reached and did not. `is_draft`: the digest went out after a draft that nobody had approved, or
    a meeting's is not made for good yet. `called_off`: the meeting is not held at that time.
    `pack` is of a meeting's digest alone, None for one made by an earlier version of the program.
    """

    municipality: str
    id: UUID
    series: str
    made_at: datetime
    session: str | None = None
    meeting_at: datetime | None = None
    meeting_group: str | None = None
    since: datetime | None = None
    answered: int = 0
    invited: int = 0
    missed: int = 0
    is_draft: bool = False
    called_off: bool = False
    pack: PackPlan | None = None
