"""Names and their context; cases; what may be overruled and quoted; odd and long texts."""

from collections.abc import Iterator
from time import process_time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import load
from content.cues import guard_data
from content.language import Language
from content.vocabulary.guarding import StoppedBy
from dialogs.guarding.finding import Kind
from dialogs.guarding.judging import Guard

GUARD = Guard(guard_data())


def kinds(text: str) -> set[str]:
    return {kind.value for kind in GUARD.judge(text).kinds}


def test_the_lists_are_long() -> None:
    data = guard_data()
    assert len(data.given) >= 1000
    assert len(data.surnames) >= 1500
    assert data.words <= data.given


@pytest.mark.parametrize(
    "word", ["Bjørn", "Stein", "Odd", "Liv", "Dag", "Even", "Vår", "Sol", "Tor", "Mai", "Storm", "Finn"]
)
def test_a_name_that_is_a_word_stops_nobody_at_the_start_of_a_sentence(word: str) -> None:
    assert kinds(f"{word} er et ord vi snakket om i dag.") == set()
    assert kinds(f"Vi snakket om det. {word} er et ord.") == set()


def test_capital_letters_all_over_tell_no_name() -> None:
    assert kinds("DET VAR FINT PER DAG, OG STEIN FOR STEIN GIKK DET.") == set()
    assert kinds("JEG SNAKKET MED FATIMA OM DETTE I DAG.") == {"name"}


@pytest.mark.parametrize("name", ["Bjørn", "Stein", "Odd", "Liv", "Dag", "Even"])
def test_the_same_name_is_found_where_somebody_is_meant(name: str) -> None:
    assert kinds(f"Jeg er enig med {name} i dette.") == {"name"}
    assert kinds(f"{name} sa at vi burde vente.") == {"name"}
    assert kinds(f"{name} Hansen leder arbeidet.") == {"name"}


@pytest.mark.parametrize(
    "text",
    [
        "Hattie, Dweck, Vygotskij og Timperley er på leselista.",
        "John Hattie skriver om synlig læring.",
        "Marienlyst skole har delt planen.",
        "Larvik, Moss og Os er med i nettverket.",
        "Hansen (2019) skriver om vurdering.",
        "St. Sunniva skole har uteskole.",
    ],
)
def test_authors_schools_and_municipalities_stop_nobody(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize("text", ["Siv Moen har laget planen.", "Spør Hilde om skjemaet.", "Vi bor i Storgata 12 B."])
def test_a_colleague_s_name_and_a_place_can_be_overruled(text: str) -> None:
    finding = GUARD.judge(text)
    assert finding.stop
    assert finding.overridable


@pytest.mark.parametrize(
    "text",
    [
        "Jenta i 4A som alltid sitter alene, har fått en venn.",
        "jennta i 4a som alltid sitter alene",
        "Guten i 7B går til BUP.",
        "Eleven har fått diagnosen Asperger.",
        "K.H. på 6. trinn forstyrrer.",
        "Vi har en gutt i klassen. Han har ADHD.",
        "Jonas i 4A slår de andre når han taper.",
        "Læreren dyttet en elev i gangen.",
        "Ein elev i klasssa er borte i dag.",
        "Vi møtte systera. Ho forstyrrar alle.",
    ],
)
def test_a_single_child_s_case_cannot_be_overruled(text: str) -> None:
    finding = GUARD.judge(text)
    assert Kind.CASE in finding.kinds
    assert not finding.overridable


@pytest.mark.parametrize(
    ("text", "quotable"),
    [
        ("Vi brukte læringspartnere, og flere elever deltok.", True),
        ("Vi lukkast med å få fleire elevar til å delta munnleg.", True),
        ("På 3. trinn har vi felles ukeplan.", False),
        ("I 7B jobbet vi med lesing.", False),
        ("Rektor har gitt oss rom til å prøve.", False),
        ("En elev spurte om vi kunne gjøre det igjen.", False),
        ("Haugsbygd skole har delt planen sin.", False),
        ("Kari Hansen har laget opplegget.", False),
        ("", False),
    ],
)
def test_only_what_points_at_nobody_may_be_quoted_elsewhere(text: str, *, quotable: bool) -> None:
    assert GUARD.judge(text).quotable is quotable


def test_each_kind_has_words_that_explain_the_stop() -> None:
    assert set(get_args(StoppedBy)) == {kind.value for kind in Kind}


def questions() -> Iterator[str]:
    for prompt in load().prompts:
        yield from (prompt.question.to(language) for language in (Language.NB, Language.NN))


def test_the_catalogue_s_own_questions_stop_nobody() -> None:
    assert [text for text in questions() if GUARD.judge(text).stop] == []


def test_places_are_those_of_the_text_as_it_was_written() -> None:
    text = "A\u030ase\u200b sa: ring 90 12 34 56 til Ha\u030akon Bakke"
    found = [text[one.start : one.end] for one in GUARD.judge(text).found]
    assert "90 12 34 56" in found
    assert "Ha\u030akon Bakke" in found


@given(st.text(max_size=300))
def test_any_text_is_judged_and_places_lie_within_it(text: str) -> None:
    for one in GUARD.judge(text).found:
        assert 0 <= one.start < one.end <= len(text)


LONG = [
    "1 ",
    "1",
    "a",
    "A ",
    "x-",
    "@",
    "a@a.",
    "Kari ",
    "jenta i 4A som ",
    "født 1",
    "K.H. på ",
    ".",
    "\n",
    "e\u0301",
    "(at)x",
    "12.12.",
    "\u200b",
]


@pytest.mark.parametrize("piece", LONG)
def test_thirty_thousand_characters_of_anything_are_judged_in_time_that_grows_with_them(piece: str) -> None:
    began = process_time()
    GUARD.judge(piece * (30_000 // len(piece)))
    assert process_time() - began < 5  # seconds; a square of the length would take minutes
