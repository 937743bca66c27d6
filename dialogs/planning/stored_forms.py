"""A series as the form shows it again, field by field."""

from dataclasses import replace
from datetime import UTC, date, datetime

from content.vocabulary.planning import MeetingForm, PhaseForm, PlanForm
from dialogs.calendar.instants import local
from dialogs.model import Dates, MeetingPlan, Rule, SeriesPhase
from dialogs.planning.planning import SeriesFile


def form_of(series: SeriesFile) -> PlanForm:
    """The form with the series' values."""
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
        phases=tuple(map(_phase_form, series.phases)),
        taking_part=series.taking_part,
        anchoring=series.anchoring.decision,
        anchoring_day=series.anchoring.day.isoformat() if series.anchoring.day is not None else "",
        anchoring_link=series.anchoring.link,
    )


def _phase_form(one: SeriesPhase) -> PhaseForm:
    return PhaseForm(
        one.name,
        one.kind.value if one.kind is not None else "",
        one.first.isoformat() if one.first is not None else "",
        str(one.sessions) if one.sessions is not None else "",
        one.responsible,
        one.checkpoints,
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
