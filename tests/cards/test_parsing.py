"""Every card in every language is read by Microsoft's parser without a fault, and is small enough for Teams."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from content.cards.fitting import ROOM
from content.language import Language
from tests.cards import packages
from tests.cards.found import Found, example_cards
from tests.content.example_messages import of_type

ROOM_OF_OLD = 28_000
"""Bytes as UTF-8: the limit that Teams' older pages give, which holds wherever no long texts of people stand."""

_LONG = 1000  # characters


def parsed(cards: list[dict[str, Any]]) -> list[list[str]]:
    """What Microsoft's parser says of each."""
    done = subprocess.run(  # noqa: S603 - our own script
        ["node", Path(__file__).with_name("parse.cjs"), packages.FOLDER / "adaptivecards"],  # noqa: S607
        input=json.dumps(cards).encode(),
        capture_output=True,
        check=True,
    )
    faults: list[list[str]] = json.loads(done.stdout)
    return faults


@pytest.mark.npm
def test_microsofts_parser_finds_nothing_wrong_with_any_card() -> None:
    cards = [found for language in Language for found in example_cards(language)]
    faults = parsed([found.card for found in cards])
    assert {(found.name, found.language): said for found, said in zip(cards, faults, strict=True) if said} == {}


@pytest.mark.npm
def test_microsofts_parser_finds_a_wrong_language_an_unknown_element_and_a_field_without_an_id() -> None:
    good = {"type": "AdaptiveCard", "version": "1.5", "lang": "nb", "body": [{"type": "TextBlock", "text": "Hei"}]}
    strange = [
        {**good, "lang": "bokmål"},
        {**good, "body": [{"type": "TextBlok"}]},
        {**good, "body": [{"type": "Input.Text"}]},
    ]
    assert [bool(said) for said in parsed([good, good, *strange])] == [False, False, True, True, True]


def may_be_long(found: Found) -> bool:
    """Whether people's own words are long."""
    return any(len(run["text"]) > _LONG for run in of_type(found.card, "TextRun"))


@pytest.mark.parametrize("language", Language)
def test_every_card_is_small_for_any_teams_unless_it_shows_much_that_people_wrote(
    language: Language,
) -> None:
    for found in example_cards(language):
        text = json.dumps(found.card, ensure_ascii=False)
        assert len(text.encode("utf-16-le")) < ROOM, found.name
        if not may_be_long(found):
            assert len(text.encode()) < ROOM_OF_OLD, found.name
