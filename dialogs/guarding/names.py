"""Names of people, told from words, places, schools and authors by the words around."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.cues import GuardData
from dialogs.guarding.day_names import is_away, is_day_named_after
from dialogs.guarding.passage import Passage
from dialogs.guarding.reading import Token, tokens

_SHOUTED = 3  # words; fewer may be abbreviations
_SHORTEST_SMALL = 4  # letters: a shorter name written small is some other word too often
_PATRONYMIC = ("sen", "sson", "datter", "dottir", "ović", "enko", "wska", "wski")
_SHORTEST_PATRONYMIC = 6
_ONE_LETTER_WORDS = frozenset("IÅ")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_OPENING = frozenset("«\"'“”(–—-:•*#>")
_UNKNOWN = re.compile(r"[A-ZÆØÅÁČĐŊŠŦŽÖÄŁŚŻ][a-zæøåáčđŋšŧžöäéèüłśżńćęąėųūįš]{2,}(?:-[A-ZÆØÅ][a-zæøå]+)?")


@dataclass(frozen=True)
class _Look:
    """A token, maybe a name. `opens`: in a place where any word has a capital letter."""

    place: int
    token: Token
    stem: str
    opens: bool


class Names:
    def __init__(self, data: GuardData) -> None:
        self._data = data
        self._authors: dict[str, list[tuple[str, ...]]] = {}
        for author in data.authors:
            first, *rest = (token.lower for token in tokens(author))
            self._authors.setdefault(first, []).append((first, *rest))

    def found(self, passage: Passage) -> list[tuple[int, int]]:
        """Places of names in the text, first to last."""
        authors, shouted = self._author_places(passage), _is_shouted(passage)
        spans: list[tuple[int, int]] = []
        end = 0
        for place, token in enumerate(passage.tokens):
            if place < end or place in authors or not (token.is_capital or self._is_like_given(token.lower)):
                continue
            if length := self._length(passage, place, shouted=shouted):
                end = place + length
                spans.append((token.start, passage.tokens[end - 1].end))
        return spans

    def _is_like_given(self, lower: str) -> bool:
        """Whether the word is a given name, maybe with the s of a genitive."""
        given = self._data.given
        return lower in given or (lower[-1] == "s" and lower[:-1] in given)

    def _author_places(self, passage: Passage) -> set[int]:
        """Tokens of authors' names, with given names before."""
        places: set[int] = set()
        read = passage.tokens
        for place in passage.capitals:
            token = read[place]
            for author in (*self._authors.get(token.lower, ()), *self._authors.get(token.lower.removesuffix("s"), ())):
                end = place + len(author)
                if is_away(passage, place, end):
                    continue
                if [each.lower for each in read[place + 1 : end]] == list(author[1:]):
                    start = place
                    while start > 0 and len(author) == 1 and self._is_given(read[start - 1]):
                        start -= 1
                    places.update(range(start, end))
        return places

    def _is_given(self, token: Token) -> bool:
        return token.is_capital and token.lower in self._data.given

    def _length(self, passage: Passage, place: int, *, shouted: bool) -> int:
        """The number of tokens in the name that begins here, or 0."""
        token = passage.tokens[place]
        if not token.is_word:
            return 0
        if shouted or not token.is_capital:
            return self._small_away(passage, place) or int(self._is_small_name(passage, place))
        look = self._look(passage, place)
        length = self._row(passage.tokens, place)
        if length and is_away(passage, place, place + length):
            return length
        if length and self._is_thing(passage, place, place + length):
            return 0
        if length and self._is_name(passage, look, length):
            return length
        return int(self._is_unknown_name(passage, look))

    def _small_away(self, passage: Passage, place: int) -> int:
        """A given name and a surname written small or in capitals, beside why somebody is not there."""
        read = passage.tokens[place : place + 2]
        is_both = len(read) > 1 and read[0].lower in self._data.given and read[1].lower in self._data.surnames
        return 2 if is_both and is_away(passage, place, place + 2) else 0

    def _look(self, passage: Passage, place: int) -> _Look:
        token = passage.tokens[place]
        opens = place == 0 or passage.tokens[place - 1].text in _OPENING
        return _Look(place, token, self._stem(token.lower), opens)

    def _stem(self, lower: str) -> str:
        """Without the s of a genitive, if a name is left."""
        if not lower.endswith("s"):
            return lower
        stem = lower[:-1]
        known = lower in self._data.given or (stem not in self._data.given and stem not in self._data.surnames)
        return lower if known else stem

    def _row(self, read: Sequence[Token], place: int) -> int:
        """The number of given names and surnames in a row."""
        length = 0
        for token in read[place : place + 4]:
            stem = self._stem(token.lower)
            known = stem in self._data.given or (length and stem in self._data.surnames) or self._is_double(stem)
            if not token.is_capital or not (known or self._is_surname(stem) or (length and _is_initial(token))):
                break
            length += 1
        return length

    def _is_double(self, stem: str) -> bool:
        first, dash, second = stem.partition("-")
        return (
            bool(dash) and first in self._data.given and (second in self._data.given or second in self._data.surnames)
        )

    def _is_surname(self, stem: str) -> bool:
        return stem in self._data.surnames

    def _is_name(self, passage: Passage, look: _Look, length: int) -> bool:
        given = look.stem in self._data.given or self._is_double(look.stem)
        if self._is_cited(passage, look.place, length):
            return False
        if given and length > 1:
            return not (look.opens and look.stem in self._data.words and self._is_place(passage, look.place + 1))
        if given:
            return self._is_given_alone(passage, look)
        if passage.ends_at("name.title", look.place):
            return look.stem not in self._data.places or look.stem in self._data.surnames
        patronymic = look.stem.endswith(_PATRONYMIC) and len(look.stem) >= _SHORTEST_PATRONYMIC
        return not look.opens and (patronymic or (length > 1 and not self._is_place(passage, look.place)))

    def _is_given_alone(self, passage: Passage, look: _Look) -> bool:
        after = look.place + 1
        acts = passage.starts_at("name.act", after)
        if look.stem in self._data.places and passage.ends_at("name.not_after", look.place) and not acts:
            return False
        if look.stem not in self._data.words:
            return True
        if look.opens:
            return acts or (look.place > 0 and passage.ends_at("name.cue", look.place))
        return acts or passage.ends_at("name.with", look.place) or passage.ends_at("name.cue", look.place)

    def _is_place(self, passage: Passage, place: int) -> bool:
        return place < len(passage.tokens) and passage.tokens[place].lower in self._data.places

    def _is_thing(self, passage: Passage, place: int, end: int) -> bool:
        """A school, a street or a programme with a person's name."""
        before = passage.tokens[place - 1].lower if place else ""
        if is_day_named_after(passage, end):
            return True
        return passage.starts_at("name.thing", end) or before in {"st", "sankt", "sankta", "kong", "dronning", "prins"}

    def _is_cited(self, passage: Passage, place: int, length: int) -> bool:
        """«Hansen (2019)», «Olsen & Li», «Jensen skriver», «ein tekst av Li»: whoever is quoted from a book."""
        if passage.ends_at("name.work_of", place):
            return True
        after = passage.tokens[place + length : place + length + 4]
        texts = [token.text for token in after]
        if any(_YEAR.fullmatch(text) for text in texts[:2]) and texts[:1] in (["("], [","]):
            return True
        if texts[:1] in (["&"], ["et"]):
            return True
        return passage.starts_at("name.cites", place + length) and texts[0] in {
            "skriver",
            "skriv",
            "hevder",
            "hevdar",
            "definerer",
        }

    def _is_unknown_name(self, passage: Passage, look: _Look) -> bool:
        """A word with a capital letter and on no list, in the place of a name."""
        if look.opens or not _UNKNOWN.fullmatch(look.token.text):
            return False
        if look.token.lower in self._data.places or look.stem in self._data.words:
            return False
        if self._is_thing(passage, look.place, look.place + 1):
            return False
        return passage.ends_at("name.cue", look.place)

    def _is_small_name(self, passage: Passage, place: int) -> bool:
        """A name written small, as on a phone; names that are also words don't count."""
        lower = passage.tokens[place].lower
        if len(lower) < _SHORTEST_SMALL or (stem := self._stem(lower)) not in self._data.given:
            return False
        if stem in self._data.words or stem in self._data.small_words or stem in self._data.places:
            return False
        return not passage.starts_at("name.thing", place + 1)


def _is_shouted(passage: Passage) -> bool:
    """Whether the sentence is in capital letters, where capitals tell nothing."""
    if 2 * len(passage.capitals) < _SHOUTED:
        return False
    words = [token.text for token in passage.tokens if token.is_word and len(token.text) > 1]
    return len(words) >= _SHOUTED and sum(word.isupper() for word in words) > len(words) / 2


def _is_initial(token: Token) -> bool:
    return len(token.text) == 1 and token.is_capital and token.text not in _ONE_LETTER_WORDS
