import json
import struct
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from microsoft_teams.cards import Choice, TeamsCardProperties, core
from pydantic import BaseModel, ValidationError

from content.cards.buttons import MOST_ACTIONS
from content.cards.card import Card
from content.cards.elements import band
from content.cards.fitting import ROOM, fits
from content.cards.icons import Icon, picture
from content.cards.looking_after import MOST_NAMES
from content.cards.markdown import reads_as_written
from content.cards.ways_on import WAYS_ON
from content.commands import command_called
from content.language import Language
from content.presses import (
    ChoosePrompt,
    LeaveFollowUp,
    NotAnAnswer,
    OpenAnswer,
    OpenFollowUp,
    OpenNextStep,
    Press,
    SendAnswer,
    SendFollowUp,
    SkipPrompt,
    WithdrawAnswer,
    WithdrawFollowUp,
    decode,
)
from content.render import render
from content.vocabulary.bank import BankFound
from content.vocabulary.committing import Committing, LookBack, Need, NeedAnswered, NeedForm, NeedReceived, TryForm
from content.vocabulary.conversing import Linked, LinkRefused, LinkSeveral, LinkUnknown, LinkWider, WhichPrompt
from content.vocabulary.deciding import DecisionForm
from content.vocabulary.digesting import GroupSection
from content.vocabulary.drafting import DraftReworded, HeadingsAsked
from content.vocabulary.guarding import WordsGivenBack
from content.vocabulary.knowing import OwnAnswers
from content.vocabulary.looking_after import ChannelUnreached
from content.vocabulary.messages import Message
from content.vocabulary.prompting import (
    AnswerKept,
    Followed,
    LawShown,
    MeetingAhead,
    PromptAsked,
    PromptClosed,
    PromptReminded,
    Quote,
    RungOffered,
    SpeaksLast,
    StepsToOpen,
    TextKept,
    ThreadKept,
    Turnout,
    WithoutName,
)
from content.vocabulary.proposing import ProposalOpened
from content.vocabulary.tidying import ThemesOpened
from content.wording import all_words
from tests.content.example_messages import (
    AT,
    CLOSES,
    CROWDED,
    FOLLOW_UP,
    FURTHER,
    GROUP,
    KEPT,
    LAW,
    LINK,
    MEETING,
    MESSAGES,
    ONLY_ME,
    PERSONAL,
    QUESTION,
    SESSION,
    SHARED,
    SIGNATURES,
    STEP,
    TOO_LONG,
    TYPED,
    UNREACHED,
    UNSHARED,
    WHY,
    WHY_ASKED,
    elements,
    of_type,
    strings,
)

EVERY_CARD = [message for message in (*MESSAGES, *TOO_LONG) if render(message, Language.NB).card]
ASKING = {"PromptAsked", "PromptReminded", "FollowUpAsked", "WordsGivenBack", "FurtherAsked"}
SENDING = {*ASKING, "ProposalOpened", "ThemesOpened"}
NASTY = [
    "**fet** _kursiv_ [lenke](https://nordvik.example) `kode`",
    "<b>hei</b> <at>Alle</at> &amp;",
    "{group} {{0}} ${name} {",
    "1. trinn\n- punkt\r\n\r\n\tinnrykk  ",
    "👩‍🏫🇳🇴 e\u0301",
    "\u202eomvendt\u202c שלום مرحبا",
    ' "hermetegn" \\ \\n ',
]


UNTOLD = "Hvor mange som har svart, viser jeg bare når tallet ikke kan peke på noen."


def card_of(message: Message, language: Language = Language.NB) -> Card:
    card = render(message, language).card
    assert card is not None
    return card


def actions_on(card: Card) -> list[dict[str, Any]]:
    """All buttons on the card, in order; a row of a list that is pressed as a whole is none."""
    rows = [id(each["selectAction"]) for each in of_type(card, "Container") if "selectAction" in each]
    return [each for each in of_type(card, "Action.Execute") if id(each) not in rows]


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


def texts(card: Card) -> list[str]:
    """The texts on the card, from top to bottom."""
    return [element["text"] for element in of_type(card, "TextBlock", "TextRun")]


