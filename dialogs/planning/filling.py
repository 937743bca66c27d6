"""A plan as filled in on a card or page, read as what a series' file would say."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import count, takewhile

from content.plan_form import lines_of
from content.vocabulary.plan_faults import (
    DayTwice,
    DraftTooLate,
    FirstPast,
    Left,
    NotRead,
    OutOfRange,
    PlanFault,
    QuestionTooLate,
    RunsTooLong,
    Unknown,
    UntilBeforeFirst,
)
from content.vocabulary.planning import ALL, ONCE, MeetingForm, PhaseForm, PlanForm
from dialogs.calendar.instants import instant, local
from dialogs.calendar.school_year import school_year
from dialogs.knowledge import drafting
from dialogs.model import (
    Anchoring,
    AskedIn,
    Audience,
    Dates,
    Intention,
    MeetingPlan,
    OnClosed,
    Phase,
    Rhythm,
    Rule,
    Rung,
    SchoolType,
    SeriesPhase,
    Timing,
)
from dialogs.planning.form_values import day_in, duration_in, instant_in, kind_in, kinds_in, number_in, time_in
from dialogs.planning.phase_checks import anchoring_faults, phase_faults
from dialogs.planning.planning import SeriesFile, nth

LONGEST_RULE = 10
"""Years a rule may run."""
REST_OF_YEAR = "year"
"""In place of a number of times: until the summer."""
_LAST_OF_YEAR = (6, 21)  # (month, day); the next day is within every school's summer
_MOST_TIMES = 60
AHEAD, AHEAD_BY_DEFAULT = 60, 3
"""Days ahead of a meeting: the most, and of its pack where nothing is said."""
SHORTEST_MEETING, LONGEST_MEETING = 15, 480
"""Minutes."""
WEIGHTS = range(1, 11)
"""The shares that an area may have of a year."""
_BOOLS = {"true": True, "false": False}
_RUNGS: Mapping[str, Rung] = {rung.name.lower(): rung for rung in Rung}


def read_form(
    form: PlanForm, *, its_id: str, led_by: str, now: datetime, is_new: bool
) -> SeriesFile | tuple[PlanFault, ...]:
    """The series of the form, else every fault; a new plan does not begin in the past.

    `led_by` is a UPN or an object id.
    """
    faults: list[PlanFault] = []
    _needed(form, faults)
    at = time_in("time", form.time, faults)
    timing = _timing(form, faults)
    intention = kind_in(Intention, "intention", form.intention, faults) or Intention.CONVEYING
    series = SeriesFile(
        id=its_id,
        groups=form.groups,
        protocol=form.protocol,
        intention=intention,
        led_by=led_by,
        timing=timing or Dates(()),
        time=at,
        areas=tuple(area for area in form.areas if area != ALL),
        requirements=form.requirements,
        stays_open=duration_in("stays_open", form.stays_open, faults) or SeriesFile.stays_open,
        default_rung=_rung(form.default_rung, faults),
        asked=kind_in(AskedIn, "asked", form.asked or SeriesFile.asked, faults) or SeriesFile.asked,
        digest_readers=form.digest_readers,
        goals=lines_of(form.goals),
        need=form.need,
        audience=kind_in(Audience, "audience", form.audience, faults) if form.audience else None,
        phase=kind_in(Phase, "phase", form.phase, faults) if form.phase else None,
        school_types=kinds_in(SchoolType, "school_types", form.school_types, faults),
        draft_ahead=_draft_ahead(form.draft_ahead, faults),
        meetings=tuple(one for one in (_meeting(each, faults) for each in form.meetings) if one is not None),
        on_closed=kind_in(OnClosed, "on_closed", form.on_closed or SeriesFile.on_closed, faults)
        or SeriesFile.on_closed,
        leader_speaks_last=_BOOLS.get(form.leader_speaks_last),
        prompts=form.prompts,
        weights=_weights(form.weights, faults),
    )
    if intention is Intention.IMPLEMENTING:
        series = _carried_out(series, form, faults)
    if is_new and timing is not None and at is not None and not form.dates:
        begins = instant(datetime.combine(_first(timing), at))
        faults += [FirstPast(local(begins))] if begins <= now else []
    return tuple(faults) or series


def _carried_out(series: SeriesFile, form: PlanForm, faults: list[PlanFault]) -> SeriesFile:
    """With phases, and the decision behind the work."""
    phases = tuple(_phase(one, faults) for one in form.phases)
    anchoring = Anchoring(form.anchoring, day_in("anchoring_day", form.anchoring_day, faults), form.anchoring_link)
    faults += [*phase_faults(phases, series.intention), *anchoring_faults(anchoring)]
    return replace(series, phases=phases, taking_part=form.taking_part, anchoring=anchoring)


def _phase(written: PhaseForm, faults: list[PlanFault]) -> SeriesPhase:
    return SeriesPhase(
        written.name,
        written.checkpoints,
        kind_in(Phase, "phases", written.kind, faults) if written.kind else None,
        day_in("phases", written.first, faults),
        number_in("phases", written.sessions, faults),
        written.responsible,
    )


def times_of(form: PlanForm) -> int:
    """How many times the form's days ask, days off counted too; 0 for days that cannot be read."""
    timing = _timing(form, [])
    match timing:
        case None:
            return 0
        case Dates():
            return len(timing.dates)
        case Rule():
            return sum(1 for _ in takewhile(lambda n: nth(timing.first, timing.every, n) <= timing.until, count()))


