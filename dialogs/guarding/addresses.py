"""Postal addresses: a street with a number, a post box, a postal code with its place."""

from collections.abc import Iterator, Sequence

from dialogs.guarding.passage import Passage
from dialogs.guarding.reading import Token

_STREETS = ("gata", "gaten", "gate", "veien", "vegen", "vei", "veg")
_HIGHEST = 999
_CODE = 4


class Addresses:
    """`endings` are the last parts of streets' names, `others` are words with the same endings and no street."""

    def __init__(self, endings: Sequence[str], others: Sequence[str], places: frozenset[str]) -> None:
        self._endings = tuple(endings)
        self._others = frozenset(others)
        self._places = places

    def found(self, passage: Passage) -> Iterator[tuple[int, int]]:
        tokens = passage.tokens
        for place in passage.numbers:
            if place > 0 and self._is_street(tokens, place - 1) and _is_house(passage, place):
                yield self._start(tokens, place - 1), _end(tokens, place)
            elif place > 0 and tokens[place - 1].lower in {"postboks", "boks"}:
                yield tokens[place - 1].start, tokens[place].end
            if place + 1 < len(tokens) and self._is_code(tokens, place):
                yield tokens[place].start, tokens[place + 1].end

    def _is_street(self, tokens: Sequence[Token], place: int) -> bool:
        token = tokens[place]
        before = tokens[place - 1] if place else None
        if token.lower in self._endings:
            return before is not None and before.is_word and before.is_capital and (place > 1 or _is_genitive(before))
        if token.lower in self._others or not token.lower.endswith(self._endings):
            return False
        if token.is_capital:
            return place > 0 or token.lower.endswith(_STREETS)
        return token.lower.endswith(_STREETS)

    @staticmethod
    def _start(tokens: Sequence[Token], place: int) -> int:
        while place > 0 and tokens[place - 1].is_capital and tokens[place - 1].is_word:
            place -= 1
        return tokens[place].start

    def _is_code(self, tokens: Sequence[Token], place: int) -> bool:
        code, town = tokens[place], tokens[place + 1]
        is_code = len(code.text) == _CODE and not code.text.startswith(("19", "20"))
        return is_code and town.is_capital and (town.lower in self._places or town.text.isupper())


def _is_genitive(token: Token) -> bool:
    """«Kongens gate»; «Denne gata» opens a sentence without a name."""
    return token.lower.endswith("s")


def _is_house(passage: Passage, place: int) -> bool:
    number = passage.tokens[place].text
    if len(number) > len(str(_HIGHEST)) or int(number) == 0:
        return False
    return not passage.starts_at("street.counted", place + 1)


def _end(tokens: Sequence[Token], place: int) -> int:
    """Behind the letter of the entrance, if given."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    is_entrance = after is not None and len(after.text) == 1 and after.is_word and after.lower in "abcdefgh"
    return after.end if after is not None and is_entrance else tokens[place].end
