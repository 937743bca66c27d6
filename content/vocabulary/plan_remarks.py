"""Remarks on a plan, beside the faults: vacant posts, late drafts, changes undone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True)
class PlanVacancy:
    """Nobody holds a post needed by the plan, from the day `since` on, None for now.

    `name` is the person's or the group's, "" for the municipality's coordinator. `observes`: the person only observes.
    """

    post: Literal["leader", "reader", "coordinator", "answering", "meeting"]
    name: str
    since: date | None = None
    observes: bool = False


@dataclass(frozen=True)
class OtherByNow:
    """The user name belonged to `before` when the series was planned, and belongs to `name` now."""

    user: str
    name: str
    before: str


@dataclass(frozen=True)
class ChangeUndone:
    """A session of the group moved `to` another time, or left out (None), is in the plan no more."""

    group: str
    meant: datetime
    to: datetime | None = None


@dataclass(frozen=True)
class QuestionUndone:
    """A question was chosen for a session of the group, and the session is in the plan no more."""

    group: str
    meant: datetime


@dataclass(frozen=True)
class DraftAfterPack:
    """Answers of the group's session `at` are given back after the pack for the meeting of `meeting` is made."""

    group: str
    at: datetime
    given_back: datetime
    meeting: str
    made: datetime


@dataclass(frozen=True)
class NobodyApproves:
    """Nobody of the group may approve a draft, and each digest goes out marked as a draft."""

    group: str


@dataclass(frozen=True)
class NamedForOthers:
    """The series names a question that suits none of its groups."""

    question: str


@dataclass(frozen=True)
class WithoutPhases:
    """The series is to be carried out, and has no phases."""


FoundInPlan = (
    PlanVacancy
    | OtherByNow
    | ChangeUndone
    | QuestionUndone
    | DraftAfterPack
    | NobodyApproves
    | NamedForOthers
    | WithoutPhases
)
