"""The text of a municipality's page about its skolerute, pasted into a file and understood line by line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.imports.day_names import DayMeaning, Unclear, day_named, holiday_in
from bot.imports.page_dates import WEEKDAY, Contradiction, Group, check_weeks, could_be_a_range, find_groups
from bot.imports.skolerute import Reading
from bot.imports.tables import Fault, Row
from bot.imports.written_days import MONTH, month_of
from dialogs.school_year import school_year

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s?[-–—/]\s?(?:20)?(\d\d)(?![\d-])")
_MONTH_ALONE = re.compile(rf"({MONTH})\.?(?: (20\d\d))?:?", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(kl|klokk[ae]n?)\.? ?\d{1,2}([.:]\d\d)?( ?[-–] ?\d{1,2}([.:]\d\d)?)?|\b\d{1,2}:\d\d\b", re.IGNORECASE
)
_COUNTS = re.compile(r"\b\d+ (sk[ou]le|elev|undervisnings|undervisings)?dag(er|ar)\b", re.IGNORECASE)
_FRAME = re.compile(r"^[\s•*·>#–-]+(?=\D)|\*\*|__")
_JOINS = re.compile(
    rf"\b(fra og med|frå og med|f\.? ?o\.? ?m\.?|fra|frå|til og med|t\.? ?o\.? ?m\.?|til|og|er|den|i|på|{WEEKDAY})$",
    re.IGNORECASE,
)
_EDGES = " \t:;,.|-–—"
_SHORT = 8  # words of a heading
_AUGUST = 8


@dataclass(frozen=True)
class _Statement:
    """What a line says of some days. `weeks` are those the line names beside them."""

    line: int
    said: str
    name: str
    meaning: DayMeaning
    group: Group
    weeks: tuple[int, ...]
    year: int | None


class _Page:
    """Headings count for the lines below them: the school year, the month, the name of the days."""

    def __init__(self, found: Reading) -> None:
        self.found = found
        self.statements: list[_Statement] = []
        self.year: int | None = None
        self.month: int | None = None
        self.heading: tuple[int, str] | None = None

    def read(self, line: int, raw: str) -> None:
        said = " ".join(_FRAME.sub("", raw.replace("\t", " | ")).split())
        text, year = self._without_headings(said)
        if not re.search(r"\w", text):
            return
        try:
            statements = list(_statements(_in_a_row(text), self.month))
            for statement in statements:
                self._take(line, said, statement, year)
        except Unclear as why:
            self.found.leave_out(line, said, why)
            return
        if not statements and not self._is_a_heading(line, text):
            self.found.leave_out(line, said, "names no day")

    def end(self) -> None:
        if self.heading is not None:
            self.found.leave_out(*self.heading, "names no day")
            self.heading = None

    def _without_headings(self, said: str) -> tuple[str, int | None]:
        """What is left of the line, and its school year: the line's own, else that of the heading above."""
        for found in _SCHOOL_YEAR.finditer(said):
            if (int(found[1]) + 1) % 100 == int(found[2]):
                rest = (said[: found.start()] + said[found.end() :]).strip(_EDGES)
                if find_groups(rest.casefold()):
                    return rest, int(found[1])
                self.year = int(found[1])
                return "", self.year
        month, _, rest = said.strip(" |").partition("|")
        if found_month := _MONTH_ALONE.fullmatch(month.strip(_EDGES)):
            self.month = month_of(found_month[1].casefold())
            if found_month[2]:
                self.year = int(found_month[2]) - (self.month < _AUGUST)
            return rest.strip(), self.year
        return said, self.year

    def _is_a_heading(self, line: int, text: str) -> bool:
        """A short line that names days and is followed by when they are."""
        try:
            day_named(text)
        except Unclear:
            return False
        if len(text.split()) > _SHORT:
            return False
        self.end()
        self.heading = (line, text.strip(_EDGES))
        return True

    def _take(self, line: int, said: str, statement: tuple[str, Group, tuple[int, ...]], year: int | None) -> None:
        words, group, weeks = statement
        if not words and self.heading:
            words, self.heading = self.heading[1], None
        self.statements.append(_Statement(line, said, words, _meaning(words), group, weeks, group.school_year or year))


def read_page(text: str, found: Reading, *, today: date | None) -> None:
    """Lines that are not understood are listed; a file that does not tell its year is refused unless weekdays do."""
    page = _Page(found)
    for line, raw in enumerate(text.splitlines(), start=1):
        page.read(line, raw)
    page.end()
    told: set[int] = {one.year for one in page.statements if one.year is not None}
    if not told and page.statements:
        told = _years_by_weekdays(page.statements, today)
    if len(told) != 1 and any(one.year is None for one in page.statements):
        found.faults.append(Fault(found.file, 0, "", "which school year is it for? Write «Skolerute 2026–27» above it"))
        return
    for one in page.statements:
        _take_days(found, one, one.year if one.year is not None else next(iter(told)))


def _take_days(found: Reading, one: _Statement, year: int) -> None:
    row = Row(found.file, one.line, {}, found.faults)
    try:
        check_weeks(one.group, one.weeks, year)
        spans = list(one.group.days(year))
    except Contradiction as why:
        found.leave_out(one.line, one.said, f"is not understood: {why}")
        return
    for first, last in spans:
        found.take(row, first, last, one.meaning, one.name)


