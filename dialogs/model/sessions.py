"""Sessions (økter), their steps, the prompts shown in them and the reasons for choosing a prompt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from content.language import Wording
from dialogs.model.series import Asked


class Stage(StrEnum):
    """How far a session or one of its steps has come."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"  # nobody was there to open it in time; nothing of it was asked
    SKIPPED = "skipped"  # a session whose day is closed; should that change, it is planned after all
    CANCELLED = "cancelled"  # called off by an administrator; no planning brings it back


@dataclass(frozen=True)
class Session:
    """One occurrence (økt) of a series for one group. `ordinal` counts from 0 within (series, group).

    `exact`: the planner gave an instant and not a rule, and nothing moves it. `moved_from` is when it was meant, None
    where nothing stood in its way; `moved_why` says why it was moved or skipped.
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
        """When its rule or date has it, whatever the school year says to that."""
        return self.moved_from or self.opens_at

    @property
    def has_begun(self) -> bool:
        """Whether it is as it is, and no planning changes it any more."""
        return self.stage not in {Stage.PLANNED, Stage.SKIPPED}


@dataclass(frozen=True)
class Shown:
    """The text of a prompt as shown, in every language it has; kept with the session for ever.

    `why` is the area's definition; `law` the requirement's sentence, None without one. `follow_ups` are the questions
    that may follow an answer, one at a time.
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


class Reason(StrEnum):
    """What a prompt is chosen by, in the order in which it weighs."""

    FITS = "fits"  # the series, and the group
    LEAST_ASKED = "least_asked"  # of this group in this series
    RESTED = "rested"  # or at least not resting after having met little
    NEW = "new"  # to this group, also in its other series
    TURN = "turn"  # of its area
    GOALS = "goals"  # of the series: what serves them
    STRENGTH = "strength"  # first, where its area is new to the series
    REQUIREMENT = "requirement"  # the one least asked about
    LEVEL = "level"  # written for groups like this one, and not only for schools as such
    MAIN_AREA = "main_area"  # the one asked about, and not only touched
    CATALOGUE = "catalogue"  # its order


@dataclass(frozen=True)
class Because:
    """A reason for the choice of a prompt: how many it left to the next, and what it went by, as it was then.

    Numbers are of prompts, areas and times; nothing is told of who answered.
    """

    reason: Reason
    left: int
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Posed:
    """A prompt as a group met it. What was `asked`, `answered` and `passed` are numbers of people.

    Those asked are those it reached; there is no telling from them before the step was `over`.
    """

    series: str
    prompt: str
    area: str
    requirement: str | None
    over: bool = False
    asked: int = 0
    answered: int = 0
    passed: int = 0


@dataclass(frozen=True)
class Step:
    """One step of an opened session. `leading_only`: facilitators and leaders write, where the group has any.

    `hides`: nobody sees another's answer before the step closes. `moves_on` holds what besides its time closes it:
    "all_answered", "facilitator". `because` tells why its prompt was chosen, () where it goes on with an earlier one.
    """

    municipality: str
    session: str
    position: int
    key: str
    shown: Shown
    stage: Stage
    opens_at: datetime
    closes_at: datetime
    asked: Asked
    hides: bool
    leading_only: bool
    shows_earlier: bool
    moves_on: frozenset[str]
    because: tuple[Because, ...] = ()
