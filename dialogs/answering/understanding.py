"""The meaning of free text, given the steps open for the speaker."""

from collections.abc import Sequence
from datetime import date

from dialogs.answering import plain_answers
from dialogs.calendar.written_dates import read_date
from dialogs.commands import known_commands
from dialogs.events import (
    ChoiceNeeded,
    Commanded,
    Event,
    NothingToAnswer,
    Said,
    Scope,
    TextAnswered,
    WordsMissing,
)
from dialogs.model import StepRef


def understand(said: Said, open_here: Sequence[StepRef], *, is_sure: bool = False) -> Event | None:
    """The event that was meant; None if the right answer is silence.

    `open_here`: in personal chat all steps open for the speaker, in a channel the step of the thread. `is_sure`: the
    command's argument names a group or a day, or the text can be nothing but a command.
    """
    if said.about.place.scope is not Scope.PERSONAL and not said.mentioned:
        return None
    command = _command(said)
    could_be_answer = command is not None and command.argument and not is_sure and open_here
    if said.anew:
        return _answer(said, open_here) if command is None and plain_answers.is_plain(said.text) else None
    if command is not None and not could_be_answer:
        return command
    return _answer(said, open_here) or NothingToAnswer(said.about)


def named_group(said: Said) -> str:
    """The argument of the command, if a group is asked for; else ""."""
    found = known_commands().said(said.text, said.about.place.scope)
    return found.argument if found is not None and found.command.argument == "group" else ""


def names_day(said: Said, *, today: date) -> bool:
    """Whether the command is asked for with a day that can be understood, past or ahead."""
    found = known_commands().said(said.text, said.about.place.scope)
    is_dated = found is not None and found.command.argument == "date"
    return is_dated and found is not None and read_date(found.argument, today=today) is not None


def _answer(said: Said, open_here: Sequence[StepRef]) -> Event | None:
    """Plain text with a single step open is an answer; doubtful text, or with several steps open, is asked about."""
    if not open_here:
        return None
    if said.along is not None and not said.text.strip():
        return WordsMissing(said.about, said.along)
    is_like = known_commands().is_like_one(said.text, said.about.place.scope)
    is_one = len(open_here) == 1 and plain_answers.is_plain(said.text) and not is_like
    if is_one or not said.text.strip():
        return TextAnswered(said.about, open_here[0], said.text)
    return ChoiceNeeded(said.about, tuple(open_here), said.text, plain_answers.wants_to_skip(said.text))


def _command(said: Said) -> Commanded | None:
    found = known_commands().said(said.text, said.about.place.scope)
    return Commanded(said.about, found.command.id, found.argument) if found is not None else None
