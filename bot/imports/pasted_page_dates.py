"""Days in running text: «5.–9. oktober», «13. og 14. august», «22.12 t.o.m. 2.1», «uke 41»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.imports.written_days import MONTH, month_of, year_of
from content.vocabulary.calendar_faults import Contradicted, DayNotThere, DaysBackwards, NoSuchWeek, OtherWeekday

_WEEKDAYS = (("man", "mån"), ("tir", "tys"), ("ons",), ("tor",), ("fre",), ("lør", "lau"), ("søn", "sun"))
"""The first letters, in bokmål and nynorsk."""
WEEKDAY = r"(?:m[aå]n|tirs?|tys|ons|tors?|fre|lør|laur|søn|sun)(?:dag|\.|\b)"
_BEFORE = rf"(?<![\w./])(?:(?P<weekday>{WEEKDAY})\s+(?:den\s+)?)?"
_YEAR = r"(?P<year>20\d\d|\d\d(?!\d))"
_DATES = (
    re.compile(rf"{_BEFORE}(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"{_BEFORE}(?P<day>\d{{1,2}})\.?\s*(?P<month>{MONTH})\b\.?(?:,?\s*(?P<year>20\d\d))?"),
    re.compile(rf"{_BEFORE}(?P<day>\d{{1,2}})\s?[./]\s?(?P<month>0?[1-9]|1[0-2])(?!\d)(?:[./]\s?{_YEAR})?\.?"),
    re.compile(rf"{_BEFORE}(?P<day>\d{{1,2}})(?:\.(?!\d)|(?=\s*(?:[-–—]|og|til)\s*\d))"),
)
_WEEK = re.compile(r"(?<!\w)(?:uk[ea]n?|vek[ea])\s*(\d{1,2})(?:\s*(?:[-–—]|og|til)\s*(\d{1,2})(?![./\d]))?(?!\d)")
_NO_DAYS = re.compile(
    r"(?:\d{1,2}\.?\s*(?:[-–—,]|og|til)\s*)*\d{1,2}\.?\s*"
    r"(?:(?:års)?(?:trinn|klasse|steg)|time|juledag|påskedag|pinsedag|nyttårsdag)"
)
_IN_BRACKETS = re.compile(rf"\({WEEKDAY}\)")
_RANGE = re.compile(r"\s*(?:[-–—]|(?:og |fram |frem )?til og med|t\.?\s?o\.?\s?m\.?|(?:fram |frem )?til)\s*")
_LIKE_A_RANGE = re.compile(r"[-–—]|\btil\b|t\.?o\.?m\b")
_LIST = re.compile(r"\s*(?:,|og|,\s*og|\+|&)\s*")
_DAY = timedelta(days=1)
_AUGUST = 8
_FRIDAY = 4  # as date.weekday() counts
_LAST_WEEK_OF_A_SPRING = 30


class Contradiction(ValueError):
    """The days of a line are impossible or contradict each other."""

    def __init__(self, why: Contradicted) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class PartOfDate:
    """A day as far as written; `weekday` is "" where the line has none."""

    day: int
    month: int
    year: int | None
    weekday: str

    def in_school_year(self, first: int) -> date:
        """Raises Contradiction."""
        year = self.year or (first if self.month >= _AUGUST else first + 1)
        try:
            found = date(year, self.month, self.day)
        except ValueError as error:
            raise Contradiction(DayNotThere(f"{self.day}.{self.month}.{year}")) from error
        if self.weekday and self.weekday[:3] not in _WEEKDAYS[found.weekday()]:
            raise Contradiction(OtherWeekday(found, found.weekday(), self.weekday))
        return found

    @property
    def school_year(self) -> int | None:
        """The first year of the school year, None where no year is written."""
        return None if self.year is None else self.year - (self.month < _AUGUST)


@dataclass(frozen=True)
class Group:
    """Days that belong together, at `start` to `end` of a line: spans of dates, or whole weeks."""

    start: int
    end: int
    spans: tuple[tuple[PartOfDate, PartOfDate], ...] = ()
    weeks: tuple[int, ...] = ()

    @property
    def school_year(self) -> int | None:
        return next((part.school_year for span in self.spans for part in span if part.school_year), None)

    def days(self, year: int) -> Iterator[tuple[date, date]]:
        """First and last day (included) of each span, in the school year that began in `year`. Raises Contradiction."""
        for begins, ends in self.spans:
            first, last = begins.in_school_year(year), ends.in_school_year(year)
            if last < first:
                raise Contradiction(DaysBackwards(last, first))
            yield first, last
        for week in self.weeks:
            monday = _monday(week, year)
            yield monday, monday + _FRIDAY * _DAY


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    day: int
    month: int | None
    year: int | None
    weekday: str


def find_groups(text: str, month: int | None = None) -> list[Group]:
    """`text` in lower case. `month` is the heading's, for days without a month at the start or end of the text."""
    text = _IN_BRACKETS.sub(_blank, _NO_DAYS.sub(_blank, text))
    weeks = [Group(found.start(), found.end(), weeks=_weeks(found)) for found in _WEEK.finditer(text)]
    text = _WEEK.sub(_blank, text)
    groups = (_group(text, run, month) for run in _runs(text, list(_tokens(text))))
    return sorted([*weeks, *(group for group in groups if group)], key=lambda group: group.start)