def saying(text: str) -> tuple[Message, ...]:
    """Every message that quotes people's own words, quoting `text`."""
    return (
        replace(PERSONAL, earlier=(Quote(text),)),
        replace(KEPT, text=text),
        replace(KEPT, further=(Followed(WHY, text, 1),)),
        replace(FOLLOW_UP, earlier=(Quote(text),)),
        PromptClosed(QUESTION, "Vi ga tenketid.", GROUP, further=(Followed(WHY, text, 1),)),
        replace(PERSONAL, earlier=(Quote("Vi ga tenketid.", (Followed(WHY, text, 1),)),)),
        replace(SESSION, prompts=(replace(SHARED, quotes=(Quote("Så.", (Followed(WHY, text, 1),)),)),)),
        replace(TYPED, text=text),
        PromptClosed(QUESTION, text, GROUP),
        LinkUnknown(text, ()),
        replace(SESSION, prompts=(replace(SHARED, quotes=(Quote(text),)),)),
        replace(MEETING, groups=(GroupSection("Team 5", Turnout(), (replace(SHARED, quotes=(Quote(text),)),)),)),
    )


def every_card(language: Language = Language.NB) -> Iterator[tuple[str, Message, Card]]:
    """The name of each message that is a card, the message, and the card."""
    for message in EVERY_CARD:
        yield type(message).__name__, message, card_of(message, language)


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
        inputs = of_type(card, "Input.Text", "Input.ChoiceSet", "Input.Toggle", "Input.Date", "Input.Number")
        assert [each["id"] for each in inputs] == asked_for(name, message), message
        may_be_empty = takes_a_keyword(message) or isinstance(message, ThemesOpened)
        may_be_empty |= isinstance(message, PromptAsked) and message.one_press is not None
        texts_ = [each for each in inputs if each["type"] == "Input.Text"]
        must = [each for each in texts_ if not may_be_empty and each["id"] not in MAY_BE_EMPTY]
        assert all(each["title" if each["type"] == "Input.Toggle" else "label"] for each in inputs), message
        needed = [each for each in inputs if each["type"] == "Input.ChoiceSet" or each in must]
        assert all(each["errorMessage"] for each in needed), message
        # A choice is always made; an asterisk beside it would ask for nothing.
        assert all(bool(each.get("isRequired")) == (each in must) for each in inputs), message
        assert all(each["value"] for each in inputs if each["type"] == "Input.ChoiceSet"), message


def takes_a_keyword(message: Message) -> bool:
    """Whether the receipt has the field for a keyword: beside six other buttons it has only what is offered."""
    if isinstance(message, AnswerKept) and message.further and message.coming and message.can_widen:
        return False
    return isinstance(message, AnswerKept | TextKept) and message.keyword is not None


def asked_for(  # noqa: C901, PLR0911 - the table of fields
    name: str, message: Message
) -> list[str]:
    """The ids of the inputs on the message's card, in order."""
    if isinstance(message, PromptAsked) and message.signatures:
        return ["rung", "signature", "alone", "answer"]
    if isinstance(message, PromptClosed) and message.narrower:
        return ["rung"]
    if isinstance(message, WordsGivenBack) and len(message.prompts) > 1:
        return ["prompt", "answer"]
    if isinstance(message, DraftReworded):
        return ["answer"]
    if isinstance(message, HeadingsAsked):
        placed = len(message.sections) > 1
        names = ("heading", "place") if placed else ("heading",)
        return [f"{name}_{one.position}" for one in message.sections for name in names]
    if isinstance(message, OwnAnswers) and (message.total or message.search):
        return ["sought"]
    if isinstance(message, BankFound):
        return ["sought"]
    if isinstance(message, DecisionForm):
        return ["text", "whose", "day"] if message.promisers and not message.decision else ["text"]
    if isinstance(message, ProposalOpened):
        return ["nb", "nn", "area"]
    if isinstance(message, ThemesOpened):
        return asked_for_themes(message)
    if takes_a_keyword(message):
        return ["word"]
    if isinstance(message, Committing):
        return asked_for_trying(message)
    asks = {kind: ["rung", "answer"] for kind in ("PromptAsked", "PromptReminded")}
    return (asks | {kind: ["answer"] for kind in ("FollowUpAsked", "WordsGivenBack")}).get(name, [])


