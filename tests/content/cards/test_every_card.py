"""What holds of every card: Teams' schema, buttons, headings, signs."""

import struct
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace

import pytest
from microsoft_teams.cards import Choice, TeamsCardProperties, core
from pydantic import BaseModel, ValidationError

from content.cards.buttons import MOST_ACTIONS
from content.cards.card import Card
from content.cards.elements import band
from content.cards.icons import Icon, picture
from content.cards.looking_after import MOST_NAMES
from content.cards.ways_on import WAYS_ON
from content.commands import command_called
from content.language import Language
from content.render import render
from content.vocabulary.prompting import (
    PromptAsked,
    PromptReminded,
)
from content.vocabulary.session_questions import SessionQuestion
from content.vocabulary.tidying import ThemesOpened
from tests.content.cards.asking_for import MAY_BE_EMPTY, asked_for, takes_a_keyword
from tests.content.cards.drawn import actions_on, card_of, every_card, texts
from tests.content.example_messages import (
    MESSAGES,
    PERSONAL,
    UNREACHED,
    elements,
    of_type,
)


@pytest.mark.parametrize("language", Language)
def test_a_client_that_shows_no_card_tells_how_to_answer_a_question_without_it(language: Language) -> None:
    answer = command_called("answer").words[language].names[0]
    for message in (one for one in MESSAGES if isinstance(one, PromptAsked | PromptReminded)):
        fallback = card_of(message, language)["fallbackText"]
        assert fallback != render(message, language).summary
        assert answer in fallback


@pytest.mark.parametrize("language", Language)
def test_every_card_is_what_teams_expects(language: Language) -> None:
    for name, message, card in every_card(language):
        assert card["$schema"] == "http://adaptivecards.io/schemas/adaptive-card.json", message
        assert (card["type"], card["version"], card["lang"]) == ("AdaptiveCard", "1.5", language.value), message
        assert card["fallbackText"].startswith(render(message, language).summary), message
        assert not {"schema", "ms_teams", "speak"} & set(card), message
        assert ("msteams" in card) == name.endswith("Digest"), message
        for element in elements(card):
            assert not [key for key in element if "_" in key], message
            assert None not in element.values(), message


MODELS: dict[object, type[BaseModel]] = {
    kind.model_fields["type"].default: kind
    for kind in vars(core).values()
    if isinstance(kind, type) and issubclass(kind, BaseModel) and "type" in kind.model_fields
}


def strange_in(card: Card) -> Iterator[str]:
    """Keys and values unknown to the schema. Models ignore faults in nested objects: so each is validated alone."""
    whole = {key: value for key, value in card.items() if key != "$schema"}
    found: list[tuple[type[BaseModel] | None, object]] = [(TeamsCardProperties, card.get("msteams", {}))]
    for element in elements(whole):
        found.append((MODELS.get(element["type"]), element))
        found += [(Choice, choice) for choice in element.get("choices", ())]
    for kind, each in found:
        try:
            yield from (kind.model_validate(each).model_extra or ()) if kind else (str(each),)
        except ValidationError as error:
            yield str(error)


@pytest.mark.parametrize("language", Language)
def test_every_card_is_one_of_the_schema_with_nothing_in_it_that_the_schema_does_not_know(language: Language) -> None:
    for name, _, card in every_card(language):
        assert not list(strange_in(card)), name


@pytest.mark.parametrize("strange", [{"wrapp": True}, {"size": "Huge"}, {"type": "TextBlok"}])
def test_parts_of_a_card_unknown_to_the_schema_are_found(strange: dict[str, object]) -> None:
    card = card_of(PERSONAL)
    card["body"][0] |= strange
    assert list(strange_in(card))


def test_only_questions_and_the_way_down_ask_for_anything() -> None:
    for name, message, card in every_card():
        inputs = of_type(
            card, "Input.Text", "Input.ChoiceSet", "Input.Toggle", "Input.Date", "Input.Time", "Input.Number"
        )
        assert [each["id"] for each in inputs] == asked_for(name, message), message
        may_be_empty = takes_a_keyword(message) or isinstance(message, ThemesOpened)
        may_be_empty |= isinstance(message, SessionQuestion)
        may_be_empty |= isinstance(message, PromptAsked) and message.one_press is not None
        texts_ = [each for each in inputs if each["type"] == "Input.Text"]
        must = [each for each in texts_ if not may_be_empty and each["id"] not in MAY_BE_EMPTY]
        assert all(each["title" if each["type"] == "Input.Toggle" else "label"] for each in inputs), message
        needed = [each for each in inputs if each["type"] == "Input.ChoiceSet" or each in must]
        assert all(each["errorMessage"] for each in needed), message
        # A choice is always made; an asterisk beside it would ask for nothing.
        assert all(bool(each.get("isRequired")) == (each in must) for each in inputs), message
        assert all(each["value"] for each in inputs if each["type"] == "Input.ChoiceSet"), message


