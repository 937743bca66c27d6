"""Sessions (økter), their steps, shown prompts, and reasons for the choice of prompts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from content.catalogue_types import AnswerForm, OpensNext
from content.language import Verbatim, Wording
from dialogs.model.series import AskedIn


class Stage(StrEnum):
    """The progress of a session or of a step."""

    PLANNED = "planned"
    WAITING = "waiting"  # for checkpoints of an earlier phase of the series
    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"  # not opened in time; nothing was asked
    SKIPPED = "skipped"  # the session's day is closed; planned after all if the day opens
    CANCELLED = "cancelled"  # called off by an administrator; planning again does not undo it


@dataclass(frozen=True)
class Session:
    """An occurrence (økt) of a series for a group. `ordinal` counts from 0 within (series, group).

    `exact`: the planner gave an instant and not a rule, so nothing moves the session. `moved_from` is the instant by
    the rule, None for a session in its place; `moved_why` is the reason for moving or skipping.
    """

    municipality: str
    id: str
    series: str
    group: str
    ordinal: int
    opens_at: datetime
    stage: Stage = Stage.PLANNED
    exact: bool = False
    moved_from: datetime | None = None
    moved_why: str = ""

    @property
    def meant_at(self) -> datetime:
        """The instant (UTC) by rule or date, before the school year moved it."""
        return self.moved_from or self.opens_at

    @property
    def has_begun(self) -> bool:
        """Whether planning leaves the session as it is: open, over, missed or cancelled."""
        return self.stage not in {Stage.PLANNED, Stage.WAITING, Stage.SKIPPED}


@dataclass(frozen=True)
class ShownPrompt:
    """A prompt's text as shown, in every language available; stored with the step for ever.

    `why` is the area's in a sentence, and `definition` what the area is: None as shown by earlier versions, whose `why`
    was the definition. `own` is the municipality's own definition, None for none. `law` is the requirement's sentence
    with its `paragraph`, None without a requirement, as read at `law_link` on the day `law_checked`. `follow_ups` are
    the questions after an answer, in order. `opener` is the question that a leader who speaks last may ask meanwhile.
    `answer` is None for a question that is answered in words alone.
    """

    prompt_id: str
    area_id: str
    requirement_id: str | None
    area: Wording
    question: Wording
    why: Wording
    law: Wording | None
    title: Wording
    hint: Wording
    follow_ups: tuple[Wording, ...] = ()
    opener: Wording | None = None
    answer: AnswerForm | None = None
    definition: Wording | None = None
    own: Verbatim | None = None
    paragraph: str = ""
    law_link: str = ""
    law_checked: date | None = None


class Reason(StrEnum):
    """The rules for choosing a prompt, heaviest first."""

    CHOSEN = "chosen"  # by hand, for this session
    OWN = "own"  # by hand, in own words
    FITS = "fits"  # the series and the group
    LEAST_ASKED = "least_asked"  # by the group in the series
    NAMED = "named"  # next in the order that the series names
    RESTED = "rested"  # not resting after a weak response
    NEW = "new"  # to the group, in its other series too
    HARD = "hard"  # about something hard, whose time it is
    LIGHT = "light"  # not about something hard, so early in the series or so soon after another
    DAY = "day"  # not about «this week» before the week is nearly over
    OUT_OF_SEASON = "out_of_season"  # not meant for another season of the school year
    FAMILY = "family"  # of a family of requirements that has rested long enough
    LEVEL = "level"  # written for groups of the kind, and not only for schools in general
    COMMITMENT = "commitment"  # about the area in which the group last promised to try something
    TURN = "turn"  # the area furthest behind its share
    GOALS = "goals"  # serves the series' goals
    SEASON = "season"  # meant for the season
    CORE = "core"  # at the core of its area
    STRENGTH = "strength"  # begins with a strength, where the area is new to the series
    REQUIREMENT = "requirement"  # the requirement least asked about
    MIXED = "mixed"  # first in the series' own fixed order
    # Of sessions asked by earlier versions.
    MAIN_AREA = "main_area"  # the prompt's first area, not a further one
    CATALOGUE = "catalogue"  # order in the catalogue


@dataclass(frozen=True)
class AppliedRule:
    """A rule's part in the choice of a prompt; `left` is how many prompts the rule left to the next.

    `facts` are the values compared at the time: numbers of prompts, areas and times, never of people.
    """

    reason: Reason
    left: int
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class PastPrompt:
    """A prompt as a group met it. `asked`, `answered` and `passed` are numbers of people.

    `asked` counts people the prompt reached; the numbers are final only once the step is `over`. `promised`: the group
    said in that session what it would try.
    """

    series: str
    prompt: str
    area: str
    requirement: str | None
    over: bool = False
    asked: int = 0
    answered: int = 0
    passed: int = 0
    promised: bool = False


@dataclass(frozen=True)
class Step:
    """A step of an opened session. `leading_only`: facilitators and leaders write, where the group has any.

    `hides`: answers are hidden from others until the step closes. `ends_early_on`: events that close the step before
    its time. `leader_speaks_last`: before the step closes, answers of the group's leaders are shown to nobody else, and
    nobody's answer is shown to a leader. `because` explains the choice of the prompt, () for a step with an earlier
    step's prompt. `notice_version` is the version of the privacy notice on the step's card in a channel, 0 before Teams
    has taken one there. `ends_in_trying`: whoever answers is offered to say what they, or the group, will try.
    """

    municipality: str
    session: str
    position: int
    key: str
    shown: ShownPrompt
    stage: Stage
    opens_at: datetime
    closes_at: datetime
    asked: AskedIn
    hides: bool
    leading_only: bool
    shows_earlier: bool
    ends_early_on: frozenset[OpensNext]
    because: tuple[AppliedRule, ...] = ()
    leader_speaks_last: bool = False
    ends_in_trying: bool = False
    notice_version: int = 0
