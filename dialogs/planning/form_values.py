"""Values as people write them in a plan's form: days, times of day, lengths of time, numbers, fixed choices."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TypeVar

from content.vocabulary.plan_faults import NotRead, PlanFault, Unknown
from dialogs.calendar.instants import WrongDuration, read_duration
from dialogs.planning.sent import day_sent

_YEARS = range(2000, 2200)  # a day outside is a typing error
_DIGITS = 4
_ANY_DURATION = "P1D"
_Kind = TypeVar("_Kind", bound=StrEnum)


def instant_in(written: str) -> datetime | None:
    """«2026-12-01T07:00:00Z»; None for anything without a zone."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None and found.year in _YEARS else None


def day_in(key: str, written: str, faults: list[PlanFault]) -> date | None:
    if not written:
        return None
    found = day_sent(written)
    if found is not None and found.year in _YEARS:
        return found
    faults.append(NotRead(key, written))
    return None


def time_in(key: str, written: str, faults: list[PlanFault]) -> time | None:
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
    faults.append(NotRead(key, written))
    return None


def duration_in(key: str, written: str, faults: list[PlanFault]) -> str:
    """An ISO 8601 duration, "" for nothing written and for what is no length of time."""
    try:
        read_duration(written or _ANY_DURATION)
    except WrongDuration:
        faults.append(NotRead(key, written))
        return ""
    return written


def number_in(key: str, written: str, faults: list[PlanFault]) -> int | None:
    if not written:
        return None
    if written.isascii() and written.isdecimal() and len(written) <= _DIGITS:
        return int(written)
    faults.append(NotRead(key, written))
    return None


def kind_in(kinds: type[_Kind], key: str, written: str, faults: list[PlanFault]) -> _Kind | None:
    known = {kind.value: kind for kind in kinds}
    if written not in known:
        faults.append(Unknown(key, written))
    return known.get(written)


def kinds_in(kinds: type[_Kind], key: str, written: tuple[str, ...], faults: list[PlanFault]) -> tuple[_Kind, ...]:
    return tuple(one for one in (kind_in(kinds, key, each, faults) for each in written) if one is not None)
