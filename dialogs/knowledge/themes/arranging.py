"""Few answers in an order that reads well, and what several said said once; of many, those that cover most."""

from collections.abc import Iterator, Sequence

import numpy as np

from dialogs.knowledge.concepts import lower_words
from dialogs.knowledge.themes.corpus import Text
from dialogs.knowledge.themes.excerpts import excerpt
from dialogs.knowledge.themes.features import Numbers, features
from dialogs.knowledge.themes.quotes import readable
from dialogs.knowledge.themes.values import Arrangement, Said

_SAME = 0.6  # share of the stems of two answers that both have, from which they say the same
_FEWEST_STEMS = 2
_TURNING_WORDS = """
ikke ikkje aldri ingen ingenting inga uten utan mindre neppe knapt not never no none nobody without less don't can't
"""
_TURNING = frozenset(_TURNING_WORDS.split())
"""Words that turn what is said; two answers of which one alone has such a word do not say the same."""

_MOST_COMPARED = 1500  # texts
_STEPS = 5  # decimals


def arranged_each(corpora: Sequence[Sequence[Text]], number: int | None) -> list[Arrangement]:
    """Each corpus arranged by itself; what the texts are about is worked out once for all of them.

    `number` is how many quotes there is room for in each. Answers without a word, such as «.», are not quoted.
    """
    telling = [[text for text in texts if text.says_something or text.length][:_MOST_COMPARED] for texts in corpora]
    several = [_repeats(texts) for texts in telling]
    firsts = [[texts[places[0]] for places in its] for texts, its in zip(telling, several, strict=True)]
    return [
        _arranged(texts, its_telling, its_several, near, number)
        for texts, its_telling, its_several, near in zip(corpora, telling, several, _cosines(firsts), strict=True)
    ]


def _arranged(
    texts: Sequence[Text], telling: Sequence[Text], several: Sequence[list[int]], near: Numbers, number: int | None
) -> Arrangement:
    chosen = range(len(several)) if number is None else _covering(near, several, telling, number)
    said = [_said([telling[place] for place in several[one]]) for one in _in_reading_order(near, list(chosen))]
    quoted = {member for one in said for member in one.members}
    everybody = sorted(answer.id for text in texts for answer in text.answers)
    return Arrangement(tuple(said), tuple(one for one in everybody if one not in quoted))


def _repeats(texts: Sequence[Text]) -> list[list[int]]:
    """Texts that say the same, the most readable first."""
    turned = [_TURNING.intersection(lower_words(text.words)) for text in texts]
    groups: list[list[int]] = []
    for place in sorted(range(len(texts)), key=lambda one: (-readable(texts[one].length), one)):
        of = next(
            (
                group
                for group in groups
                if turned[group[0]] == turned[place] and _say_the_same(texts[group[0]], texts[place])
            ),
            None,
        )
        if of is None:
            groups.append([place])
        else:
            of.append(place)
    return groups


def _say_the_same(one: Text, other: Text) -> bool:
    if one.words == other.words:
        return True
    if min(len(one.stems), len(other.stems)) < _FEWEST_STEMS:
        return one.stems.keys() == other.stems.keys() and one.length == other.length
    common = len(one.stems.keys() & other.stems.keys())
    return common >= _SAME * len(one.stems.keys() | other.stems.keys())


def _cosines(several: Sequence[Sequence[Text]]) -> Iterator[Numbers]:
    """Of each, how near its texts are to each other."""
    texts = [text for its in several for text in its]
    rows = features(texts).rows if texts else None
    begins = 0
    for its in several:
        own = rows[begins : begins + len(its)] if rows is not None and its else None
        begins += len(its)
        yield np.zeros((0, 0)) if own is None else np.asarray(np.round((own @ own.T).toarray(), _STEPS))


def _covering(near: Numbers, several: Sequence[Sequence[int]], texts: Sequence[Text], number: int) -> list[int]:
    """The quotes that all answers are nearest to, taken together (greedy facility location)."""
    voices = np.array([len(places) for places in several], dtype=np.float64)
    worth = np.array([readable(texts[places[0]].length) for places in several])
    covered = np.zeros(len(several))
    chosen: list[int] = []
    while len(chosen) < min(number, len(several)):
        gains = np.round((np.maximum(near - covered, 0) * voices).sum(axis=1) * worth, _STEPS)
        gains[chosen] = -1.0
        chosen.append(int(gains.argmax()))
        covered = np.maximum(covered, near[chosen[-1]])
    return chosen


def _in_reading_order(near: Numbers, chosen: list[int]) -> list[int]:
    """From the quote that has most in common with all others, each time to the one most like the one before."""
    if not chosen:
        return []
    places = np.array(sorted(chosen))
    among = near[np.ix_(places, places)]
    order = [int(among.sum(axis=1).argmax())]
    left = np.delete(np.arange(len(places)), order[0])
    to_all = among[order[0]]
    while len(left):
        nearest = np.lexsort((left, -np.round(to_all[left], _STEPS), -among[order[-1], left]))[0]
        order.append(int(left[nearest]))
        left = np.delete(left, nearest)
        to_all = to_all + among[order[-1]]
    return [int(places[one]) for one in order]


def _said(texts: Sequence[Text]) -> Said:
    return Said(
        excerpt(texts[0]),
        tuple(answer.id for text in texts for answer in text.answers),
        len({person for text in texts for person in text.people}),
    )
