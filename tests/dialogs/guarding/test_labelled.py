"""The aims, on sentences that were not looked at while the guard was tuned."""

from collections import Counter
from pathlib import Path

import pytest

import dialogs
from content.cues import guard_data
from dialogs.guarding.judging import Guard
from tests.dialogs.guarding.labelled import PASS, Score, score, sentences, table

OTHER = frozenset({"name", "phone", "email", "address", "account", "birth_date", "plate"})
AIMS = {
    frozenset({"national_id"}): 1.0,
    frozenset({"case"}): 0.9,
    frozenset({"whistle"}): 0.8,
    OTHER: 0.85,
    frozenset({"ordinary"}): 0.97,
    frozenset({"hard"}): 0.94,
}
"""Labels -> the share that is to be judged right."""


@pytest.fixture(scope="module")
def held_out() -> Score:
    return score("held_out", Guard(guard_data()).judge)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("labels", AIMS, ids=lambda labels: "+".join(sorted(labels)))
def test_what_was_held_out_is_judged_as_well_as_was_aimed_at(
    held_out: Score, labels: frozenset[str], language: str
) -> None:
    assert held_out.share(labels, language) >= AIMS[labels]


@pytest.mark.parametrize("part", ["tuning", "trials"])
def test_so_is_what_it_was_tuned_on(part: str) -> None:
    counted = score(part, Guard(guard_data()).judge)
    there = {label for label, _ in counted.all}
    assert [labels for labels in AIMS if labels & there and counted.share(labels) < AIMS[labels]] == []


def test_the_readme_tells_these_figures(held_out: Score) -> None:
    readme = (Path(dialogs.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert [row for row in table(held_out) if row not in readme] == []
    assert f"{held_out.precision:.0%}".replace("%", " %") in readme


def test_the_set_is_large_half_of_it_nynorsk_and_half_of_it_hard_to_let_pass() -> None:
    tuning, held_out = sentences("tuning"), sentences("held_out")
    everything = [*tuning, *held_out]
    languages = Counter(sentence.language for sentence in everything)
    assert len(everything) >= 800
    assert len(held_out) * 3 >= len(everything) * 0.99
    assert languages["nn"] >= 0.45 * len(everything)
    assert sum(sentence.labels <= PASS for sentence in everything) >= 0.5 * len(everything)
    assert not {sentence.text for sentence in tuning} & {sentence.text for sentence in held_out}
