"""What of an answer is quoted: all of it, or of a long one the sentences in a row that tell most."""

from dialogs.knowledge.themes.corpus import Text
from dialogs.knowledge.themes.sentences import Sentence, sentences
from dialogs.knowledge.themes.values import Excerpt

_WHOLE = 60  # words; a longer answer is cut
_CUT = 45  # words of the sentences in a row
_OF_OWN_CONCEPT = 3.0


def excerpt(text: Text, concept: str = "") -> Excerpt:
    """`concept` is what the quote is to tell of."""
    found = sentences(text.words)
    if not found:
        return Excerpt(text.answers[0].id, 0, len(text.words))
    if text.length > _WHOLE and len(found) > 1:
        found = _most_telling(text, found, concept)
    return Excerpt(text.answers[0].id, found[0].start, found[-1].end)


def _most_telling(text: Text, found: list[Sentence], concept: str) -> list[Sentence]:
    """Of the runs of sentences that fit, the one whose cues weigh most; the earliest of equal ones."""
    lengths = [len(text.words[one.start : one.end].split()) for one in found]
    worth = [_worth(text, one, concept) for one in found]
    best = max(range(len(found)), key=lambda place: (worth[place], -place))
    first = last = best
    total = lengths[best]
    while True:
        after = last + 1 if last + 1 < len(found) and total + lengths[last + 1] <= _CUT else None
        before = first - 1 if first > 0 and total + lengths[first - 1] <= _CUT else None
        if after is None and before is None:
            return found[first : last + 1]
        if before is None or (after is not None and worth[after] >= worth[before]):
            last, total = last + 1, total + lengths[last + 1]
        else:
            first, total = first - 1, total + lengths[first - 1]


def _worth(text: Text, sentence: Sentence, concept: str) -> float:
    return sum(
        hit.weight * (_OF_OWN_CONCEPT if hit.concept == concept else 1.0)
        for hit in text.hits
        if sentence.start <= hit.start and hit.end <= sentence.end
    )
