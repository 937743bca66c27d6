"""The dataclasses of the catalogue, frozen: model, legal requirements, prompts, protocols and frameworks.

`rows` are everywhere the rows of the source documents that the object answers to (see traceability.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from content.language import Verbatim, Wording


class Status(StrEnum):
    """Whether a requirement was in force on the day it was last checked."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    NOT_YET_IN_FORCE = "not_yet_in_force"


class Confidence(StrEnum):
    """The source of a requirement's facts: the law's own text, another source, or none."""

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
    """Where a prompt or an entry applies; SFO is the after-school care of a primary school."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    SFO = "sfo"


class Level(StrEnum):
    TEAM = "team"
    SCHOOL = "school"
    PRINCIPALS = "principals"
    OWNER = "owner"
    NETWORK = "network"


class Audience(StrEnum):
    """Whose practice a prompt is about; a prompt without an audience suits everyone."""

    TEACHERS = "teachers"
    ASSISTANTS = "assistants"
    LEADERS = "leaders"
    NEWCOMERS = "newcomers"


class Phase(StrEnum):
    """The phase of development work a prompt suits; a prompt without a phase suits all."""

    MAPPING = "mapping"
    IMPLEMENTING = "implementing"
    EVALUATING = "evaluating"


class Writes(StrEnum):
    """Who writes in a step; LEADING is facilitators and leaders, or everyone where the group has neither."""

    EVERYONE = "everyone"
    LEADING = "leading"
    PRESENTER = "presenter"
    ALL_BUT_PRESENTER = "all_but_presenter"
    SCRIBE = "scribe"
    COORDINATOR = "coordinator"
    NOBODY = "nobody"


class Sees(StrEnum):
    """What participants see while a step is open; OWN hides others' answers until the step closes."""

    OWN = "own"
    ALL = "all"
    SMALL_GROUP = "small_group"
    PAIR = "pair"
    PRESENTER = "presenter"
    COUNTS = "counts"


class OpensNext(StrEnum):
    """The event that ends a step, whichever comes first, and opens the next step; after the last the session ends."""

    TIMER = "timer"
    ALL_ANSWERED = "all_answered"
    FACILITATOR = "facilitator"
    PRESENTER = "presenter"


class Need(StrEnum):
    """A step's need that the engine does not meet yet."""

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


# The unmet needs behind some values of Writes, Sees and OpensNext.
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


class Family(StrEnum):
    """What a requirement is about; a group shall not go long without being asked about each that concerns it."""

    ENVIRONMENT = "environment"
    VOICE = "voice"  # participation, and cooperation with homes
    SUPPORT = "support"  # adapted and individual provision, language
    TEACHING = "teaching"  # purpose, content, assessment
    QUALITY = "quality"  # quality, competence, and services that work together


class Season(StrEnum):
    """A time of the school year that calls for questions of its own."""

    START = "start"
    TALKS = "talks"  # ahead of talks with pupils and parents
    RESULTS = "results"  # once results of tests and surveys have come
    SPRING = "spring"  # evaluation of the year


