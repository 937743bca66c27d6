"""How far the words of a set of answers tell what they are about: below the limit there are no themes.

Three signals, of which the strongest counts: keywords that authors gave; strong cues of the lexicon for each hundred
words; and in English, of which the lexicon knows little, words that at least five people share. People who tell of an
event without a word for what it is about give few strong cues, and groups of their answers would be chance.
"""

from collections import Counter
from collections.abc import Sequence

from dialogs.knowledge.themes.corpus import Text

LIMIT = 0.5
"""From here on the themes are told."""

_FEWEST_PEOPLE = 15
_FEWEST_TEXTS = 8
_STRONG = 0.5  # weight of a cue
_CUES_AT_LIMIT = 0.10  # strong cues a word
_TAGGED_AT_LIMIT = 0.25  # share of people with a keyword
_SHARING_AT_LIMIT = 0.08  # share of people with a word that several share, neither few nor nearly everybody
_SEVERAL, _NEARLY_EVERYBODY = 5, 0.3
_LONG_WORD = 5  # letters


def confidence(texts: Sequence[Text], *, gone: int = 0) -> float:
    """From 0 to 1, to two decimals; 0 for answers of too few people, or of too few different ones.

    `gone` are people to be counted beside those of the texts, as in Hands.
    """
    telling = [text for text in texts if text.says_something]
    people = {person for text in telling for person in text.people}
    if len(people) + gone < _FEWEST_PEOPLE or len(telling) < _FEWEST_TEXTS:
        return 0.0
    signals = (_of_tags(telling), _of_cues(telling), _of_shared_words(telling))
    return round(max(signals), 2)


def _of_tags(texts: Sequence[Text]) -> float:
    return _against(sum(bool(text.tags) for text in texts) / len(texts), _TAGGED_AT_LIMIT)


def _of_cues(texts: Sequence[Text]) -> float:
    strong = sum(hit.weight >= _STRONG for text in texts for hit in text.hits)
    return _against(strong / max(1, sum(text.length for text in texts)), _CUES_AT_LIMIT)


def _of_shared_words(texts: Sequence[Text]) -> float:
    english = [text for text in texts if text.english]
    if 2 * len(english) < len(texts):
        return 0.0
    having = Counter(stem for text in english for stem, word in text.stems.items() if len(word) >= _LONG_WORD)
    shared = {stem for stem, texts_ in having.items() if _SEVERAL <= texts_ <= _NEARLY_EVERYBODY * len(english)}
    return _against(sum(bool(shared & text.stems.keys()) for text in english) / len(english), _SHARING_AT_LIMIT)


def _against(found: float, at_limit: float) -> float:
    """0 for nothing, LIMIT at the limit, and towards 1 from there."""
    return found / (found + at_limit)
