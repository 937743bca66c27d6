"""A municipality's web page about its skolerute, pasted as text and read line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.imports.day_names import DayMeaning, Unclear, day_meaning, holiday_in
from bot.imports.pasted_page_dates import Contradiction, find_groups
from bot.imports.pasted_page_lines import EDGES, SaidDays, in_a_row, is_understood, statements_in
from bot.imports.skolerute import SkoleruteBuilder
from bot.imports.tables import Row
from bot.imports.written_days import MONTH, month_of
from content.vocabulary.calendar_faults import WhichYear, WhyLeftOut
from content.vocabulary.file_faults import Fault
from dialogs.calendar.school_year import school_year

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s?[-–—/]\s?(?:20)?(\d\d)(?![\d-])")
_MONTH_ALONE = re.compile(rf"({MONTH})\.?(?: (20\d\d))?:?", re.IGNORECASE)
_FRAME = re.compile(r"^[\s•*·>#–-]+(?=\D)|\*\*|__")
_TITLE = re.compile(r"\bferi(er|ar)\b|fri(dager|dagar) og|og fri(dager|dagar)", re.IGNORECASE)
_SHORT = 8  # words in a heading, at most
_AUGUST = 8


@dataclass(frozen=True)
class _Statement:
    """A meaning that a line gives to days; `year` is the first of the school year, None where unknown."""

    line: int
    said: str
    words: str
    meaning: DayMeaning
    days: SaidDays
    year: int | None
    borrowed: bool = False  # the words are the heading's above the line


@dataclass
class _Heading:
    """A line of words alone. `after_days`: the line above had days and no words of its own."""

    line: int
    words: str
    after_days: bool
    used: bool = False


class _Page:
    """The state of reading: headings apply to the lines below (school year, month, name of the days).

    Days without a name wait for the next name, for pages with names below the days.
    """

    def __init__(self, builder: SkoleruteBuilder) -> None:
        self.builder = builder
        self.statements: list[_Statement] = []
        self.year: int | None = None
        self.month: int | None = None
        self.heading: _Heading | None = None
        self.waiting: list[tuple[int, str, SaidDays, int | None]] = []

    def read(self, line: int, raw: str) -> None:
        said = " ".join(_FRAME.sub("", raw.replace("\t", " | ")).split())
        text, year = self._without_headings(said)
        if not re.search(r"\w", text):
            return
        try:
            statements = list(statements_in(in_a_row(text), self.month))
            for days in statements:
                self._take(line, said, days, year)
        except Unclear as unclear:
            self._begin()
            self.builder.leave_out(line, said, unclear.why)
            return
        if not statements and not self._is_a_name(line, text):
            self._begin()
            self.builder.leave_out(line, said, WhyLeftOut.NO_DAY)

    def end(self) -> None:
        """A name at the end of the page makes the days above ambiguous: days that took the upper name are left out."""
        if self.heading and not self.heading.used and self.heading.after_days:
            for statement in (statement for statement in self.statements if statement.borrowed):
                self.builder.leave_out(statement.line, statement.said, WhyLeftOut.ABOVE_OR_BELOW)
            self.statements = [statement for statement in self.statements if not statement.borrowed]
        self._begin()

    def _begin(self) -> None:
        """Start of another paragraph: report a name without days, and days without a name."""
        if self.heading and not self.heading.used:
            self.builder.leave_out(self.heading.line, self.heading.words, WhyLeftOut.NO_DAY)
        for line, said, _, _ in self.waiting:
            self.builder.leave_out(line, said, WhyLeftOut.NO_WORDS)
        self.heading, self.waiting = None, []

    def _without_headings(self, said: str) -> tuple[str, int | None]:
        """The line without headings, and its school year: its own, else the heading's."""
        for found in _SCHOOL_YEAR.finditer(said):
            if (int(found[1]) + 1) % 100 == int(found[2]):
                rest = (said[: found.start()] + said[found.end() :]).strip(EDGES)
                if find_groups(rest.casefold()):
                    return rest, int(found[1])
                self.year = int(found[1])
                return rest if is_understood(rest) else "", self.year
        month, _, rest = said.strip(" |").partition("|")
        if found_month := _MONTH_ALONE.fullmatch(month.strip(EDGES)):
            self.month = month_of(found_month[1].casefold())
            if found_month[2]:
                self.year = int(found_month[2]) - (self.month < _AUGUST)
            return rest.strip(), self.year
        return said, self.year

    def _is_a_name(self, line: int, text: str) -> bool:
        """Whether the line is a short name of days: of nameless days above the line, else of the days below."""
        words = text.strip(EDGES)
        if not is_understood(text) or len(text.split()) > _SHORT or _TITLE.search(text):
            return False
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            for at, said, days, year in waiting:
                self._keep(at, said, words, days, year)
            return True
        after_days = self.heading is not None and self.heading.used
        self._begin()
        self.heading = _Heading(line, words, after_days)
        return True

    def _take(self, line: int, said: str, days: SaidDays, year: int | None) -> None:
        if days.words:
            self._begin()
            self._keep(line, said, days.words, days, year)
        elif self.heading:
            self.heading.used = True
            self._keep(line, said, self.heading.words, days, year, borrowed=True)
        else:
            self.waiting.append((line, said, days, year))

    def _keep(
        self, line: int, said: str, words: str, days: SaidDays, year: int | None, *, borrowed: bool = False
    ) -> None:
        year = days.group.school_year or year
        self.statements.append(_Statement(line, said, words, _meaning(words), days, year, borrowed))


