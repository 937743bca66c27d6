"""The card of an answer that is kept, and the questions that follow."""

import json
from dataclasses import replace

import pytest

from content.cards.fitting import fits
from content.language import Language
from content.presses import (
    LeaveFollowUp,
    OpenAnswer,
    OpenFollowUp,
    OpenNextStep,
    SendAnswer,
    SendFollowUp,
    SkipPrompt,
    WithdrawAnswer,
    WithdrawFollowUp,
)
from content.vocabulary.messages import Message
from content.vocabulary.prompting import (
    Followed,
    PromptClosed,
    Quote,
    RungOffered,
    StepsToOpen,
    Turnout,
)
from tests.content.cards.drawn import NASTY, buttons, card_of, presses, texts
from tests.content.example_messages import (
    FOLLOW_UP,
    FURTHER,
    GROUP,
    KEPT,
    MESSAGES,
    PERSONAL,
    QUESTION,
    SESSION,
    SHARED,
    STEP,
    TYPED,
    UNSHARED,
    WHY,
    of_type,
    strings,
)


def test_the_buttons_of_the_prompt_and_its_receipts_say_what_they_are() -> None:
    passed, *_, withdrawn = (m for m in MESSAGES if type(m).__name__ in {"PassKept", "AnswerWithdrawn"})
    assert presses(PERSONAL) == [SendAnswer(STEP, "d-1", 0), SkipPrompt(STEP, "d-1", 0)]
    assert presses(KEPT) == [OpenAnswer(STEP, "d-1", 1), WithdrawAnswer(STEP, "d-1", 1)]
    assert presses(passed) == [OpenAnswer(STEP, "d-1", 1)]
    assert presses(withdrawn) == [OpenAnswer(STEP, "d-1", 2)]
    assert presses(StepsToOpen((("I gruppa", STEP),))) == [OpenNextStep(STEP)]


def test_a_receipt_offers_one_question_more_and_each_answer_to_change() -> None:
    assert buttons(replace(KEPT, coming=1)) == [
        ("Tenk litt videre", OpenFollowUp(STEP, "d-1", 1, 1)),
        ("Endre svaret", OpenAnswer(STEP, "d-1", 1)),
        ("Trekk tilbake", WithdrawAnswer(STEP, "d-1", 1)),
    ]
    # Of three questions the second was not answered: buttons number only the answers on the card.
    assert buttons(replace(KEPT, further=FURTHER, coming=2)) == [
        ("Tenk litt videre", OpenFollowUp(STEP, "d-1", 1, 2)),
        ("Endre svar 1", OpenAnswer(STEP, "d-1", 1)),
        ("Endre svar 2", OpenFollowUp(STEP, "d-1", 1, 1)),
        ("Endre svar 3", OpenFollowUp(STEP, "d-1", 1, 3)),
        ("Trekk tilbake", WithdrawAnswer(STEP, "d-1", 1)),
    ]
    titles = {language: buttons(replace(KEPT, coming=1), language)[0][0] for language in Language}
    assert titles == {
        Language.NB: "Tenk litt videre",
        Language.NN: "Tenk litt vidare",
        Language.EN: "Think a little further",
    }


def test_a_follow_up_is_sent_left_or_taken_back() -> None:
    send, leave = SendFollowUp(STEP, "d-1", 1, 1, "group"), LeaveFollowUp(STEP, "d-1", 1, 1)
    assert buttons(FOLLOW_UP) == [("Send svar", send), ("Nei takk, det holder", leave)]
    assert buttons(replace(FOLLOW_UP, text="Slik.")) == [
        ("Send svar", send),
        ("La svaret stå", leave),
        ("Ta bort dette svaret", WithdrawFollowUp(STEP, "d-1", 1, 1)),
    ]


def test_a_follow_up_is_one_question_beneath_what_was_said_and_tells_who_reads() -> None:
    said = texts(card_of(replace(FOLLOW_UP, hidden=True)))
    assert said == [
        "Ett spørsmål til fra Sløyfa",
        "Svar innen tirsdag kl. 8, hvis du vil",
        WHY,
        "Rektorgruppa (8 personer) kan lese svaret når gruppa går videre.",
        " ",
        "Du kan alltid trekke det tilbake.",
        " ",
        "Navnet ditt vises ikke.",
        "Dette har du skrevet",
        "Vi ga tenketid.",
    ]


@pytest.mark.parametrize("text", NASTY)
def test_an_opened_follow_up_stands_in_its_field_byte_for_byte(text: str) -> None:
    card = card_of(replace(FOLLOW_UP, text=text))
    [answer] = of_type(json.loads(json.dumps(card)), "Input.Text")
    assert (answer["value"], json.dumps(answer["maxLength"])) == (text, "4000")
    assert [each for each in strings(card) if text in each] == [text]


def test_follow_ups_stand_beneath_their_answer_each_question_in_small_print() -> None:
    quoted = replace(SHARED, quotes=(Quote("Vi ga tenketid.", FURTHER), Quote("To og to.")))
    for message in (replace(SESSION, prompts=(quoted,)), replace(PERSONAL, earlier=quoted.quotes)):
        first, second = [box for box in of_type(card_of(message), "Container") if "backgroundImage" in box]
        runs = of_type(first, "TextRun")
        assert [(run["text"], run.get("size")) for run in runs] == [
            ("Vi ga tenketid.", None),
            (FURTHER[0].question, "Small"),
            (FURTHER[0].text, None),
            (FURTHER[1].question, "Small"),
            (FURTHER[1].text, None),
        ]
        assert [run["text"] for run in of_type(second, "TextRun")] == ["To og to."]


@pytest.mark.parametrize("letter", ["å", "\n", "👩"])
def test_four_answers_as_long_as_they_may_be_fit_on_every_card_their_author_meets(letter: str) -> None:
    text = letter * 4000
    further = tuple(Followed(WHY, text, number) for number in (1, 2, 3))
    for message in (
        replace(KEPT, text=text, further=further),
        PromptClosed(QUESTION, text, GROUP, further=further),
        replace(FOLLOW_UP, number=3, text=text, earlier=(Quote(text),) * 3),
    ):
        assert fits(card_of(message))


@pytest.mark.parametrize(
    "message",
    [
        PromptClosed(QUESTION),
        PromptClosed(QUESTION, "Svar", GROUP),
        PromptClosed(QUESTION, turnout=Turnout()),
        replace(SESSION, prompts=(UNSHARED,), in_channel=True),
    ],
)
def test_what_is_over_or_only_told_has_no_buttons(message: Message) -> None:
    assert "actions" not in card_of(message)


def test_the_receipt_of_only_me_says_it_plainly() -> None:
    assert "Bare du kan lese svaret." in texts(card_of(replace(KEPT, rung=RungOffered("only_me", "", 1))))
    assert "Disse kan lese svaret: Rektorgruppa (8 personer)" in texts(card_of(KEPT))


def test_a_receipt_says_hidden_for_now_only_of_what_others_will_read_later() -> None:
    line = "Ingen andre ser svaret ditt før tida for å svare er ute, eller gruppa går videre."
    only_me = RungOffered("only_me", "", 1)
    for kept in (replace(KEPT, hidden=True), replace(TYPED, hidden=True)):
        assert line in texts(card_of(kept))
        assert line not in texts(card_of(replace(kept, hidden=False)))
        assert line not in texts(card_of(replace(kept, rung=only_me)))
