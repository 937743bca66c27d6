"""What the templates of pictures say and draw, in the page's language; the same sentences as on the cards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.entry.web.drawing.wheel import Wheel, months_of, wheel
from content.cards.overview import coming_line, days_off_line, names_listed
from content.dates import (
    Deadline,
    day_number,
    full_date,
    month_and_year,
    month_in_short,
    short_date,
    short_month_and_year,
)
from content.language import Language
from content.vocabulary.overview import Coming, DaysOff, PlanIn
from content.vocabulary.pictures import InYear, YearIn
from content.wording import phrase

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MonthRow:
    """A month of the wheel's table: the days of sessions and of meetings, and the days off, in words."""

    month: str
    sessions: str
    meetings: str
    days_off: str


class PictureWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    # The annual wheel.

    def wheel(self, one: YearIn) -> Wheel:
        return wheel(
            one.year,
            sessions=_days(one, is_meeting=False),
            meetings=_days(one, is_meeting=True),
            days_off=[(off.first, off.last) for off in one.days_off],
            today=one.today,
        )

    def month_name(self, first: date) -> str:
        return month_in_short(first, self._language)

    def short_date(self, at: date) -> str:
        return short_date(at, self._language)

    def full_date(self, at: date) -> str:
        return full_date(at, self._language)

    def counted(self, one: YearIn) -> dict[str, int]:
        """How many days with sessions, days with meetings and stretches of days off the wheel shows."""
        return {
            "sessions": len(_days(one, is_meeting=False)),
            "meetings": len(_days(one, is_meeting=True)),
            "days_off": len(one.days_off),
        }

    def month_rows(self, one: YearIn) -> Iterator[MonthRow]:
        sessions, meetings = _days(one, is_meeting=False), _days(one, is_meeting=True)
        for first in months_of(one.year):
            yield MonthRow(
                short_month_and_year(first, self._language),
                self._numbers(first, sessions),
                self._numbers(first, meetings),
                ", ".join(self._span(first, off) for off in one.days_off if _touches(first, off)),
            )

    def by_month(self, one: YearIn) -> Iterator[tuple[str, list[str]]]:
        """(month, lines) of the months with something in them, each line with its day first."""
        for first in months_of(one.year):
            lines = [
                *((each.at.date(), coming_line(_coming(each), self._language)) for each in one.planned),
                *((off.first, days_off_line(off, self._language)) for off in one.days_off),
            ]
            of_month = [told for day, told in sorted(lines, key=lambda line: line[0]) if _month(day) == first]
            if of_month:
                yield month_and_year(first, self._language), of_month

    def idle(self, plan: PlanIn) -> str:
        return phrase(plan, "none_for", self._language, idle=names_listed(plan.idle)) if plan.idle else ""

    def joined(self, names: Sequence[str]) -> str:
        return ", ".join(names)

    def _numbers(self, first: date, days: Sequence[date]) -> str:
        return ", ".join(day_number(day, self._language) for day in days if _month(day) == first)

    def _span(self, first: date, off: DaysOff) -> str:
        """The part of the days off that lies in the month."""
        begins, ends = max(off.first, first), min(off.last, _next_month(first) - _DAY)
        told = dict.fromkeys(day_number(day, self._language) for day in (begins, ends))
        return "–".join(told)


def _days(one: YearIn, *, is_meeting: bool) -> list[date]:
    return [day for day, _ in groupby(each.at.date() for each in one.planned if each.is_meeting is is_meeting)]


def _coming(one: InYear) -> Coming:
    return Coming(Deadline(one.at, is_near=False), names_listed(one.groups), one.themes, one.is_meeting, one.waits_for)


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_month(first: date) -> date:
    return _month(first + 31 * _DAY)


def _touches(first: date, off: DaysOff) -> bool:
    return off.first < _next_month(first) and off.last >= first
