"""What cards say where leaders speak last: to the leader, with a question to ask meanwhile, and to everybody else."""

from content.cards.elements import Element, line, quote
from content.language import Language
from content.vocabulary.prompting import AnswerKept, FollowUpAsked, PromptAsked, SpeaksLast, TextKept
from content.wording import phrase


def before_answering(message: PromptAsked, language: Language) -> list[Element]:
    """Where nobody reads anybody before the step closes, only the leader needs to be told."""
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
    """In place of the note that answers are hidden; what stands in a channel's thread cannot wait."""
    last = message.last
    if last is None:
        return []
    is_in_thread = isinstance(message, AnswerKept) and bool(message.message)
    told = line(phrase(last, "in_thread" if is_in_thread else "kept", language))
    return [told, *question_to_ask(last, language)]


def question_to_ask(last: SpeaksLast | None, language: Language) -> list[Element]:
    """What a leader may ask the group meanwhile, also one who has skipped the question."""
    if last is None or not last.question:
        return []
    return [line(phrase(last, "meanwhile", language)), quote(last.question)]
