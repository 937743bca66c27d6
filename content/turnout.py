"""Turnout in words: a number if it may be told, else a sentence."""

from collections.abc import Iterator

from content.language import Language
from content.vocabulary.prompting import Turnout
from content.wording import phrase


def counted(turnout: Turnout, language: Language) -> str:
    """The number, "" where no number may be told."""
    return phrase(turnout, "counted", language) if turnout.answered is not None else ""


def turnout_lines(turnout: Turnout, language: Language, *, shared: bool = False) -> Iterator[str]:
    """`shared`: answers are shown beneath, so «noen har svart» reveals nothing new to the reader."""
    if turnout.answered is not None:
        yield phrase(turnout, "counted", language)
    else:
        yield phrase(turnout, "some" if shared else "untold", language)
    if not turnout.all_reached:
        yield phrase(turnout, "unreached", language)
