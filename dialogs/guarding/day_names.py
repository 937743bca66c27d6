"""Names of people in the names of days, items and notes, which are no sentences: «Per borte», «Ole Bull-dagen»."""

import re

from dialogs.guarding.passage import Passage

_DAY = re.compile(r"-(?:dag(?:a?ne|ene|en)?|uk[ea]|uken|vek[ea]|festivalen?|stemnet?)$")
_MONTHS = frozenset(["mai", "april", "juni", "juli", "august"])
_PAUSES = frozenset([":", "-", "–"])


def is_away(passage: Passage, place: int, end: int) -> bool:
    """Whether the words from `place` to `end` stand beside why somebody is not there, as in «Permisjon: Hansen»."""
    if passage.tokens[place].lower in _MONTHS:
        return False
    before = place - 1 if place and passage.tokens[place - 1].text in _PAUSES else place
    return passage.starts_at("name.absent", end) or passage.ends_at("name.absence", before)


def is_day_named_after(passage: Passage, end: int) -> bool:
    """Whether a day or week named after somebody ends in the token at `end`: «Petter Dass-dagene»."""
    return end < len(passage.tokens) and _DAY.search(passage.tokens[end].lower) is not None
