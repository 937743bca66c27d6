"""The meaning of free text, given the steps open for the speaker."""

from collections.abc import Sequence
from datetime import date

from content import commands
from content.commands import GROUP
from dialogs.answering import plain_answers
from dialogs.answering.courtesies import courtesy_of, without_courtesies
from dialogs.answering.written_languages import read_language
from dialogs.calendar.written_dates import looks_like_date
from dialogs.calendar.written_ends import names_end
from dialogs.commands import SaidCommand, is_short_enough, known_commands
from dialogs.events import (
    ChoiceNeeded,
    Commanded,
    CommandedElsewhere,
    Event,
    Greeted,
    NothingToAnswer,
    Said,
    Scope,
    TextAnswered,
    WordsMissing,
)
from dialogs.model import Happening, StepRef


def understand(said: Said, open_here: Sequence[StepRef], *, is_sure: bool = False) -> Event | None:
    """The event that was meant; None if the right answer is silence.

    `open_here`: in personal chat all steps open for the speaker, in a channel the step of the thread. `is_sure`: the
    command's argument names a group or a day, or the text can be nothing but a command.
    """
    scope = said.about.place.scope
    if scope is not Scope.PERSONAL and not said.mentioned:
        return None
    found = said_command(said.text, scope, may_answer=bool(open_here), is_sure=is_sure)
    if said.anew:
        return _answer(said, open_here, found) if found is None and plain_answers.is_plain(said.text) else None
    if found is not None and (found.is_certain or is_sure or not open_here):
        return _commanded(said.about, found)
    courtesy = courtesy_of(said.text) if found is None else None
    if courtesy is not None:
        return Greeted(said.about, courtesy, while_open=bool(open_here))
    return _answer(said, open_here, found) or NothingToAnswer(said.about)


def said_command(text: str, scope: Scope, *, may_answer: bool, is_sure: bool) -> SaidCommand | None:
    """The command that the text spells or begins like, unless the text is a sentence."""
    found = known_commands().said(text)
    if found is None or not found.is_certain:  # «Pause takk» is no pause until «takk»
        beside = known_commands().said(without_courtesies(text))
        if beside is not None and beside.is_certain and beside.is_whole:
            return beside
    if found is None:
        return None
    return found if is_sure or is_short_enough(found, text, scope=scope, may_answer=may_answer) else None


def _commanded(about: Happening, found: SaidCommand) -> Commanded | CommandedElsewhere:
    if not found.holds_in(about.place.scope):
        return CommandedElsewhere(about, found.command.id)
    return Commanded(about, found.command.id, found.argument)


def named_group(found: SaidCommand | None) -> str:
    """The argument of the command, if a group is asked for; else ""."""
    return found.argument if found is not None and found.command.argument == GROUP else ""


def is_argued(found: SaidCommand | None, text: str, *, today: date) -> bool:
    """Whether the command's argument can be nothing else: a day or a holiday, a language, or a short search."""
    if found is None:
        return False
    match found.command.argument:
        case commands.DATE:
            return names_end(found.argument, today=today) or looks_like_date(found.argument)
        case commands.LANGUAGE:
            return read_language(found.argument) is not None
        case commands.SEARCH:
            is_short = is_short_enough(found, text, scope=Scope.PERSONAL, may_answer=True)
            return bool(found.argument) and is_short
        case _:
            return False


def _answer(said: Said, open_here: Sequence[StepRef], found: SaidCommand | None) -> Event | None:
    """Plain text with a single step open is an answer; doubtful text, or with several steps open, is asked about.

    `found`: the command that the text is like.
    """
    if not open_here:
        return None
    if said.along is not None and not said.text.strip():
        return WordsMissing(said.about, said.along)
    is_one = len(open_here) == 1 and plain_answers.is_plain(said.text) and found is None
    if is_one or not said.text.strip():
        return TextAnswered(said.about, open_here[0], said.text)
    return ChoiceNeeded(said.about, tuple(open_here), said.text, plain_answers.wants_to_skip(said.text))
