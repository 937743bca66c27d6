"""Something said, and the steps that are open for the one who said it: what was meant?"""

from collections.abc import Sequence

from dialogs.answering import plain_answers
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


def understand(said: Said, open_here: Sequence[StepRef], *, is_group: bool = False) -> Event | None:
    """The event that was meant; None where silence is right.

    A command is a whole message, in any letter case. `open_here`: in personal chat all steps open for the speaker, in a
    channel the step whose thread it was said in. `is_group`: what the words would link is the name of a group, or can
    be nothing else.
    """
    if said.about.place.scope is not Scope.PERSONAL and not said.mentioned:
        return None
    command = _command(said)
    could_be_answer = command is not None and command.argument and not is_group and open_here
    if said.anew:
        return _answer(said, open_here) if command is None and plain_answers.is_plain(said.text) else None
    if command is not None and not could_be_answer:
        return command
    return _answer(said, open_here) or NothingToAnswer(said.about)


def named_group(said: Said) -> str:
    """The group that the words would give a command, "" where they are of another kind."""
    found = known_commands().said(said.text, said.about.place.scope)
    return found.argument if found is not None and found.command.argument == "group" else ""


def _answer(said: Said, open_here: Sequence[StepRef]) -> Event | None:
    """An answer only where it can hardly be anything else; what is doubtful, or may be to several, is asked about."""
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