def could_be_a_range(between: str) -> bool:
    """Whether `between`, the text between two days, may mean a range in words that are not understood."""
    return bool(_LIKE_A_RANGE.search(between))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _monday(week: int, year: int) -> date:
    try:
        return date.fromisocalendar(year + (week <= _LAST_WEEK_OF_A_SPRING), week, 1)
    except ValueError as error:
        raise Contradiction(NoSuchWeek(week)) from error


def _weeks(found: re.Match[str]) -> tuple[int, ...]:
    """«uke 52–1» is weeks 52 and 1."""
    first, last = int(found[1]), int(found[2] or found[1])
    return tuple(range(first, last + 1)) if last >= first else (first, last)


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        found = next((match for form in _DATES if (match := form.match(text, position))), None)
        token = _token(found) if found else None
        if token:
            yield token
        position = token.end if token else position + 1


def _token(found: re.Match[str]) -> _Token | None:
    said = found.groupdict()
    day = int(said["day"])
    if not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        return None
    month, year = (said.get(key) for key in ("month", "year"))
    return _Token(
        found.start(),
        found.end(),
        day,
        month_of(month) if month else None,
        year_of(year) if year else None,
        said["weekday"] or "",
    )


def _runs(text: str, tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Runs of tokens with only joining words between them."""
    run: list[_Token] = []
    for token in tokens:
        between = text[run[-1].end : token.start] if run else ""
        if run and not (_RANGE.fullmatch(between) or _LIST.fullmatch(between)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _group(text: str, run: list[_Token], month: int | None) -> Group | None:
    """A day without a month takes the next day's; at the end of a run it takes the heading's, or is no day."""
    if not any(token.month for token in run) and text[: run[0].start].strip() and text[run[-1].end :].strip():
        month = None
    while run and run[-1].month is None and month is None:
        run = run[:-1]
    if not run:
        return None
    dated: list[_Token] = []
    for token in reversed(run):
        after = dated[-1] if dated else replace(token, month=month)
        dated.append(token if token.month else replace(token, month=after.month, year=after.year))
    dated.reverse()
    spans: list[tuple[PartOfDate, PartOfDate]] = []
    for before, token in zip([None, *dated], dated, strict=False):
        part = PartOfDate(token.day, token.month or 0, token.year, token.weekday)
        if before and _RANGE.fullmatch(text[before.end : token.start]):
            spans[-1] = (spans[-1][0], part)
        else:
            spans.append((part, part))
    return Group(dated[0].start, dated[-1].end, tuple(map(_of_one_year, spans)))


def _of_one_year(span: tuple[PartOfDate, PartOfDate]) -> tuple[PartOfDate, PartOfDate]:
    """A year written once counts for both ends, or the year beside it for a span across New Year."""
    first, last = span
    if first.year is None and last.year is not None:
        return replace(first, year=last.year - (first.month > last.month)), last
    if last.year is None and first.year is not None:
        return first, replace(last, year=first.year + (last.month < first.month))
    return span
