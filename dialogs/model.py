"""The nouns of the practice, frozen: units, groups, people, series, sessions, reflections."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum, StrEnum
from uuid import UUID

from content.language import Language, Wording

__all__ = ["Language", "Wording"]  # storage may import this module only; it needs both


class UnitKind(StrEnum):
    NETWORK = "network"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    SERVICE = "service"


class GroupKind(StrEnum):
    PRINCIPALS = "principals"
    STAFF = "staff"
    TEAM = "team"
    SUBJECT = "subject"
    GRADE = "grade"
    ACROSS = "across"
    WORKGROUP = "workgroup"
    STEERING = "steering"
    NETWORK = "network"


class Role(StrEnum):
    COORDINATOR = "coordinator"
    FACILITATOR = "facilitator"
    LEADER = "leader"
    PARTICIPANT = "participant"
    OBSERVER = "observer"


class Rung(IntEnum):
    """The sharing ladder (delingsnivå), narrowest first; only the author climbs it."""

    ONLY_ME = 0
    GROUP = 1
    UNIT = 2
    PRINCIPALS = 3
    MUNICIPALITY = 4
    NETWORK = 5


class Intention(StrEnum):
    """The three virkemidler: let it happen, help it happen, make it happen."""

    SPREADING = "spreading"
    CONVEYING = "conveying"
    IMPLEMENTING = "implementing"


class Asked(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"


class Rhythm(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True)
class Unit:
    """A node of the tree; `parent` is None at its root. `stages` as the file has it, e.g. "1-7"."""

    id: str
    kinds: frozenset[UnitKind]
    name: str
    parent: str | None
    language: Language
    stages: str = ""


@dataclass(frozen=True)
class Group:
    """`time` is the group's own local wall time for prompts, where it has one."""

    id: str
    unit: str
    kind: GroupKind
    name: str
    time: time | None = None


@dataclass(frozen=True)
class Account:
    """Who Teams says somebody is: a tenant and an Entra object id (`from.aadObjectId`)."""

    tenant: str
    object_id: str


@dataclass(frozen=True)
class Person:
    """Not an account: a person may have several, and each is known by (tenant, object id)."""

    municipality: str
    id: UUID
    name: str
    upn: str
    language: Language | None


@dataclass(frozen=True)
class Membership:
    """One person in one group, in one role, for a time.

    `since` and `ended` are instants (UTC) between which it counts, `ended` exclusive; a change of role ends one
    membership and begins another, so that who stood in a circle at a moment can always be told.
    """

    person: UUID
    group: str
    role: Role
    since: datetime
    ended: datetime | None = None
    # As the file said it: local dates, both inclusive.
    from_day: date | None = None
    until_day: date | None = None


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting the digest is read before. `at` is an instant (UTC)."""

    group: str
    at: datetime
    digest_days_ahead: int


@dataclass(frozen=True)
class Series:
    """A sløyferekke as planned. `stays_open` is an ISO 8601 duration; days in it are days at the same wall time."""

    municipality: str
    id: str
    groups: tuple[str, ...]
    protocol: str
    intention: Intention
    areas: tuple[str, ...]
    requirements: tuple[str, ...]
    led_by: UUID
    stays_open: str
    default_rung: Rung
    asked: Asked
    digest_readers: tuple[UUID, ...] = ()
    meetings: tuple[MeetingPlan, ...] = ()
    # Kept with the series; used later.
    goals: tuple[str, ...] = ()
    need: str = ""
    phase: str = ""
    draft_ahead: str = ""


class Stage(StrEnum):
    """How far a session or one of its steps has come."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Session:
    """One occurrence (økt) of a series for one group. `ordinal` counts from 0 within (series, group).

    `exact`: the planner gave an instant and not a rule, and nothing moves it.
    """

    municipality: str
    id: str
    series: str
    group: str
    ordinal: int
    opens_at: datetime
    stage: Stage = Stage.PLANNED
    exact: bool = False


@dataclass(frozen=True)
class Step:
    """One step of an opened session, with the text as shown, kept for ever.

    `area`, `why` and `law` are what stood on the card besides the question; `law` is None without a requirement.
    """

    municipality: str
    session: str
    position: int
    key: str
    question: Wording
    area: Wording
    why: Wording
    prompt_id: str
    area_id: str
    stage: Stage
    opens_at: datetime
    closes_at: datetime
    hides: bool
    title: Wording
    law: Wording | None = None
    requirement_id: str | None = None


@dataclass(frozen=True)
class Part:
    """One piece of a reflection: a card's whole text, or one chat message (`source` is its activity id)."""

    text: str
    source: str | None = None


@dataclass(frozen=True)
class Reflection:
    """What somebody answered; one per (session step, author).

    `circle_at` is the instant (UTC) the circle of people was fixed: the first answer, or the last change of rung.
    """

    municipality: str
    id: UUID
    session: str
    position: int
    group: str
    author: UUID
    rung: Rung
    circle_at: datetime
    parts: tuple[Part, ...]
    version: int
    withdrawn: bool = False
    passed: bool = False

    @property
    def text(self) -> str:
        """Everything said, each message a paragraph of its own, byte for byte."""
        return "\n\n".join(part.text for part in self.parts)
