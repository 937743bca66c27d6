"""A plan as filled in on a card or page, read as what its file would say; and a stored plan as the form shows it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

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
from content.vocabulary.planning import ALL, ONCE, MeetingForm, PlanForm
from dialogs.calendar.instants import WrongDuration, instant, local, read_duration
from dialogs.calendar.school_year import school_year
from dialogs.knowledge import drafting
from dialogs.model import (
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
    Timing,
)
from dialogs.planning.planning import SeriesFile, nth

LONGEST_RULE = 10
"""Years a rule may run."""
REST_OF_YEAR = "year"
"""In place of a number of times: until the summer."""
_LAST_OF_YEAR = (6, 21)  # (month, day); the next day is within every school's summer
_MOST_TIMES = 60
_YEARS = range(2000, 2200)
AHEAD, AHEAD_BY_DEFAULT = 60, 3
"""Days ahead of a meeting: the most, and of its pack where nothing is said."""
SHORTEST_MEETING, LONGEST_MEETING = 15, 480
"""Minutes."""
WEIGHTS = range(1, 11)
"""The shares that an area may have of a year."""
_DIGITS = 4
_BOOLS = {"true": True, "false": False}
_RUNGS: Mapping[str, Rung] = {rung.name.lower(): rung for rung in Rung}
_Kind = TypeVar("_Kind", bound=StrEnum)


def read_form(
    form: PlanForm, *, its_id: str, led_by: str, now: datetime, is_new: bool
) -> SeriesFile | tuple[PlanFault, ...]:
    """The series of the form, else all that is wrong with it; a new plan does not begin in the past.

    `led_by` is a UPN or an object id.
    """
    faults: list[PlanFault] = []
    _needed(form, faults)
    at = _time("time", form.time, faults)
    timing = _timing(form, faults)
    series = SeriesFile(
        id=its_id,
        groups=form.groups,
        protocol=form.protocol,
        intention=_kind(Intention, "intention", form.intention, faults) or Intention.CONVEYING,
        led_by=led_by,
        timing=timing or Dates(()),
        time=at,
        areas=tuple(area for area in form.areas if area != ALL),
        requirements=form.requirements,
        stays_open=_duration("stays_open", form.stays_open, faults) or SeriesFile.stays_open,
        default_rung=_rung(form.default_rung, faults),
        asked=_kind(AskedIn, "asked", form.asked or SeriesFile.asked, faults) or SeriesFile.asked,
        digest_readers=form.digest_readers,
        goals=lines_of(form.goals),
        need=form.need,
        audience=_kind(Audience, "audience", form.audience, faults) if form.audience else None,
        phase=_kind(Phase, "phase", form.phase, faults) if form.phase else None,
        school_types=_kinds(SchoolType, "school_types", form.school_types, faults),
        draft_ahead=_draft_ahead(form.draft_ahead, faults),
        meetings=tuple(one for one in (_meeting(each, faults) for each in form.meetings) if one is not None),
        on_closed=_kind(OnClosed, "on_closed", form.on_closed or SeriesFile.on_closed, faults) or SeriesFile.on_closed,
        leader_speaks_last=_BOOLS.get(form.leader_speaks_last),
        prompts=form.prompts,
        weights=_weights(form.weights, faults),
    )
    if is_new and timing is not None and at is not None and not form.dates:
        begins = instant(datetime.combine(_first(timing), at))
        faults += [FirstPast(local(begins))] if begins <= now else []
    return tuple(faults) or series


def _needed(form: PlanForm, faults: list[PlanFault]) -> None:
    wanted = {"groups": form.groups, "protocol": form.protocol, "first": form.first or form.dates, "time": form.time}
    faults += [Left(key) for key, value in wanted.items() if not value]


def _timing(form: PlanForm, faults: list[PlanFault]) -> Timing | None:
    """None where the days cannot be told."""
    if form.dates:
        return _dates(form.dates, faults)
    first, until = _day("first", form.first, faults), _day("until", form.until, faults)
    if form.every == ONCE:
        return Dates((first,)) if first else None
    every = _kind(Rhythm, "every", form.every or Rhythm.WEEK, faults)
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
        moment = _instant(line)
        day = moment or _day("dates", line, faults)
        if day is not None and day in found:
            faults.append(DayTwice(line))
        elif day is not None:
            found.append(day)
    return Dates(tuple(found)) if found else None


def _instant(written: str) -> datetime | None:
    """«2026-12-01T07:00:00Z»; None for anything without a zone."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None and found.year in _YEARS else None


