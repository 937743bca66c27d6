"""How much of what people wrote a card can hold, and what it says of the rest."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence

from content.cards.elements import Card, Element, line, quote
from content.language import Language
from content.vocabulary.prompting import Quote
from content.wording import counted

ROOM = 80_000
"""Bytes as UTF-16. Teams refuses a message over 100 KB, and what is sent around the card counts as well."""


def fits(card: Card, room: int = ROOM) -> bool:
    """Whether Teams takes the card."""
    return len(json.dumps(card, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) < room


def fullest(build: Callable[[Sequence[int]], Card], sizes: Sequence[int], room: int) -> Card:
    """The card with as many quotes as there is room for (bytes as UTF-16).

    `sizes` says how many quotes each section has, and `build` is told how many of them to show. Sections take turns, so
    that the last quotes are left out everywhere before anyone's first one is.
    """
    whole = build(sizes)
    if fits(whole, room):
        return whole
    turns = [section for _, section in sorted((i, s) for s, size in enumerate(sizes) for i in range(size))]

    def shortened(total: int) -> Card:
        shown = Counter(turns[:total])
        return build([shown[section] for section in range(len(sizes))])

    too_many = bisect_left(range(len(turns)), True, key=lambda total: not fits(shortened(total), room))
    return shortened(max(0, too_many - 1))


def quotes(found: Sequence[Quote], shown: int, language: Language) -> list[Element]:
    """The first `shown` quotes, and how many are left out."""
    left_out = len(found) - shown
    body: list[Element] = [quote(each.text, each.further) for each in found[:shown]]
    if left_out:
        body.append(line(counted(Quote, "left_out", language, left_out, left_out=left_out), subtle=True))
    return body
