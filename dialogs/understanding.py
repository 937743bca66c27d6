"""Something said, and the steps that are open for the one who said it: what was meant?"""

import re
from collections.abc import Sequence

from content.cleaning import clean_line
from content.presses import StepRef
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

_HELP = frozenset({"hjelp", "help", "?"})
_NEXT = frozenset({"neste steg", "next step"})
_LINK = re.compile(r"(?:koble til|kople til|connect)\s+(?P<group>.+)", re.IGNORECASE | re.DOTALL)
_BARE_LINK = frozenset({"koble til", "kople til", "connect"})
# Commands are copied from where they are named, and are said as questions.
AROUND = " .!?«»\"'"


def understand(said: Said, open_here: Sequence[StepRef]) -> Event | None:
    """The event that was meant; None where silence is right.

    A command is a whole message, in any letter case, and always wins. `open_here`: in personal chat all steps open for
    the speaker, in a channel the step whose thread it was said in.
    """
    if said.about.place.scope is not Scope.PERSONAL and not said.mentioned:
        return None
    command = _command(said)
    if command is not None:
        return command
    if not open_here:
        return NothingToAnswer(said.about)
    if said.along is not None and not said.text.strip():
        return WordsMissing(said.about, said.along)
    if len(open_here) == 1:
        return TextAnswered(said.about, open_here[0], said.text)
    return ChoiceNeeded(said.about, tuple(open_here), said.text)


def _command(said: Said) -> Event | None:
    text = clean_line(said.text)
    words = text.casefold().strip(AROUND) or text
    if words in _HELP:
        return HelpAsked(said.about)
    if words in _NEXT:
        return NextStepAsked(said.about, None)
    if words in _BARE_LINK:
        return LinkAsked(said.about, "")
    link = _LINK.fullmatch(text.strip(AROUND))
    # In personal chat a sentence may begin like that; in a channel it is a command.
    if link is not None and (said.about.place.scope is not Scope.PERSONAL or len(link["group"].split()) <= 4):  # noqa: PLR2004
        return LinkAsked(said.about, link["group"].strip(AROUND))
    return None
