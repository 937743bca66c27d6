"""What the catalogue holds, frozen: model, legal requirements, prompts, protocols and frameworks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from content.language import Wording


class Status(StrEnum):
    """Whether a requirement was in force when it was last checked."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    NOT_YET_IN_FORCE = "not_yet_in_force"


class Confidence(StrEnum):
    """How we know: the law's own text, another source, or no source."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


class AppliesTo(StrEnum):
    SCHOOL = "school"
    SFO = "sfo"
    HOMEWORK_HELP = "homework_help"
    KINDERGARTEN = "kindergarten"
    MUNICIPALITY = "municipality"


class SchoolType(StrEnum):
    """Where a prompt or an entry belongs; SFO is the after-school care of a primary school."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    SFO = "sfo"


class Level(StrEnum):
    """The kind of group a prompt suits."""

    TEAM = "team"
    SCHOOL = "school"
    PRINCIPALS = "principals"
    OWNER = "owner"
    NETWORK = "network"


class Audience(StrEnum):
    """Whose practice a prompt is about; one without an audience is for everyone."""

    TEACHERS = "teachers"
    ASSISTANTS = "assistants"
    LEADERS = "leaders"
    NEWCOMERS = "newcomers"


class Phase(StrEnum):
    """Where in a piece of development work a prompt belongs; one without a phase fits them all."""

    MAPPING = "mapping"
    IMPLEMENTING = "implementing"
    EVALUATING = "evaluating"


class Writes(StrEnum):
    """Who writes in a step; LEADING is facilitators and leaders, everyone where the group has none."""

    EVERYONE = "everyone"
    LEADING = "leading"
    PRESENTER = "presenter"
    ALL_BUT_PRESENTER = "all_but_presenter"
    SCRIBE = "scribe"
    COORDINATOR = "coordinator"
    NOBODY = "nobody"


class Sees(StrEnum):
    """What is seen while a step is open; OWN hides every answer from the others until it closes."""

    OWN = "own"
    ALL = "all"
    SMALL_GROUP = "small_group"
    PAIR = "pair"
    PRESENTER = "presenter"
    COUNTS = "counts"


class OpensNext(StrEnum):
    """What ends a step, whichever comes first, and so opens the next one; the last step's ends the session."""

    TIMER = "timer"
    ALL_ANSWERED = "all_answered"
    FACILITATOR = "facilitator"
    PRESENTER = "presenter"


class Need(StrEnum):
    """What a step asks of the engine that the engine does not do yet."""

    COMMITMENTS = "commitments"
    COORDINATOR = "coordinator"
    COUNTS = "counts"
    DATA_CARD = "data_card"
    DOTS = "dots"
    DRAFT = "draft"
    MEETING = "meeting"
    MEETING_OFFSET = "meeting_offset"
    OBSERVATIONS = "observations"
    PAIRS = "pairs"
    PRESENTER = "presenter"
    RATING = "rating"
    RELEASE_BY_GROUP = "release_by_group"
    SCRIBE = "scribe"
    SEVERAL_FIELDS = "several_fields"
    SILENCE = "silence"
    SMALL_GROUPS = "small_groups"
    STAGES = "stages"
    STATEMENTS = "statements"
    TWO_VERSIONS = "two_versions"


# Who writes, who sees and who moves on where the engine does not know them yet.
_NEEDED_FOR: Mapping[StrEnum, Need] = MappingProxyType(
    {
        Writes.PRESENTER: Need.PRESENTER,
        Writes.ALL_BUT_PRESENTER: Need.SILENCE,
        Writes.SCRIBE: Need.SCRIBE,
        Writes.COORDINATOR: Need.COORDINATOR,
        Writes.NOBODY: Need.MEETING,
        Sees.SMALL_GROUP: Need.SMALL_GROUPS,
        Sees.PAIR: Need.PAIRS,
        Sees.PRESENTER: Need.PRESENTER,
        Sees.COUNTS: Need.COUNTS,
        OpensNext.PRESENTER: Need.PRESENTER,
    }
)


class EntryKind(StrEnum):
    """What an entry of a framework is."""

    AREA = "area"
    VISION = "vision"
    STATUS = "status"
    GOAL = "goal"
    STRATEGY = "strategy"
    MEANS = "means"
    PHASE = "phase"
    CHECKPOINT = "checkpoint"
    TRACK = "track"
    SUCCESS_FACTOR = "success_factor"
    INDICATOR = "indicator"
    DEMAND = "demand"
    NEED = "need"
    PRINCIPLE = "principle"
    PROGRAMME = "programme"
    PLAN = "plan"
    ARENA = "arena"
    ROLE = "role"
    SERVICE = "service"
    SCHEME = "scheme"
    VALUE = "value"
    TERM = "term"
    STIMULUS = "stimulus"
    QUESTION = "question"


class EntryState(StrEnum):
    COMING = "coming"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True)
