"""Conversion between wall time in Norway and instants, and ISO 8601 durations by the calendar."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")

_DURATION = re.compile(
    r"P(?:(?P<years>[0-9]{1,6})Y)?(?:(?P<months>[0-9]{1,6})M)?(?:(?P<weeks>[0-9]{1,6})W)?(?:(?P<days>[0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,6})H)?(?:(?P<minutes>[0-9]{1,6})M)?(?:(?P<seconds>[0-9]{1,8})S)?)?"
)
_LONGEST = 3660  # days; a longer duration is a typing error


class WrongDuration(ValueError):
    """The text is not an ISO 8601 duration, or it is zero or over ten years."""


@dataclass(frozen=True)
class Duration:
    """`months`, `weeks` and `days` keep the wall time; `exact` is elapsed time."""

    months: int
    weeks: int
    days: int
    exact: timedelta


def instant(day_and_time: datetime) -> datetime:
    """The instant (UTC) of a naive local time in Oslo. Raises ValueError for an aware time.

    A time skipped when clocks go forward moves by the gap (02:30 becomes 03:30); of a repeated time it is the first.
    """
    if day_and_time.tzinfo is not None:
        raise ValueError(f"{day_and_time} already has a zone")
    return day_and_time.replace(tzinfo=OSLO, fold=0).astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The wall time in Oslo at an instant, with its zone. Raises ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return moment.astimezone(OSLO)


def later(moment: datetime, duration: str) -> datetime:
    """The instant (UTC) a duration after `moment`: calendar months and days first, then elapsed hours.

    Every day counts.
    """
    length = read_duration(duration)
    moved = moment.astimezone(UTC)
    if length.months or length.weeks or length.days:
        wall = local(moment).replace(tzinfo=None)
        day = add_months(wall.date(), length.months) + timedelta(weeks=length.weeks, days=length.days)
        moved = instant(datetime.combine(day, wall.time()))
    return moved + length.exact


def days_before(moment: datetime, days: int) -> datetime:
    """The instant (UTC) so many days earlier, at the same wall time."""
    return instant(local(moment).replace(tzinfo=None) - timedelta(days=days))


def start_of(day: date) -> datetime:
    """The instant (UTC) at which a day begins in Oslo."""
    return instant(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The first instant (UTC) after a day in Oslo."""
    return start_of(day + timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_duration(text: str) -> Duration:
    """An ISO 8601 duration PnYnMnWnDTnHnMnS in whole numbers, over zero, at most ten years. Raises WrongDuration."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise WrongDuration(f'"{text}" is not a duration; write e.g. P5D for five days or PT36H for 36 hours')
    number = {unit: int(value or 0) for unit, value in found.groupdict().items()}
    length = Duration(
        months=12 * number["years"] + number["months"],
        weeks=number["weeks"],
        days=number["days"],
        exact=timedelta(hours=number["hours"], minutes=number["minutes"], seconds=number["seconds"]),
    )
    if length == Duration(0, 0, 0, timedelta()):
        raise WrongDuration(f'"{text}" is no time at all; write e.g. P5D for five days')
    if 30 * length.months + 7 * length.weeks + length.days + length.exact.days > _LONGEST:
        raise WrongDuration(f'"{text}" is longer than ten years; write e.g. P5D for five days')
    return length
