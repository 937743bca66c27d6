"""How near themes come to gold themes: V-measure above chance, cover by quotes, labels that hit, written-form leak."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from statistics import fmean

from dialogs.knowledge.concepts import words_of
from dialogs.knowledge.themes.stems import stem
from dialogs.knowledge.themes.values import Answer, Themes
from tests.dialogs.knowledge.answered import LabelledAnswer

QUOTES = 12
_SHUFFLES = 40
_TAGGED, _WRONG = 0.6, 0.1
_PART = 5  # letters from which a stem counts as a part of another


@dataclass(frozen=True)
class Score:
    """Means from 0 to 1; `v` is below 0 for what is worse than chance. `silent` is the share without themes."""

    v: float
    cover: float
    hit: float
    leak: float
    silent: float


Find = Callable[[Sequence[Answer]], Themes]


def score(found: Themes, gold: Sequence[LabelledAnswer]) -> Score:
    """Answers without a gold theme count in the leak alone; the others of `found` count as one group."""
    group_of = {member: number for number, theme in enumerate(found.themes) for member in theme.members}
    groups = [group_of.get(one.answer.id, -1) for one in gold]
    themed = [(group, one.theme) for group, one in zip(groups, gold, strict=True) if one.theme]
    return Score(
        v=_above_chance([group for group, _ in themed], [theme for _, theme in themed]),
        cover=_cover(found, gold),
        hit=_hits(found, gold),
        leak=v_measure(groups, [one.language for one in gold]) if found.themes else 0.0,
        silent=float(not found.themes),
    )


def mean(scores: Sequence[Score]) -> Score:
    return Score(*(fmean(getattr(one, name) for one in scores) for name in ("v", "cover", "hit", "leak", "silent")))


def with_keywords(gold: Sequence[LabelledAnswer], seed: int) -> list[Answer]:
    """Six in ten authors give a keyword all of their own, that hardly any other has; one in ten another theme's."""
    chosen = random.Random(seed)  # noqa: S311 - not for secrets
    return [_with_keyword(one, gold, chosen) for one in gold]


def _with_keyword(one: LabelledAnswer, gold: Sequence[LabelledAnswer], chosen: random.Random) -> Answer:
    if chosen.random() >= _TAGGED:
        return one.answer
    if chosen.random() >= _WRONG:
        return replace(one.answer, tags=(one.keyword,))
    other = chosen.choice([each for each in gold if each.theme != one.theme])
    return replace(one.answer, tags=(other.keyword,))


def with_offered_keywords(gold: Sequence[LabelledAnswer], seed: int) -> list[Answer]:
    """As many authors give, and as many wrongly, one of three keywords of the theme, as a receipt would offer them."""
    forms = _forms(gold)
    chosen = random.Random(seed)  # noqa: S311 - not for secrets
    return [_with_offered(one, forms, chosen) for one in gold]


def _forms(gold: Sequence[LabelledAnswer]) -> Mapping[str, Sequence[str]]:
    """Of each theme its name, and its two commonest keywords."""
    given: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in gold:
        if one.theme:
            given[one.theme][one.keyword] += 1
    return {theme: [theme, *(keyword for keyword, _ in keywords.most_common(2))] for theme, keywords in given.items()}


def _with_offered(one: LabelledAnswer, forms: Mapping[str, Sequence[str]], chosen: random.Random) -> Answer:
    if chosen.random() >= _TAGGED:
        return one.answer
    is_right = chosen.random() >= _WRONG and one.theme
    theme = one.theme if is_right else chosen.choice(list(forms))
    return replace(one.answer, tags=(chosen.choice(forms[theme]),))


def v_measure(ones: Sequence[Hashable], others: Sequence[Hashable]) -> float:
    """How far two groupings agree: their mutual information beside the mean of their entropies."""
    number = len(ones)
    pairs, left, right = Counter(zip(ones, others, strict=True)), Counter(ones), Counter(others)
    entropies = sum(-times / number * log(times / number) for each in (left, right) for times in each.values())
    common = sum(
        times / number * log(times * number / (left[one] * right[other])) for (one, other), times in pairs.items()
    )
    return 2 * common / entropies if entropies else 0.0


def _above_chance(groups: Sequence[int], themes: Sequence[str]) -> float:
    shuffled, order = list(groups), random.Random(1)  # noqa: S311 - not for secrets
    chances: list[float] = []
    for _ in range(_SHUFFLES):
        order.shuffle(shuffled)
        chances.append(v_measure(shuffled, themes))
    chance = fmean(chances)
    return (v_measure(groups, themes) - chance) / (1 - chance)


def _cover(found: Themes, gold: Sequence[LabelledAnswer]) -> float:
    """The share of the gold themes of which an answer is quoted."""
    theme_of = {one.answer.id: one.theme for one in gold}
    quoted = {theme_of[quote.id] for theme in found.themes for quote in theme.quotes}
    return len(quoted - {""}) / len(set(theme_of.values()) - {""})


def _hits(found: Themes, gold: Sequence[LabelledAnswer]) -> float:
    """The share of labels with a word of the name or the keywords of the gold theme that most members have."""
    theme_of = {one.answer.id: one.theme for one in gold}
    telling: defaultdict[str, set[str]] = defaultdict(set)
    for one in gold:
        telling[one.theme] |= _stems(f"{one.theme} {one.keyword}")
    hits = []
    for theme in found.themes:
        themes = Counter(theme_of[member] for member in theme.members if theme_of[member])
        if themes:
            words = telling[themes.most_common(1)[0][0]]
            hits.append(any(_meet(one, other) for one in _stems(theme.label) for other in words))
    return fmean(hits) if hits else 0.0


def _stems(text: str) -> set[str]:
    return {found for word in words_of(text) if (found := stem(word.text))}


def _meet(one: str, other: str) -> bool:
    return one == other or (len(one) >= _PART and one in other) or (len(other) >= _PART and other in one)
