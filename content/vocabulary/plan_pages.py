"""The web page on which a plan is made or changed: everything that a series' file can say."""

from dataclasses import dataclass
from datetime import datetime

from content.vocabulary.planning import Offered, PlanAsked
from content.vocabulary.prompting import Cause


@dataclass(frozen=True)
class QuestionAhead:
    """What a session would ask as it stands, and what decided that; local wall time."""

    at: datetime
    question: str
    area: str
    cause: Cause


@dataclass(frozen=True)
class PlanChoice:
    """What the fixed choices of the form's fields are called."""


@dataclass(frozen=True)
class PlanFormPage:
    """The form of a plan. `people` may lead it or read what it gives; `prompts` suit its first group.

    `ahead` is what the first sessions would ask, () where the form cannot be planned.
    """

    asked: PlanAsked
    people: Offered = ()
    requirements: Offered = ()
    prompts: Offered = ()
    ahead: tuple[QuestionAhead, ...] = ()
