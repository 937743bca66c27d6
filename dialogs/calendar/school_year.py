"""A municipality's own days: their school years, and the changes a new skolerute makes, told in lines."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from dateutil.easter import easter

from content.vocabulary.calendar_faults import Holiday
from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SUMMER
from dialogs.model import DayKind, OwnDay, UnitKind

_AUGUST, _DECEMBER = 8, 12
_DAY = timedelta(days=1)
_SATURDAY = 5  # as date.weekday() counts
_DAYS_OF_A_HOLIDAY = 3
_LONGEST_HOLIDAY = timedelta(days=25)  # for every holiday but summer
PLAIN_NAMES = {DayKind.PLANNING_DAY: "Planleggingsdag", DayKind.CLOSED: "Elevfri", DayKind.EXAM: "Eksamen"}
"""Names of days that nobody has named."""
_SAYS_MOST = (DayKind.CLOSED, DayKind.PLANNING_DAY, DayKind.EXAM)  # of two kinds on a day, the later here wins


@dataclass(frozen=True)
class Event:
    """A line of a skolerute: local days, `last` included. `line` is the file's, 0 for a day of no file."""

    first: date
    last: date
    kind: DayKind
    name: str
    only: UnitKind | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class DayLine:
    """A change as text: `kind` is added, changed or ended; consecutive days share a line."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind:<7} {self.text}"


@dataclass(frozen=True)
class DayChanges:
    """Days to store, new or in place of another, days to remove, and lines about all."""

    added: tuple[OwnDay, ...]
    replaced: tuple[tuple[OwnDay, OwnDay], ...]
    remove: tuple[OwnDay, ...]
    lines: tuple[DayLine, ...]

    @property
    def put(self) -> tuple[OwnDay, ...]:
        return (*self.added, *(after for _, after in self.replaced))

    def count(self, kind: str) -> int:
        return sum(1 for line in self.lines if line.kind == kind)


def school_year(day: date) -> int:
    """The calendar year in which the day's school year began, on 1 August."""
    return day.year if day.month >= _AUGUST else day.year - 1


def lasts(year: int) -> tuple[datetime, datetime]:
    """The instants (UTC) of the beginning and the end of the school year from 1 August of `year`."""
    first, end = (datetime(one, _AUGUST, 1) for one in (year, year + 1))  # noqa: DTZ001 - local wall time
    return instant(first), instant(end)


def school_years(first: datetime, last: datetime) -> tuple[int, ...]:
    """The school years between two instants, both included."""
    return tuple(range(school_year(local(first).date()), school_year(local(last).date()) + 1))


def year_label(year: int) -> str:
    """«2026–27»."""
    return f"{year}–{(year + 1) % 100:02}"


def years_of(events: Collection[Event]) -> frozenset[int]:
    """The school years a skolerute is for. A summer holiday spans two, and decides only in a skolerute of its own."""
    within = {school_year(event.first) for event in events if school_year(event.first) == school_year(event.last)}
    return frozenset(within or {school_year(event.first) for event in events})


def summers(first_days: Collection[date], last_days: Collection[date], events: Collection[Event]) -> Iterator[Event]:
    """Summer holidays derived from a file's first and last school days, where its events hold none.

    Only for the school years of the other events: the next year's first day ends this summer, and plans no other year.
    """
    years = years_of(events) if events else {school_year(day) for day in (*first_days, *last_days)}
    starts = {year: min(day for day in first_days if day.year == year) for year in {day.year for day in first_days}}
    ends = {year: max(day for day in last_days if day.year == year) for year in {day.year for day in last_days}}
    for year in sorted({*starts, *ends}):
        first = ends[year] + _DAY if year in ends else date(year, _AUGUST, 1)
        last = starts[year] - _DAY if year in starts else date(year, _AUGUST, 1) - _DAY
        middle = (date(year, _AUGUST - 1, 31), date(year, _AUGUST, 1))
        known = any(event.first <= day <= event.last for event in events for day in middle)
        if first <= last and not known and {school_year(first), school_year(last)} & years:
            yield Event(first, last, DayKind.CLOSED, SUMMER)


def holidays_between(
    before: Collection[tuple[date, str]], after: Collection[date], events: Collection[Event]
) -> Iterator[Event]:
    """Holidays, except summer, derived from a last and a first school day in a file, where its events hold none."""
    for day, name in sorted(before):
        returns = min((candidate for candidate in after if day < candidate <= day + _LONGEST_HOLIDAY), default=None)
        if returns is None or returns - day <= _DAY:
            continue
        first, last = day + _DAY, returns - _DAY
        if not any(event.first <= last and first <= event.last and event.only is None for event in events):
            yield Event(first, last, DayKind.CLOSED, name)


def holidays_missing(days: Collection[date], year: int) -> tuple[Holiday, ...]:
    """Names of the usual holidays of a school year of which `days` holds no week."""
    sunday = easter(year + 1)
    spans: dict[Holiday, tuple[date, date]] = {
        "autumn": (date(year, 9, 14), date(year, 11, 8)),
        "christmas": (date(year, _DECEMBER, 20), date(year + 1, 1, 5)),
        "winter": (date(year + 1, 2, 1), date(year + 1, 3, 15)),
        "easter": (sunday - 6 * _DAY, sunday + _DAY),
    }
    closed = {day for day in days if day.weekday() < _SATURDAY}
    return tuple(name for name, (first, last) in spans.items() if not _has_a_week_off(closed, first, last))


