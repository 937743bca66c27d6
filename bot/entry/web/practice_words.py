"""What the templates of practices say, in the page's language; the same sentences as on the cards."""

from content.cards.practicing import CREDITS, readers_lines, wrong_line
from content.cards.readers import readers_sentence, rung_label
from content.language import Language
from content.vocabulary.practicing import PracticeAsked, PracticeForm, PracticeKept
from content.wording import phrase


class PracticeWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def wrong(self, form: PracticeForm, field: str) -> list[str]:
        """The mistakes of a field, of all fields for ""."""
        parts = [one for one in form.wrong if not field or one.startswith(f"{field}_")]
        return [wrong_line(form, one, self._language) for one in parts]

    def credits(self, form: PracticeForm) -> list[tuple[str, str]]:
        return [(one, phrase(form, f"credit_{one}", self._language)) for one in CREDITS]

    def rungs(self, form: PracticeForm) -> list[tuple[str, str]]:
        return [(one.rung, rung_label(one, self._language)) for one in form.rungs]

    def readers(self, asked: PracticeAsked) -> list[str]:
        return readers_lines(asked, self._language)

    def readers_of(self, kept: PracticeKept) -> str:
        return readers_sentence(kept.rung, self._language)

    def carried(self, asked: PracticeAsked) -> list[tuple[str, str]]:
        """(field, what was filled in), for a form that brings all of it along."""
        return list(vars(asked.filled).items())
