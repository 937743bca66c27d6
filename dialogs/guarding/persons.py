"""How a sentence mentions a person: of the writer's school, anybody, or nobody real."""

from collections.abc import Sequence

from dialogs.guarding.passage import Passage

CHILD = ("who.child", "who.one_of", "who.pupil", "who.relation")
ANYBODY = (*CHILD, "who.family", "who.pronoun", "who.few", "who.adult")
PRONOUN = "who.pronoun"
_CHILD_OR_PRONOUN = (*CHILD, PRONOUN)
_BENIGN_REACH = 3  # tokens
_RELATIVE_REACH = 4  # tokens
_NOT_RELATIVE = frozenset(["hva", "kva", "hvem", "kven", "det", "den", "de", "dei", "alt", "noe", "noko", "alle"])
_BARE = frozenset(["elev", "gutt", "gut", "jente", "barn"])
_AFTER_BARE = frozenset(["på", "i", "med", "som", "har", "fra", "frå", "(", "ble", "vart", "blir", "er"])
_POINTS = {"near.having": 2, "near.demonstrative": 1}
"""Cue -> how many words may stand between the cue and the person."""


def is_of_ours(passage: Passage) -> bool:
    """«Har ein elev», «den nye guten», «eleven min», «hos oss»."""
    return passage.has("near.ours") or _is_bare(passage) or any(_is_pointed_at(passage, *at) for at in _all(passage))


def _all(passage: Passage) -> Sequence[tuple[int, int]]:
    return [*passage.places(*ANYBODY)]


def _is_pointed_at(passage: Passage, start: int, end: int) -> bool:
    if passage.starts_at("near.mine", end):
        return True
    return any(passage.ends_within(cue, start - between, start) for cue, between in _POINTS.items())


def _is_bare(passage: Passage) -> bool:
    """«Elev på 10. trinn har …», as in a note."""
    follows = passage.tokens[1].lower if len(passage.tokens) > 1 else ""
    return passage.tokens[0].lower in _BARE and follows in _AFTER_BARE


def is_lately(passage: Passage) -> bool:
    """«I går», «eleven fekk …», «barnet har vore …»: an event, and no rule."""
    after = (end for _, end in passage.places(*_CHILD_OR_PRONOUN))
    return passage.has("near.seen") or any(passage.starts_at("near.past", end) for end in after)


def has_relative(passage: Passage) -> bool:
    """«Jenta som …», «jenta i 4A som …», but not «eleven veit kva som …»."""
    return any(_is_relative(passage, end) for _, end in passage.places(*_CHILD_OR_PRONOUN))


def _is_relative(passage: Passage, end: int) -> bool:
    following = {token.lower for token in passage.tokens[end : end + _RELATIVE_REACH]}
    return "som" in following and not _NOT_RELATIVE & following


def is_benign(passage: Passage) -> bool:
    """«Ein elev spurde …»: a harmless act."""
    after = (end for _, end in passage.places(*_CHILD_OR_PRONOUN))
    return any(passage.starts_within("near.benign", end, end + _BENIGN_REACH) for end in after)


def is_human(passage: Passage) -> bool:
    """«Han græt», as no thing does."""
    return any(passage.starts_at("near.human", end) for _, end in passage.places(PRONOUN))


def opens_with_pronoun(passage: Passage) -> bool:
    """«Han ble tatt med …»: the readers know the person."""
    return passage.starts_at(PRONOUN, 0) and passage.starts_at("near.past", 1)


def is_unreal(passage: Passage) -> bool:
    """A book, a film, a made-up case; a course and whoever held the course."""
    return passage.has("general.unreal")


def is_general(passage: Passage) -> bool:
    """«Når ein elev …», «den einskilde»; «ein elev som …» where nothing points at a real pupil."""
    if passage.has("general.any") or passage.has("general.rule"):
        return True
    return passage.has("general.weak") and not passage.has("near.seen") and not is_of_ours(passage)


def is_question(passage: Passage) -> bool:
    return passage.tokens[-1].text == "?" and passage.has("general.asked")
