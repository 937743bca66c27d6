"""What people did with suggested themes, taken over: their themes stay, and their words become keywords."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from dialogs.knowledge.concepts import lower_words
from dialogs.knowledge.languages_used import languages_of
from dialogs.knowledge.themes.corpus import Text, folded
from dialogs.knowledge.themes.features import Features, unit_columns
from dialogs.knowledge.themes.grouping import Places
from dialogs.knowledge.themes.stems import stem
from dialogs.knowledge.themes.values import Answer, Hands

_LONG = 4  # letters; a shorter word begins too many others


def taught(answers: Sequence[Answer], hands: Hands) -> Sequence[Answer]:
    """The answers with a label as keyword where they hold a word that people put under the label."""
    learnt = [(stems, label) for word, label in hands.words if (stems := _stems(word))]
    if not learnt:
        return answers
    return [_with_tags(answer, _labels(_stems_of(answer), learnt)) for answer in answers]


def _labels(stems: Collection[str], learnt: Sequence[tuple[frozenset[str], str]]) -> list[str]:
    """A learnt word is also the beginning of a compound: fadder is in fadderordning."""
    found = [
        label
        for words, label in learnt
        if all(any(stem == word or (len(word) >= _LONG and stem.startswith(word)) for stem in stems) for word in words)
    ]
    return list(dict.fromkeys(found))


def _with_tags(answer: Answer, labels: Sequence[str]) -> Answer:
    return replace(answer, tags=(*answer.tags, *labels)) if labels else answer


def _stems_of(answer: Answer) -> frozenset[str]:
    return _stems(" ".join([answer.text, *answer.tags]))


def _stems(text: str) -> frozenset[str]:
    words = lower_words(text)
    english = languages_of(words) == ("en",)
    return frozenset(found for word in words if (found := stem(word, english=english)))


def held(texts: Sequence[Text], hands: Hands) -> list[Places]:
    """The texts of each theme that people made; a text with an answer in two of them is in the first."""
    theme_of = {member: number for number, theme in reversed([*enumerate(hands.themes)]) for member in theme.members}
    of_text = [min((theme_of[one.id] for one in text.answers if one.id in theme_of), default=-1) for text in texts]
    return [np.flatnonzero(np.array(of_text) == number) for number in range(len(hands.themes))]


def taken_out(texts: Sequence[Text], hands: Hands) -> Places:
    """The texts of which people took an answer out of every theme, and put none into one."""
    outside, inside = set(hands.outside), {member for theme in hands.themes for member in theme.members}
    ids = [{answer.id for answer in text.answers} for text in texts]
    return np.flatnonzero(np.array([bool(one & outside) and not one & inside for one in ids], np.bool_))


class OwnLabels:
    """The group's own labels, each for one group of texts alone: two themes of one name would be told as one."""

    def __init__(self, texts: Sequence[Text], hands: Hands, *, fewest: int) -> None:
        self._texts = texts
        self._concepts = dict(hands.concepts)
        self._labels = {folded(label): label for _, label in hands.words}
        self._given = {theme.label for theme in hands.themes}
        self._fewest = fewest

    def label(self, places: Sequence[int], concept: str) -> str:
        """What the group calls what most of these texts, of five people or more, are about; "" where it has no word."""
        having = Counter(tag for place in places for tag in self._texts[place].tags if tag in self._labels)
        most = min(having, key=lambda tag: (-having[tag], tag), default="")
        label = self._labels[most] if most and self._is_theirs(most, places) else self._concepts.get(concept, "")
        if label in self._given:
            return ""
        self._given |= {label}
        return label

    def _is_theirs(self, tag: str, places: Sequence[int]) -> bool:
        people = [self._texts[place].people for place in places]
        using = [self._texts[place].people for place in places if tag in self._texts[place].tags]
        return self._fewest <= len(frozenset().union(*using)) >= len(frozenset().union(*people)) / 2


def joined(found: Features, groups: Sequence[Places], free: Places) -> list[Places]:
    """The groups with those of the `free` texts that are as near to a group as its own texts are, in the mean."""
    if not len(free) or not groups:
        return list(groups)
    centres = unit_columns(found.rows, groups)
    usual = np.array(
        [(found.rows[group] @ centres[:, number]).mean() if len(group) else 2.0 for number, group in enumerate(groups)]
    )
    near = np.round(found.rows[free] @ centres - usual, 5)
    nearest = near.argmax(axis=1)
    joins = near.max(axis=1) >= 0
    return [np.sort(np.concatenate([group, free[joins & (nearest == number)]])) for number, group in enumerate(groups)]
