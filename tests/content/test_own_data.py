"""Cards of a person's own data keep within what Teams takes; a list shows first words, and opens each answer."""

import json
from dataclasses import replace

import pytest

from content.cards.buttons import MOST_ACTIONS
from content.cards.fitting import fits
from content.cards.own_answers import LONGEST_SEARCH, PAGE
from content.language import Language
from content.own_data import sections
from content.render import render
from content.shortening import first_words
from content.vocabulary.knowing import OwnAnswers, WhatIKnow
from content.vocabulary.messages import Message
from tests.content.example_messages import of_type, strings
from tests.content.example_own_data import CHAT, DATA, FULLEST, ROWS, TOO_LONG, WAITING


@pytest.mark.parametrize("message", TOO_LONG, ids=lambda message: type(message).__name__)
def test_words_too_long_for_a_card_are_left_to_the_file(message: Message) -> None:
    card = render(message, Language.NB).card
    assert card is not None
    assert fits(card)
    assert any(text.endswith("et kort. Hele svaret får du i fila.") for text in strings(card)) == (
        message is TOO_LONG[0]
    )
    assert ("Teksten er for lang til et kort. Hele teksten får du i fila." in strings(card)) == (message is TOO_LONG[1])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("room", [80_000, 40_000])
def test_however_much_is_held_each_page_is_small_for_any_teams_and_all_of_it_stands_on_some_page(
    language: Language, room: int
) -> None:
    shown: list[str] = []
    start: int | None = 0
    while start is not None:
        card = render(replace(FULLEST, start=start), language, room=room).card
        assert card is not None
        assert fits(card, room)
        assert len(json.dumps(card, ensure_ascii=False).encode()) < 28_000
        assert sum(len(one["actions"]) for one in of_type(card, "ActionSet")) <= MOST_ACTIONS
        shown += strings(card)
        ways = [
            one["data"]["start"] for one in of_type(card, "Action.Execute") if one["data"]["press"] == "ShowOwnData"
        ]
        assert set(ways) <= {start - 1, start + 1}
        start = start + 1 if start + 1 in ways else None
    texts = set(shown)
    for section in sections(FULLEST, language):
        assert {section.heading, section.readers, section.until} - {""} <= texts
        for entry in section.entries:
            assert {entry.title, entry.about, *entry.lines, *(text for _, text in entry.quotes)} - {""} <= texts
    # A page that has gone since the card was shown, and a number made by hand, are the last page.
    assert render(replace(FULLEST, start=2**31 - 1), language, room=room).card == card


def test_what_most_people_have_stands_on_one_page() -> None:
    teacher = replace(
        DATA,
        memberships=DATA.memberships[3:4],
        posts=(),
        named_as=(),
        recorded=(),
        proposals=(),
        practices=(),
        tries=(),
        needs=(),
        headings=(),
        theme_names=(),
    )
    card = render(WhatIKnow((teacher,), CHAT, (WAITING,)), Language.NB).card
    assert card is not None
    assert "ShowOwnData" not in {one["data"]["press"] for one in of_type(card, "Action.Execute")}


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
