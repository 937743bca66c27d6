"""A plan as filled in on a card or page, read as what its file would say; and a stored plan as the form shows it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from content.vocabulary.plan_faults import FirstPast, Left, NotRead, PlanFault, RunsTooLong, Unknown, UntilBeforeFirst
from content.vocabulary.planning import ALL, ONCE, PlanForm
from dialogs.calendar.instants import WrongDuration, instant, local, read_duration
from dialogs.calendar.school_year import school_year
from dialogs.model import Dates, Intention, Rhythm, Rule, Rung, Timing
from dialogs.planning.planning import SeriesFile, nth

LONGEST_RULE = 10
"""Years a rule may run."""
REST_OF_YEAR = "year"
"""In place of a number of times: until the summer."""
_LAST_OF_YEAR = (6, 21)  # (month, day); the next day is within every school's summer
_MOST_TIMES = 60
_YEARS = range(2000, 2200)
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
    at = _time(form.time, faults)
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
        stays_open=_duration(form.stays_open, faults),
        default_rung=_rung(form.default_rung, faults),
    )
    if is_new and timing is not None and at is not None:
        begins = instant(datetime.combine(_first(timing), at))
        faults += [FirstPast(local(begins))] if begins <= now else []
    return tuple(faults) or series


def _needed(form: PlanForm, faults: list[PlanFault]) -> None:
    wanted = {"groups": form.groups, "protocol": form.protocol, "first": form.first, "time": form.time}
    faults += [Left(key) for key, value in wanted.items() if not value]


def _timing(form: PlanForm, faults: list[PlanFault]) -> Timing | None:
    """None where the days cannot be told."""
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


def _time(written: str, faults: list[PlanFault]) -> time | None:
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
    faults.append(NotRead("time", written))
    return None


def _duration(written: str, faults: list[PlanFault]) -> str:
    try:
        read_duration(written or SeriesFile.stays_open)
    except WrongDuration:
        faults.append(NotRead("stays_open", written))
        return SeriesFile.stays_open
    return written or SeriesFile.stays_open


def _rung(written: str, faults: list[PlanFault]) -> Rung:
    if written and written not in _RUNGS:
        faults.append(Unknown("default_rung", written))
    return _RUNGS.get(written, SeriesFile.default_rung)


def _kind(kinds: type[_Kind], key: str, written: str, faults: list[PlanFault]) -> _Kind | None:
    known = {kind.value: kind for kind in kinds}
    if written not in known:
        faults.append(Unknown(key, written))
    return known.get(written)


def usual_time(openings: tuple[datetime, ...]) -> tuple[int, time] | None:
    """(weekday, wall time) of most of a group's own sessions, the latest of several; None without any."""
    slots = [(local(at).weekday(), local(at).time().replace(second=0)) for at in openings]
    return max(slots, key=lambda slot: (slots.count(slot), slots[::-1].index(slot) * -1), default=None)


def next_day(today: date, weekday: int) -> date:
    """The first such weekday from the day after tomorrow on: people are told in good time."""
    start = today + timedelta(days=2)
    return start + timedelta(days=(weekday - start.weekday()) % 7)
