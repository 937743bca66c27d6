"""Themes come near those that a reader makes; where answers do not tell what they are about, nothing is told.

The sets' hidden half, but for the lectures, is measured by `make bench` alone.
"""

from functools import cache

import pytest

from content.catalogue import load
from dialogs.knowledge.themes.finding import Finder
from tests.dialogs.knowledge.answered import answered, answers, names
from tests.dialogs.knowledge.scoring import QUOTES, Score, mean, score, with_keywords, with_offered_keywords

FINDER = Finder(load().lexicon)


@cache
def alone(kind: str) -> Score:
    return mean(
        [score(FINDER.find_themes(answers(name), quotes=QUOTES), answered(name)) for name in names("open", kind)]
    )


@cache
def tagged(kind: str) -> Score:
    return mean(
        [
            score(FINDER.find_themes(with_keywords(answered(name), seed), quotes=QUOTES), answered(name))
            for name in names("open", kind)
            for seed in (0, 1)
        ]
    )


def test_plainly_written_answers_are_grouped_and_labelled_and_their_themes_quoted() -> None:
    found = alone("plain")
    assert found.silent == 0
    assert found.v >= 0.28
    assert found.cover >= 0.85
    assert found.hit >= 0.70
    assert found.leak <= 0.06


def test_answers_that_tell_of_events_without_saying_what_they_are_about_get_no_themes() -> None:
    assert alone("indirect").silent == 1


def test_lectures_in_english_are_covered() -> None:
    sets = [*names("open", "lectures"), *names("hidden", "lectures")]  # one of each: one alone is few
    found = [score(FINDER.find_themes(answers(name), quotes=QUOTES), answered(name)) for name in sets]
    assert mean(found).cover >= 0.74


@pytest.mark.parametrize(("kind", "more"), [("plain", 0.04), ("indirect", 0.10)])
def test_authors_keywords_tell_more_than_their_texts(kind: str, more: float) -> None:
    assert tagged(kind).v >= alone(kind).v + more
    assert tagged(kind).silent == 0


def test_keywords_as_receipts_offer_them_carry_the_themes_also_of_events() -> None:
    found = {
        kind: mean(
            [
                score(FINDER.find_themes(with_offered_keywords(answered(name), seed), quotes=QUOTES), answered(name))
                for name in names("open", kind)
                for seed in (0, 1)
            ]
        )
        for kind in ("plain", "indirect")
    }
    assert found["indirect"].v >= 0.30
    assert mean(list(found.values())).v >= 0.40
    assert mean(list(found.values())).silent == 0


def test_words_of_any_answer_name_no_theme_where_better_ones_are_at_hand() -> None:
    found = FINDER.find_themes(answers("plain-taking-part"), quotes=QUOTES)
    words = {word for theme in found.themes for word in theme.label.split(", ")}
    assert words.isdisjoint({"timen", "elevar", "snakkar", "elevane", "skolen"})
