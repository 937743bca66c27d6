"""A municipality's own settings: responsibility, papers, retention, and the minutes a week asked of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogs.model.sharing import Rung


class KeptKind(StrEnum):
    """The kinds of things with a retention rule.

    `ANSWERS` are the reflections as written, `LOGS` a person's own log and the municipality's record, `DELIVERIES` the
    rows of the outbox.
    """

    ANSWERS = "answers"
    DIGESTS = "digests"
    LOGS = "logs"
    DELIVERIES = "deliveries"


@dataclass(frozen=True)
class Retention:
    """How long each kind is kept, as ISO 8601 durations in months or days."""

    answers: str = "P1Y"
    digests: str = "P2Y"
    logs: str = "P3Y"
    deliveries: str = "P3M"

    def of(self, kind: KeptKind) -> str:
        return str(getattr(self, kind.value))


@dataclass(frozen=True)
class Hold:
    """The archive's hold: nothing is deleted by rule from `since` until `until`, both inclusive (None: not known)."""

    since: date
    reason: str
    until: date | None = None

    def lasts_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class MunicipalitySettings:
    """A setting that the municipality has not given is empty, or None.

    `responsible` is the controller (behandlingsansvarlig), and `data_protection_officer` how to reach the officer
    (personvernombud). `archive_label` is the archive's, `dpia` the assessment's reference. `discussed_with_unions` is
    the day of the discussion (drøfting). `minutes_a_week` is the most that all series together may ask of a person.
    Without `retention` nothing is deleted by rule: the archivist decides, never the bot. `unused_rungs` are offered to
    nobody. `compared` are the ids of schools that have said yes to being named where their answers differ from the
    other such schools'.
    """

    responsible: str = ""
    data_protection_officer: str = ""
    archive_label: str = ""
    discussed_with_unions: date | None = None
    dpia: str = ""
    minutes_a_week: int | None = None
    retention: Retention | None = None
    hold: Hold | None = None
    unused_rungs: tuple[Rung, ...] = ()
    compared: tuple[str, ...] = ()

    @property
    def as_in_file(self) -> Mapping[str, str]:
        """Each setting under its key of the file, "" for a setting not given."""
        plain = {
            "responsible": self.responsible,
            "data_protection_officer": self.data_protection_officer,
            "archive_label": self.archive_label,
            "discussed_with_unions": str(self.discussed_with_unions or ""),
            "dpia": self.dpia,
            "minutes_a_week": str(self.minutes_a_week or ""),
            "unused_rungs": ", ".join(rung.name.lower() for rung in self.unused_rungs),
            "compared": ", ".join(self.compared),
        }
        kept = {f"retention.{kind}": self.retention.of(kind) if self.retention else "" for kind in KeptKind}
        hold = {
            "hold.since": str(self.hold.since) if self.hold else "",
            "hold.until": str(self.hold.until or "") if self.hold else "",
            "hold.reason": self.hold.reason if self.hold else "",
        }
        return plain | kept | hold