def _first(timing: Timing) -> date:
    if isinstance(timing, Rule):
        return timing.first
    given = timing.dates[0]
    return local(given).date() if isinstance(given, datetime) else given


def _last(first: date, every: Rhythm, times: str, faults: list[PlanFault]) -> date:
    """The day of the last of so many times."""
    if times == REST_OF_YEAR:
        return max(first, date(school_year(first) + 1, *_LAST_OF_YEAR))
    if not times.isascii() or not times.isdecimal() or not 0 < int(times[:4]) <= _MOST_TIMES:
        faults.append(NotRead("times", times) if times else Left("until"))
        return first
    return nth(first, every, int(times[:4]) - 1)


def _day(key: str, written: str, faults: list[PlanFault]) -> date | None:
    if not written:
        return None
    try:
        found = date.fromisoformat(written)
    except ValueError:
        found = date.min
    if found.year in _YEARS:
        return found
    faults.append(NotRead(key, written))
    return None


def _time(key: str, written: str, faults: list[PlanFault]) -> time | None:
    """«08:00», and as people write it: «8», «8.00»."""
    if not written:
        return None
    hour, _, minute = written.replace(".", ":").partition(":")
    minute = minute.partition(":")[0] or "0"
    if all(part.isascii() and part.isdecimal() and len(part) <= len("08") for part in (hour, minute)):
        try:
            return time(int(hour), int(minute))
        except ValueError:
            pass
    faults.append(NotRead(key, written))
    return None


def _duration(key: str, written: str, faults: list[PlanFault]) -> str:
    """An ISO 8601 duration, "" for nothing written and for what is no length of time."""
    try:
        read_duration(written or SeriesFile.stays_open)
    except WrongDuration:
        faults.append(NotRead(key, written))
        return ""
    return written


def _draft_ahead(written: str, faults: list[PlanFault]) -> str:
    if written and _duration("draft_ahead", written, faults) and not drafting.is_ahead(written):
        faults.append(NotRead("draft_ahead", written))
    return written


def _weights(written: tuple[str, ...], faults: list[PlanFault]) -> dict[str, int]:
    """A share of 1 is what an area has that is not named."""
    found: dict[str, int] = {}
    for one in written:
        area, _, share = one.rpartition(":")
        number = _number("weights", share, faults)
        if number is not None and number not in WEIGHTS:
            faults.append(OutOfRange("weights", number, WEIGHTS[0], WEIGHTS[-1]))
        elif number is not None and number > 1:
            found[area] = number
    return found


def _meeting(written: MeetingForm, faults: list[PlanFault]) -> MeetingPlan | None:
    """None where its group, its day or its time cannot be told."""
    day, at = _day("date", written.day, faults), _time("date", written.time, faults)
    ahead = _number("digest_days_ahead", written.digest_days_ahead, faults)
    ahead = AHEAD_BY_DEFAULT if ahead is None else ahead
    draft = _number("draft_days_ahead", written.draft_days_ahead, faults)
    prompt = _number("prompt_days_ahead", written.prompt_days_ahead, faults)
    minutes = _number("minutes", written.minutes, faults)
    minutes = MeetingPlan.minutes if minutes is None else minutes
    faults += meeting_faults(ahead, draft, prompt, minutes)
    if day is None or at is None or not written.group:
        faults += [Left("date")] if not written.time or not written.group else []
        return None
    return MeetingPlan(written.group, instant(datetime.combine(day, at)), ahead, minutes, draft, prompt)