def asked_for_themes(message: ThemesOpened) -> list[str]:
    quotes = [*(one for theme in message.themes for one in theme.quotes), *message.others[:58]]
    names = [f"name_{number}" for number in range(len(message.themes))]
    return [*names, *(f"move_{one.mark[:8]}" for one in quotes), "to", "new"]


def asked_for_trying(message: Committing) -> list[str]:  # noqa: PLR0911 - the table of forms
    match message:
        case TryForm(whose="person"):
            return ["text", "sign", "day", "in_group"]
        case TryForm():
            return ["text", "sign", "day"]
        case NeedForm():
            return ["text", "day", "in_group"]
        case NeedReceived():
            return ["text", "day"]
        case NeedAnswered(need=Need(state="unclear")):
            return ["text"]
        case LookBack(asked=asked) if asked:
            return ["because", "learnt"]
        case _:
            return []


MAY_BE_EMPTY = {"sign", "because", "learnt", "heading_0", "heading_1"}


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


def presses(message: Message) -> list[Press]:
    return [decode(action["data"]) for action in actions_on(card_of(message))]


def test_the_buttons_of_the_prompt_and_its_receipts_say_what_they_are() -> None:
    passed, *_, withdrawn = (m for m in MESSAGES if type(m).__name__ in {"PassKept", "AnswerWithdrawn"})
    assert presses(PERSONAL) == [SendAnswer(STEP, "d-1", 0), SkipPrompt(STEP, "d-1", 0)]
    assert presses(KEPT) == [OpenAnswer(STEP, "d-1", 1), WithdrawAnswer(STEP, "d-1", 1)]
    assert presses(passed) == [OpenAnswer(STEP, "d-1", 1)]
    assert presses(withdrawn) == [OpenAnswer(STEP, "d-1", 2)]
    assert presses(StepsToOpen((("I gruppa", STEP),))) == [OpenNextStep(STEP)]


def buttons(message: Message, language: Language = Language.NB) -> list[tuple[str, Press]]:
    return [(action["title"], decode(action["data"])) for action in actions_on(card_of(message, language))]


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


def test_only_sending_asks_for_the_fields_to_be_filled() -> None:
    send, skip = actions_on(card_of(PERSONAL))
    assert (send["title"], send["associatedInputs"], send["style"]) == ("Send svar", "auto", "positive")
    assert (skip["title"], skip["associatedInputs"], skip.get("style")) == ("Hopp over", "none", None)


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


def assert_only_in_runs(message: Message, text: str, language: Language) -> None:
    rendered = render(message, language)
    runs = [run["text"] for run in of_type(json.loads(json.dumps(rendered.card)), "TextRun")]
    assert runs.count(text) == 1
    assert [each for each in strings(rendered.card) if text in each] == [text]
    assert text not in rendered.summary


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", NASTY)
def test_peoples_words_stand_in_text_runs_and_nowhere_else(text: str, language: Language) -> None:
    for message in saying(text):
        assert_only_in_runs(message, text, language)


@settings(deadline=None)  # the time of an example depends on the machine
@given(st.text(min_size=1, max_size=300).map(lambda text: f"⟦{text}⟧"))
def test_whatever_people_write_comes_out_byte_for_byte(text: str) -> None:
    for message in saying(text):
        assert_only_in_runs(message, text, Language.NN)


@pytest.mark.parametrize("name", ["**5.** trinn", "1. trinn", "[x](https://nordvik.example)", "{name} _a_"])
def test_names_are_never_read_as_markdown(name: str) -> None:
    group = RungOffered("group", name, 8)
    for message in (
        replace(PERSONAL, group=name, rungs=(group,)),
        replace(KEPT, rung=group),
        ThreadKept(group, STEP),
        Linked(name),
        LinkRefused(name),
        LinkUnknown("x", (name,)),
        LinkWider(name, 3, LINK),
        LinkSeveral(((name, LINK),)),
        replace(SESSION, group=name),
        replace(MEETING, meeting=name, groups=(GroupSection(name, Turnout(), (SHARED,)),)),
        replace(UNREACHED, group=name),
        replace(UNREACHED, missing=(name,), strangers=()),
        replace(UNREACHED, missing=(), strangers=(name,)),
        ChannelUnreached(name, AT),
    ):
        card = card_of(message)
        assert [text for text in strings(card) if name in text]
        assert all(reads_as_written(block["text"]) for block in of_type(card, "TextBlock"))


