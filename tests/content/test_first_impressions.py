"""What somebody meets first: the welcome, help, and heads of cards, without walls, strips or anything said twice."""

from itertools import pairwise

import pytest

from content.cards.card import Card
from content.commands import PERSONAL, all_commands, help_lines
from content.language import Language
from content.render import render
from content.vocabulary.conversing import Help, Welcome
from content.wording import words
from tests.content.example_messages import MESSAGES, NOTICE, TOO_LONG, elements, strings

LONGEST_NUMBER = 4
"""Characters of the longest number asked for: minutes, or days ahead."""


@pytest.mark.parametrize("language", Language)
def test_a_welcome_with_the_notice_says_nothing_twice_and_a_stranger_is_told_all(language: Language) -> None:
    parts = words(Welcome, language)
    with_notice = list(strings(render(Welcome(NOTICE), language).card))
    assert parts["body"] in with_notice
    assert not {parts["choice"], parts["entered"]} & set(with_notice), "the notice says who reads and how to withdraw"
    stranger = list(strings(render(Welcome(), language).card))
    assert {parts["body"], parts["choice"], parts["entered"]} <= set(stranger)


@pytest.mark.parametrize("language", Language)
def test_helps_first_page_has_what_suits_its_reader_first_and_no_wall_of_commands(language: Language) -> None:
    card = render(Help(("week", "digests")), language).card
    assert card is not None
    assert card["body"][1]["type"] == "ActionSet"
    assert len(card["body"][1]["actions"]) == 1
    shown = set(strings(card["body"]))
    assert not shown & set(help_lines(all_commands(), language, PERSONAL))


def test_no_empty_strip_stands_between_two_parts_from_edge_to_edge() -> None:
    touching = 0
    for message in (*MESSAGES, *TOO_LONG):
        card: Card | None = render(message, Language.NB).card
        body = card["body"] if card is not None else []
        for above, below in pairwise(body):
            if above.get("bleed") and below.get("bleed"):
                touching += 1
                assert (below["spacing"], below["separator"]) == ("None", True), message
    assert touching


def test_no_field_for_a_whole_question_is_a_single_line() -> None:
    """A line cuts off what is longer than a phone is wide."""
    for message in (*MESSAGES, *TOO_LONG):
        card = render(message, Language.NB).card
        for field in (one for one in elements(card or {}) if one.get("type") == "Input.Text"):
            is_number = field.get("maxLength", 1000) <= LONGEST_NUMBER
            assert field.get("isMultiline") or is_number or field["id"] in {"sought", "word", "who"}, message
