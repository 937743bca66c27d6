"""What the template of a session's page says, in the page's language; the same sentences as on the cards."""

from content.cards.asking import why_sentence
from content.language import Language
from content.turnout import turnout_lines
from content.vocabulary.pages_of_sessions import SessionPage, StepAsked
from content.vocabulary.prompting import AnswerKept, FromOthers, Turnout
from content.wording import phrase


class SessionWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def why(self, step: StepAsked) -> str:
        return why_sentence(step.because, self._language)

    def turnout(self, page: SessionPage) -> list[str]:
        """While the session is open no number is told: two numbers could be subtracted."""
        return list(turnout_lines(page.turnout or Turnout(), self._language, shared=page.turnout is not None))

    def before_reading(self, step: StepAsked) -> list[str]:
        """Why nothing of others is here yet, and what a leader may ask the group meanwhile."""
        if not step.is_open or not step.is_asked:
            return []
        if step.last is not None and step.last.question is not None:
            asked = phrase(step.last, "kept" if step.state == "given" else "asked", self._language)
            return [asked, *([phrase(step.last, "meanwhile", self._language)] if step.last.question else [])]
        if step.is_hidden:
            return [phrase(AnswerKept, "hidden", self._language)]
        return [phrase(step.last, "others", self._language)] if step.last is not None else []

    def others(self, told: FromOthers) -> str:
        """The sentence above what others have answered, or that the reader is among the first."""
        part = {0: "early", 1: "heading_one"}.get(len(told.quotes), "heading_two")
        return phrase(told, part, self._language)