MARKED_UP = (
    "3. Inkluderende læringsmiljøer", "\\*hvem\\*", "**Hvem** _snakker_?", "# Hva så du", "[x](https://nordvik.example)",
    "- Hvem", "1) Hvem", "a \\ b", "`kode`", "<b>Hvem</b>", "&lt;Hvem&gt;", "> Hvem", "snake_case_ord", "~~Hvem~~",
    "https://nordvik.example", "{{DATE(2026-11-24T08:00:00Z)}}", "Hvem?\nHva?", "---", "Hvem  snakker",
)  # fmt: skip


@pytest.mark.parametrize("words", MARKED_UP)
def test_a_municipalitys_own_words_are_never_read_as_markdown(words: str) -> None:
    """Areas, questions, titles, hints and laws of an overlay, on each card with one."""
    section = replace(SHARED, area=words, question=words, law=words)
    for message in (
        replace(
            PERSONAL,
            area=words,
            question=words,
            definition=words,
            law=LawShown(words, "", "", None),
            title=words,
            hint=words,
        ),
        replace(KEPT, question=words),
        replace(FOLLOW_UP, question=words),
        replace(TYPED, question=words),
        replace(SESSION, prompts=(section,)),
        replace(MEETING, groups=(GroupSection("Team", Turnout(), (section,)),)),
    ):
        card = card_of(message)
        assert words in [*texts(card), *(field["label"] for field in of_type(card, "Input.Text"))]
        assert not [block for block in of_type(card, "TextBlock") if words in block["text"]]


@pytest.mark.parametrize("words", ["Inkluderende læringsmiljøer", "Hva er 3. trinn opptatt av? «Alt» – 50 % (og 1-2)"])
def test_words_that_markdown_leaves_alone_are_headings(words: str) -> None:
    card = card_of(replace(PERSONAL, question=words))
    assert [block["text"] for block in of_type(card, "TextBlock")] == ["Spørsmål til Rektorgruppa", words]


@pytest.mark.parametrize("language", Language)
def test_our_own_headings_are_filled_with_nobodys_words(language: Language) -> None:
    headings = {text for parts in all_words(language).values() for part, text in parts.items() if "heading" in part}
    assert headings
    assert [text for text in headings if "{" in text or not reads_as_written(text)] == []


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


def test_a_digest_groups_by_area_and_counts_first() -> None:
    other = replace(SHARED, area="Digital teknologi", quotes=(Quote("Vi filmet."),))
    said = texts(card_of(replace(SESSION, prompts=(SHARED, SHARED, other))))
    assert said.count(SHARED.area) == 1
    order = ["Dette delte vi", "6 av 11 har svart", SHARED.area, QUESTION, "Vi ga tenketid.", other.area, "Vi filmet."]
    assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)


def test_a_digest_with_nothing_shared_says_so_kindly_and_once() -> None:
    said = texts(card_of(replace(SESSION, prompts=(replace(SHARED, quotes=()),) * 3)))
    assert "6 av 11 har svart" in said
    assert len([text for text in said if "ingen svar å lese" in text]) == 1
    assert "Til neste møte" not in said


@pytest.mark.parametrize(("language", "law"), [(Language.NB, "Hva sier loven?"), (Language.NN, "Kva seier lova?")])
def test_a_digest_ends_with_a_question_to_go_on_with_and_the_law_is_folded(language: Language, law: str) -> None:
    session, meeting = replace(SESSION, prompts=(SHARED, SHARED)), replace(MEETING, groups=MEETING.groups * 2)
    for message, heading in ((session, "Til neste møte"), (meeting, "Til møtet")):
        card = card_of(message, language)
        said = texts(card)
        assert said[-3] == heading, "above its question and the folded law"
        [hidden] = [each for each in of_type(card, "Container") if each.get("isVisible") is False]
        assert texts(hidden) == [LAW], "each sentence of the law once, though two questions are asked of it"
        [unfold] = of_type(card, "Action.ToggleVisibility")
        assert (unfold["title"], unfold["targetElements"]) == (law, [hidden["id"]])
    assert not of_type(
        card_of(replace(SESSION, prompts=(replace(SHARED, law=None),)), language), "Action.ToggleVisibility"
    )


