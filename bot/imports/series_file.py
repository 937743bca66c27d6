"""A series from its TOML file, checked key by key; all faults are reported at once."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import tomli

from bot.errors import WrongPlan
from bot.imports.tables import ID, ID_RULE, did_you_mean
from content.cleaning import clean_toml
from dialogs.calendar.instants import WrongDuration, instant, read_duration
from dialogs.model import AskedIn, Audience, Intention, MeetingPlan, OnClosed, Phase, Rhythm, Rung, SchoolType, limits
from dialogs.model.limits import too_long
from dialogs.planning.planning import Dates, Rule, SeriesFile, Timing

_YEARS = range(2000, 2200)  # a date outside is a typing error
_LONGEST = 10  # years a rule may run
_AHEAD = 60  # days a digest may be ahead of its meeting
_AHEAD_BY_DEFAULT = 3
_RUNGS = {rung.name.lower(): rung for rung in Rung}
_PERSON = re.compile(r"[^@\s]+@[^@\s]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RULE = ("first", "every", "until")
_SERIES = (
    *("id", "groups", "protocol", "intention", "areas", "requirements", "led_by", "time", *_RULE, "dates"),
    *("stays_open", "default_rung", "asked", "digest_readers", "audience", "phase", "school_types"),
    *("goals", "need", "draft_ahead", "on_closed"),
)
_MEETING = ("date", "group", "digest_days_ahead")
_WORDS: Mapping[type, str] = {
    str: "a text in quotation marks",
    list: "a list in [ ]",
    int: "a whole number",
    date: "a date like 2026-11-24, without a time",
    datetime: "a day and a local time like 2026-12-10T09:00:00",
    time: "a time like 08:00, without quotation marks",
}
_Choice = TypeVar("_Choice")
_Kind = TypeVar("_Kind", bound=StrEnum)
_Value = TypeVar("_Value")


def read_series(path: Path) -> SeriesFile:
    """The series in the file. Raises WrongPlan with one line per fault, naming file and key."""
    found = _toml(path)
    faults: list[str] = []
    series = _Section(path.name, "[series]", found.get("series", {}), faults)
    if not isinstance(found.get("series"), dict):
        raise WrongPlan(f"{path.name}: [series] is missing; the file should begin with it")
    _Section(path.name, "", found, faults).check_keys(("series", "meetings"))
    read = _series(series, _meetings(path.name, found.get("meetings", []), faults))
    if faults:
        raise WrongPlan("\n".join(faults))
    return read


def _toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return clean_toml(text)
    except OSError as error:
        raise WrongPlan(f"{path}: the file cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WrongPlan(f"{path.name}, line {line}: this is not UTF-8; save the file as UTF-8") from error
    except tomli.TOMLDecodeError as error:
        raise WrongPlan(_not_toml(path.name, text, str(error))) from error


def _not_toml(file: str, text: str, said: str) -> str:
    """The parser's message with the line in front, and a hint for the commonest errors."""
    lines = text.splitlines()
    found = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", said)
    line = int(found[1]) if found and found[1] else len(lines)
    here = lines[line - 1] if line <= len(lines) else ""
    clock = re.search(r"=\s*[0-9]{1,2}:[0-9]{2}\s*(#.*)?$", here)
    hint = "; a time needs two digits for the hour, e.g. 08:00" if clock else ""
    if set(here) & set("“”„"):
        hint = '; use straight quotation marks (")'
    return f"{file}, line {line}: this is not TOML: {said[: found.start()] if found else said}{hint}"


