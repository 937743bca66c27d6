"""When a group may be asked: not on weekends, public holidays or the municipality's own days, nor in quiet hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from itertools import count
from types import MappingProxyType

from dateutil.easter import easter

from content.plan_words import UNTOLD_CHRISTMAS, UNTOLD_SUMMER
from dialogs.calendar.instants import add_months, instant, local, read_duration
from dialogs.model import QUIET, QuietHours

_DAY = timedelta(days=1)
_SATURDAY, _THURSDAY = 5, 3  # as date.weekday() counts
_EVES = {(12, 24): "Julaften", (12, 31): "Nyttårsaften"}
_FIXED = {
    (1, 1): "Første nyttårsdag",
    (5, 1): "Arbeidernes dag",
    (5, 17): "Grunnlovsdag",
    (12, 25): "Første juledag",
    (12, 26): "Andre juledag",
}
_FROM_EASTER = {
    -3: "Skjærtorsdag",
    -2: "Langfredag",
    0: "Første påskedag",
    1: "Andre påskedag",
    39: "Kristi himmelfartsdag",
    49: "Første pinsedag",
    50: "Andre pinsedag",
}
"""Days from Easter Sunday."""
SUMMER = "Sommerferie"
_USUAL_SUMMER = ((6, 22), (8, 14))
"""First and last day, (month, day), on which no school has pupils; some schools are closed a little longer."""
_USUAL_CHRISTMAS = ((12, 22), (12, 31))
_AUGUST = 8
_NONE: Mapping[date, str] = MappingProxyType({})


class UsualSummer(Enum):
    """Units with the usual summer holiday where no skolerute gives its first or last day."""

    ALWAYS = "a school"
    BESIDE_A_SKOLERUTE = "whoever follows a skolerute that tells the one and not the other"
    NEVER = "a kindergarten"


@dataclass(frozen=True)
class SchoolDays:
    """The days of a group. `own` maps each closed day of its unit's skolerute, or of a unit above, to the reason.

    `told` are the school years that have a skolerute, by the calendar year in which each begins; the usual holidays are
    days off in every other. None leaves the usual holidays alone.
    """

    own: Mapping[date, str] = field(default_factory=lambda: _NONE)
    quiet: QuietHours = QUIET
    usual_summer: UsualSummer = UsualSummer.BESIDE_A_SKOLERUTE
    told: frozenset[int] | None = None

    def closed(self, day: date) -> str | None:
        """Why nobody is asked on this day; None if people may be asked.

        The three days before skjærtorsdag, and the eves of Christmas and the new year, are working days by law, yet
        school days nowhere.
        """
        return (
            _public_holidays(day.year).get(day)
            or self.own.get(day)
            or self._summer(day)
            or _eve(day)
            or self.usual_name(day)
            or _weekend(day)
        )

    def later(self, moment: datetime, duration: str) -> datetime:
        """The instant (UTC) a duration after `moment`: days are school days, hours are elapsed time.

        Months and weeks follow the calendar; an end on a closed day moves to the next open day.
        """
        length = read_duration(duration)
        if not (length.months or length.weeks or length.days):
            return moment.astimezone(UTC) + length.exact
        wall = local(moment).replace(tzinfo=None)
        day = add_months(wall.date(), length.months) + timedelta(weeks=length.weeks)
        for _ in range(length.days):
            day = self.open_day(day + _DAY)
        return instant(datetime.combine(self.open_day(day), wall.time())) + length.exact

    def open_day(self, day: date) -> date:
        """The day itself if open, else the next open day."""
        return next(candidate for candidate in _days(day, _DAY) if not self.closed(candidate))

    def open_day_before(self, day: date) -> date:
        """The day itself if open, else the last open day before."""
        return next(candidate for candidate in _days(day, -_DAY) if not self.closed(candidate))

    def is_quiet(self, clock: time) -> bool:
        begins, ends = self.quiet.begins, self.quiet.ends
        return begins <= clock < ends if begins < ends else clock >= begins or clock < ends

    def next_opening(self, now: datetime) -> datetime:
        """The earliest instant (UTC) from `now` on an open day and outside quiet hours."""
        wall = local(now).replace(tzinfo=None)
        if not self.closed(wall.date()) and not self.is_quiet(wall.time()):
            return now.astimezone(UTC)
        if self.closed(wall.date()) or self._is_evening(wall.time()):
            wall = datetime.combine(self.open_day(wall.date() + _DAY), time.min)
        if self.is_quiet(wall.time()):
            wall = datetime.combine(wall.date(), self.quiet.ends)
        return instant(wall)

    def last_opening(self, moment: datetime) -> datetime:
        """The latest open instant (UTC) up to `moment`, at its wall time, or else where quiet hours end."""
        wall = local(moment).replace(tzinfo=None)
        clock, day = wall.time(), self.open_day_before(wall.date())
        if day == wall.date() and not self.is_quiet(clock):
            return moment.astimezone(UTC)
        if not self.is_quiet(clock):
            return instant(datetime.combine(day, clock))
        if day == wall.date() and clock < self.quiet.ends:
            day = self.open_day_before(day - _DAY)
        return instant(datetime.combine(day, self.quiet.ends))

    def _summer(self, day: date) -> str | None:
        """The usual summer, where a skolerute leaves it open.

        Closing 31 July tells the first day, closing 1 August the last.
        """
        first, last = _USUAL_SUMMER
        if not first <= (day.month, day.day) <= last or self.usual_summer is UsualSummer.NEVER:
            return None
        begins, ends = (date(day.year, *told) in self.own for told in ((7, 31), (8, 1)))
        told, other = (ends, begins) if day.month == last[0] else (begins, ends)
        if told or self._is_untold(day):
            return None
        return SUMMER if other or self.usual_summer is UsualSummer.ALWAYS else None

    def usual_name(self, day: date) -> str | None:
        """The usual holiday on a day that no skolerute tells of, weekends apart; None for every other day."""
        if self.own.get(day) or day.weekday() >= _SATURDAY or not self._is_untold(day):
            return None
        if _is_between(day, _USUAL_CHRISTMAS):
            return UNTOLD_CHRISTMAS
        is_summer = _is_between(day, _USUAL_SUMMER) and self.usual_summer is not UsualSummer.NEVER
        # The former year's skolerute may tell when the summer ends.
        return UNTOLD_SUMMER if is_summer and not self._ends(day) else None

    def _ends(self, day: date) -> bool:
        return day.month == _AUGUST and date(day.year, _AUGUST, 1) in self.own

    def _is_untold(self, day: date) -> bool:
        """Whether no skolerute of the day's school year has been imported."""
        year = day.year if day.month >= _AUGUST else day.year - 1
        return self.told is not None and year not in self.told

    def _is_evening(self, clock: time) -> bool:
        """Whether `clock` is in the part of the quiet hours before midnight, where they span midnight."""
        return self.quiet.ends <= self.quiet.begins <= clock


def _is_between(day: date, span: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    return span[0] <= (day.month, day.day) <= span[1]


def _days(first: date, step: timedelta) -> Iterator[date]:
    return (first + n * step for n in count())


@cache
def _public_holidays(year: int) -> Mapping[date, str]:
    """Fixed dates and dates relative to Easter, by law; two on the same day are named together."""
    found: dict[date, list[str]] = {}
    for (month, day), name in _FIXED.items():
        found.setdefault(date(year, month, day), []).append(name)
    for days, name in _FROM_EASTER.items():
        found.setdefault(easter(year) + days * _DAY, []).append(name)
    return MappingProxyType({day: "; ".join(sorted(names)) for day, names in found.items()})


def _eve(day: date) -> str | None:
    thursday = day + (_THURSDAY - day.weekday()) * _DAY
    if day < thursday and _public_holidays(thursday.year).get(thursday) == "Skjærtorsdag":
        return "Påskeuka"
    return _EVES.get((day.month, day.day))


def _weekend(day: date) -> str | None:
    return "weekend" if day.weekday() >= _SATURDAY else None
