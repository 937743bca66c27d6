"""The fit of people's own notes to a question, and the notes as the beginning of an answer."""

import re
from collections.abc import Iterable

from content.catalogue_types import Area
from content.language import Language
from dialogs.answering.reflecting import LIMIT
from dialogs.answering.searching import folded
from dialogs.model import ANY_AREA, Note, StepRef

LONGEST = 1000
"""Characters of a note."""

MOST = 10
"""Notes of one person; who has more has no beginning, but another pile."""

_GAP = "\n\n"
_FEWEST_LETTERS = 7  # of a word that tells an area from others
_ENDING = 2  # letters that may differ between forms of a word
_FEWEST_WORDS = 2
_WORD = re.compile(r"[^\W\d_]+")


def areas_named(text: str, areas: Iterable[Area]) -> frozenset[str]:
    """The areas named in the words: by two long words of an area's name in any language, or by its only long word.

    ANY_AREA for words without an area: the note then fits every question.
    """
    read = folded(text)
    named = {area.id for area in areas if any(_names(read, area.name.to(language)) for language in Language)}
    return frozenset(named) or frozenset({ANY_AREA})


def _names(read: str, name: str) -> bool:
    stems = [word[:-_ENDING] for word in _WORD.findall(folded(name)) if len(word) >= _FEWEST_LETTERS]
    found = sum(stem in read for stem in stems)
    return bool(stems) and found >= min(_FEWEST_WORDS, len(stems))


def fits(areas: frozenset[str], area: str) -> bool:
    """Whether notes of `areas` suit a question of the area."""
    return not areas.isdisjoint({ANY_AREA, area})


def beginning(notes: Iterable[Note], step: StepRef, area: str) -> tuple[Note, ...]:
    """The notes for the step's form, oldest first, as many as the form takes; the same notes when asked again."""
    found: list[Note] = []
    room = LIMIT
    for note in notes:
        is_free = note.used_for is None and fits(note.areas, area)
        if (is_free or note.used_for == step) and len(note.text) <= room:
            found.append(note)
            room -= len(note.text) + len(_GAP)
    return tuple(found)


def joined(notes: Iterable[Note]) -> str:
    return _GAP.join(note.text for note in notes)