@dataclass(frozen=True)
class _Section:
    """A table of the file. A faulty value is added to `faults` and replaced by a harmless value."""

    file: str
    name: str
    values: Mapping[str, Any]
    faults: list[str]

    def fault(self, key: str, sentence: str) -> None:
        self.faults.append(f"{self.file}: {self.name} {key}: {sentence}" if self.name else f"{self.file}: {sentence}")

    def check_keys(self, keys: Collection[str]) -> None:
        for key in (key for key in self.values if key not in keys):
            self.fault(key, f"there is no key {key}; use {', '.join(keys)}{did_you_mean(key, keys)}")

    def of_type(self, key: str, kind: type[_Value]) -> _Value | None:
        """The value, if exactly of that type (a datetime is no date here, a bool no number); else None."""
        value = self.values.get(key)
        if value is None or type(value) is kind:
            return value
        self.fault(key, f"{_shown(value)} is not {_WORDS[kind]}")
        return None

    def require(self, key: str, sentence: str) -> None:
        """A fault for a missing key; a faulty value has been reported already."""
        if key not in self.values:
            self.fault(key, f"this is missing; {sentence}")

    def text(self, key: str) -> str:
        return (self.of_type(key, str) or "").strip()

    def needed_text(self, key: str, sentence: str) -> str:
        value = self.text(key)
        self.require(key, sentence)
        if not value and isinstance(self.values.get(key), str):
            self.fault(key, f"this is empty; {sentence}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none empty and none twice."""
        values = self.of_type(key, list) or []
        told = [value.strip() for value in values if isinstance(value, str) and value.strip()]
        for value in values:
            if not isinstance(value, str) or not value.strip():
                self.fault(key, f"{_shown(value)} in the list is not {_WORDS[str]}")
        for value in dict.fromkeys(value for value in told if told.count(value) > 1):
            self.fault(key, f'"{value}" is there twice')
        return tuple(told)

    def choice(self, key: str, kinds: Mapping[str, _Choice], default: _Choice) -> _Choice:
        value = self.of_type(key, str)
        if value is not None and value not in kinds:
            self.fault(key, f'"{value}" is none of {", ".join(kinds)}{did_you_mean(value, kinds)}')
        return default if value is None else kinds.get(value, default)

    def duration(self, key: str, default: str) -> str:
        value = self.of_type(key, str)
        if not value and (value is None or not default):
            return default
        try:
            read_duration(value)
        except WrongDuration as error:
            self.fault(key, str(error))
        return value

    def person(self, key: str, value: str) -> str:
        if value and not _PERSON.fullmatch(value.lower()):
            self.fault(key, f'"{value}" is neither a UPN, like guro@nordvik.example, nor an aad_object_id')
        return value.lower()


def _series(section: _Section, meetings: tuple[MeetingPlan, ...]) -> SeriesFile:
    section.check_keys(_SERIES)
    timing = _timing(section)
    return SeriesFile(
        id=_id(section),
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
        draft_ahead=section.duration("draft_ahead", ""),
        on_closed=section.choice("on_closed", _named(OnClosed), OnClosed.NEXT),
        meetings=meetings,
    )


def _named(kinds: type[_Kind]) -> dict[str, _Kind]:
    return {kind.value: kind for kind in kinds}


def _choice_or_none(section: _Section, key: str, kinds: type[_Kind]) -> _Kind | None:
    """None where the key is missing or empty."""
    return None if section.values.get(key) == "" else section.choice(key, {**_named(kinds)}, None)


def _choices(section: _Section, key: str, kinds: type[_Kind]) -> tuple[_Kind, ...]:
    known = _named(kinds)
    told = section.texts(key)
    for value in (value for value in told if value not in known):
        section.fault(key, f'"{value}" is none of {", ".join(known)}{did_you_mean(value, known)}')
    return tuple(known[value] for value in told if value in known)


def _id(section: _Section) -> str:
    value = section.needed_text("id", 'e.g. "host-2026"')
    if value and not ID.fullmatch(value):
        section.fault("id", f'"{value}" is not an id; {ID_RULE}')
    elif why := too_long(value, limits.ID):
        section.fault("id", why)
    return value


def _groups(section: _Section) -> tuple[str, ...]:
    section.require("groups", 'name the groups by their ids, e.g. ["rektorgruppa"]')
    if section.values.get("groups") == []:
        section.fault("groups", "the list is empty; name at least one group")
    return section.texts("groups")


def _intention(section: _Section) -> Intention:
    section.require("intention", f"use one of {', '.join(Intention)}")
    return section.choice("intention", _named(Intention), Intention.CONVEYING)


def _led_by(section: _Section) -> str:
    why = "say who leads it (a UPN or an aad_object_id); a series nobody leads is refused"
    return section.person("led_by", section.needed_text("led_by", why))


def _time(section: _Section, timing: Timing) -> time | None:
    dated = isinstance(timing, Rule) or any(
        not isinstance(date_or_instant, datetime) for date_or_instant in timing.dates
    )
    if dated:
        section.require("time", "only where every date is an exact instant it may be left out; write e.g. 08:00")
    value = section.of_type("time", time)
    return None if value is None else value.replace(microsecond=0)


def _timing(section: _Section) -> Timing:
    given = [key for key in _RULE if key in section.values]
    if "dates" not in section.values and not given:
        section.fault("dates", "this is missing; say when, with first, every and until or with dates")
        return Dates(())
    if "dates" not in section.values:
        return _rule(section)
    if given:
        section.fault("dates", f"dates and {', '.join(given)} exclude each other; keep one way of saying when")
    return _dates(section)


def _rule(section: _Section) -> Rule:
    for key in _RULE:
        section.require(key, "first, every and until belong together")
    first, until = _day(section, "first"), _day(section, "until")
    every = section.choice("every", _named(Rhythm), Rhythm.WEEK)
    if first and until and until < first:
        section.fault("until", f"{until} is before {first}, where it begins")
    if first and until and until.year - first.year > _LONGEST:
        section.fault("until", f"{until} is more than {_LONGEST} years after {first}; is the year right?")
    return Rule(first or date.min, every, until or date.min)


def _day(section: _Section, key: str) -> date | None:
    value = section.of_type(key, date)
    return value if value is not None and _near(section, key, value) else None


def _near(section: _Section, key: str, value: date) -> bool:
    if value.year not in _YEARS:
        section.fault(key, f"{value} is too far away; is the year right?")
    return value.year in _YEARS


def _dates(section: _Section) -> Dates:
    values = section.of_type("dates", list)
    if values == []:
        section.fault("dates", "the list is empty; give at least one date or instant")
    found = [one for one in (_date(section, value) for value in values or []) if one is not None]
    for value in dict.fromkeys(one for one in found if found.count(one) > 1):
        section.fault("dates", f"{value} is there twice")
    return Dates(tuple(found))


def _date(section: _Section, value: object) -> date | datetime | None:
    """A date unchanged, an instant in UTC; None and a fault for a value with several readings."""
    if isinstance(value, datetime) and value.tzinfo is None:
        hint = f"write {value.isoformat()}Z for UTC, put an offset behind it, or give the date only"
        section.fault("dates", f"{value.isoformat()} has no zone; {hint}")
        return None
    if not isinstance(value, date):
        section.fault(
            "dates", f"{_shown(value)} is neither a date like 2026-11-24 nor an instant like 2026-12-01T07:00:00Z"
        )
        return None
    if not _near(section, "dates", value):
        return None
    return value.astimezone(UTC).replace(microsecond=0) if isinstance(value, datetime) else value


def _meetings(file: str, values: object, faults: list[str]) -> tuple[MeetingPlan, ...]:
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        faults.append(f"{file}: meetings: begin each meeting with a line [[meetings]], in double brackets")
        return ()
    sections = [_Section(file, f"[[meetings]] no. {n},", value, faults) for n, value in enumerate(values, start=1)]
    return tuple(_meeting(section) for section in sections)


def _meeting(section: _Section) -> MeetingPlan:
    section.check_keys(_MEETING)
    group = section.needed_text("group", "say which group meets, by its id")
    ahead = section.of_type("digest_days_ahead", int)
    if ahead is not None and not 0 <= ahead <= _AHEAD:
        section.fault("digest_days_ahead", f"{ahead} is not a number of days from 0 to {_AHEAD}")
    return MeetingPlan(group, _meeting_at(section), _AHEAD_BY_DEFAULT if ahead is None else ahead)


def _meeting_at(section: _Section) -> datetime:
    """An instant (UTC); a time without zone in the file is local."""
    section.require("date", "say when it is, in local time, e.g. 2026-12-10T09:00:00")
    value = section.of_type("date", datetime)
    if value is None or not _near(section, "date", value):
        return datetime.min.replace(tzinfo=UTC)
    return instant(value) if value.tzinfo is None else value.astimezone(UTC)


def _shown(value: object) -> str:
    """The value roughly as the file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