def _years_by_weekdays(statements: Sequence[_Statement], today: date | None) -> set[int]:
    """Of this school year and the next those in which all weekdays and weeks of the page are right."""
    if today is None or not any(_can_be_checked(one) for one in statements):
        return set()
    years = (school_year(today), school_year(today) + 1)
    return {year for year in years if all(_is_right(one, year) for one in statements)}


def _can_be_checked(one: _Statement) -> bool:
    return bool(one.weeks) or any(part.weekday for span in one.group.spans for part in span)


def _is_right(one: _Statement, year: int) -> bool:
    try:
        check_weeks(one.group, one.weeks, year)
    except Contradiction:
        return False
    return True


def _in_a_row(text: str) -> str:
    """The cells of a table's row as a sentence: what names the days, then when they are."""
    if "|" not in text:
        return text
    cells = [cell for cell in (cell.strip() for cell in text.split("|")) if re.search(r"[^\W\d]|\d\.", cell)]
    dated = [cell for cell in cells if find_groups(cell.casefold())]
    named = [cell for cell in cells if cell not in dated]
    known = [cell for cell in named if _is_understood(cell)]
    if not dated or not named or any(_words_beside(cell) for cell in dated):
        return "; ".join(cells)
    name = (known or named)[0]
    # A holiday's two columns are its first and its last day.
    are_ends = "ferie" in name.casefold() and all(_is_a_day(cell) for cell in dated)
    return f"{name}: {(' – ' if are_ends else ', ').join(dated)}"


def _is_a_day(cell: str) -> bool:
    return [len(group.spans) for group in find_groups(cell.casefold())] == [1] and not re.search(r"\d\s*[-–—]", cell)


def _words_beside(cell: str) -> str:
    """What a cell says besides days."""
    for group in reversed(find_groups(cell.casefold())):
        cell = cell[: group.start] + cell[group.end :]
    return _words(cell)


def _is_understood(words: str) -> bool:
    try:
        day_named(words)
    except Unclear:
        return False
    return True


def _statements(text: str, month: int | None) -> Iterator[tuple[str, Group, tuple[int, ...]]]:
    """The words, the days and the weeks beside them. Words stand before their days, or after if the line begins so.

    Raises Unclear.
    """
    plain = _COUNTS.sub(lambda found: " " * len(found[0]), _CLOCK.sub(lambda found: found[1] or "kl", text))
    groups = find_groups(plain.casefold(), month)
    if not groups:
        return
    borders = [0, *(group.end for group in groups), len(plain)]
    gaps = [plain[begin : group.start] for begin, group in zip(borders, groups, strict=False)] + [plain[borders[-2] :]]
    days_first = not _words(gaps[0])
    said: list[_Said] = []
    for n, group in enumerate(groups):
        own = _words(gaps[n + 1] if days_first else gaps[n].removeprefix(_remark(gaps[n]) if n else ""))
        if n and not own and could_be_a_range(gaps[n]):
            raise Unclear("is not understood: are these days from the one to the other?")
        after = "" if days_first else gaps[n + 1] if group is groups[-1] else _remark(gaps[n + 1])
        if own or not said:
            said.append(_Said(own))
        said[-1].add(group, after)
    for each in said:
        yield from each.statements()


class _Said:
    """Words, the days they are said of, and what is said after these."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.found: list[tuple[Group, str]] = []

    def add(self, group: Group, after: str) -> None:
        self.found.append((group, after))

    def statements(self) -> Iterator[tuple[str, Group, tuple[int, ...]]]:
        """Where there are days as well as weeks, the days say it more exactly, and the weeks only have to be right."""
        weeks = tuple(week for group, _ in self.found for week in group.weeks)
        dated = [(group, after) for group, after in self.found if group.spans]
        for group, after in dated or self.found:
            remark = f"{after} {self.found[-1][1]}" if dated and self.found[-1][0].weeks else after
            words = _words(f"{self.words} {remark.lstrip(' )')}")
            yield " ".join(words.split()), group, weeks if dated else ()


def _words(text: str) -> str:
    """Without what joins words to days, and what joins days to days."""
    before = None
    while before != text:
        before, text = text, re.sub(r"^\s*\)|\(\s*$", "", _JOINS.sub("", text.strip(_EDGES)))
    return re.sub(rf"\(\s*({WEEKDAY})?\s*\)", " ", text, flags=re.IGNORECASE).strip(_EDGES)


def _remark(after: str) -> str:
    """What is said of days in brackets after them."""
    found = re.match(r"\s*\([^()]*\)", after)
    return found[0] if found else ""


def _meaning(words: str) -> DayMeaning:
    """Of «Juleferie: siste skoledag» the last clause says what the day is. Raises Unclear."""
    *_, last = (clause for clause in re.split(r"[:.(]\s", words) if clause.strip(_EDGES)) if words else ("",)
    if last != words and _is_understood(last) and day_named(last).kind is None:
        return replace(day_named(last), holiday=holiday_in(words))
    return day_named(words)
