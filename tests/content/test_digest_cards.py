"""The digest's card: what is seen first, what unfolds, what is pressed, and what is left out where room is short."""

from dataclasses import replace
from datetime import date

import pytest

from bot.exports.digest_document import digest_document
from content.documents import Heading, Quotation
from content.documents import shown as shown_line
from content.language import Language
from content.vocabulary.digesting import DigestRef, GroupSection, MeetingDigest, SessionDigest, Theme
from content.vocabulary.prompting import Quote, Turnout
from content.wording import phrase
from tests.content.cards.drawn import card_of, texts
from tests.content.example_messages import (
    COMMON,
    MEETING,
    NAME,
    SESSION,
    SHARED,
    THEMED,
    THEMED_MEETING,
    THEMED_SESSION,
    of_type,
)


@pytest.mark.parametrize("number", [1, 5, 41, 200])
def test_every_quote_that_a_digest_shows_is_followed_to_its_origin_however_many_there_are(number: int) -> None:
    said = tuple(Quote(f"Vi prøvde nummer {n}.", mark=f"m{n}") for n in range(number))
    ref = DigestRef("nordvik", "8b1a9953-c461-4e1f-b5c3-1f2d3e4a5b6c")
    card = card_of(replace(SESSION, prompts=(replace(SHARED, quotes=said),), ref=ref))
    boxes = [one for one in of_type(card, "Container") if "backgroundImage" in one]
    marks = [one["selectAction"]["data"]["mark"] for one in boxes]
    assert len(marks) == min(number, len(marks)) >= min(number, 41)
    assert marks == [quote.mark for quote in said[: len(marks)]]


@pytest.mark.parametrize("language", Language)
def test_a_digests_buttons_stand_in_two_rows_at_most(language: Language) -> None:
    for message in (SESSION, THEMED_SESSION, MEETING, THEMED_MEETING):
        card = card_of(message, language)
        assert len(of_type(card, "ActionSet")) <= 2


def test_beside_themes_a_few_other_answers_are_seen_at_once_and_the_rest_unfolds() -> None:
    said = tuple(Quote(f"Noe annet, {n}.") for n in range(9))
    for language, head in ((Language.NB, "Andre svar"), (Language.NN, "Andre svar")):
        card = card_of(replace(THEMED_SESSION, prompts=(replace(THEMED, quotes=said),)), language)
        [folded] = [one for one in of_type(card, "Container") if one.get("id") == "rest"]
        assert [text for text in texts(folded) if text in {quote.text for quote in said}] == [
            quote.text for quote in said[4:]
        ]
        assert (texts(card).count(head), texts(folded).count(head)) == (2, 1)


def test_what_does_not_fit_is_left_out_where_it_is_folded_before_where_it_is_seen() -> None:
    of_groups = [
        GroupSection(
            f"Team {n}", Turnout(), (replace(SHARED, quotes=tuple(Quote(f"{n} {i} {'x' * 900}") for i in range(5))),)
        )
        for n in range(30)
    ]
    covers = tuple(Theme(f"tema {n}", 5, (Quote(f"Tema {n} sagt."), Quote(f"Tema {n} igjen."))) for n in range(12))
    common = replace(COMMON, themes=covers)
    message = replace(THEMED_MEETING, groups=tuple(of_groups), common=(common,))
    for language in (Language.NB, Language.NN):
        shown = texts(card_of(message, language))
        left_out = 150 - len([text for text in shown if text.endswith("xxx")])
        told = phrase(MeetingDigest, "left_out_many", language, left_out=left_out)
        assert {quote.text for theme in covers for quote in theme.quotes} <= {*shown}
        assert shown.count(told) == 1
        assert {"Team 0", "Team 29"} & {*shown} == {"Team 0"}


@pytest.mark.parametrize("language", [Language.NB, Language.NN])
def test_a_card_says_how_many_answers_it_has_no_room_for_and_where_all_are_read(language: Language) -> None:
    said = tuple(Quote(f"Vi prøvde nummer {n}. {'Det gikk bra. ' * 30}", mark=f"m{n}") for n in range(200))
    message = replace(SESSION, prompts=(replace(SHARED, quotes=said),))
    shown = [text for text in texts(card_of(message, language)) if text in {quote.text for quote in said}]
    told = phrase(SessionDigest, "left_out_many", language, left_out=200 - len(shown))
    assert 0 < len(shown) < 200
    assert texts(card_of(message, language)).count(told) == 1
    # Beside a name the number would tell how many have answered.
    signed = replace(message, prompts=(replace(SHARED, quotes=(replace(said[0], signed=NAME), *said[1:])),))
    assert phrase(SessionDigest, "left_out", language) in texts(card_of(signed, language))
    # In the file each stands beneath its question, in the same order.
    document = digest_document(message, language, name="økt", made=date(2026, 11, 24))
    quoted = [block.text for block in document.blocks if isinstance(block, Quotation)]
    assert quoted == [quote.text for quote in said]
    asked = [block for block in document.blocks if isinstance(block, Heading) and block.level == 3]
    assert [shown_line(block.line) for block in asked] == [SHARED.question]