def meeting_faults(ahead: int, draft: int | None, prompt: int | None, minutes: int) -> list[PlanFault]:
    """What is wrong with the days ahead of a meeting, and with its length."""
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


def _number(key: str, written: str, faults: list[PlanFault]) -> int | None:
    if not written:
        return None
    if written.isascii() and written.isdecimal() and len(written) <= _DIGITS:
        return int(written)
    faults.append(NotRead(key, written))
    return None


def _kinds(kinds: type[_Kind], key: str, written: tuple[str, ...], faults: list[PlanFault]) -> tuple[_Kind, ...]:
    return tuple(one for one in (_kind(kinds, key, each, faults) for each in written) if one is not None)


def _rung(written: str, faults: list[PlanFault]) -> Rung:
    if written and written not in _RUNGS:
        faults.append(Unknown("default_rung", written))
    return _RUNGS.get(written, SeriesFile.default_rung)


def _kind(kinds: type[_Kind], key: str, written: str, faults: list[PlanFault]) -> _Kind | None:
    known = {kind.value: kind for kind in kinds}
    if written not in known:
        faults.append(Unknown(key, written))
    return known.get(written)


def until_of(form: PlanForm) -> str:
    """The day that the form's number of times leads to, as a page shows it; "" for a single time."""
    first = _day("first", form.first, [])
    if first is None or form.every not in set(Rhythm):
        return ""
    return _last(first, Rhythm(form.every), form.times, []).isoformat()


def form_of(series: SeriesFile) -> PlanForm:
    """The form in which the series would be read again."""
    timing, at = series.timing, series.time
    rule = timing if isinstance(timing, Rule) else None
    days = timing.dates if isinstance(timing, Dates) else ()
    form = PlanForm(
        groups=series.groups,
        areas=series.areas,
        protocol=series.protocol,
        intention=series.intention.value,
        every=rule.every.value if rule else "",
        first=rule.first.isoformat() if rule else "",
        until=rule.until.isoformat() if rule else "",
        dates="\n".join(map(_written, days)),
        time=f"{at:%H:%M}" if at is not None else "",
        stays_open=series.stays_open,
        default_rung=series.default_rung.name.lower(),
        asked=series.asked.value,
        led_by=series.led_by,
        digest_readers=series.digest_readers,
        requirements=series.requirements,
    )
    return replace(
        form,
        prompts=series.prompts,
        goals="\n".join(series.goals),
        need=series.need,
        audience=series.audience or "",
        phase=series.phase or "",
        school_types=tuple(kind.value for kind in series.school_types),
        draft_ahead=series.draft_ahead,
        on_closed=series.on_closed.value,
        leader_speaks_last="" if series.leader_speaks_last is None else str(series.leader_speaks_last).lower(),
        weights=tuple(f"{area}:{share}" for area, share in series.weights.items()),
        meetings=tuple(map(_meeting_form, series.meetings)),
    )


def _written(given: date | datetime) -> str:
    return f"{given.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(given, datetime) else given.isoformat()


def _meeting_form(one: MeetingPlan) -> MeetingForm:
    at = local(one.at)
    return MeetingForm(
        one.group,
        f"{at:%Y-%m-%d}",
        f"{at:%H:%M}",
        str(one.minutes),
        str(one.digest_days_ahead),
        "" if one.draft_days_ahead is None else str(one.draft_days_ahead),
        "" if one.prompt_days_ahead is None else str(one.prompt_days_ahead),
    )


def usual_time(openings: tuple[datetime, ...]) -> tuple[int, time] | None:
    """(weekday, wall time) of most of a group's own sessions, the latest of several; None without any."""
    slots = [(local(at).weekday(), local(at).time().replace(second=0)) for at in openings]
    return max(slots, key=lambda slot: (slots.count(slot), slots[::-1].index(slot) * -1), default=None)


def next_day(today: date, weekday: int) -> date:
    """The first such weekday from the day after tomorrow on: people are told in good time."""
    start = today + timedelta(days=2)
    return start + timedelta(days=(weekday - start.weekday()) % 7)
