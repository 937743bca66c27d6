"""What the templates of series say, in the page's language."""

from collections.abc import Iterator

from bot.entry.web.picture_words import PictureWords
from content.cards.overview import coming_line, days_off_line, names_listed
from content.dates import Deadline, brief, day_and_hour
from content.language import Language
from content.vocabulary.overview import Coming
from content.vocabulary.pictures import YearIn
from content.vocabulary.series_pages import Progress, Running, SeriesListed, SeriesNamed, SeriesPage, SessionRow
from content.wording import phrase, plural_phrase


class SeriesWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.pictures = PictureWords(language)

    def name(self, named: SeriesNamed) -> str:
        return names_listed(named.themes) if named.themes else phrase(named, "anything", self._language)

    def groups(self, names: tuple[str, ...]) -> str:
        return names_listed(names)

    def listed(self, one: SeriesListed) -> str:
        told = []
        if one.open:
            told.append(plural_phrase(one, "open", self._language, one.open))
        if one.next_at is not None:
            next_at = day_and_hour(one.next_at, self._language)
            told.append(plural_phrase(one, "coming", self._language, one.coming, next_at=next_at))
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
        return [days_off_line(off, self._language) for off in year.days_off if off.last >= year.today]

    def running(self, one: Running) -> Iterator[str]:
        """What waits for what, and what happens next."""
        yield phrase(one, "until_step" if one.step else "until", self._language)
        yield phrase(one, "then_step" if one.following else "then_digest", self._language)
        if one.in_channel:
            yield phrase(one, "in_channel", self._language)

    def progress(self, told: Progress) -> Iterator[str]:
        if told.asked is None:
            yield phrase(told, "small", self._language)
            return
        if told.all_reached:
            yield phrase(told, "all_reached", self._language)
        else:
            yield phrase(told, "reached_untold" if told.reached is None else "reached", self._language)
        yield from (phrase(one, one.why, self._language) for one in told.waiting)
        if told.some_waiting:
            yield phrase(told, "some_waiting", self._language)
        if told.answered is None:
            yield phrase(told, "answered_untold", self._language)
        else:
            yield phrase(told, "answered_of_all" if told.all_reached else "answered", self._language)

    def next(self, page: SeriesPage) -> str:
        """The session that opens next, "" without one."""
        first = next((row for row in page.coming if row.state == "coming"), None)
        if first is None:
            return ""
        at, groups = day_and_hour(first.at, self._language), names_listed(first.groups)
        return phrase(first, "next", self._language, at=at, groups=groups)

    def when(self, row: SessionRow) -> str:
        return brief(row.at, self._language)

    def state(self, row: SessionRow) -> str:
        meant = brief(row.meant, self._language) if row.meant is not None else ""
        part: str = "moved" if row.meant is not None and row.state == "coming" else row.state
        part += "_off" if row.day_off and part in {"moved", "skipped"} else ""
        return phrase(row, part, self._language, meant=meant)