@pytest.mark.parametrize(
    ("language", "titles"), [(Language.NB, ["Min uke", "Mine svar"]), (Language.NN, ["Mi veke", "Svara mine"])]
)
def test_a_digest_leads_on_to_ones_own_week_and_answers_and_in_a_channel_to_nobodys(
    language: Language, titles: list[str]
) -> None:
    for message in (SESSION, MEETING):
        assert [action["title"] for action in actions_on(card_of(message, language))] == titles
    assert not actions_on(card_of(replace(SESSION, in_channel=True), language))


def test_a_digest_that_tells_no_number_says_so_in_words_and_of_what_is_shown_that_there_is_some() -> None:
    shared = texts(card_of(replace(SESSION, turnout=Turnout())))
    assert ("Noen har svart" in shared, UNTOLD in shared) == (True, False)
    nothing = texts(card_of(replace(SESSION, turnout=Turnout(), prompts=(UNSHARED,))))
    assert ("Noen har svart" in nothing, UNTOLD in nothing) == (False, True)


def test_a_digest_says_that_not_all_were_reached_whether_or_not_it_tells_a_number() -> None:
    line = "Spørsmålet nådde ikke fram til alle."
    for turnout in (Turnout(6, 11, all_reached=False), Turnout(all_reached=False)):
        assert line in texts(card_of(replace(SESSION, turnout=turnout)))
        assert line in texts(card_of(replace(MEETING, groups=(GroupSection("Team 5", turnout, (SHARED,)),))))
    assert line not in texts(card_of(SESSION))


def test_a_digest_explains_that_only_me_is_counted_but_not_shown() -> None:
    for message in (SESSION, MEETING):
        for language, note in (
            (Language.NB, "Svar som ikke er delt her, teller med, men vises ikke."),
            (Language.NN, "Svar som ikkje er delte her, tel med, men blir ikkje viste."),
            (Language.EN, "Answers that are not shared here count, but are not shown."),
        ):
            assert [text for text in texts(card_of(message, language)) if text.endswith(note)]


@pytest.mark.parametrize("message", TOO_LONG)
def test_what_is_too_long_for_teams_is_cut_short_and_says_by_how_much(message: Message) -> None:
    card = card_of(message)
    assert fits(card)
    assert size(card) < ROOM
    shown = len([text for text in texts(card) if text.endswith(CROWDED[0].text[-20:])])
    left_out = sum(int(text.split()[2]) for text in texts(card) if text.startswith("… og "))
    assert shown >= 5
    assert ROOM - size(card) < 2 * (len(CROWDED[-1].text) + 400), "there was room for one more"
    assert shown + left_out == sum(len(quotes) for quotes in crowds(message))


def crowds(message: Message) -> list[tuple[Quote, ...]]:
    found = (
        [message.earlier] if isinstance(message, PromptAsked) else [p.quotes for p in getattr(message, "prompts", ())]
    )
    return [tuple(quote for quote in quotes if quote in CROWDED) for quotes in found]


def size(card: Mapping[str, Any]) -> int:
    return len(json.dumps(card, ensure_ascii=False).encode("utf-16-le"))


def test_nobodys_first_answer_is_left_out_before_everybodys_last() -> None:
    crowded = replace(SHARED, quotes=CROWDED)
    late = replace(SHARED, question="Hva ser vi forskjellig på?", quotes=(Quote("Siste gruppe."),))
    groups = (GroupSection("Team 5", Turnout(6, 11), (crowded,)), GroupSection("Team 6", Turnout(), (late,)))
    said = texts(card_of(replace(MEETING, groups=groups)))
    assert "Siste gruppe." in said
    shown = len([quote for quote in CROWDED if quote.text in said])
    assert [text for text in said if text.startswith("… og ")] == [f"… og {len(CROWDED) - shown} svar til"]


def test_a_card_just_small_enough_is_left_whole() -> None:
    spare = (ROOM - size(card_of(replace(SESSION, prompts=(replace(SHARED, quotes=(Quote(""),)),))))) // 2 - 1
    message = replace(SESSION, prompts=(replace(SHARED, quotes=(Quote("å" * spare),)),))
    assert "å" * spare in texts(card_of(message))
    longer = replace(SESSION, prompts=(replace(SHARED, quotes=(Quote("å" * (spare + 1)),)),))
    assert "… og 1 svar til" in texts(card_of(longer))


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
