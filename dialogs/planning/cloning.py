"""A copy of a planned series for another group: the same questions in the same rhythm, from now on."""

from dataclasses import replace
from datetime import date, datetime, time
from itertools import count, takewhile

from dialogs.calendar.instants import add_months, local
from dialogs.model import Dates, Rhythm, Role, Rule, Series, SeriesPhase, Timing, limits
from dialogs.planning.planning import SeriesFile


def clone_id(series: Series, group: str) -> str:
    """Always the same for a group, so that a series is copied once for each group."""
    return f"{series.id}-{group}"[: limits.ID]


def clone_of(
    series: Series, group: str, led_by: str, timing: tuple[Timing, time | None], *, now: datetime
) -> SeriesFile | None:
    """Without readers and meetings; None where no date is left."""
    ahead = _ahead(timing[0], local(now).date())
    if ahead is None:
        return None
    return SeriesFile(
        id=clone_id(series, group),
        groups=(group,),
        protocol=series.protocol,
        intention=series.intention,
        led_by=led_by,
        timing=ahead,
        time=timing[1],
        areas=series.areas,
        requirements=series.requirements,
        stays_open=series.stays_open,
        default_rung=series.default_rung,
        asked=series.asked,
        goals=series.goals,
        need=series.need,
        audience=series.audience,
        phase=series.phase,
        school_types=series.school_types,
        draft_ahead=series.draft_ahead,
        on_closed=series.on_closed,
        leader_speaks_last=series.leader_speaks_last,
        prompts=series.prompts,
        weights=series.weights,
        phases=_phases(series),
        taking_part=series.taking_part,
        anchoring=series.anchoring,
    )


def _phases(series: Series) -> tuple[SeriesPhase, ...]:
    """With roles, and nobody of the other group, responsible; the copy's checkpoints are unanswered."""
    return tuple(
        replace(one, responsible=one.responsible if one.responsible in set(Role) else "") for one in series.phases
    )


def _ahead(timing: Timing, today: date) -> Timing | None:
    """The part of the timing after today."""
    match timing:
        case Dates():
            left = tuple(one for one in timing.dates if _day(one) > today)
            return Dates(left) if left else None
        case Rule():
            passed = sum(1 for _ in takewhile(lambda day: day <= today, (_nth(timing, n) for n in count())))
            first = _nth(timing, passed)
            return Rule(first, timing.every, timing.until) if first <= timing.until else None


def _day(one: date | datetime) -> date:
    return local(one).date() if isinstance(one, datetime) else one


def _nth(rule: Rule, n: int) -> date:
    if rule.every is Rhythm.MONTH:
        return add_months(rule.first, n)
    return rule.first + (7 if rule.every is Rhythm.WEEK else 14) * n * date.resolution