class EntryKind(StrEnum):
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
    """An M, or a feature, of the model."""

    id: str
    name: Wording
    meaning: Wording
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """`definition` is what the area is, and `why` is shown on a card to explain why a question is asked.

    `practice` are examples of it. `own` is a municipality's own definition, beside the model's and never in its place.
    """

    id: str
    name: Wording
    definition: Wording
    why: Wording | None = None
    what: Wording | None = None
    how: Wording | None = None
    practice: tuple[Wording, ...] = ()
    own: Verbatim | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """`less` is what the model wants less of."""

    id: str
    name: Wording
    why: Wording
    what: Wording
    how: Wording
    ms: tuple[Aspect, ...]
    features: tuple[Aspect, ...]
    areas: tuple[Area, ...]
    less: tuple[Wording, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement:
    """A legal requirement, as a neutral `sentence` of our own with its paragraph.

    `replaces` are older references as documents write them; `replaced_by` the ids of its successors. `valid_from` and
    `valid_to` are both included; `status` is as on `last_checked`. `asked`: prompts are tied to the card; cards that
    only remind or refer have none, and need no `family`. `reminds`: the help names the card's paragraph, whoever reads
    it. `for_reference`: nobody is shown the card in Teams; it is there for documents, entries and whoever plans.
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
    family: Family | None = None
    rows: tuple[str, ...] = ()
    reminds: bool = False
    for_reference: bool = False

    @property
    def reference(self) -> str:
        """As documents write it: "LOV-1998-07-17-61 § 9 A-2". Never on a card; for people who program."""
        return f"{self.law} {self.paragraph}"

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Ladder:
    """Follow-up questions after an answer, asked in turn, each replacing the card before."""

    id: str
    questions: tuple[Wording, ...]
    rows: tuple[str, ...] = ()


class FormKind(StrEnum):
    SCALE = "scale"
    CHOICE = "choice"
    STANCE = "stance"  # to a statement: agree, disagree, unsure


AGREE, DISAGREE, UNSURE = 1, 2, 3
STANCES = (
    Wording("Enig", "Einig", "Agree"),
    Wording("Uenig", "Ueinig", "Disagree"),
    Wording("Usikker", "Usikker", "Unsure"),
)
"""What may be said to a statement, in the order of the numbers above."""


@dataclass(frozen=True)
class AnswerForm:
    """An answer by one press, beside a sentence for whoever wants to write one.

    `options` are what may be chosen, in order; of a scale, whose points are 1 to POINTS, the labels of both ends; of a
    statement STANCES.
    """

    kind: FormKind
    options: tuple[Wording, ...]

    POINTS: ClassVar[int] = 5

    @property
    def size(self) -> int:
        return self.POINTS if self.kind is FormKind.SCALE else len(self.options)


@dataclass(frozen=True)
class Prompt:
    """A question of the catalogue; `question` may hold the placeholders in BLANKS.

    Empty `audience`, `phases` and `grades` are no limit; with `grades` (1 to 10) the prompt suits schools that have any
    of them. `strength`: the question begins with what works. `ladder` is the id of its follow-ups, `entries` are the
    framework entries served. `answer` is None for a question answered in words alone. `local`: the question makes sense
    only where such an entry is in use, and is asked only in a series with one of `entries` among its goals.
    `core`: asked before others of its area. `hard`: about what is hard or does not succeed, asked without blame.
    `seasons`: asked then, and no other time. `late_in_week`: about «this week», so not asked when the week is young.
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
    core: bool = False
    hard: bool = False
    seasons: tuple[Season, ...] = ()
    late_in_week: bool = False
    ladder: str | None = None
    answer: AnswerForm | None = None
    local: bool = False
    entries: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def is_statement(self) -> bool:
        return self.answer is not None and self.answer.kind is FormKind.STANCE


@dataclass(frozen=True)
class Opener:
    """A question that a leader who speaks last may ask the group meanwhile; empty `phases` are no limit."""

    id: str
    question: Wording
    phases: tuple[Phase, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProtocolStep:
    """`question` is None where the step asks the session's own prompt; `hint` is "" where absent.

    `stays_open` is an ISO 8601 duration, for the first step only the default; `minutes` is the length in a meeting.
    `output` names what the step produces, None where it produces nothing but answers. `ends_in_trying`: whoever answers
    is offered to say what they, or in a step for those who lead, the group will try.
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
    ends_in_trying: bool = False
    needs: tuple[Need, ...] = ()

    @property
    def lacks(self) -> frozenset[Need]:
        """Needs not built yet: the step's own, and the ones behind its Writes, Sees and OpensNext."""
        known_to_few = (self.writes, self.sees, *self.opens_next)
        return frozenset(self.needs) | {_NEEDED_FOR[each] for each in known_to_few if each in _NEEDED_FOR}


@dataclass(frozen=True)
class Protocol:
    """`roles` are taken by participants besides taking part; `credit` names the source of the order of steps.

    `leader_speaks_last`: leaders' answers wait until their step closes, unless the series says otherwise. `statements`:
    its sessions' prompts are statements, which no other protocol asks.
    """

    id: str
    name: Wording
    purpose: Wording
    steps: tuple[ProtocolStep, ...]
    roles: tuple[Wording, ...] = ()
    leader_speaks_last: bool = False
    statements: bool = False
    credit: str = ""
    rows: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[Need, ...]:
        """The unmet needs that keep the protocol from being played, sorted; empty for a playable protocol."""
        return tuple(sorted(frozenset[Need]().union(*(step.lacks for step in self.steps))))


@dataclass(frozen=True)
class Entry:
    """A thing named by a framework: a goal, a strategy, an arena, a value …; `text` adds to a short name.

    `parent` is another entry's id in the same framework. `due` is a deadline; once past, the prompt `status_prompt`
    asks about the state. `areas` and `requirements` are ids in the model and the law.
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
    """A plan, programme or set of questions with an owner, as people name the owner.

    `valid_from` and `valid_to` are included.
    """

    id: str
    owner: str
    name: Wording
    valid_from: date | None
    valid_to: date | None
    entries: tuple[Entry, ...]
    rows: tuple[str, ...] = ()