def read_page(text: str, builder: SkoleruteBuilder, *, today: date | None) -> None:
    """Lines not understood are left out; a file without a school year is a fault unless weekdays tell it."""
    page = _Page(builder)
    for line, raw in enumerate(text.splitlines(), start=1):
        page.read(line, raw)
    page.end()
    told: set[int] = {statement.year for statement in page.statements if statement.year is not None}
    if not told and page.statements:
        told = _years_by_weekdays(page.statements, today)
    if len(told) != 1 and any(statement.year is None for statement in page.statements):
        builder.faults.append(Fault(builder.file, 0, "", WhichYear()))
        return
    for statement in page.statements:
        _take_days(builder, statement, statement.year if statement.year is not None else next(iter(told)))


def _take_days(builder: SkoleruteBuilder, statement: _Statement, year: int) -> None:
    row = Row(builder.file, statement.line, {}, builder.faults)
    try:
        statement.days.check_weeks(year)
        spans = list(statement.days.group.days(year))
    except Contradiction as contradiction:
        builder.leave_out(statement.line, statement.said, contradiction.why)
        return
    for first, last in spans:
        builder.add(row, first, last, statement.meaning, statement.words)


def _years_by_weekdays(statements: Sequence[_Statement], today: date | None) -> set[int]:
    """Of this school year and the next, the years in which all weekdays and week numbers on the page are right."""
    if today is None or not any(_can_be_checked(statement) for statement in statements):
        return set()
    years = (school_year(today), school_year(today) + 1)
    return {year for year in years if all(_is_right(statement, year) for statement in statements)}


def _can_be_checked(statement: _Statement) -> bool:
    return bool(statement.days.weeks) or any(part.weekday for span in statement.days.group.spans for part in span)


def _is_right(statement: _Statement, year: int) -> bool:
    try:
        statement.days.check_weeks(year)
    except Contradiction:
        return False
    return True


def _meaning(words: str) -> DayMeaning:
    """The last clause decides: «Juleferie: siste skoledag» is a last school day, before `holiday`. Raises Unclear."""
    *_, last = (clause for clause in re.split(r"[:.(]\s", words) if clause.strip(EDGES)) if words else ("",)
    if last != words and is_understood(last) and day_meaning(last).kind is None:
        return replace(day_meaning(last), holiday=holiday_in(words))
    return day_meaning(words)
