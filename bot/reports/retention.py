"""Lines on the next deletions by a municipality's rules of retention, and on contradicting rules."""

from collections.abc import Iterator
from datetime import date, datetime

from dialogs.calendar.instants import local
from dialogs.model import AnnouncedDeletion, Hold, MunicipalitySettings, Retention
from dialogs.retention import is_longer, told_number

_LONG_FOR_NOTES = "P2Y"
_LONG_HOLD = 365  # days


def retention_lines(announced: tuple[AnnouncedDeletion, ...], settings: MunicipalitySettings) -> Iterator[str]:
    """The deletions announced to coordinators, and the hold in force or to come."""
    for one in announced:
        number = told_number(one.number)
        how_many = f"{number} or more" if number else "fewer than ten"
        yield f"on {one.due_on}, {one.kind} are deleted by rule: {how_many}"
    if settings.hold is not None:
        end = f" until {settings.hold.until}" if settings.hold.until else ""
        yield f"nothing is deleted by rule from {settings.hold.since}{end}: {settings.hold.reason}"


def retention_warnings(municipality: str, settings: MunicipalitySettings, *, now: datetime) -> Iterator[str]:
    if settings.retention is not None:
        yield from (f"{municipality}: {line}" for line in _of_rules(settings.retention))
    if settings.hold is not None:
        yield from (f"{municipality}: {line}" for line in _of_hold(settings.hold, local(now).date()))


def _of_rules(rules: Retention) -> Iterator[str]:
    if is_longer(rules.answers, _LONG_FOR_NOTES):
        yield f"answers are kept for {rules.answers}, which is long for working notes; a year is usual"
    if is_longer(rules.deliveries, rules.answers):
        yield "deliveries are kept longer than answers, and tell who was asked when the answers are gone"
    if is_longer(rules.answers, rules.digests):
        yield "answers are kept longer than the digests made of them; what was given back goes first"
    if is_longer(rules.answers, rules.logs):
        yield "logs are kept shorter than answers: own logs forget what was done with an answer that stands"


def _of_hold(hold: Hold, today: date) -> Iterator[str]:
    if hold.until is not None and hold.until < today:
        yield f"the hold ended on {hold.until}; take [hold] out of the file"
    elif hold.until is None and (today - hold.since).days > _LONG_HOLD:
        yield f"the hold has lasted since {hold.since}, and no end is set; is it needed still?"
