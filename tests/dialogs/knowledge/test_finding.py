"""Themes hold together whatever people write, and are the same bytes always."""

import json
import os
import random
import subprocess
import sys
from dataclasses import asdict, replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.catalogue import load
from dialogs.knowledge.themes.finding import Finder
from dialogs.knowledge.themes.sentences import sentences
from dialogs.knowledge.themes.values import Answer, HandMade, Hands, Themes
from tests.dialogs.knowledge.answered import answers

PLAIN = "plain-transitions"


@cache
def finder() -> Finder:
    return Finder(load().lexicon)


def check(found: Themes, given_: list[Answer], quotes: int) -> None:
    """What holds of all themes of all answers."""
    by_id = {answer.id: answer for answer in given_}
    members = [member for theme in found.themes for member in theme.members]
    assert sorted([*members, *found.others]) == sorted(by_id)
    assert sum(len(theme.quotes) for theme in found.themes) <= quotes
    quoted = [" ".join(by_id[one.id].text.casefold().split()) for theme in found.themes for one in theme.quotes]
    assert len(quoted) == len(set(quoted))
    for theme in found.themes:
        assert len({by_id[member].person for member in theme.members}) == theme.people >= 5
        for quote in theme.quotes:
            assert quote.id in theme.members
            spans = sentences(by_id[quote.id].text)
            assert (quote.start, quote.end) in {(a.start, b.end) for a in spans for b in spans}


WORDS = """
vi hilser i døra friminutt foreldre møte lærer les høgt ikkje krangel lek uteskule the teacher 😀 bråk
"""
texts = st.one_of(
    st.lists(st.sampled_from([*WORDS.split(), ".", "\n", "- ", "?", "! "]), max_size=40).map(" ".join),
    st.text(max_size=60),
    st.sampled_from(["", "ja", "👍", "Hva gjorde du denne uka?", "foreldremøte " * 700]),
)
some_answers = st.lists(
    st.tuples(texts, st.integers(0, 30), st.lists(st.sampled_from(["lek", "Foreldre", "møter", ""]), max_size=2)),
    max_size=60,
).map(
    lambda rows: [
        Answer(f"{number}", text, f"p{author}", None, tuple(tags)) for number, (text, author, tags) in enumerate(rows)
    ]
)


@settings(max_examples=25, deadline=None)
@given(some_answers, st.integers(0, 30), st.randoms(use_true_random=False))
def test_members_and_others_are_all_answers_and_quotes_are_sentences_of_members(
    given_: list[Answer], quotes: int, order: random.Random
) -> None:
    found = finder().find_themes(given_, quotes=quotes)
    check(found, given_, quotes)
    arranged = finder().arrange(given_)
    said = [member for one in arranged.said for member in one.members]
    assert sorted([*said, *arranged.unquoted]) == sorted(answer.id for answer in given_)
    mixed = list(given_)
    order.shuffle(mixed)
    assert finder().find_themes(mixed, quotes=quotes) == found
    assert finder().arrange(mixed) == arranged


PROGRAM = """
import json, sys
from dataclasses import asdict
from content.catalogue import load
from dialogs.knowledge.themes.finding import Finder
from tests.dialogs.knowledge.answered import answers
print(json.dumps(asdict(Finder(load().lexicon).find_themes(answers(sys.argv[1]), quotes=20))))
"""


def test_the_same_bytes_come_on_one_thread_and_two_whatever_the_hash_seed() -> None:
    threads = "2" if os.environ.get("OPENBLAS_NUM_THREADS") == "1" else "1"
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": "77"}
    command = [sys.executable, "-c", PROGRAM, PLAIN]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    assert ended.stdout == json.dumps(asdict(finder().find_themes(answers(PLAIN), quotes=20))) + "\n"


def test_as_many_themes_and_quotes_as_are_asked_for() -> None:
    given_ = list(answers(PLAIN))
    found = finder().find_themes(given_, quotes=9, themes=4)
    check(found, given_, 9)
    assert len(found.themes) == 4
    assert sum(len(theme.quotes) for theme in found.themes) == 9


def test_fewer_than_fifteen_people_get_no_themes() -> None:
    given_ = list(answers(PLAIN))
    assert finder().find_themes([replace(one, author=f"p{n % 14}") for n, one in enumerate(given_)], quotes=9) == (
        Themes(0.0, others=tuple(sorted(one.id for one in given_)))
    )


@pytest.mark.parametrize(
    "text", ["", ".", "ja", "👍👍", "Hva gjorde du for at alle skulle være med?", "foreldremøte " * 700]
)
def test_answers_all_alike_are_said_once_and_are_no_theme(text: str) -> None:
    given_ = [Answer(f"{number}", text) for number in range(40)]
    assert finder().find_themes(given_, quotes=5).themes == ()
    arranged = finder().arrange(given_)
    assert [one.people for one in arranged.said] == [40] * bool(text.strip(".👍"))


def test_a_keyword_without_words_of_its_author_s_is_a_voice_and_no_quote() -> None:
    given_ = [replace(one, text="", tags=("fadder",)) if at % 2 else one for at, one in enumerate(answers(PLAIN))]
    found = finder().find_themes(given_, quotes=40)
    check(found, given_, 40)
    assert sum(len(theme.quotes) for theme in found.themes) == 40


def test_answers_that_have_nothing_in_common_are_no_theme() -> None:
    letters = random.Random(1)  # noqa: S311 - not for secrets
    made_up = ["".join(letters.choices("bdfgklmnprstvaeiouy", k=9)) for _ in range(900)]
    given_ = [Answer(f"{at}", " ".join(made_up[at * 6 : at * 6 + 6])) for at in range(150)]
    assert finder().find_themes(given_, quotes=5).themes == ()


def test_themes_made_by_hand_stay_and_take_in_what_is_as_near() -> None:
    given_ = list(answers(PLAIN))
    before = finder().find_themes(given_, quotes=12, themes=6)
    merged = HandMade("Det første møtet", before.themes[0].members + before.themes[1].members[:-1])
    after = finder().find_themes(given_, quotes=12, themes=6, hands=Hands((merged,)))
    check(after, given_, 12)
    assert after.themes[0].label == "Det første møtet"
    assert set(merged.members) <= set(after.themes[0].members)
    assert len(after.themes) <= 6


def test_a_word_of_all_answers_names_no_theme_of_them() -> None:
    alike = [Answer(f"{n}", f"Dette er svar {n}.", f"p{n}") for n in range(40)]
    found = finder().find_themes(alike, quotes=9, hands=Hands((HandMade("", tuple("012345")),)))
    assert {theme.label for theme in found.themes} == {""}


def test_a_word_that_people_put_under_a_label_draws_its_answers_together() -> None:
    given_ = list(answers(PLAIN))
    hands = Hands(words=(("fadder", "store og små"), ("søsken", "store og små")))
    found = finder().find_themes(given_, quotes=12, hands=hands)
    check(found, given_, 12)
    about = {one.id for one in given_ if "fadder" in one.text.casefold()}
    of_theme = max(len(about & set(theme.members)) for theme in found.themes)
    assert of_theme >= 0.8 * len(about)
