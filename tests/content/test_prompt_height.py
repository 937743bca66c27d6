"""How high a prompt is on a phone of 344 pixels, as Microsoft's renderer draws it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from content.catalogue import load
from content.language import Language
from content.presses import StepRef
from content.render import render
from content.vocabulary.prompting import PromptAsked, PromptReminded, Quote, RungOffered, WithoutName
from tests.cards.drawing import Drawing
from tests.content.example_messages import ONLY_ME, PERSONAL, QUESTION, SIGNATURES

pytestmark = [pytest.mark.browser, pytest.mark.npm]

HIGHEST = 520
TEAM = "Team ungdomstrinn Fjordgløtt"
READERS = (
    RungOffered("group", TEAM, 12, without_name=WithoutName(11, "many")),
    RungOffered("group", TEAM, 5, without_name=WithoutName(4, "few")),
    RungOffered("principals", "Rektorgruppa", 13, without_name=WithoutName(11, "many"), unit="Solbakken skole"),
)
WEEKLY = replace(
    PERSONAL, group=TEAM, title="Tid for refleksjon", hint="", rungs=(ONLY_ME, *READERS[:1]), step=StepRef("n", "s", 0)
)
EARLIER = tuple(Quote("Vi leste høyt for hverandre, og alle fikk tid til å tenke. " * 20) for _ in range(13))


def heights(drawing: Drawing, messages: list[PromptAsked | PromptReminded], language: Language) -> Iterator[float]:
    cards = [render(message, language).card for message in messages]
    for start in range(0, len(cards), 100):
        yield from (drawn.height for drawn in drawing.draw([card for card in cards[start : start + 100] if card]))


@pytest.mark.parametrize("language", Language)
def test_no_question_of_the_catalogue_makes_a_prompt_higher_than_a_phone_shows_at_once(
    drawing: Drawing, language: Language
) -> None:
    questions = sorted((prompt.question.to(language) for prompt in load().prompts), key=len)[-12:]
    asked: list[PromptAsked | PromptReminded] = [
        replace(WEEKLY, question=question, rungs=(ONLY_ME, readers), rung=readers.rung)
        for question in questions
        for readers in READERS
    ]
    highest = max(heights(drawing, asked, language))
    assert highest <= HIGHEST


@pytest.mark.parametrize("language", Language)
def test_neither_does_any_step_of_a_protocol_with_its_hint(drawing: Drawing, language: Language) -> None:
    catalogue = load()
    longest = max((prompt.question.to(language) for prompt in catalogue.prompts), key=len)
    asked: list[PromptAsked | PromptReminded] = [
        replace(
            WEEKLY,
            question=step.question.to(language) if step.question else longest,
            hint=step.hint.to(language),
            title=step.title.to(language),
            hidden=step.question is None,
            rungs=(ONLY_ME, readers),
            rung=readers.rung,
            earlier=EARLIER[:2] if step.question else (),
        )
        for protocol in catalogue.protocols.values()
        for step in protocol.steps
        for readers in READERS
    ]
    assert max(heights(drawing, asked, language)) <= HIGHEST


def test_a_hint_that_takes_the_question_out_of_sight_is_folded_and_kept_whole_on_a_reminder() -> None:
    hint = "Tenk gjennom hva du selv la merke til først, og skriv det ned. " * 2
    asked = replace(WEEKLY, question=QUESTION, hint=hint)
    card, reminded = (render(each, Language.NB).card for each in (asked, PromptReminded(QUESTION, asked)))
    assert card
    assert reminded
    [label] = [each["label"] for each in card["body"] if each["type"] == "Input.Text"]
    [why] = [each for each in card["body"] if each.get("id") == "why"]
    assert (label, why["isVisible"], why["items"][0]["inlines"][0]["text"]) == ("Svaret ditt", False, hint)
    assert "Slik gjør du det" in str(card["body"])
    assert [each["label"] for each in reminded["body"] if each["type"] == "Input.Text"] == [hint]


def test_neither_do_a_hidden_step_an_opened_answer_a_reminder_nor_what_others_have_written(drawing: Drawing) -> None:
    asked = replace(WEEKLY, question=QUESTION)
    [plain, *others] = heights(
        drawing,
        [
            asked,
            replace(asked, hidden=True),
            replace(asked, text="Vi ga tenketid.", seen=1, signatures=SIGNATURES, signature="principal"),
            PromptReminded(QUESTION, asked),
            replace(asked, earlier=EARLIER),
            replace(asked, hint="Tenk og skriv for deg selv først. Etterpå leser dere det dere har delt."),
        ],
        Language.NB,
    )
    assert plain <= 440
    assert all(height <= HIGHEST for height in others), others


def test_a_card_that_is_too_high_is_noticed(drawing: Drawing) -> None:
    [height] = heights(drawing, [replace(WEEKLY, question=f"{QUESTION} " * 4)], Language.NB)
    assert height > HIGHEST
