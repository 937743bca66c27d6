"""Answers by one press in words: the words of each answer, and the answer that a text says exactly."""

from content.catalogue_types import AnswerForm, FormKind
from content.language import Language
from content.vocabulary.prompting import OnePress
from content.wording import phrase

_AROUND = " \t\n.,;:!?«»\"'()"


def as_said(form: AnswerForm, number: int, language: Language) -> str:
    """The answer `number`, from 1, in words: «3 av 5», or the option."""
    if form.kind is FormKind.SCALE:
        return phrase(OnePress, "point", language, number=number, size=form.size)
    return form.options[number - 1].to(language)


def offered(form: AnswerForm | None, language: Language, *, chosen: int = 0) -> OnePress | None:
    """The answers as a card offers them; `chosen` is the number of the reader's own, 0 for none."""
    if form is None:
        return None
    answers = tuple(as_said(form, number, language) for number in range(1, form.size + 1))
    ends = tuple(end.to(language) for end in form.options) if form.kind is FormKind.SCALE else ()
    return OnePress(answers, ends, chosen)


def said_exactly(form: AnswerForm | None, text: str) -> int | None:
    """The number of the answer said by the text alone, in any language; None for any other text."""
    if form is None:
        return None
    said = text.casefold().strip(_AROUND)
    for number in range(1, form.size + 1):
        words = {as_said(form, number, language).casefold().strip(_AROUND) for language in Language}
        if said in words | {str(number)}:
            return number
    return None
