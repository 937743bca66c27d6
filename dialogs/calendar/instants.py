"""Wall time in Norway to instants and back, durations as people count them, and where a day begins and ends."""

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
_LONGEST = 3660  # days; anything longer is a slip of the keyboard


class WrongDuration(ValueError):
    """The text is not an ISO 8601 duration that can be counted."""


@dataclass(frozen=True)
class Duration:
    """`months`, `weeks` and `days` are counted at the same wall time, `exact` on a stopwatch."""

    months: int
    weeks: int
    days: int
    exact: timedelta


def instant(day_and_time: datetime) -> datetime:
    """The instant (UTC) of a naive local time in Oslo.

    An hour that does not exist (the clock goes forward) moves forward by the gap, 02:30 becomes 03:30; an hour that
    comes twice (the clock goes back) is the first of the two.
    """
    if day_and_time.tzinfo is not None:
        raise ValueError(f"{day_and_time} already has a zone")
    return day_and_time.replace(tzinfo=OSLO, fold=0).astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The wall time in Oslo at an instant, with its zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return moment.astimezone(OSLO)


def later(moment: datetime, duration: str) -> datetime:
    """The instant (UTC) a duration after `moment`, every day counted; its days and months first, then its hours."""
    length = read_duration(duration)
    moved = moment.astimezone(UTC)
    if length.months or length.weeks or length.days:
        wall = local(moment).replace(tzinfo=None)
        day = months_on(wall.date(), length.months) + timedelta(weeks=length.weeks, days=length.days)
        moved = instant(datetime.combine(day, wall.time()))
    return moved + length.exact


def days_before(moment: datetime, days: int) -> datetime:
    """The instant (UTC) so many days earlier, at the same wall time."""
    return instant(local(moment).replace(tzinfo=None) - timedelta(days=days))


def start_of(day: date) -> datetime:
    """The instant (UTC) at which a day begins in Oslo."""
    return instant(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The first instant (UTC) after a day in Oslo, so that the whole day lies before it."""
    return start_of(day + timedelta(days=1))


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_duration(text: str) -> Duration:
    """An ISO 8601 duration, PnYnMnWnDTnHnMnS with whole numbers, longer than nothing and at most ten years."""
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
