"""A municipality's own settings: responsibility, papers, and the minutes a week that people may be asked for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MunicipalitySettings:
    """A setting that the municipality has not given is empty, or None.

    `responsible` is the controller (behandlingsansvarlig), and `data_protection_officer` how to reach the officer
    (personvernombud). `archive_label` is the archive's, `dpia` the assessment's reference. `discussed_with_unions` is
    the day of the discussion (drøfting). `minutes_a_week` is the most that all series together may ask of a person.
    """

    responsible: str = ""
    data_protection_officer: str = ""
    archive_label: str = ""
    discussed_with_unions: date | None = None
    dpia: str = ""
    minutes_a_week: int | None = None
