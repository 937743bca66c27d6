"""The size limit of a card, and quotes left out to keep within the limit."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence

from content.cards.buttons import light_press
from content.cards.card import Card
from content.cards.elements import Action, Element, line, quote
from content.cards.signing import signature_line
from content.language import Language
from content.presses import OpenOwnWords
from content.vocabulary.prompting import Quote
from content.wording import phrase, plural_phrase

ROOM = 80_000
"""Bytes as UTF-16. Teams refuses a message over 100 KB, and what is sent around the card counts as well."""


def fits(card: Card, room: int = ROOM) -> bool:
    """`room` is in bytes as UTF-16."""
    return len(json.dumps(card, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) < room


def largest_fitting(
    build: Callable[[Sequence[int]], Card], sizes: Sequence[int], room: int, *, folded: Container[int] = ()
) -> Card:
    """The card with as many quotes as fit in `room` (bytes as UTF-16).

    `sizes` holds the number of quotes per section; `build` is given how many to show in each. Sections take turns: last
    quotes are left out everywhere before any section loses its first, and first of all in sections that are `folded`.
    """
    whole = build(sizes)
    if fits(whole, room):
        return whole
    turns = sorted((section in folded, turn, section) for section, size in enumerate(sizes) for turn in range(size))
    order = [section for _, _, section in turns]

    def shortened(total: int) -> Card:
        shown = Counter(order[:total])
        return build([shown[section] for section in range(len(sizes))])

    too_many = bisect_left(range(len(order)), True, key=lambda total: not fits(shortened(total), room))
    return shortened(max(0, too_many - 1))


Opens = Callable[[Quote], Action | None]
"""What a press on a quote does, None for nothing."""


def _opens_nothing(_: Quote) -> None:
    return None


def quotes(found: Sequence[Quote], shown: int, language: Language, *, opens: Opens = _opens_nothing) -> list[Element]:
    """The first `shown` quotes, and a line with the number left out: no number where any of the answers is signed.

    Names beside a number would tell how many others have answered, and soon who has not.
    """
    left_out = len(found) - shown
    body: list[Element] = [element for each in found[:shown] for element in _quote(each, language, opens)]
    if left_out and any(each.signed for each in found):
        body.append(line(phrase(Quote, "left_out_signed", language), subtle=True))
    elif left_out:
        body.append(line(plural_phrase(Quote, "left_out", language, left_out, left_out=left_out), subtle=True))
    return body


def _quote(each: Quote, language: Language, opens: Opens) -> list[Element]:
    by = signature_line(each.signed, language)
    label = phrase(each, "keyword", language) if each.keyword else ""
    box = quote(each.text, each.further, by=by, where=each.where, label=label, opens=opens(each))
    marks = _marks(each, language)
    return [*marks, {**box, "spacing": "Small"}] if marks else [box]


def _marks(each: Quote, language: Language) -> list[Element]:
    """That several said it; then that the words are the reader's own, pressed for the answer in full."""
    several = [line(phrase(Quote, "several", language), bold=True, small=True)] if each.several else []
    if not each.own:
        return several
    title = phrase(Quote, "own", language)
    words: Element = {"type": "Container", "items": [line(title, bold=True, small=True)]}
    if each.own_step is not None:
        words["selectAction"] = light_press(title, OpenOwnWords(each.own_step))
    return [*several, {**words, "spacing": "Small"} if several else words]


def own_note(found: Iterable[Sequence[Quote]], shown: Iterable[int], language: Language) -> list[Element]:
    """A line for a reader whose own words are among the first quotes of a section, as many as are shown."""
    is_among = any(each.own for quotes, most in zip(found, shown, strict=True) for each in quotes[:most])
    return [line(phrase(Quote, "own_note", language), subtle=True, small=True, spacing="Small")] if is_among else []
