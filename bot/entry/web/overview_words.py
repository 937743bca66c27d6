"""What the templates of a person's own weeks say, in the page's language; the same sentences as on the cards."""

from content.cards.overview import coming_line, days_off_line, question_lines
from content.dates import full_date
from content.language import Language
from content.vocabulary.committing import Promised
from content.vocabulary.overview import Coming, DaysOff, OpenQuestion
from content.wording import phrase


class OverviewWords:
    def __init__(self, language: Language) -> None:
        self._language = language

    def coming(self, one: Coming) -> str:
        return coming_line(one, self._language)

    def question(self, one: OpenQuestion) -> list[str]:
        return question_lines(one, self._language)

    def days_off(self, one: DaysOff) -> str:
        return days_off_line(one, self._language)

    def tried(self, one: Promised) -> str:
        return phrase(one, "open", self._language, look_on=full_date(one.look_on, self._language))
