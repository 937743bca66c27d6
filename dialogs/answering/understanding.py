"""Something said, and the steps that are open for the one who said it: what was meant?"""

import re
from collections.abc import Sequence

from content.cleaning import clean_line
from dialogs.answering import plain_answers
from dialogs.events import (
    ChoiceNeeded,
    Event,
    HelpAsked,
    LinkAsked,
    NextStepAsked,
    NothingToAnswer,
    Said,
    Scope,
    TextAnswered,
    WordsMissing,
)
from dialogs.model import StepRef

_HELP = frozenset({"hjelp", "help", "?"})
_NEXT = frozenset({"neste steg", "next step"})
_LINK = re.compile(r"(?:koble til|kople til|connect)\s+(?P<group>.+)", re.IGNORECASE | re.DOTALL)
_BARE_LINK = frozenset({"koble til", "kople til", "connect"})
_LONGEST_COMMAND = 6  # words; a name may have several
# Commands are copied from where they are named, and are said as questions.
AROUND = " .!?«»\"'"


def understand(said: Said, open_here: Sequence[StepRef], *, is_group: bool = False) -> Event | None:
    """The event that was meant; None where silence is right.

    A command is a whole message, in any letter case. `open_here`: in personal chat all steps open for the speaker, in a
    channel the step whose thread it was said in. `is_group`: what the words would link is the name of a group, or can
    be nothing else.
    """
    if said.about.place.scope is not Scope.PERSONAL and not said.mentioned:
        return None
    command = _command(said)
    could_be_answer = isinstance(command, LinkAsked) and command.group and not is_group and open_here
    if said.anew:
        return _answer(said, open_here) if command is None and plain_answers.is_plain(said.text) else None
    if command is not None and not could_be_answer:
        return command
    return _answer(said, open_here) or NothingToAnswer(said.about)


def linked_group(said: Said) -> str:
    """The group that the words would link to a channel, "" where they are of another kind."""
    command = _command(said)
    return command.group if isinstance(command, LinkAsked) else ""


def _answer(said: Said, open_here: Sequence[StepRef]) -> Event | None:
    """An answer only where it can hardly be anything else; what is doubtful, or may be to several, is asked about."""
    if not open_here:
        return None
    if said.along is not None and not said.text.strip():
        return WordsMissing(said.about, said.along)
    is_one = len(open_here) == 1 and plain_answers.is_plain(said.text) and not _is_like_a_command(said)
    if is_one or not said.text.strip():
        return TextAnswered(said.about, open_here[0], said.text)
    return ChoiceNeeded(said.about, tuple(open_here), said.text, plain_answers.wants_to_skip(said.text))


def _command(said: Said) -> Event | None:
    text = clean_line(said.text)
    words = text.casefold().strip(AROUND) or text
    if words in _HELP:
        return HelpAsked(said.about)
    if words in _NEXT:
        return NextStepAsked(said.about)
    if words in _BARE_LINK:
        return LinkAsked(said.about, "")
    link = _LINK.fullmatch(text.strip(AROUND))
    # In personal chat a sentence may begin like that; in a channel it is a command.
    if link is not None and (said.about.place.scope is not Scope.PERSONAL or len(link["group"].split()) <= 4):  # noqa: PLR2004
        return LinkAsked(said.about, link["group"].strip(AROUND))
    return None


def _is_like_a_command(said: Said) -> bool:
    """Whether it begins as one does, or nearly: «kobel til rektorgruppa»."""
    words = said.text.casefold().split()
    if len(words) > _LONGEST_COMMAND:
        return False
    return any(plain_answers.is_nearly(" ".join(words[: len(each.split())]), each) for each in _BARE_LINK)


def is_called(name: str, *names: str) -> bool:
    """Whether it is one of these names: blanks count once, letter case and marks around it not at all."""
    return _plain(name) in {_plain(each) for each in names}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).strip(AROUND)
