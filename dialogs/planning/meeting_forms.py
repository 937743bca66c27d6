"""The form of a meeting, filled in by whoever plans it: read as a meeting, or as what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from content.vocabulary.meetings import MeetingFields, MeetingTrouble
from content.vocabulary.plan_faults import PlanFault
from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import MeetingPlan
from dialogs.planning.filling import AHEAD_BY_DEFAULT, meeting_faults
from dialogs.planning.form_values import number_in
from dialogs.planning.sent import day_sent, time_sent

_FURTHEST = timedelta(days=400)
_AHEAD = timedelta(weeks=4)
_MORNING = time(9)
_DRAFT, _PROMPT = 5, 12
"""Days: a question of five school days has closed by the draft."""


@dataclass(frozen=True)
class NotPlanned:
    """Why the meeting cannot be as filled in; `day_off` names a day on which the group is asked nothing."""

    trouble: MeetingTrouble
    faults: tuple[PlanFault, ...] = ()
    day_off: str = ""


def usual(others: Sequence[MeetingPlan], days: SchoolDays, *, now: datetime) -> MeetingFields:
    """Good choices: as the group's last meeting, on a school day about four weeks from now, or four after the last."""
    last = max(others, key=lambda one: one.at, default=None)
    begins = max(local(now).date(), local(last.at).date()) if last is not None else local(now).date()
    day = days.open_day(begins + _AHEAD).isoformat()
    if last is None:
        numbers = (MeetingPlan.minutes, AHEAD_BY_DEFAULT, _DRAFT, _PROMPT)
        return MeetingFields(day, f"{_MORNING:%H:%M}", *map(str, numbers))
    days_ahead = (last.digest_days_ahead, last.draft_days_ahead, last.prompt_days_ahead)
    told = ("" if one is None else str(one) for one in (last.minutes, *days_ahead))
    return MeetingFields(day, f"{local(last.at):%H:%M}", *told)


def read(group: str, fields: MeetingFields, *, now: datetime) -> MeetingPlan | NotPlanned:
    day, at_time = day_sent(fields.day), time_sent(fields.time)
    if day is None or at_time is None:
        return NotPlanned(MeetingTrouble.NO_DAY if day is None else MeetingTrouble.NO_TIME)
    at = _instant(day, at_time)
    if at is None or at > now + _FURTHEST:
        return NotPlanned(MeetingTrouble.TOO_FAR)
    if at <= now:
        return NotPlanned(MeetingTrouble.PAST)
    faults: list[PlanFault] = []
    minutes = number_in("minutes", fields.minutes, faults)
    ahead = number_in("digest_days_ahead", fields.digest, faults)
    draft = number_in("draft_days_ahead", fields.draft, faults)
    prompt = number_in("prompt_days_ahead", fields.prompt, faults)
    minutes = MeetingPlan.minutes if minutes is None else minutes
    ahead = AHEAD_BY_DEFAULT if ahead is None else ahead
    faults += meeting_faults(ahead, draft, prompt, minutes)
    if faults:
        return NotPlanned(MeetingTrouble.NOT_READ, tuple(faults))
    return MeetingPlan(group, at, ahead, minutes, draft, prompt)


def _instant(day: date, at_time: time) -> datetime | None:
    """None for a day that no calendar of ours reaches."""
    try:
        return instant(datetime.combine(day, at_time))
    except OverflowError:
        return None


def odd(plan: MeetingPlan, others: Sequence[MeetingPlan], days: SchoolDays) -> NotPlanned | None:
    """What whoever plans should know first, and may have a reason for; `others` are the group's other meetings."""
    wall = local(plan.at)
    if any(local(one.at).date() == wall.date() for one in others):
        return NotPlanned(MeetingTrouble.SAME_DAY)
    if day_off := days.closed(wall.date()):
        return NotPlanned(MeetingTrouble.DAY_OFF, day_off=day_off)
    return NotPlanned(MeetingTrouble.QUIET) if days.is_quiet(wall.time()) else None
