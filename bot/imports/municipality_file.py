"""A municipality's settings from its TOML file, checked key by key; all faults are reported at once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.errors import WrongMunicipality
from bot.imports.tables import did_you_mean
from bot.imports.toml_file import Section, read_toml, shown
from dialogs.calendar.instants import read_duration
from dialogs.model import Hold, KeptKind, MunicipalitySettings, Retention, Rung, limits
from dialogs.model.limits import too_long
from dialogs.retention import LONGEST, SHORTEST, days_in
from dialogs.settings.filling import MINUTES, UNUSED, is_reachable

_KEYS = (
    *("id", "responsible", "data_protection_officer", "archive_label", "discussed_with_unions", "dpia"),
    *("minutes_a_week", "unused_rungs", "compared"),
)
_HOLD_KEYS = ("since", "until", "reason")


@dataclass(frozen=True)
class MunicipalityFile:
    """The settings of one municipality; a key that the file leaves out has no value."""

    municipality: str
    settings: MunicipalitySettings


def read_municipality(path: Path, *, today: date) -> MunicipalityFile:
    """Raises WrongMunicipality with one line per fault, naming file and key."""
    found = read_toml(path, WrongMunicipality)
    if not isinstance(found.get("municipality"), dict):
        raise WrongMunicipality(f"{path.name}: [municipality] is missing; the file should begin with it")
    faults: list[str] = []
    Section(path.name, "", found, faults).check_keys(("municipality", "retention", "hold"))
    section = Section(path.name, "[municipality]", found["municipality"], faults)
    section.check_keys(_KEYS)
    settings = replace(
        _settings(section, today),
        retention=_retention(path.name, found.get("retention"), faults),
        hold=_hold(path.name, found.get("hold"), faults),
    )
    read = MunicipalityFile(section.identifier("id", "it is the municipality's in units.csv"), settings)
    if faults:
        raise WrongMunicipality("\n".join(faults))
    return read


def _retention(file: str, table: object, faults: list[str]) -> Retention | None:
    """None without the table; in an empty table every kind has its default."""
    section = _table(file, "[retention]", table, tuple(KeptKind), faults)
    if section is None:
        return None
    return Retention(**{kind.value: _kept(section, kind) for kind in KeptKind})


def _kept(section: Section, kind: KeptKind) -> str:
    default = Retention().of(kind)
    before = len(section.faults)
    value = section.duration(kind, default)
    if len(section.faults) > before:
        return default
    length = read_duration(value)
    if length.exact or bool(length.months) == bool(length.weeks or length.days):
        section.fault(kind, f'"{value}" is neither months nor days alone; write e.g. P12M or P90D')
    elif not days_in(SHORTEST) <= days_in(value) <= days_in(LONGEST[kind]):
        section.fault(kind, f'"{value}" is not from {SHORTEST} to {LONGEST[kind]}')
    return value


def _hold(file: str, table: object, faults: list[str]) -> Hold | None:
    section = _table(file, "[hold]", table, _HOLD_KEYS, faults)
    if section is None:
        return None
    section.require("since", "it is the first day of the hold")
    since, until, reason = section.day("since"), section.day("until"), _line(section, "reason")
    if not reason:
        section.needed_text("reason", "it is what everybody is told of the hold, such as a case number")
    if since and until and until < since:
        section.fault("until", f"{until} is before {since}, when the hold begins")
    return Hold(since, reason, until) if since else None


def _table(file: str, name: str, table: object, keys: Collection[str], faults: list[str]) -> Section | None:
    if table is None:
        return None
    if not isinstance(table, dict):
        faults.append(f"{file}: {name[1:-1]}: {shown(table)} is not a table; write {name} on a line of its own")
        return None
    section = Section(file, name, table, faults)
    section.check_keys(keys)
    return section


def _settings(section: Section, today: date) -> MunicipalitySettings:
    return MunicipalitySettings(
        responsible=_line(section, "responsible"),
        data_protection_officer=_officer(section),
        archive_label=_line(section, "archive_label"),
        discussed_with_unions=_discussed(section, today),
        dpia=_line(section, "dpia"),
        minutes_a_week=_minutes(section),
        unused_rungs=_unused(section),
        compared=tuple(sorted(set(section.texts("compared")))),
    )


def _line(section: Section, key: str) -> str:
    value = " ".join(section.text(key).split())
    if why := too_long(value, limits.SETTING):
        section.fault(key, why)
    return value


def _officer(section: Section) -> str:
    value = _line(section, "data_protection_officer")
    if value and not is_reachable(value):
        section.fault(
            "data_protection_officer",
            f'"{value}" tells nobody how to reach them; add an e-mail address, a phone number or a web address',
        )
    return value


def _discussed(section: Section, today: date) -> date | None:
    value = section.day("discussed_with_unions")
    if value is not None and value > today:
        section.fault("discussed_with_unions", f"{value} is still to come; leave it out until you have met")
    return value


def _minutes(section: Section) -> int | None:
    value = section.of_type("minutes_a_week", int)
    if value is not None and value not in MINUTES:
        section.fault("minutes_a_week", f"{value} is not a number of minutes from {MINUTES[0]} to {MINUTES[-1]}")
    return value


def _unused(section: Section) -> tuple[Rung, ...]:
    told = section.texts("unused_rungs")
    for name in told:
        if name not in UNUSED:
            why = "everybody has it" if name.upper() in Rung.__members__ else f"it is none of {', '.join(UNUSED)}"
            section.fault("unused_rungs", f'"{name}" cannot be left out: {why}{did_you_mean(name, UNUSED)}')
    return tuple(sorted(UNUSED[name] for name in told if name in UNUSED))
