"""The card of a question: who will read, why it is asked, the field, the other questions that are open."""

import json
from dataclasses import replace

import pytest

from content.presses import (
    ChoosePrompt,
    NotAnAnswer,
    decode,
)
from content.vocabulary.conversing import WhichPrompt
from content.vocabulary.prompting import (
    MeetingAhead,
    PromptAsked,
    PromptClosed,
    Quote,
    RungOffered,
    SpeaksLast,
    Turnout,
    WithoutName,
)
from tests.content.cards.drawn import NASTY, UNTOLD, actions_on, card_of, texts
from tests.content.example_messages import (
    CLOSES,
    GROUP,
    LAW,
    ONLY_ME,
    PERSONAL,
    QUESTION,
    SIGNATURES,
    STEP,
    WHY_ASKED,
    of_type,
    strings,
)


def test_only_sending_asks_for_the_fields_to_be_filled() -> None:
    send, skip = actions_on(card_of(PERSONAL))
    assert (send["title"], send["associatedInputs"], send["style"]) == ("Send svar", "auto", "positive")
    assert (skip["title"], skip["associatedInputs"], skip.get("style")) == ("Hopp over", "none", None)


def test_the_prompt_says_who_will_read_before_the_field() -> None:
    card = card_of(PERSONAL)
    body = [element.get("id", element["type"]) for element in card["body"]]
    at = body.index("answer")
    assert body[at - 3 : at] == ["TextBlock", "readers", "choice"], "nothing else between question and field"
    assert texts(card["body"][at - 2])[::2] == [
        "Rektorgruppa (8 personer) kan lese svaret.",
        "Du kan alltid trekke det tilbake.",
        "Navnet ditt vises ikke.",
    ]
    [rung] = of_type(card_of(PERSONAL), "Input.ChoiceSet")
    assert (rung["label"], rung["value"], rung["style"]) == ("Velg hvem som kan lese svaret", "group", "expanded")
    assert {choice["value"]: choice["title"] for choice in rung["choices"]} == {
        "only_me": "Bare meg",
        "group": "Rektorgruppa (8 personer)",
        "unit": "Alle ved Fjellheim skole (24 personer)",
        "principals": "Alle ved Fjellheim skole og i Rektorgruppa (31 personer)",
        "municipality": "Alle i Nordvik kommune som bruker Sløyfa (60 personer)",
        "network": "Alle i Kystnettverket (200 personer)",
    }


def test_the_choice_of_readers_takes_the_place_of_the_sentence_about_them() -> None:
    card = card_of(PERSONAL)
    choice = next(element for element in card["body"] if element.get("id") == "choice")
    [change] = [one for one in of_type(card, "Action.ToggleVisibility") if one["title"] == "Endre lesere"]
    assert (choice["isVisible"], change["targetElements"]) == (False, ["readers", "choice"])
    assert "Navnet ditt vises ikke. 7 i gruppa kan ha skrevet svaret." in texts(choice)


def test_who_could_be_guessed_is_told_so_before_writing_and_whoever_signs_how() -> None:
    def said(message: PromptAsked) -> str:
        return "".join(texts(next(one for one in card_of(message)["body"] if one.get("id") == "readers")))

    few = replace(GROUP, without_name=WithoutName(4, "few"))
    assert "blant bare 4 i gruppa kan noen gjette." in said(replace(PERSONAL, rungs=(ONLY_ME, few)))
    one = replace(GROUP, without_name=WithoutName(1, "one"))
    assert "de som leser svaret, vet hvem" in said(replace(PERSONAL, rungs=(ONLY_ME, one)))
    assert said(replace(PERSONAL, rung="only_me")) == "Bare du kan lese svaret. Du kan alltid trekke det tilbake."
    signed = replace(PERSONAL, text="Slik.", seen=1, signatures=SIGNATURES, signature="name")
    readers = "Rektorgruppa (8 personer) kan lese svaret. Du kan alltid trekke det tilbake."
    assert said(signed) == f"{readers} Svaret står med navnet ditt: Tor Rektor"


AT_ONCE = (
    "Svarer du, kan du få se to av de andre svarene med en gang, uten navn. "
    "Det du deler, kan andre som svarer, få se på samme måte."
)


def test_why_is_folded_and_begins_with_what_the_answers_are_for() -> None:
    met = replace(PERSONAL, because=replace(WHY_ASKED, cause="talks", meeting=MeetingAhead("Nettverksgruppa", CLOSES)))
    begins = "Den som hører til, våger å prøve, spørre og feile;"
    ahead = "før møtet i Nettverksgruppa, tirsdag kl. 8, spør vi derfor Rektorgruppa nå før samtalene med hjemmene"
    expected = {
        PERSONAL: (
            f"{begins} derfor spør vi Rektorgruppa denne gangen, så dere kan lære av hverandre.",
            "Etterpå får Rektorgruppa en oppsummering av det som er delt.",
        ),
        met: (f"{begins} {ahead}, så dere kan lære av hverandre.", "Det som er delt, blir lest før møtet."),
    }
    for message, because in expected.items():
        card = card_of(message)
        why = card["body"][-1]
        assert (why["id"], why["isVisible"]) == ("why", False)
        more = why["items"][-1]
        assert (more["id"], more["isVisible"]) == ("more", False)
        assert texts(why["items"][:-1]) == [*because, AT_ONCE]
        worried = "Er du bekymret for et barn? Meld fra i dag, etter rutinen der du jobber."
        checked = "Kontrollert mot loven 20. juni 2026"
        assert texts(more) == [PERSONAL.area, PERSONAL.definition, LAW, checked, worried]
        [read] = of_type(more, "Action.OpenUrl")
        assert (read["title"], read["url"]) == (
            "Les § 12-2 på lovdata.no",
            "https://lovdata.no/lov/2023-06-09-30/§12-2",
        )
        [unfold] = [one for one in of_type(card, "Action.ToggleVisibility") if one["targetElements"] == ["why"]]
        assert unfold["title"] == "Hvorfor spør vi?"
    few = tuple(replace(one, without_name=WithoutName(4, "few")) for one in PERSONAL.rungs)
    waiting = SpeaksLast("Hva ser vi?")
    for silent in (replace(PERSONAL, hidden=True), replace(PERSONAL, rungs=few), replace(PERSONAL, last=waiting)):
        assert AT_ONCE not in texts(card_of(silent)["body"])


