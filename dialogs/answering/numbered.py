"""Answers written without the card: «svar på 2: …», with the question's number before the words."""

from dataclasses import dataclass

from content.commands import ANSWER
from dialogs.commands import NUMBER, SaidCommand, known_commands


@dataclass(frozen=True)
class NumberedAnswer:
    """`number` is the question's, None where none was written; `text` is "" where the questions are asked for."""

    number: int | None
    text: str


def numbered_answer(found: SaidCommand | None) -> NumberedAnswer | None:
    """The answer of a text that spells a command; None where the text is no answer of this form."""
    if found is None or found.command.argument != ANSWER or not found.is_certain:
        return None
    return NumberedAnswer(*number_before(found.argument))


def number_before(argument: str) -> tuple[int | None, str]:
    """The question's number, None where none was written, and the words after it."""
    numbered = NUMBER.match(argument)
    if numbered is None:
        return None, argument
    return int(numbered[1]), argument[numbered.end() :].strip()


def words_of(text: str) -> str:
    """The words of an answer, without the question's number before them; any other text unchanged."""
    numbered = numbered_answer(known_commands().said(text))
    return numbered.text if numbered is not None and numbered.text else text


def number_in(text: str) -> int | None:
    """The question's number before the words of an answer, if there are both."""
    numbered = numbered_answer(known_commands().said(text))
    return numbered.number if numbered is not None and numbered.text else None
