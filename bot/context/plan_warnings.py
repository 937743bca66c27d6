"""Warnings about a plan, for operators in a line of English and for planners as values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.context import staffing
from bot.context.staffing import Staffing
from content.vocabulary.plan_remarks import (
    ChangeUndone,
    FoundInPlan,
    OtherByNow,
    PlanVacancy,
    QuestionUndone,
    WithoutPhases,
)
from dialogs.calendar.instants import local
from dialogs.model import ByHand, ChosenQuestion, Group, Intention, Series
from dialogs.people.staffing import Post
from dialogs.planning.series_changes import NameMoved


@dataclass(frozen=True)
class PlanWarning:
    line: str
    told: FoundInPlan


def vacant(found: Staffing, *, now: datetime) -> Iterator[PlanWarning]:
    for one in found.vacancies:
        since = local(one.since).date() if one.since > now or one.post is Post.MEETING else None
        name = found.name(one) if one.post is not Post.COORDINATOR else ""
        told = PlanVacancy(one.post.value, name, since, one.observes)
        yield PlanWarning(staffing.line(found, one, now=now), told)


def renamed(moved: Iterable[NameMoved]) -> Iterator[PlanWarning]:
    for one in moved:
        yield PlanWarning(one.line, OtherByNow(one.user, one.name, one.before))


def undone(lost: Iterable[ByHand], groups: Mapping[str, Group]) -> Iterator[PlanWarning]:
    """Changes by hand, undone by a new plan."""
    for one in lost:
        to = local(one.to) if one.to is not None else None
        done = f"moved to {to:%Y-%m-%d %H:%M}" if to is not None else "left out"
        line = f"by hand: {one.group} {local(one.meant):%Y-%m-%d %H:%M} was {done}; {_GONE}"
        yield PlanWarning(line, ChangeUndone(_name(one.group, groups), local(one.meant), to))


def unasked(lost: Iterable[ChosenQuestion], groups: Mapping[str, Group]) -> Iterator[PlanWarning]:
    """Questions chosen for sessions no longer in the plan."""
    for one in lost:
        line = f"question chosen: {one.group} {local(one.meant):%Y-%m-%d %H:%M}; {_GONE}"
        yield PlanWarning(line, QuestionUndone(_name(one.group, groups), local(one.meant)))


def ungated(series: Series) -> Iterator[PlanWarning]:
    """A series to be carried out, and without phases."""
    if series.intention is Intention.IMPLEMENTING and not series.phases:
        line = "intention: implementing without [[phases]]; no session waits for checkpoints"
        yield PlanWarning(line, WithoutPhases())


_GONE = "the plan has no such session now"


def _name(group: str, groups: Mapping[str, Group]) -> str:
    return groups[group].name if group in groups else group