def _has_a_week_off(closed: Collection[date], first: date, last: date) -> bool:
    """Whether one week holds three closed days: a planning day is no holiday, and holidays may begin or end midweek."""
    weeks = Counter(day.isocalendar()[:2] for day in _days(first, last) if day in closed)
    return max(weeks.values(), default=0) >= _DAYS_OF_A_HOLIDAY


def own_days(events: Collection[Event], units: Collection[str]) -> tuple[OwnDay, ...]:
    """Each day once per unit; events on the same day are merged, with all names."""
    years = years_of(events)
    found: dict[tuple[str, int, date], OwnDay] = {}
    for unit in units:
        for event in events:
            year = _year(event, years)
            for day in _days(event.first, event.last):
                new = OwnDay(unit, year, day, event.kind, event.name, event.only)
                key = (unit, year, day)
                found[key] = _both(found[key], new) if key in found else new
    return tuple(found.values())


def shared_days(owner: str, by_school: Mapping[str, Collection[OwnDay]]) -> tuple[OwnDay, ...]:
    """The days when all of several schools are closed, as days of `owner`, the municipality."""
    each = [{(day.year, day.day): day for day in days} for days in by_school.values()]
    if len(each) <= 1:
        return ()
    common = set(each[0]).intersection(*each[1:])
    return tuple(
        replace(min((days[key] for days in each), key=lambda day: _SAYS_MOST.index(day.kind)), unit=owner)
        for key in sorted(common)
    )


def compare(known: Collection[OwnDay], wanted: Collection[OwnDay]) -> DayChanges:
    """The changes that turn `known` into `wanted`, both of the units and school years in question."""
    had, wish = ({_key(day): day for day in some} for some in (known, wanted))
    changes = [_Change("added", day, _what(day)) for key, day in wish.items() if key not in had]
    changes += [
        _Change("changed", day, f"{_what(had[key])} -> {_what(day)}")
        for key, day in wish.items()
        if key in had and had[key] != day
    ]
    ended = [_Change("ended", day, _what(day)) for key, day in had.items() if key not in wish]
    return DayChanges(
        added=tuple(change.day for change in changes if change.kind == "added"),
        replaced=tuple((had[_key(change.day)], change.day) for change in changes if change.kind == "changed"),
        remove=tuple(change.day for change in ended),
        lines=tuple(_lines([*changes, *ended])),
    )


def names_lost(known: Collection[OwnDay], wanted: Collection[OwnDay]) -> Iterator[str]:
    """Names losing all their days, as `nordvik 2026–27: høstferie (2026-10-05 to 2026-10-09), plandag (…)`."""
    still = {_key(day) for day in wanted}
    kept = {(day.unit, day.year, name) for day in wanted for name in _names(day)}
    gone: dict[tuple[str, int], dict[str, list[date]]] = {}
    for day in sorted(known, key=lambda day: (day.unit, day.day)):
        if _key(day) not in still and all((day.unit, day.year, name) not in kept for name in _names(day)):
            gone.setdefault((day.unit, day.year), {}).setdefault(day.name, []).append(day.day)
    for (unit, year), days in gone.items():
        yield f"{unit} {year_label(year)}: {', '.join(f'{name} ({_spans(each)})' for name, each in days.items())}"


def _names(day: OwnDay) -> list[str]:
    return day.name.casefold().split(", ")


def _spans(days: Collection[date]) -> str:
    runs = (list(run) for _, run in groupby(enumerate(days), key=lambda each: each[1].toordinal() - each[0]))
    return ", ".join(_when(run[0][1], run[-1][1]) for run in runs)


@dataclass(frozen=True)
class _Change:
    kind: str
    day: OwnDay
    what: str


def _year(event: Event, years: Collection[int]) -> int:
    """For a summer holiday the school year of the two that the file is for; the first if for both or none."""
    begins, ends = school_year(event.first), school_year(event.last)
    return ends if begins not in years and ends in years else begins


def _both(one: OwnDay, other: OwnDay) -> OwnDay:
    names = dict.fromkeys((*one.name.split(", "), *other.name.split(", ")))
    kind = max(one.kind, other.kind, key=_SAYS_MOST.index)
    only = one.only if one.only is other.only else None
    return replace(one, kind=kind, name=", ".join(names), only=only)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


def _key(day: OwnDay) -> tuple[str, int, date]:
    return day.unit, day.year, day.day


def _lines(changes: Collection[_Change]) -> Iterator[DayLine]:
    ordered = sorted(changes, key=lambda change: (change.day.unit, change.kind, change.what, change.day.day))
    runs = [tuple(run) for _, run in groupby(enumerate(ordered), key=_run)]
    for run in sorted(runs, key=lambda run: (run[0][1].day.unit, run[0][1].day.day)):
        (_, first), (_, last) = run[0], run[-1]
        yield DayLine(first.kind, f"{first.day.unit}: {_when(first.day.day, last.day.day)} {first.what}")


def _run(numbered: tuple[int, _Change]) -> tuple[str, str, str, int]:
    """A key equal for consecutive days: day number minus index."""
    n, change = numbered
    return change.day.unit, change.kind, change.what, change.day.day.toordinal() - n


def _what(day: OwnDay) -> str:
    return f"{day.kind.value} {day.name}" + (f" ({day.only.value} only)" if day.only else "")


def _when(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"
