"""A series from its TOML file, checked key by key; all faults are reported at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from bot.errors import WrongPlan
from bot.imports.tables import did_you_mean
from bot.imports.toml_file import Section, read_toml, shown
from content.own_questions import wrong_with_own
from content.plan_words import in_file
from content.vocabulary.plan_faults import RunsTooLong, UntilBeforeFirst
from dialogs.calendar.instants import instant
from dialogs.knowledge import drafting
from dialogs.model import (
    Anchoring,
    AskedIn,
    Audience,
    ByHand,
    ChosenQuestion,
    Dates,
    Intention,
    MeetingByHand,
    MeetingPlan,
    OnClosed,
    OwnQuestion,
    Pause,
    Phase,
    Rhythm,
    Role,
    Rule,
    Rung,
    SchoolType,
    SeriesPhase,
    Timing,
)
from dialogs.planning.filling import AHEAD_BY_DEFAULT, LONGEST_RULE, WEIGHTS, meeting_faults
from dialogs.planning.phase_checks import anchoring_faults, phase_faults
from dialogs.planning.planning import SeriesFile

_RUNGS = {rung.name.lower(): rung for rung in Rung}
_TABLES = ("series", "meetings", "meetings_by_hand", "by_hand", "pauses", "questions", "phases", "anchoring")
_RULE = ("first", "every", "until")
_SERIES = (
    *("id", "groups", "protocol", "intention", "areas", "requirements", "led_by", "time", *_RULE, "dates"),
    *("stays_open", "default_rung", "asked", "digest_readers", "audience", "phase", "school_types"),
    *("goals", "need", "draft_ahead", "on_closed", "leader_speaks_last"),
    *("prompts", "weights", "taking_part"),
)
_PHASE = ("name", "kind", "first", "sessions", "responsible", "checkpoints")
_WRITTEN = ("nb", "nn", "en")
_MEETING = ("date", "group", "digest_days_ahead", "draft_days_ahead", "prompt_days_ahead", "minutes")
_Kind = TypeVar("_Kind", bound=StrEnum)


def read_series(path: Path) -> SeriesFile:
    """The series in the file. Raises WrongPlan with one line per fault, naming file and key."""
    found = read_toml(path, WrongPlan)
    faults: list[str] = []
    series = Section(path.name, "[series]", found.get("series", {}), faults)
    if not isinstance(found.get("series"), dict):
        raise WrongPlan(f"{path.name}: [series] is missing; the file should begin with it")
    Section(path.name, "", found, faults).check_keys(_TABLES)
    read = _series(series, _meetings(path.name, found.get("meetings", []), faults))
    read = replace(
        read,
        by_hand=_by_hand(path.name, found, faults),
        pauses=_pauses(path.name, found, faults),
        questions=_questions(path.name, found, faults),
    )
    read = replace(read, phases=_phases(path.name, found, faults), anchoring=_anchoring(path.name, found, faults))
    wrong = (*phase_faults(read.phases, read.intention), *anchoring_faults(read.anchoring))
    faults += [f"{path.name}: {fault.key}: {in_file(fault)}" for fault in wrong]
    read = replace(read, meetings_by_hand=_meetings_by_hand(path.name, found, faults))
    if faults:
        raise WrongPlan("\n".join(faults))
    return read


def _series(section: Section, meetings: tuple[MeetingPlan, ...]) -> SeriesFile:
    section.check_keys(_SERIES)
    timing = _timing(section)
    return SeriesFile(
        id=section.identifier("id", 'e.g. "host-2026"'),
        groups=_groups(section),
        protocol=section.needed_text("protocol", 'e.g. "ukesrefleksjon"'),
        intention=_intention(section),
        led_by=_led_by(section),
        timing=timing,
        time=_time(section, timing),
        areas=section.texts("areas"),
        requirements=section.texts("requirements"),
        stays_open=section.duration("stays_open", "P5D"),
        default_rung=section.choice("default_rung", _RUNGS, Rung.GROUP),
        asked=section.choice("asked", _named(AskedIn), AskedIn.PERSONAL),
        digest_readers=tuple(section.person("digest_readers", name) for name in section.texts("digest_readers")),
        goals=section.texts("goals"),
        need=section.text("need"),
        audience=_choice_or_none(section, "audience", Audience),
        phase=_choice_or_none(section, "phase", Phase),
        school_types=_choices(section, "school_types", SchoolType),
        draft_ahead=_draft_ahead(section),
        on_closed=section.choice("on_closed", _named(OnClosed), OnClosed.NEXT),
        leader_speaks_last=section.of_type("leader_speaks_last", bool),
        prompts=section.texts("prompts"),
        weights=_weights(section),
        taking_part=section.text("taking_part"),
        meetings=meetings,
    )


def _named(kinds: type[_Kind]) -> dict[str, _Kind]:
    return {kind.value: kind for kind in kinds}


def _choice_or_none(section: Section, key: str, kinds: type[_Kind]) -> _Kind | None:
    """None where the key is missing or empty."""
    return None if section.values.get(key) == "" else section.choice(key, {**_named(kinds)}, None)


def _choices(section: Section, key: str, kinds: type[_Kind]) -> tuple[_Kind, ...]:
    known = _named(kinds)
    told = section.texts(key)
    for value in (value for value in told if value not in known):
        section.fault(key, f'"{value}" is none of {", ".join(known)}{did_you_mean(value, known)}')
    return tuple(known[value] for value in told if value in known)


def _draft_ahead(section: Section) -> str:
    value = section.duration("draft_ahead", "")
    if value and not drafting.is_ahead(value):
        told = "authors check their draft 24 to 48 hours ahead, counted in school days; write P1D, PT36H or P2D"
        section.fault("draft_ahead", f'"{value}" is not from P1D to P2D: {told}')
    return value


def _weights(section: Section) -> dict[str, int]:
    """Area -> its share of a year, beside 1 for each of the others."""
    told = section.of_type("weights", dict) or {}
    for area, weight in told.items():
        if not isinstance(weight, int) or isinstance(weight, bool) or weight not in WEIGHTS:
            section.fault(f"weights.{area}", f"is {shown(weight)}; write a whole number from 1 to {WEIGHTS[-1]}")
    return {area: weight for area, weight in told.items() if weight in WEIGHTS}


def _groups(section: Section) -> tuple[str, ...]:
    section.require("groups", 'name the groups by their ids, e.g. ["rektorgruppa"]')
    if section.values.get("groups") == []:
        section.fault("groups", "the list is empty; name at least one group")
    return section.texts("groups")


def _intention(section: Section) -> Intention:
    section.require("intention", f"use one of {', '.join(Intention)}")
    return section.choice("intention", _named(Intention), Intention.CONVEYING)


def _led_by(section: Section) -> str:
    why = "say who leads it (a UPN or an aad_object_id); a series nobody leads is refused"
    return section.person("led_by", section.needed_text("led_by", why))


def _time(section: Section, timing: Timing) -> time | None:
    dated = isinstance(timing, Rule) or any(
        not isinstance(date_or_instant, datetime) for date_or_instant in timing.dates
    )
    if dated:
        section.require("time", "only where every date is an exact instant it may be left out; write e.g. 08:00")
    value = section.of_type("time", time)
    return None if value is None else value.replace(microsecond=0)


def _timing(section: Section) -> Timing:
    given = [key for key in _RULE if key in section.values]
    if "dates" not in section.values and not given:
        section.fault("dates", "this is missing; say when, with first, every and until or with dates")
        return Dates(())
    if "dates" not in section.values:
        return _rule(section)
    if given:
        section.fault("dates", f"dates and {', '.join(given)} exclude each other; keep one way of saying when")
    return _dates(section)


def _rule(section: Section) -> Rule:
    for key in _RULE:
        section.require(key, "first, every and until belong together")
    first, until = section.day("first"), section.day("until")
    every = section.choice("every", _named(Rhythm), Rhythm.WEEK)
    if first and until and until < first:
        section.told(UntilBeforeFirst(until, first))
    if first and until and until.year - first.year > LONGEST_RULE:
        section.told(RunsTooLong(until, first, LONGEST_RULE))
    return Rule(first or date.min, every, until or date.min)


def _dates(section: Section) -> Dates:
    values = section.of_type("dates", list)
    if values == []:
        section.fault("dates", "the list is empty; give at least one date or instant")
    found = [one for one in (_date(section, value) for value in values or []) if one is not None]
    for value in dict.fromkeys(one for one in found if found.count(one) > 1):
        section.fault("dates", f"{value} is there twice")
    return Dates(tuple(found))


def _date(section: Section, value: object) -> date | datetime | None:
    """A date unchanged, an instant in UTC; None and a fault for a value with several readings."""
    if isinstance(value, datetime) and value.tzinfo is None:
        hint = f"write {value.isoformat()}Z for UTC, put an offset behind it, or give the date only"
        section.fault("dates", f"{value.isoformat()} has no zone; {hint}")
        return None
    if not isinstance(value, date):
        section.fault(
            "dates", f"{shown(value)} is neither a date like 2026-11-24 nor an instant like 2026-12-01T07:00:00Z"
        )
        return None
    if not section.is_near("dates", value):
        return None
    return value.astimezone(UTC).replace(microsecond=0) if isinstance(value, datetime) else value


def _meetings(file: str, values: object, faults: list[str]) -> tuple[MeetingPlan, ...]:
    return tuple(_meeting(section) for section in _tables(file, "meetings", values, faults))


def _by_hand(file: str, found: Mapping[str, object], faults: list[str]) -> tuple[ByHand, ...] | None:
    """What people have moved or left out, as an export tells it; None where the file leaves it as it is."""
    if "by_hand" not in found:
        return None
    return tuple(_changed(section) for section in _tables(file, "by_hand", found["by_hand"], faults))


def _meetings_by_hand(file: str, found: Mapping[str, object], faults: list[str]) -> tuple[MeetingByHand, ...] | None:
    """As an export tells it; None where the file has no such table, and so leaves what was done by hand."""
    if "meetings_by_hand" not in found:
        return None
    tables = _tables(file, "meetings_by_hand", found["meetings_by_hand"], faults)
    return tuple(_meeting_by_hand(section) for section in tables)


def _meeting_by_hand(section: Section) -> MeetingByHand:
    section.check_keys(("group", "meant", "to"))
    group = section.needed_text("group", "say which group meets, by its id")
    to = _at(section, "to") if "to" in section.values else None
    return MeetingByHand(group, _at(section, "meant"), to)


def _changed(section: Section) -> ByHand:
    section.check_keys(("group", "meant", "to", "anyway", "by_plan"))
    group = section.needed_text("group", "say whose session it is, by the group's id")
    to = _at(section, "to") if "to" in section.values else None
    anyway, by_plan = (section.of_type(key, bool) or False for key in ("anyway", "by_plan"))
    return ByHand(group, _at(section, "meant"), to, anyway=anyway, by_plan=by_plan)


def _phases(file: str, found: Mapping[str, object], faults: list[str]) -> tuple[SeriesPhase, ...]:
    return tuple(_phase(section) for section in _tables(file, "phases", found.get("phases", []), faults))


def _phase(section: Section) -> SeriesPhase:
    section.check_keys(_PHASE)
    return SeriesPhase(
        name=section.needed_text("name", 'e.g. "Forberede og kartlegge"'),
        checkpoints=section.texts("checkpoints"),
        kind=_choice_or_none(section, "kind", Phase),
        first=section.day("first"),
        sessions=section.of_type("sessions", int),
        responsible=_responsible(section),
    )


def _responsible(section: Section) -> str:
    """A role, or a person by user name or object id."""
    value = section.text("responsible").lower()
    return value if value in set(Role) else section.person("responsible", value)


def _anchoring(file: str, found: Mapping[str, object], faults: list[str]) -> Anchoring:
    told = found.get("anchoring", {})
    if not isinstance(told, dict):
        faults.append(f"{file}: anchoring: begin it with a line [anchoring], in single brackets")
        return Anchoring()
    section = Section(file, "[anchoring]", told, faults)
    section.check_keys(("decision", "day", "link"))
    return Anchoring(section.text("decision"), section.day("day"), section.text("link"))


def _pauses(file: str, found: Mapping[str, object], faults: list[str]) -> tuple[Pause, ...] | None:
    if "pauses" not in found:
        return None
    return tuple(_pause(section) for section in _tables(file, "pauses", found["pauses"], faults))


def _pause(section: Section) -> Pause:
    section.check_keys(("since", "until"))
    for key in ("since", "until"):
        section.require(key, "say from which day on, and on which day it goes on")
    return Pause(section.day("since") or date.min, section.day("until") or date.min)


def _questions(file: str, found: Mapping[str, object], faults: list[str]) -> tuple[ChosenQuestion, ...] | None:
    """Questions chosen for single sessions; None where the file leaves them as they are."""
    if "questions" not in found:
        return None
    return tuple(_question(section) for section in _tables(file, "questions", found["questions"], faults))


def _question(section: Section) -> ChosenQuestion:
    section.check_keys(("group", "meant", "prompt", "area", *_WRITTEN))
    group, meant = section.needed_text("group", "say whose session asks it, by the group's id"), _at(section, "meant")
    if "prompt" in section.values or not any(one in section.values for one in _WRITTEN):
        return ChosenQuestion(
            group, meant, section.needed_text("prompt", "name a question by its id, or write nb or nn")
        )
    own = OwnQuestion(
        section.needed_text("area", "say which area of the model it is about"),
        *(section.text(one) for one in _WRITTEN),
    )
    if wrong := wrong_with_own(own.nb, own.nn, own.en):
        section.fault("nb", f"this is no question as the catalogue's are: {wrong.replace('_', ' ')}")
    return ChosenQuestion(group, meant, own.id, own)


def _tables(file: str, name: str, values: object, faults: list[str]) -> list[Section]:
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        what = {"meetings": "meeting", "phases": "phase"}.get(name, "of them")
        faults.append(f"{file}: {name}: begin each {what} with a line [[{name}]], in double brackets")
        return []
    return [Section(file, f"[[{name}]] no. {n},", value, faults) for n, value in enumerate(values, start=1)]


def _meeting(section: Section) -> MeetingPlan:
    section.check_keys(_MEETING)
    group = section.needed_text("group", "say which group meets, by its id")
    days = [section.of_type(key, int) for key in ("digest_days_ahead", "draft_days_ahead", "prompt_days_ahead")]
    ahead = AHEAD_BY_DEFAULT if days[0] is None else days[0]
    minutes = section.of_type("minutes", int)
    minutes = MeetingPlan.minutes if minutes is None else minutes
    for fault in meeting_faults(ahead, days[1], days[2], minutes):
        section.told(fault)
    return MeetingPlan(group, _meeting_at(section), ahead, minutes, days[1], days[2])


def _meeting_at(section: Section) -> datetime:
    return _at(section, "date")


def _at(section: Section, key: str) -> datetime:
    """An instant (UTC); a time without zone in the file is local."""
    section.require(key, "say when it is, in local time, e.g. 2026-12-10T09:00:00")
    value = section.of_type(key, datetime)
    if value is None or not section.is_near(key, value):
        return datetime.min.replace(tzinfo=UTC)
    return instant(value) if value.tzinfo is None else value.astimezone(UTC)
