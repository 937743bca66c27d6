"""The sentences in the templates of a session's question, in the page's language; the same as on the card."""

from content.cards.asking import why_sentence
from content.cards.overview import names_listed
from content.cards.session_questions import offered_line, outcome_lines, why_line
from content.dates import day_and_hour
from content.language import Language
from content.series_lines import series_name
from content.vocabulary.session_questions import (
    QuestionOffered,
    QuestionPreview,
    QuestionRow,
    QuestionsPage,
    SessionQuestion,
)
from content.wording import phrase


class QuestionWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def name(self, page: QuestionsPage | SessionQuestion) -> str:
        return series_name(page.named, self._language)

    def groups(self, told: QuestionRow | SessionQuestion) -> str:
        return names_listed(told.groups)

    def when(self, told: QuestionRow | SessionQuestion) -> str:
        return day_and_hour(told.at, self._language)

    def why(self, shown: SessionQuestion) -> str:
        return why_line(shown, self._language)

    def why_row(self, row: QuestionRow) -> str:
        return phrase(SessionQuestion, f"cause_{row.cause}", self._language) if row.cause is not None else ""

    def offered(self, one: QuestionOffered) -> str:
        return offered_line(one, self._language)

    def outcome(self, shown: SessionQuestion) -> list[str]:
        return outcome_lines(shown, self._language)

    def because(self, preview: QuestionPreview) -> str:
        return why_sentence(preview.because, self._language)

    def languages(self) -> list[str]:
        """The reader's own first."""
        return [self._language.value, *(one.value for one in Language if one is not self._language)]
