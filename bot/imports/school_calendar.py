"""A skolerute as calendar file, table, open data or page; all faults are reported at once."""

import re
from collections.abc import Collection, Iterator
from datetime import date, time
from pathlib import Path

from bot.errors import WrongCalendar
from bot.imports.day_names import DayMeaning, Unclear, day_meaning
from bot.imports.encodings import Source
from bot.imports.ics import DatedEvent, WrongEvent, read_ics
from bot.imports.open_data import is_open_data, read_open_data
from bot.imports.pasted_page import read_page
from bot.imports.skolerute import SkoleruteBuilder, municipalities_in
from bot.imports.tables import Row, read_table, read_text
from content.vocabulary.calendar_faults import DayNeeded, NotHours, TableWithoutDays, TooLargeForDays, WhyLeftOut
from content.vocabulary.file_faults import ColumnMissing, Fault
from dialogs.calendar.orders import Skolerute
from dialogs.calendar.school_year import school_year, years_of
from dialogs.model import CalendarSource, DayKind, QuietHours

_HOURS = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})\s*[-–]\s*([0-9]{1,2})[:.]([0-9]{2})")
_PAGES = {".txt", ".md"}
_CALLED = re.compile(r"^(?:X-WR-CALNAME|X-WR-CALDESC|NAME|PRODID)[^:\r\n]*:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_MEGABYTE = 1_000_000
_LONGEST_TITLE = 200  # characters
_TITLE_LINES = 2
_COLUMNS = {
    "dato": "date",
    "fra": "date",
    "til": "until",
    "navn": "name",
    "namn": "name",
    "hva": "name",
    "type": "kind",
    "slag": "kind",
    "kommunenavn": "kommune",
    "kommunenamn": "kommune",
}


def read_school_calendar(file: Source, *, today: date | None = None, largest: int | None = None) -> Skolerute:
    """Raises WrongCalendar with one line per fault; a file of another format is told as such, however large.

    `largest` is in bytes, None for any size. `today` tells the school years of a file with yearly events only, or a
    page's from weekdays.
    """
    builder = SkoleruteBuilder(file.name)
    text = read_text(file, builder.faults) or ""
    if largest is not None and not builder.faults and len(text.encode()) > largest:
        raise WrongCalendar([Fault(file.name, 0, "", TooLargeForDays(largest // _MEGABYTE))])
    builder.titles += [Path(file.name).stem, *_titles(text)]
    if _is_calendar(text):
        builder.source = CalendarSource.CALENDAR_FILE
        _of_calendar(text, builder, today=today)
    elif is_open_data(text):
        builder.source = CalendarSource.OPEN_DATA
        read_open_data(file, builder)
    elif Path(file.name).suffix.lower() in _PAGES and not _is_table(text):
        builder.source = CalendarSource.PAGE
        read_page(text, builder, today=today)
    else:
        _of_table(file, builder)
    return builder.build()


def _titles(text: str) -> Iterator[str]:
    """What the calendar is called, or else the first lines."""
    if not _is_calendar(text):
        yield from [line[:_LONGEST_TITLE] for line in text.splitlines() if line.strip()][:_TITLE_LINES]
        return
    unfolded = re.sub(r"\r?\n[ \t]", "", text[: text.upper().find("BEGIN:VEVENT")])
    yield from (found[1].replace("\\", "")[:_LONGEST_TITLE] for found in _CALLED.finditer(unfolded))


def _is_calendar(text: str) -> bool:
    return text.lstrip().upper().startswith("BEGIN:")


def _is_table(text: str) -> bool:
    """Whether a .txt or .md file is a table after all, by its header."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    cells = [cell.strip().strip('"').casefold() for cell in re.split("[,;\t]", header)]
    return len(cells) > 1 and not {"date", "dato"}.isdisjoint(cells)


def _of_calendar(text: str, builder: SkoleruteBuilder, *, today: date | None) -> None:
    yearly: list[tuple[DatedEvent, DayMeaning]] = []
    for event in read_ics(text):
        if isinstance(event, WrongEvent):
            _take_wrong(builder, event)
        elif event.cancelled:
            _take_cancelled(builder, event)
        elif event.days is None:
            builder.leave_out(event.line, event.name, WhyLeftOut.TIME_OF_DAY)
        elif (meaning := _meaning_of(builder, event)) and event.yearly:
            yearly.append((event, meaning))
        elif meaning:
            _take(builder, event, meaning, event.days)
    _take_yearly(builder, yearly, today=today)


def _take_wrong(builder: SkoleruteBuilder, event: WrongEvent) -> None:
    """A fault only for events that would close a day; any other faulty event is left out."""
    try:
        closes = not event.name or day_meaning(event.name).kind is not None
    except Unclear as unclear:
        builder.leave_out(event.line, event.name, unclear.why)
        return
    if closes:
        builder.faults.append(Fault(builder.file, event.line, "", event.why))


def _take_cancelled(builder: SkoleruteBuilder, event: DatedEvent) -> None:
    """Told only where the event would have closed the school."""
    try:
        closes = day_meaning(event.name).kind is not None
    except Unclear:
        return
    if closes:
        builder.leave_out(event.line, event.name, WhyLeftOut.CANCELLED)


def _meaning_of(builder: SkoleruteBuilder, event: DatedEvent) -> DayMeaning | None:
    try:
        return day_meaning(event.name)
    except Unclear as unclear:
        builder.leave_out(event.line, event.name, unclear.why, day=event.days[0][0] if event.days else None)
        return None


def _take_yearly(
    builder: SkoleruteBuilder, yearly: Collection[tuple[DatedEvent, DayMeaning]], *, today: date | None
) -> None:
    """Yearly events count for the school years of the other events; without any, for this school year and the next."""
    years: Collection[int] = years_of(builder.events) if builder.events else ()
    if not years and today is not None:
        years = (school_year(today), school_year(today) + 1)
    for event, meaning in yearly:
        days = tuple(span for span in event.days or () if not years or school_year(span[0]) in years)
        _take(builder, event, meaning, days)


def _take(
    builder: SkoleruteBuilder, event: DatedEvent, meaning: DayMeaning, days: Collection[tuple[date, date]]
) -> None:
    row = Row(builder.file, event.line, {}, builder.faults)
    for first, last in days:
        builder.add(row, first, last, meaning, event.name)


def _of_table(file: Source, builder: SkoleruteBuilder) -> None:
    columns = ("date", "kind", "until", "name", "kommune")
    table = read_table(file, required=("date",), optional=columns[1:], also=_COLUMNS, faults=builder.faults)
    if not table.sound and any(one.why == ColumnMissing("date") for one in builder.faults):
        # No table of days: what else is wrong in it would lead nowhere.
        builder.faults[:] = [Fault(file.name, 1, "", TableWithoutDays())]
        return
    if table.sound and not {"kind", "name"} & table.columns:
        builder.faults.append(Fault(file.name, 1, "", TableWithoutDays()))
        return
    builder.titles += municipalities_in(table.rows)
    for row in table.rows:
        first, last = row.day("date"), row.day("until")
        if not row.raw("date"):
            row.fault("date", DayNeeded())
        # A row with a fault is never used, but is read on for further faults.
        try:
            meaning = _meaning(row)
        except Unclear as unclear:
            builder.leave_out(row.line, row.raw("name"), unclear.why, day=first)
            continue
        if first:
            name = " ".join(row.raw("name").split()) or str(meaning.kind and meaning.kind.value)
            builder.add(row, first, last or first, meaning, name)


def _meaning(row: Row) -> DayMeaning:
    """By the kind, in English or in words, else by the name. Raises Unclear."""
    kind = row.raw("kind")
    if not kind and row.raw("name"):
        return day_meaning(row.raw("name"))
    try:
        return DayMeaning(DayKind(kind.casefold())) if kind.casefold() in set(DayKind) else day_meaning(kind)
    except Unclear:
        row.choice("kind", DayKind)
        return DayMeaning(DayKind.CLOSED)


def read_quiet_hours(text: str) -> QuietHours:
    """Raises WrongCalendar."""
    found = _HOURS.fullmatch(text.strip())
    try:
        begins, ends = (time(int(found[n]), int(found[n + 1])) for n in (1, 3)) if found else (time(), time())
    except ValueError:
        begins = ends = time()
    if begins == ends:
        raise WrongCalendar([NotHours(text)])
    return QuietHours(begins, ends)
