"""No two questions that the same group can meet ask nearly the same."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import pytest

from content.catalogue import load
from content.catalogue_types import FormKind, Prompt
from content.overlays import apply_overlay, example_overlays, read_overlay

TOO_ALIKE = 0.42
"""The part of their words that two questions share, rare words weighing more; readers tell the pairs below apart."""
_TELLING = 3.0
"""The weight of a word that a twentieth of the questions have."""
_STEM = 6
"""The letters of a word that are compared, so that «læreren» is «lærere»."""
_NAMES = re.compile(r"pedagogisk-psykologisk tjeneste \(PPT\)")


def alike(prompts: Sequence[Prompt]) -> Iterator[tuple[float, Prompt, Prompt]]:
    """Pairs that the same group can meet, at least as alike as TOO_ALIKE."""
    stems = [_stems(prompt) for prompt in prompts]
    weights = {
        stem: math.log(len(prompts) / times) for stem, times in Counter(each for one in stems for each in one).items()
    }
    for one, other in _sharing_a_telling_word(stems, weights):
        shared = math.fsum(weights[stem] for stem in stems[one] & stems[other])
        part = shared / math.fsum(weights[stem] for stem in stems[one] | stems[other])
        if part >= TOO_ALIKE and _can_meet(prompts[one], prompts[other]):
            yield part, prompts[one], prompts[other]


def _sharing_a_telling_word(stems: Sequence[frozenset[str]], weights: Mapping[str, float]) -> set[tuple[int, int]]:
    places: dict[str, list[int]] = {stem: [] for stem, weight in weights.items() if weight >= _TELLING}
    for place, each in enumerate(stems):
        for stem in each & places.keys():
            places[stem].append(place)
    return {pair for held in places.values() for pair in combinations(held, 2)}


def _stems(prompt: Prompt) -> frozenset[str]:
    said = _NAMES.sub("PPT", prompt.question.nb).lower()
    return frozenset(word[:_STEM] for word in re.findall(r"\w+", said))


def _can_meet(one: Prompt, other: Prompt) -> bool:
    limits = (
        (one.school_types, other.school_types),
        (one.level, other.level),
        (one.audience, other.audience),
        (one.grades, other.grades),
    )
    return all(_overlap(*limit) for limit in limits)


def _overlap(one: Collection[object], other: Collection[object]) -> bool:
    """Whether the limits leave somebody that both suit; an empty limit is none."""
    return not one or not other or bool(set(one) & set(other))


def told(pairs: Iterable[tuple[float, Prompt, Prompt]]) -> list[str]:
    return [f"{part:.2f} {one.id}: {one.question.nb} | {other.id}: {other.question.nb}" for part, one, other in pairs]


@pytest.mark.parametrize("laid", [None, *sorted(path.stem for path in example_overlays())])
def test_no_two_questions_for_a_group_are_nearly_the_same(laid: str | None) -> None:
    catalogue = load()
    for path in example_overlays():
        if path.stem == laid:
            catalogue = apply_overlay(catalogue, read_overlay(path))
    asked = [each for each in catalogue.prompts if each.answer is None or each.answer.kind is not FormKind.STANCE]
    assert told(alike(asked)) == [], "tell them apart, merge them, or hide one in the overlay"
