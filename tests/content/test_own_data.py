"""Cards of a person's own data keep within what Teams takes, and lose nothing: what is left out is on the next page."""

from dataclasses import replace

import pytest

from content.cards.fitting import fits
from content.language import Language
from content.render import render
from content.vocabulary.knowing import OwnAnswers
from content.vocabulary.messages import Message
from tests.content.example_messages import of_type, strings
from tests.content.example_own_data import GIVEN, TOO_LONG


@pytest.mark.parametrize("message", TOO_LONG, ids=lambda message: type(message).__name__)
def test_words_too_long_for_a_card_are_left_to_the_file(message: Message) -> None:
    card = render(message, Language.NB).card
    assert card is not None
    assert fits(card)
    assert "Svaret er for langt til et kort. Hele svaret får du i fila." in set(strings(card))


def test_a_page_shows_as_many_as_fit_and_the_next_begins_with_the_first_left_out() -> None:
    each = tuple(replace(GIVEN, text=f"{number}: {'Vi snakket sammen. ' * 800}", further=()) for number in range(5))
    start, shown = 0, []
    while start < len(each):
        card = render(OwnAnswers(each[start:], start, len(each)), Language.NB).card
        assert card is not None
        assert fits(card)
        found = [text.partition(":")[0] for text in strings(card) if "Vi snakket sammen." in text]
        assert found
        shown += found
        older = [one["data"]["start"] for one in of_type(card, "Action.Execute") if one["title"] == "Eldre svar"]
        start = older[0] if older else len(each)
    assert shown == ["0", "1", "2", "3", "4"]