def _needed(form: PlanForm, faults: list[PlanFault]) -> None:
    wanted = {"groups": form.groups, "protocol": form.protocol, "first": form.first or form.dates, "time": form.time}
    faults += [Left(key) for key, value in wanted.items() if not value]


def _timing(form: PlanForm, faults: list[PlanFault]) -> Timing | None:
    """None for days that cannot be read."""
    if form.dates:
        return _dates(form.dates, faults)
    first, until = day_in("first", form.first, faults), day_in("until", form.until, faults)
    if form.every == ONCE:
        return Dates((first,)) if first else None
    every = kind_in(Rhythm, "every", form.every or Rhythm.WEEK, faults)
    if first is None or every is None or (form.until and until is None):
        return None
    until = until or _last(first, every, form.times, faults)
    if until < first:
        faults.append(UntilBeforeFirst(until, first))
    if until.year - first.year > LONGEST_RULE:
        faults.append(RunsTooLong(until, first, LONGEST_RULE))
    return Rule(first, every, until)


def _dates(written: str, faults: list[PlanFault]) -> Dates | None:
    """Days, and instants as a file has them."""
    found: list[date | datetime] = []
    for line in lines_of(written):
        moment = instant_in(line)
        day = moment or day_in("dates", line, faults)
        if day is not None and day in found:
            faults.append(DayTwice(line))
        elif day is not None:
            found.append(day)
    return Dates(tuple(found)) if found else None


def _first(timing: Timing) -> date:
    if isinstance(timing, Rule):
        return timing.first
    given = timing.dates[0]
    return local(given).date() if isinstance(given, datetime) else given


def _last(first: date, every: Rhythm, times: str, faults: list[PlanFault]) -> date:
    """The day of the last session."""
    if times == REST_OF_YEAR:
        return max(first, date(school_year(first) + 1, *_LAST_OF_YEAR))
    if not times.isascii() or not times.isdecimal() or not 0 < int(times[:4]) <= _MOST_TIMES:
        faults.append(NotRead("times", times) if times else Left("until"))
        return first
    return nth(first, every, int(times[:4]) - 1)


def _draft_ahead(written: str, faults: list[PlanFault]) -> str:
    if written and duration_in("draft_ahead", written, faults) and not drafting.is_ahead(written):
        faults.append(NotRead("draft_ahead", written))
    return written


def _weights(written: tuple[str, ...], faults: list[PlanFault]) -> dict[str, int]:
    """Area -> share, without shares of 1, the share of every other area."""
    found: dict[str, int] = {}
    for one in written:
        area, _, share = one.rpartition(":")
        number = number_in("weights", share, faults)
        if number is not None and number not in WEIGHTS:
            faults.append(OutOfRange("weights", number, WEIGHTS[0], WEIGHTS[-1]))
        elif number is not None and number > 1:
            found[area] = number
    return found


def _meeting(written: MeetingForm, faults: list[PlanFault]) -> MeetingPlan | None:
    """None for a meeting without group, day or time."""
    day, at = day_in("date", written.day, faults), time_in("date", written.time, faults)
    ahead = number_in("digest_days_ahead", written.digest_days_ahead, faults)
    ahead = AHEAD_BY_DEFAULT if ahead is None else ahead
    draft = number_in("draft_days_ahead", written.draft_days_ahead, faults)
    prompt = number_in("prompt_days_ahead", written.prompt_days_ahead, faults)
    minutes = number_in("minutes", written.minutes, faults)
    minutes = MeetingPlan.minutes if minutes is None else minutes
    faults += meeting_faults(ahead, draft, prompt, minutes)
    if day is None or at is None or not written.group:
        faults += [Left("date")] if not written.time or not written.group else []
        return None
    return MeetingPlan(written.group, instant(datetime.combine(day, at)), ahead, minutes, draft, prompt)


def meeting_faults(ahead: int, draft: int | None, prompt: int | None, minutes: int) -> list[PlanFault]:
    """The faults of a meeting's days ahead and of its length."""
    days = {"digest_days_ahead": ahead, "draft_days_ahead": draft, "prompt_days_ahead": prompt}
    faults: list[PlanFault] = [
        OutOfRange(key, number, 0, AHEAD)
        for key, number in days.items()
        if number is not None and not 0 <= number <= AHEAD
    ]
    if not SHORTEST_MEETING <= minutes <= LONGEST_MEETING:
        faults.append(OutOfRange("minutes", minutes, SHORTEST_MEETING, LONGEST_MEETING))
    if draft is not None and draft <= ahead:
        faults.append(DraftTooLate(draft, ahead))
    if prompt is not None and prompt <= (ahead if draft is None else draft):
        faults.append(QuestionTooLate(prompt))
    return faults


def _rung(written: str, faults: list[PlanFault]) -> Rung:
    if written and written not in _RUNGS:
        faults.append(Unknown("default_rung", written))
    return _RUNGS.get(written, SeriesFile.default_rung)


def until_of(form: PlanForm) -> str:
    """The last day by the number of times, in ISO; "" for a single session."""
    first = day_in("first", form.first, [])
    if first is None or form.every not in set(Rhythm):
        return ""
    return _last(first, Rhythm(form.every), form.times, []).isoformat()