def test_what_others_have_written_is_folded_and_all_there() -> None:
    earlier = tuple(Quote(f"Svar {number}") for number in range(40))
    card = card_of(replace(PERSONAL, earlier=earlier))
    folded = next(element for element in card["body"] if element.get("id") == "earlier")
    assert folded["isVisible"] is False
    assert [text for text in texts(folded) if text.startswith("Svar ")] == [quote.text for quote in earlier]
    assert [
        one["title"] for one in of_type(card, "Action.ToggleVisibility") if one["targetElements"] == ["earlier"]
    ] == ["Les det som er delt"]


def test_a_single_rung_is_shown_all_the_same() -> None:
    alone = RungOffered("group", "Team 5", 1)
    [rung] = of_type(card_of(replace(PERSONAL, rungs=(alone,))), "Input.ChoiceSet")
    assert [choice["title"] for choice in rung["choices"]] == ["Team 5 (1 person)"]


def test_every_prompt_carries_the_short_line_the_reasons_and_the_deadline() -> None:
    card = card_of(PERSONAL)
    [answer] = of_type(card, "Input.Text")
    said = [*texts(card), answer["label"], answer["placeholder"]]
    for expected in (
        PERSONAL.area,
        "Spørsmål til Rektorgruppa",
        f"{PERSONAL.title} · Svar innen tirsdag kl. 8",
        PERSONAL.hint,
        QUESTION,
        PERSONAL.definition,
        LAW,
        "To–tre setninger er nok. Skriv om praksis, ikke om enkeltpersoner.",
    ):
        assert expected in said


def test_a_prompt_that_hides_says_so_and_one_that_does_not_keeps_quiet() -> None:
    line = "Rektorgruppa (8 personer) kan lese svaret når gruppa går videre."
    assert line in texts(card_of(replace(PERSONAL, hidden=True)))
    assert line not in texts(card_of(PERSONAL))


def test_a_channel_sees_how_many_have_answered_and_a_person_does_not() -> None:
    assert "5 av 12 har svart" in texts(card_of(replace(PERSONAL, turnout=Turnout(5, 12))))
    for message in (PERSONAL, replace(PERSONAL, turnout=Turnout())):
        assert not [text for text in texts(card_of(message)) if "har svart" in text]
    assert UNTOLD in texts(card_of(PromptClosed(QUESTION, turnout=Turnout())))


def test_one_who_may_also_just_write_is_told_who_will_read_that() -> None:
    def other_way(message: PromptAsked) -> str:
        return next((text for text in texts(card_of(message)) if text.startswith("Du kan også svare")), "")

    assert other_way(PERSONAL).endswith("Disse kan lese den: Rektorgruppa (8 personer)")
    assert other_way(replace(PERSONAL, rung="only_me")).endswith("Bare du kan lese den.")
    assert other_way(replace(PERSONAL, turnout=Turnout())).endswith("kan alle i kanalen lese.")
    assert other_way(replace(PERSONAL, text="Svar")) == ""


def test_field_takes_four_thousand_characters_as_a_whole_number() -> None:
    [answer] = of_type(card_of(PERSONAL), "Input.Text")
    assert json.dumps(answer["maxLength"]) == "4000"
    assert answer["isMultiline"] is True
    assert "value" not in answer


@pytest.mark.parametrize("text", NASTY)
def test_an_opened_answer_stands_in_the_field_byte_for_byte(text: str) -> None:
    card = card_of(replace(PERSONAL, text=text))
    [answer] = of_type(json.loads(json.dumps(card)), "Input.Text")
    assert answer["value"] == text
    assert [each for each in strings(card) if text in each] == [text]


def test_questions_too_long_for_their_buttons_are_numbered_and_stand_in_full_above_them() -> None:
    asked = tuple((f"{QUESTION} {number}", replace(STEP, position=number)) for number in range(9))
    card = card_of(WhichPrompt(asked, "17"))
    actions = actions_on(card)
    assert len(actions) == 6
    assert [action["title"] for action in actions] == ["1", "2", "3", "4", "5", "Ingen av dem"]
    assert [action.get("tooltip") for action in actions[:2]] == [f"{QUESTION} 0", f"{QUESTION} 1"]
    assert decode(actions[-1]["data"]) == NotAnAnswer(STEP, "17")
    assert decode(actions[2]["data"]) == ChoosePrompt(replace(STEP, position=2), "17")
    assert [f"{number + 1}. {QUESTION} {number}" in texts(card) for number in (0, 4)] == [True, True]
    short = card_of(WhichPrompt((("Hva lyktes?", STEP), ("Hva nå?", STEP)), "17"))
    assert [action["title"] for action in actions_on(short)] == ["Hva lyktes?", "Hva nå?", "Ingen av dem"]
