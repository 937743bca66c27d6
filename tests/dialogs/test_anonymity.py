"""Answers without a name: how many could have written one, and what an author is told of it."""

from importlib.resources import files
from typing import Literal

import pytest

from content.language import Language
from content.wording import all_words, phrase
from dialogs.sharing.anonymity import without_name


@pytest.mark.parametrize(
    ("writers", "among"), [(0, "one"), (1, "one"), (2, "few"), (4, "few"), (5, "many"), (40, "many")]
)
def test_an_author_hides_among_those_who_could_have_written(writers: int, among: Literal["one", "few", "many"]) -> None:
    assert (without_name(writers).people, without_name(writers).among) == (writers, among)


@pytest.mark.parametrize(
    ("language", "four", "twelve"),
    [
        (Language.NB, "men blant bare 4 i gruppa kan noen gjette", "12 i gruppa kan ha skrevet svaret."),
        (Language.NN, "men blant berre 4 i gruppa kan nokon gjette", "12 i gruppa kan ha skrive svaret."),
        (
            Language.EN,
            "but in a group of 4, somebody may guess",
            "12 people in the group could have written",
        ),
    ],
)
def test_the_number_is_said_and_what_four_people_can_guess(language: Language, four: str, twelve: str) -> None:
    assert four in phrase(without_name(4), "few", language)
    assert twelve in phrase(without_name(12), "many", language)


def test_nothing_that_is_said_to_people_calls_an_answer_anonymous() -> None:
    """Every answer has an author in the database, so that the word would be untrue of any number of people."""
    for language in Language:
        for name, parts in all_words(language).items():
            assert not [text for text in parts.values() if "anonym" in text.casefold()], name
    protocols = files("content") / "catalogue" / "protocols"
    for file in protocols.iterdir():
        assert "anonym" not in file.read_text(encoding="utf-8").casefold(), file.name
