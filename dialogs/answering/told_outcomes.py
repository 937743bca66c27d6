"""What came of a commitment, told without a card: «tiltak 1: delvis, fordi …»."""

import re
from dataclasses import dataclass

from content.commands import outcome_words
from dialogs.model import Outcome

_NUMBER = re.compile(r"#?(\d{1,2})\b[\s:.)–-]*")
_BETWEEN = " ,.:;–-"


@dataclass(frozen=True)
class ToldOutcome:
    """`number` is the commitment's in the list, from 1; `because` is what follows the word for the outcome."""

    number: int
    outcome: Outcome
    because: str


def told_outcome(argument: str) -> ToldOutcome | None:
    """None for words that do not begin with a number and an outcome."""
    numbered = _NUMBER.match(argument.strip())
    if numbered is None:
        return None
    number, rest = int(numbered[1]), argument.strip()[numbered.end() :]
    said = rest.strip().casefold()
    for word in sorted(outcome_words(), key=len, reverse=True):
        if said.startswith(word) and not said[len(word) : len(word) + 1].isalnum():
            because = rest.strip()[len(word) :].strip(_BETWEEN)
            return ToldOutcome(number, Outcome(outcome_words()[word]), _without_because(because))
    return None


def _without_because(text: str) -> str:
    for word in ("fordi ", "for at ", "because "):
        if text.casefold().startswith(word):
            return text[len(word) :].strip()
    return text
