"""The sentences in the templates of series, in the page's language."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.entry.web.picture_words import PictureWords
from content.cards.overview import coming_line, listed_day_off, names_listed
from content.dates import Deadline, brief, day_and_hour, weekday_name
from content.language import Language
from content.plan_words import why_closed
from content.series_lines import next_line, progress_lines, running_lines, series_name, told_lines
from content.vocabulary.overview import Coming
from content.vocabulary.pictures import YearIn
from content.vocabulary.series_pages import (
    Progress,
    Running,
    SeriesListed,
    SeriesNamed,
    SeriesPage,
    SessionChoice,
    SessionRow,
)
from content.vocabulary.steered import NotSteered, SeriesSteered, Told
from content.wording import phrase, plural_phrase


class SeriesWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.pictures = PictureWords(language)

    def name(self, named: SeriesNamed) -> str:
        return series_name(named, self._language)

    def groups(self, names: tuple[str, ...]) -> str:
        return names_listed(names)

    def listed(self, one: SeriesListed) -> str:
        told = []
        if one.open:
            told.append(plural_phrase(one, "open", self._language, one.open))
        if one.next_at is not None:
            next_at = day_and_hour(one.next_at, self._language)
            told.append(plural_phrase(one, "coming", self._language, one.coming, next_at=next_at))
        if one.waits:
            told.append(phrase(one, "waits", self._language))
        return " ".join(told) or phrase(one, "over", self._language)

    def meetings(self, year: YearIn) -> list[str]:
        """The meetings to come."""
        return [
            coming_line(
                Coming(Deadline(each.at, is_near=False), names_listed(each.groups), is_meeting=True), self._language
            )
            for each in year.planned
            if each.is_meeting and each.at.date() >= year.today
        ]

    def days_off(self, year: YearIn) -> list[str]:
        """The days off that are not over, in order."""
        return [listed_day_off(off, self._language) for off in year.days_off if off.last >= year.today]

    def running(self, one: Running) -> Iterator[str]:
        return running_lines(one, self._language)

    def progress(self, told: Progress) -> Iterator[str]:
        return progress_lines(told, self._language)

    def told(self, told: Told) -> list[str]:
        return told_lines(told, self._language)

    def next(self, page: SeriesPage) -> str:
        """The session that opens next, "" without one."""
        first = next((row for row in page.coming if row.state == "coming"), None)
        return next_line(first, self._language) if first is not None else ""

    def when(self, row: SessionRow) -> str:
        return brief(row.at, self._language)

    def state(self, row: SessionRow) -> str:
        meant = brief(row.meant, self._language) if row.meant is not None else ""
        part: str = "moved" if row.meant is not None and row.state == "coming" else row.state
        part += "_off" if row.day_off and part in {"moved", "skipped"} else ""
        return phrase(row, part, self._language, meant=meant, day_off=why_closed(row.day_off, self._language))

    def is_done(self, told: Told) -> bool:
        return isinstance(told, SeriesSteered)

    def is_day_off(self, told: Told | None) -> bool:
        return isinstance(told, NotSteered) and told.why == "day_off"

    def takes_all(self, told: Told | None) -> bool:
        """Whether the reader is asked back about a pause."""
        return isinstance(told, NotSteered) and told.why == "takes_all"

    def choices(self, offered: Sequence[SessionChoice], *, several: bool) -> list[tuple[str, str]]:
        """(id, words) of sessions to choose from, with their groups where the series has several."""
        told = [(one.session, day_and_hour(one.at, self._language), names_listed(one.groups)) for one in offered]
        return [(session, f"{at} ({groups})" if several else at) for session, at, groups in told]

    def weekdays(self) -> list[tuple[str, str]]:
        """(number, name) of the days from Monday to Friday."""
        return [(str(number), weekday_name(number, self._language)) for number in range(5)]

    def iso_day(self, at: datetime) -> str:
        return f"{at:%Y-%m-%d}"

    def iso_time(self, at: datetime) -> str:
        return f"{at:%H:%M}"
