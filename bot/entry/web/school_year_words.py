"""The sentences in the templates of school years, in the page's language."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from content.calendar_words import fault_line, left_out_line, remark_line
from content.dates import brief, day_and_hour, month_and_year, span
from content.language import Language
from content.plan_words import why_closed
from content.series_lines import series_name
from content.vocabulary.calendar_faults import CalendarFault, CalendarRemark, LeftOut
from content.vocabulary.file_faults import Fault
from content.vocabulary.school_year_pages import DaysChanged, DaysShown, PackMoved, SessionMoved, UndoChoice, UnitYear
from content.wording import phrase


class SchoolYearWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def when(self, days: DaysShown) -> str:
        return span(days.first, days.last, self._language)

    def months(self, changes: Iterable[DaysChanged]) -> list[tuple[str, list[DaysChanged]]]:
        """The changes of each month, in order."""
        by_month = groupby(changes, key=lambda one: one.days.first.replace(day=1))
        return [(month_and_year(first, self._language), list(each)) for first, each in by_month]

    def at(self, year: UnitYear) -> str:
        return self.moment(year.at) if year.at is not None else ""

    def change(self, one: UndoChoice) -> str:
        return f"{one.unit}: {phrase(UnitYear, one.source, self._language, at=self.moment(one.at))}"

    def moment(self, at: datetime) -> str:
        return day_and_hour(at, self._language)

    def fault(self, fault: Fault | CalendarFault) -> str:
        return fault_line(fault, self._language)

    def left_out(self, one: LeftOut) -> str:
        return left_out_line(one, self._language)

    def remark(self, one: CalendarRemark) -> str:
        return remark_line(one, self._language)

    def session(self, one: SessionMoved) -> str:
        before, after = (brief(at, self._language) for at in (one.before, one.after))
        name = series_name(one.series, self._language)
        said = phrase(one, one.how, self._language, series=name, before=before, after=after)
        near = phrase(one, "too_near", self._language) if one.too_near else ""
        why = "; ".join(filter(None, (why_closed(one.day_off, self._language), near)))
        return f"{said} ({why})" if why else said

    def pack(self, one: PackMoved) -> str:
        told = {name: brief(getattr(one, name), self._language) for name in ("meeting", "before", "after")}
        return phrase(one, "text", self._language, **told)
