"""Recognition of courtesies: greetings, thanks, farewells and «ok», alone or several together, with emoji or marks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.cleaning import clean
from content.courtesies import courtesies
from content.vocabulary.conversing import Courtesy

_LONGEST = 80  # characters of a courtesy
_MOST_WORDS = 5  # of a phrase
# Typed smileys become an emoji of the list; skin tones, selectors and joiners are no tokens.
_SMILEY = re.compile(r"[:;=]-?[)\]DPp]+|<3+|\(y\)")
# Nobody answers a question with thanks for something alone: «takk for maten», «thanks for the card».
_THANKS_FOR = re.compile(
    r"(?:tusen |mange |hjertelig |hjarteleg |så mye |many )?(?:takk|thanks|thank you)(?: så mye| så mykje| so much)?"
    r" for(?: (?!(?:vi|jeg|eg|we|i)\b(?! dag))\w+){1,3}"
)
_PLEASE = re.compile(
    r"^\s*(?:please|plis)\b[\s,]*|[\s,]*\b(?:please|plis|vær så snill|ver så snill|er du snill)\W*$", re.IGNORECASE
)
_MARK_WITHIN = re.compile(r"[,.;:!\r\n–-]\s*\w")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[\u2600-\u27bf\u2b50\U0001f300-\U0001f3fa\U0001f400-\U0001faff]")
_ORDER = (Courtesy.THANKS, Courtesy.GREETING, Courtesy.FAREWELL, Courtesy.AGREEMENT)
"""The courtesy that is answered, of several: «hei, takk!» is thanks."""


def courtesy_of(text: str) -> Courtesy | None:
    """The courtesy of a text that is nothing else; None for a question, save «hallo?», and for other text."""
    said = clean(text)
    if len(said) > _LONGEST:
        return None
    tokens = [token[0].casefold() for token in _tokens(said)]
    found = _cover(tokens)
    if found is None:
        return None if "?" in said else _in_other_words(said, " ".join(token for token in tokens if token.isalpha()))
    kind = next((kind for kind in _ORDER if kind in found), None)
    return kind if "?" not in said or kind is Courtesy.GREETING else None


def without_courtesies(text: str) -> str:
    """The text without courtesies before and after it: «Hei, hjelp!» is «hjelp»; "" where nothing else is left."""
    text = _PLEASE.sub("", text)
    tokens = list(_tokens(text)) if len(text) <= _LONGEST else []
    words = [token[0].casefold() for token in tokens]
    first = 0
    # A name beside a courtesy goes with it: «Hei Sløyfa».
    while (taken := _longest(words[first:])) and (first or _kind(words[:taken])):
        first += taken
    last = len(words)
    while last > first and (taken := _longest_at_end(words[first:last])):
        last -= taken
    return text[tokens[first].start() : tokens[last - 1].end()] if first < last else ""


def _tokens(text: str) -> Iterable[re.Match[str]]:
    return _TOKEN.finditer(_SMILEY.sub(lambda found: "🙂".ljust(len(found[0])), text))


def _kind(words: Sequence[str]) -> Courtesy | None:
    return courtesies().get(tuple(words))


def _cover(tokens: Sequence[str]) -> set[Courtesy | None] | None:
    """The kinds of the phrases that make up all of the text; None for a text with anything else."""
    found: set[Courtesy | None] = set()
    at = 0
    while at < len(tokens):
        taken = _longest(tokens[at:])
        if not taken:
            return None
        found.add(courtesies()[tuple(tokens[at : at + taken])])
        at += taken
    return found


def _longest(tokens: Sequence[str]) -> int:
    """The number of words of the longest phrase at the start, 0 for none."""
    lengths = range(min(len(tokens), _MOST_WORDS), 0, -1)
    return next((length for length in lengths if tuple(tokens[:length]) in courtesies()), 0)


def _longest_at_end(tokens: Sequence[str]) -> int:
    lengths = range(min(len(tokens), _MOST_WORDS), 0, -1)
    return next((length for length in lengths if _kind(tokens[-length:])), 0)


def _in_other_words(text: str, words: str) -> Courtesy | None:
    """Also thanks for anything named; a remark after a comma («takk for sist, vi prøvde») is more than thanks."""
    is_thanks = _THANKS_FOR.fullmatch(words) is not None and _MARK_WITHIN.search(text) is None
    return Courtesy.THANKS if is_thanks else _misspelt(words)


def _misspelt(said: str) -> Courtesy | None:
    """A phrase of several words with a letter wrong; a single word one letter off is often another word."""
    phrases = _of_several_words()
    found = process.extractOne(said, phrases.keys(), scorer=OSA.distance, score_cutoff=1)
    return phrases[found[0]] if found is not None else None


@cache
def _of_several_words() -> Mapping[str, Courtesy]:
    return {" ".join(phrase): kind for phrase, kind in courtesies().items() if kind is not None and len(phrase) > 1}
