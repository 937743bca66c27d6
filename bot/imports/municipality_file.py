"""A municipality's settings from its TOML file, checked key by key; all faults are reported at once."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import WrongMunicipality
from bot.imports.toml_file import Section, read_toml
from dialogs.model import MunicipalitySettings, limits
from dialogs.model.limits import too_long

_KEYS = (
    *("id", "responsible", "data_protection_officer", "archive_label", "discussed_with_unions", "dpia"),
    "minutes_a_week",
)
_REACHABLE = re.compile(r"[0-9]{3}|[^\s@]@[^\s@]|https?://|www\.")
_MINUTES = range(1, 601)  # a week; more is a typing error


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
    Section(path.name, "", found, faults).check_keys(("municipality",))
    section = Section(path.name, "[municipality]", found["municipality"], faults)
    section.check_keys(_KEYS)
    read = MunicipalityFile(
        section.identifier("id", "it is the municipality's in units.csv"), _settings(section, today)
    )
    if faults:
        raise WrongMunicipality("\n".join(faults))
    return read


def _settings(section: Section, today: date) -> MunicipalitySettings:
    return MunicipalitySettings(
        responsible=_line(section, "responsible"),
        data_protection_officer=_officer(section),
        archive_label=_line(section, "archive_label"),
        discussed_with_unions=_discussed(section, today),
        dpia=_line(section, "dpia"),
        minutes_a_week=_minutes(section),
    )


def _line(section: Section, key: str) -> str:
    value = " ".join(section.text(key).split())
    if why := too_long(value, limits.SETTING):
        section.fault(key, why)
    return value


def _officer(section: Section) -> str:
    value = _line(section, "data_protection_officer")
    if value and not _REACHABLE.search(value):
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
    if value is not None and value not in _MINUTES:
        section.fault("minutes_a_week", f"{value} is not a number of minutes from {_MINUTES[0]} to {_MINUTES[-1]}")
    return value