ASKING = {"PromptAsked", "PromptReminded", "FollowUpAsked", "WordsGivenBack", "FurtherAsked"}

SENDING = {*ASKING, "ProposalOpened", "ThemesOpened", "PlanAsked", "PracticeAsked"}


def test_every_button_works_on_older_clients_too() -> None:
    for name, message, card in every_card():
        actions = actions_on(card)
        assert len(actions) <= MOST_ACTIONS, message
        assert [a["type"] for a in actions] == ["Action.Execute"] * len(actions), message
        assert len([a for a in actions if a.get("style") == "positive"]) == (1 if name in SENDING else 0), message
        for action in actions:
            fallback = action["fallback"]
            assert fallback["type"] == "Action.Submit", message
            assert {key: fallback.get(key) for key in ("title", "data", "style", "associatedInputs")} == {
                key: action.get(key) for key in ("title", "data", "style", "associatedInputs")
            }, message


@pytest.mark.parametrize("language", Language)
def test_no_row_of_buttons_is_wider_than_a_phone(language: Language) -> None:
    """286 pixels between a card's margins; at most 7.5 per letter, 26 beside the title, and 8 between two buttons."""
    for name, _, card in every_card(language):
        for row in (card.get("actions", []), *(each["actions"] for each in of_type(card, "ActionSet"))):
            titles = [action["title"] for action in row]
            assert sum(7.5 * len(title) + 34 for title in titles) <= 294, (name, titles)
            assert len(row) <= 2, (name, titles)


def test_text_wraps_and_headings_are_headings() -> None:
    lines = {kind.__name__ for kind in WAYS_ON}
    for name, _, card in every_card():
        headings = of_type(card, "TextBlock")
        assert headings or name in lines, name
        assert all(each["wrap"] and each["style"] == "heading" for each in headings), name


def test_the_sign_of_a_card_has_a_text_and_is_fetched_from_nowhere() -> None:
    for name, _, card in every_card():
        signs = of_type(card, "Image")
        assert len(signs) <= 1, name
        assert not of_type(card, "ImageSet", "Media"), name
        for sign in signs:
            assert (sign["altText"], sign["url"].partition(",")[0]) == ("Sløyfa", "data:image/png;base64"), name


def test_every_icon_is_a_small_picture_of_the_right_size() -> None:
    for icon in Icon:
        drawn = b64decode(picture(icon)["url"].partition(",")[2], validate=True)
        assert (drawn[:4], drawn[16:24]) == (b"\x89PNG", struct.pack(">II", 64, 64)), icon
        assert len(drawn) < 800, icon


def test_a_band_tells_in_words_what_its_sign_tells_and_shows_names_as_written() -> None:
    head = band(Icon.QUESTION, "Spørsmål til **5.** trinn", "Svar innen fredag kl. 8", "", style="accent")
    assert (head["style"], head["bleed"]) == ("accent", True)
    assert not of_type(head, "TextBlock")
    assert [run["text"] for run in of_type(head, "TextRun")] == ["Spørsmål til **5.** trinn", "Svar innen fredag kl. 8"]
    assert [block["style"] for block in of_type(band(Icon.KEPT, "Takk"), "TextBlock")] == ["heading"]


def test_of_a_long_list_of_names_the_first_are_shown_and_how_many_more_there_are() -> None:
    names = tuple(f"Lærer {number:03}" for number in range(100))
    for message in (replace(UNREACHED, missing=names, strangers=()), replace(UNREACHED, missing=(), strangers=names)):
        said = texts(card_of(message))
        assert [text for text in said if text.startswith("Lærer")] == list(names[:MOST_NAMES])
        assert "… og 70 til" in said
        assert not [text for text in texts(card_of(UNREACHED)) if text.startswith("… og")]
    exactly = replace(UNREACHED, missing=names[:MOST_NAMES], strangers=())
    assert not [text for text in texts(card_of(exactly)) if text.startswith("… og")]


def test_a_name_on_both_lists_is_explained_and_others_are_not() -> None:
    line = "Står det samme navnet i begge listene, er personen trolig lagt inn med feil konto."
    assert line in texts(card_of(UNREACHED))
    assert line not in texts(card_of(replace(UNREACHED, strangers=("Una Ny",))))


def test_names_of_the_unreached_are_on_the_card_and_never_in_the_summary_beside_it() -> None:
    for language in Language:
        rendered = render(UNREACHED, language)
        assert rendered.card is not None
        told = (rendered.summary, rendered.card["fallbackText"])
        assert not [name for name in (*UNREACHED.missing, *UNREACHED.strangers) for text in told if name in text]
