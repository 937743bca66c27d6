"""Cards of a person's own data keep within what Teams takes; a list shows first words, and opens each answer."""

from dataclasses import replace

import pytest

from content.cards.fitting import fits
from content.cards.own_answers import LONGEST_SEARCH, PAGE
from content.language import Language
from content.render import render
from content.shortening import first_words
from content.vocabulary.knowing import OwnAnswers
from content.vocabulary.messages import Message
from tests.content.example_messages import of_type, strings
from tests.content.example_own_data import ROWS, TOO_LONG


@pytest.mark.parametrize("message", TOO_LONG, ids=lambda message: type(message).__name__)
def test_words_too_long_for_a_card_are_left_to_the_file(message: Message) -> None:
    card = render(message, Language.NB).card
    assert card is not None
    assert fits(card)
    assert "Svaret er for langt til et kort. Hele svaret får du i fila." in set(strings(card))


def test_the_list_is_as_short_as_ever_however_long_the_answers_are() -> None:
    rows = tuple(replace(ROWS[0], text=f"{number}: {'Vi snakket sammen. ' * 800}") for number in range(PAGE))
    for language in Language:
        card = render(OwnAnswers(rows, 5, 99, "s" * LONGEST_SEARCH), language).card
        assert card is not None
        assert fits(card, 28_000)
        said = [run["text"] for run in of_type(card, "TextRun") if "Vi snakket sammen." in run["text"]]
        assert [text[:2] for text in said] == ["0:", "1:", "2:", "3:", "4:"]
        assert all(len(text) < 120 and text.endswith("…") for text in said)


def test_one_long_word_is_cut_and_a_short_text_is_left_as_it_is() -> None:
    assert first_words("a" * 50, 10) == "aaaaaaaaa…"
    assert first_words("Vi  prøvde\nto.", 20) == "Vi prøvde to."
    assert first_words("Vi prøvde det ute.", 11) == "Vi prøvde…"
