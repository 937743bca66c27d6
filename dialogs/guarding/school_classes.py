"""Classes and grades, and whose they are: «jenta i 4A», «K.H. på 6. trinn»."""

import re
from collections.abc import Sequence

from dialogs.guarding.passage import Passage

CLASS = re.compile(
    r"(?<![\w.,§])(?<!§\s)(?:1[0-3]|[1-9])(?:\.?\s?[A-H]|\.?[a-h])(?![\w.])"
    r"|(?<!\w)[Vv][Gg]\s?[123]|(?<!\w)(?:STA|PBA|ST|HO)\d?[A-D](?!\w)"
)
GRADE = re.compile(
    r"(?<![\w.,])(?:1[0-3]|[1-9])\.?\s?(?:trinn|trinnet|klasse|klassa|klassen|kl|steget|årstrinn)(?!\w)"
    r"|(?<!\w)(?:på|i|fra|frå)\s(?:første|fyrste|andre|tredje|fjerde|femte|sjette|sjuende|sjuande|syvende|åttende"
    r"|åttande|niende|niande|tiende|tiande|påbygg|yrkesfag|parallell)(?:klassen|klassa|klasse)?(?!\w)",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-ZÆØÅ]\.\s?){1,3}(?=\s?(?:på|i|fra|frå)\s)|(?<!\w)[A-ZÆØÅ]{1,3}(?=\s(?:på|i|fra|frå)\s)"
)
_LETTER = re.compile(r"(?<=\s)(?:ga|gav|med|til|for|at|fra|frå|om|hos|av|da|då|når|elev)\s[A-ZÆØÅ]\.?(?=[\s,])")
_OF_PUPIL = re.compile(
    r"(?<!\w)[Ee]leven\s(?:[A-ZÆØÅ]\.\s?){1,3}|(?<!\w)(?:[Ee]leven|[Jj]enta|[Gg]utten|[Gg]uten)\s[A-ZÆØÅ]{1,2}(?!\w)"
)
_DOTTED = re.compile(r"(?<![\w.])[A-ZÆØÅ]\.\s?[A-ZÆØÅ]\.(?!\s?[A-ZÆØÅ][a-zæøå])")
_AROUND = 5  # tokens between a person and the class
_AFTER = 12  # characters between a name and the class

Spans = Sequence[tuple[int, int]]
"""Places in the text."""


def is_in(pattern: re.Pattern[str], text: str, passage: Passage, persons: Spans, names: Spans) -> bool:
    """Whether a class or grade stands beside one of the persons (ranges of tokens) or right after a name."""
    if not pattern.search(text, passage.start, passage.end):
        return False
    if any(pattern.search(text, end, min(end + _AFTER, passage.end)) for _, end in names):
        return True
    for start, end in persons:
        first = passage.tokens[max(0, start - _AROUND)].start
        last = passage.tokens[min(len(passage.tokens), end + _AROUND) - 1].end
        if pattern.search(text, first, last):
            return True
    return False


def has_initials(text: str, passage: Passage, *, marked: bool) -> bool:
    """Letters in place of a name: «K.H. på 6. trinn», «eleven K.H.», «R i 3c», «eg gav M ein pult, han …».

    `marked`: something is told of a person.
    """
    if not any(_is_like_initials(passage.tokens[place].text) for place in passage.capitals):
        return False
    if _OF_PUPIL.search(text, passage.start, passage.end):
        return True
    if (marked or passage.has("who.pronoun")) and _LETTER.search(text, passage.start, passage.end):
        return True
    if marked and _DOTTED.search(text, passage.start, passage.end):
        return True
    return any(
        pattern.search(text, found.end(), min(found.end() + _AFTER, passage.end))
        for found in _INITIALS.finditer(text, passage.start, passage.end)
        for pattern in (CLASS, GRADE)
    )


def _is_like_initials(capital: str) -> bool:
    """Whether no small letter follows the capital letter: «K», «KH», «K’s»."""
    return not capital[1:2].islower()
