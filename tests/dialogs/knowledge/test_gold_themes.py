"""Themes come near those that a reader makes; where answers do not tell what they are about, nothing is told.

The sets' hidden half, but for the lectures, is measured by `make bench` alone.
"""

from functools import cache

import pytest

from content.catalogue import load
from dialogs.knowledge.spelling import brought_together
from dialogs.knowledge.themes.finding import Finder
from dialogs.knowledge.themes.naming import heading
from dialogs.knowledge.themes.values import Answer
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
    assert alone("lectures").cover >= 0.74
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


NO_HEADINGS = """
rektor læreren læraren elevene elevane elevar skolen skulen barna barnehagen timen snakkar tre fire halv mai juni august
dager dagar tid uke veke fast laga første fyrste
"""


@pytest.mark.parametrize("name", names("open", "plain"))
def test_labels_are_words_for_a_slide_each_for_one_theme(name: str) -> None:
    labels = [theme.label.split(", ") for theme in FINDER.find_themes(answers(name), quotes=QUOTES).themes]
    words = [word for label in labels for word in label]
    assert all(words), "each theme has one"
    assert len(words) == len({brought_together(word) for word in words})
    assert set(words).isdisjoint(NO_HEADINGS.split())


def test_labels_are_in_the_written_form_of_most_answers_and_in_a_form_for_headings() -> None:
    at_school = "I {breaks} leker de i {yard}, og vi er ute. Uka var nummer {number}."
    nb = {"breaks": "friminuttet", "yard": "skolegården"}
    nn = {"breaks": "friminuttet", "yard": "skulegarden"}
    homes = "Foreldrene kom på foreldremøtet, og samarbeidet med hjemmet går lettere. Nummer {number}."
    for most, few, shown in ((nb, nn, "skolegården"), (nn, nb, "skulegarden")):
        written = [at_school.format(**(few if number < 4 else most), number=number) for number in range(12)]
        marked = ["Eg veit ikkje kva dei seier." if most is nn else "Jeg vet ikke hva de sier."] * 12
        said = [f"{text} {mark}" for text, mark in zip(written, marked, strict=True)]
        said += [homes.format(number=number) for number in range(12)]
        found = FINDER.find_themes([Answer(str(n), text, str(n)) for n, text in enumerate(said)], quotes=4)
        words = {word for theme in found.themes for word in theme.label.split(", ")}
        assert shown in words
        assert not {"skolegården", "skulegarden"} <= words


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        ({"hospitert": 4, "hospitering": 3, "hospiterer": 3}, "hospitering"),
        ({"øvde": 3, "øver": 1, "øve": 1}, "øve"),
        ({"friminuttene": 4, "friminutt": 1}, "friminutt"),
        ({"skolegården": 9, "skolegård": 1}, "skolegården"),
        ({"leik": 5, "lek": 4}, "lek"),
    ],
)
def test_of_the_forms_of_a_word_that_people_wrote_the_one_for_a_heading_is_shown(
    forms: dict[str, int], shown: str
) -> None:
    assert heading(forms, nynorsk=False) == shown
