"""A line of a page: words, and the days they belong to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.imports.day_names import Unclear, day_meaning
from bot.imports.pasted_page_dates import WEEKDAY, Contradiction, Group, could_be_a_range, find_groups
from content.vocabulary.calendar_faults import OtherWeek, WhyLeftOut

_CLOCK = re.compile(
    r"\b(kl|klokk[ae]n?)\.? ?\d{1,2}([.:]\d\d)?( ?[-–] ?\d{1,2}([.:]\d\d)?)?|\b\d{1,2}:\d\d\b", re.IGNORECASE
)
_COUNTS = re.compile(r"\b\d+ (sk[ou]le|elev|undervisnings|undervisings)?dag(er|ar)\b", re.IGNORECASE)
_JOINS = re.compile(
    rf"\b(fra og med|frå og med|f\.? ?o\.? ?m\.?|fra|frå|til og med|t\.? ?o\.? ?m\.?|til|og|er|den|i|på|{WEEKDAY})$",
    re.IGNORECASE,
)
EDGES = " \t:;,.|-–—"
_FRIDAY = 4  # as date.weekday() counts
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SaidDays:
    """Words and their days. `weeks` are week numbers written beside the days."""

    words: str
    group: Group
    weeks: tuple[int, ...]

    def check_weeks(self, year: int) -> None:
        """Raises Contradiction for impossible days, or weekdays outside `weeks`."""
        for first, last in self.group.days(year):
            days = (first + n * _DAY for n in range((last - first).days + 1))
            for day in (day for day in days if self.weeks and day.weekday() <= _FRIDAY):
                week = day.isocalendar().week
                if week not in self.weeks:
                    raise Contradiction(OtherWeek(day, week, self.weeks))


def in_a_row(text: str) -> str:
    """The cells of a table row as one sentence: the name of the days, then the days."""
    if "|" not in text:
        return text
    cells = [cell for cell in (cell.strip() for cell in text.split("|")) if re.search(r"[^\W\d]|\d\.", cell)]
    dated = [cell for cell in cells if find_groups(cell.casefold())]
    named = [cell for cell in cells if cell not in dated]
    known = [cell for cell in named if is_understood(cell)]
    if not dated or not named or any(_words_beside(cell) for cell in dated):
        return "; ".join(cells)
    name = (known or named)[0]
    # The two columns of a holiday are the first and last day.
    are_ends = "ferie" in name.casefold() and all(_is_a_day(cell) for cell in dated)
    return f"{name}: {(' – ' if are_ends else ', ').join(dated)}"


def _is_a_day(cell: str) -> bool:
    return [len(group.spans) for group in find_groups(cell.casefold())] == [1] and not re.search(r"\d\s*[-–—]", cell)


def _words_beside(cell: str) -> str:
    """The text of a cell besides days."""
    for group in reversed(find_groups(cell.casefold())):
        cell = cell[: group.start] + cell[group.end :]
    return _words(cell)


def is_understood(words: str) -> bool:
    try:
        day_meaning(words)
    except Unclear:
        return False
    return True


def statements_in(text: str, month: int | None) -> Iterator[SaidDays]:
    """Words stand before their days, or after if the line begins with days. `month` is the heading's.

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
            raise Unclear(WhyLeftOut.FROM_TO)
        after = "" if days_first else gaps[n + 1] if group is groups[-1] else _remark(gaps[n + 1])
        if own or not said:
            said.append(_Said(own))
        said[-1].add(group, after)
    for each in said:
        yield from each.statements()


class _Said:
    """Words, their days, and the remark after each group of days."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.found: list[tuple[Group, str]] = []

    def add(self, group: Group, after: str) -> None:
        self.found.append((group, after))

    def statements(self) -> Iterator[SaidDays]:
        """Where a line has both days and weeks, the days count and the weeks are only checked."""
        weeks = tuple(week for group, _ in self.found for week in group.weeks)
        dated = [(group, after) for group, after in self.found if group.spans]
        for group, after in dated or self.found:
            remark = f"{after} {self.found[-1][1]}" if dated and self.found[-1][0].weeks else after
            words = _words(f"{self.words} {remark.lstrip(' )')}")
            yield SaidDays(" ".join(words.split()), group, weeks if dated else ())


def _words(text: str) -> str:
    """The text without words that join days."""
    before = None
    while before != text:
        before, text = text, re.sub(r"^\s*\)|\(\s*$", "", _JOINS.sub("", text.strip(EDGES)))
    return re.sub(rf"\(\s*({WEEKDAY})?\s*\)", " ", text, flags=re.IGNORECASE).strip(EDGES)


def _remark(after: str) -> str:
    """A remark in brackets right after days, "" for none."""
    found = re.match(r"\s*\([^()]*\)", after)
    return found[0] if found else ""
