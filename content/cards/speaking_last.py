"""The lines on cards of a step in which leaders speak last: a leader's with a question to ask, and everybody's."""

from content.cards.elements import Element, boxed, line
from content.language import Language
from content.vocabulary.prompting import AnswerKept, FollowUpAsked, PromptAsked, SpeaksLast, TextKept
from content.wording import phrase


def before_answering(message: PromptAsked, language: Language) -> list[Element]:
    """A leader's note on the prompt; everybody else's note only where the step does not hide all answers anyway."""
    last = message.last
    if last is None or (last.question is None and message.hidden):
        return []
    if last.question is not None:
        return [line(phrase(last, "asked", language)), *question_to_ask(last, language)]
    in_channel = message.turnout is not None
    return [
        line(phrase(last, "others", language)),
        *([line(phrase(last, "find", language), subtle=True)] if in_channel else []),
    ]


def once_answered(message: AnswerKept | TextKept | FollowUpAsked, language: Language) -> list[Element]:
    """A leader's note on a receipt, for the note on hidden answers; a message in a channel's thread cannot wait."""
    last = message.last
    if last is None:
        return []
    is_in_thread = isinstance(message, AnswerKept) and bool(message.message)
    told = line(phrase(last, "in_thread" if is_in_thread else "kept", language))
    return [told, *question_to_ask(last, language)]


def question_to_ask(last: SpeaksLast | None, language: Language) -> list[Element]:
    """The question for a leader to ask the group meanwhile, on the card of a skipped prompt too."""
    if last is None or not last.question:
        return []
    return [line(phrase(last, "meanwhile", language)), boxed([line(last.question)])]