class Aspect:
    """One of the three Ms or of the four features."""

    id: str
    name: Wording
    meaning: Wording
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """`definition` is what a card says when it tells why we ask; `practice` says what it may look like."""

    id: str
    name: Wording
    definition: Wording
    why: Wording | None = None
    what: Wording | None = None
    how: Wording | None = None
    practice: tuple[Wording, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """`less` is what the model wants less of; `voices` what pupils may say, in our own words."""

    id: str
    name: Wording
    why: Wording
    what: Wording
    how: Wording
    ms: tuple[Aspect, ...]
    features: tuple[Aspect, ...]
    areas: tuple[Area, ...]
    less: tuple[Wording, ...] = ()
    voices: tuple[Wording, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement:
    """A legal requirement, in one neutral `sentence` of ours with its paragraph.

    `replaces` are older references as documents name them; `replaced_by` the ids of the cards that hold it now.
    `valid_from` and `valid_to` are both days it applied; `status` is as it stood on `last_checked`. `asked`: prompts
    are tied to it; a card that only reminds or refers has none.
    """

    id: str
    law: str
    law_name: Wording
    paragraph: str
    title: Wording
    sentence: Wording
    status: Status
    valid_from: date
    valid_to: date | None
    link: str
    replaces: tuple[str, ...]
    replaced_by: tuple[str, ...]
    applies_to: tuple[AppliesTo, ...]
    asked: bool
    last_checked: date
    confidence: Confidence
    rows: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """As documents name it, for people who programme: "LOV-1998-07-17-61 § 9 A-2"."""
        return f"{self.law} {self.paragraph}"

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Ladder:
    """The questions that follow an answer, one at a time, each replacing the card before it."""

    id: str
    questions: tuple[Wording, ...]
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prompt:
    """`question` may hold the blanks of BLANKS.

    Empty `audience`, `phases` and `grades` are no limit; `grades` (1 to 10) asks only where the school has one of
    them. `strength`: it begins with what works. `ladder` is the id of its follow-ups, `entries` what it serves in the
    frameworks, `rows` the rows of the inventory it answers to. `local`: it makes sense only where those entries are in
    use, and is asked only in a series that has one of them among its goals.
    """

    id: str
    question: Wording
    areas: tuple[str, ...]
    ms: tuple[str, ...]
    features: tuple[str, ...]
    requirement: str | None
    level: tuple[Level, ...]
    audience: tuple[Audience, ...] = ()
    phases: tuple[Phase, ...] = ()
    school_types: tuple[SchoolType, ...] = (SchoolType.PRIMARY, SchoolType.LOWER_SECONDARY)
    grades: tuple[int, ...] = ()
    strength: bool = False
    ladder: str | None = None
    local: bool = False
    entries: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProtocolStep:
    """`question` is None where the step asks the session's own prompt; `hint` is "" where there is none.

    `stays_open` is an ISO 8601 duration, for the first step only the default; `minutes` is for those who meet.
    `output` says what the step leaves behind, None where it is just what was written.
    """

    key: str
    title: Wording
    hint: Wording
    question: Wording | None
    writes: Writes
    sees: Sees
    stays_open: str
    minutes: int
    opens_next: tuple[OpensNext, ...]
    shows_earlier: bool
    output: Wording | None = None
    needs: tuple[Need, ...] = ()

    @property
    def lacks(self) -> frozenset[Need]:
        """What the engine does not do yet: what the step says it needs, and whoever it does not know."""
        known_to_few = (self.writes, self.sees, *self.opens_next)
        return frozenset(self.needs) | {_NEEDED_FOR[each] for each in known_to_few if each in _NEEDED_FOR}


@dataclass(frozen=True)
class Protocol:
    """`roles` are those people take besides taking part; `credit` names whose idea the order of steps is."""

    id: str
    name: Wording
    purpose: Wording
    steps: tuple[ProtocolStep, ...]
    roles: tuple[Wording, ...] = ()
    credit: str = ""
    rows: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[Need, ...]:
        """Why it cannot be played yet; nothing where it can."""
        return tuple(sorted(frozenset[Need]().union(*(step.lacks for step in self.steps))))


@dataclass(frozen=True)
class Entry:
    """One thing a framework names: a goal, a strategy, an arena, a value …; `text` says more where the name is not all.

    `parent` is another entry's id, of the same framework. `due` is a day it was to be done by; when that has passed,
    `status_prompt` is the prompt that asks how it stands. `areas` and `requirements` are those of model and law.
    """

    id: str
    kind: EntryKind
    name: Wording
    text: Wording | None
    parent: str | None
    school_types: tuple[SchoolType, ...]
    state: EntryState
    since: date | None
    until: date | None
    due: date | None
    status_prompt: str | None
    areas: tuple[str, ...]
    requirements: tuple[str, ...]
    link: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Framework:
    """A plan, programme or set of questions of somebody's own; `owner` as people call them. Both days are included."""

    id: str
    owner: str
    name: Wording
    valid_from: date | None
    valid_to: date | None
    entries: tuple[Entry, ...]
    rows: tuple[str, ...] = ()
