"""The web page of a plan's form, with every key of a series' file."""

from dataclasses import dataclass
from datetime import datetime

from content.vocabulary.planning import Offered, PhaseForm, PlanAsked
from content.vocabulary.prompting import Cause


@dataclass(frozen=True)
class QuestionAhead:
    """The question of a session by today's choice, and the cause of the choice; `at` is local wall time."""

    at: datetime
    question: str
    area: str
    cause: Cause


@dataclass(frozen=True)
class PlanChoice:
    """Names for the fixed choices of the form's fields."""


@dataclass(frozen=True)
class PhaseOffered:
    """The names of the usual phases, each by its kind, and checkpoints of a phase by its kind and a number."""


@dataclass(frozen=True)
class PlanFormPage:
    """The form of a plan. `people` are offered as leader and as readers, and `prompts` suit the first group.

    `ahead` are the questions of the first sessions, () for a form with faults. `phases` are the form's, or else
    the usual ones.
    """

    asked: PlanAsked
    people: Offered = ()
    requirements: Offered = ()
    prompts: Offered = ()
    ahead: tuple[QuestionAhead, ...] = ()
    phases: tuple[PhaseForm, ...] = ()
