"""A municipality's open data: a row per day and school with pupils and teachers present or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.imports.encodings import Source
from bot.imports.skolerute import SkoleruteBuilder, municipalities_in
from bot.imports.tables import Row, read_table
from content.vocabulary.calendar_faults import DayNeeded, SaidOtherwise, YesOrNo
from dialogs.calendar.school_year import PLAIN_NAMES, Event, summers
from dialogs.model import DayKind

_PUPILS, _TEACHERS = "elevdag", "laererdag"
_REQUIRED = ("dato", "skole", _PUPILS, _TEACHERS)
_ALSO = {
    "skule": "skole",
    "skolenavn": "skole",
    "skulenamn": "skole",
    "enhet": "skole",
    "elevdager": _PUPILS,
    "elev_dag": _PUPILS,
    "lærerdag": _TEACHERS,
    "lærardag": _TEACHERS,
    "laerardag": _TEACHERS,
    "lærer_dag": _TEACHERS,
    "laerer_dag": _TEACHERS,
    "merknad": "kommentar",
    "beskrivelse": "kommentar",
    "skildring": "kommentar",
    "kommunenavn": "kommune",
    "kommunenamn": "kommune",
}
_YES = frozenset({"ja", "j", "yes", "true", "sann", "1", "x"})
_NO = frozenset({"nei", "n", "no", "false", "usann", "0"})
_DAY = timedelta(days=1)
_FRIDAY = 4  # as date.weekday() counts
_FIRST_IN, _LAST_IN = (8,), (6, 7)  # months in which a school year begins and ends


@dataclass(frozen=True)
class _SchoolDay:
    """`kind` is None for a day with pupils."""

    row: Row
    day: date
    kind: DayKind | None
    name: str


def is_open_data(text: str) -> bool:
    """Recognised by the header, which may stand below a title."""
    beginning = [line.casefold() for line in text.splitlines() if line.strip()][:2]
    return any(name in line for line in beginning for name in (_PUPILS, "elev_dag"))


def read_open_data(file: Source, builder: SkoleruteBuilder) -> None:
    table = read_table(
        file,
        required=_REQUIRED,
        optional=("sfodag", "kommentar", "kommune"),
        also=_ALSO,
        others=True,
        faults=builder.faults,
    )
    builder.titles += municipalities_in(table.rows)
    schools: dict[str, dict[date, _SchoolDay]] = {}
    for row in table.rows:
        day, school = row.day("dato"), row.text("skole")
        kind = _kind(row)
        if not row.raw("dato"):
            row.fault("dato", DayNeeded())
        if day is None or not school:
            continue
        name = " ".join(row.raw("kommentar").split()) or (PLAIN_NAMES[kind] if kind else "")
        new = _SchoolDay(row, day, kind, name)
        before = schools.setdefault(school, {}).setdefault(day, new)
        if before.kind is not kind:
            row.fault("", SaidOtherwise(before.row.line, school, day))
    for school, days in schools.items():
        builder.by_school[school] = tuple(_events([days[day] for day in sorted(days)]))


def _kind(row: Row) -> DayKind | None:
    pupils, teachers = _is_there(row, _PUPILS), _is_there(row, _TEACHERS)
    if pupils:
        return None
    return DayKind.PLANNING_DAY if teachers else DayKind.CLOSED


def _is_there(row: Row, column: str) -> bool:
    said = row.raw(column).casefold()
    if said not in _YES | _NO:
        row.fault(column, YesOrNo(row.raw(column)))
    return said in _YES


def _events(days: Sequence[_SchoolDay]) -> Iterator[Event]:
    """Consecutive days off of the same name become a single event, across any weekend between."""
    closed: list[Event] = []
    for school_day in (school_day for school_day in days if school_day.kind and school_day.day.weekday() <= _FRIDAY):
        last = closed[-1] if closed else None
        if (
            last
            and (last.kind, last.name) == (school_day.kind, school_day.name)
            and _next_weekday(last.last) == school_day.day
        ):
            closed[-1] = replace(last, last=school_day.day)
        elif school_day.kind:
            closed.append(
                Event(school_day.day, school_day.day, school_day.kind, school_day.name, line=school_day.row.line)
            )
    taught = [school_day.day for school_day in days if school_day.kind is None]
    first_days = [day for day in taught if day.month in _FIRST_IN]
    named = [event for event in closed if event.name not in PLAIN_NAMES.values()]
    summer = tuple(summers(first_days, [day for day in taught if day.month in _LAST_IN], named or closed))
    yield from (event for event in closed if event in named or not any(_is_within(event, each) for each in summer))
    yield from summer


def _is_within(event: Event, other: Event) -> bool:
    return other.first <= event.first and event.last <= other.last


def _next_weekday(day: date) -> date:
    return day + (3 if day.weekday() == _FRIDAY else 1) * _DAY
