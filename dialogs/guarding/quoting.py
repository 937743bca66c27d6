"""Whether a text may be quoted beyond the author's group without asking the author again."""

from collections.abc import Sequence

from dialogs.guarding.passage import Passage
from dialogs.guarding.school_classes import CLASS, GRADE

_SOMEBODY = ("who.child", "who.one_of", "who.family", "who.adult", "quoting.somebody", "quoting.small")


def is_quotable(text: str, passages: Sequence[Passage], places: frozenset[str]) -> bool:
    """Nobody is spoken of alone, no class, school or place is named, and something is said."""
    if not passages or any(_tells(passage, places) for passage in passages):
        return False
    return not CLASS.search(text) and not GRADE.search(text)


def _tells(passage: Passage, places: frozenset[str]) -> bool:
    if any(map(passage.has, _SOMEBODY)):
        return True
    if passage.has("who.pronoun") and not passage.has("general.thing"):
        return True
    if passage.has("who.pupil") and not passage.has("general.any"):
        return True
    return any(
        passage.tokens[place].lower in places or (place > 0 and passage.starts_at("name.thing", place + 1))
        for place in passage.capitals
    )
