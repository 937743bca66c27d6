"""The meaning of a message, given the open steps."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dialogs.answering.understanding import understand
from dialogs.events import (
    ChoiceNeeded,
    Commanded,
    CommandedElsewhere,
    Courtesy,
    Greeted,
    NothingToAnswer,
    Said,
    TextAnswered,
)
from dialogs.model import Account, Happening, Place, Scope, StepRef

ONE = StepRef("nordvik", "en/rektorgruppa/1", 0)
TWO = StepRef("nordvik", "to/rektorgruppa/1", 0)


def happening(scope: Scope = Scope.PERSONAL) -> Happening:
    place = Place("tenant", "https://teams.example/", "a:1", scope, bot="28:bot", user="29:tor")
    moment = datetime(2026, 11, 24, 7, tzinfo=UTC)
    return Happening(Account("tenant", "tor"), place, "1:1", moment, "message", "fingerprint")


def said_event(text: str, scope: Scope = Scope.PERSONAL, *, mentioned: bool = False) -> Said:
    return Said(happening(scope), text, mentioned)


@pytest.mark.parametrize(
    "text", ["hjelp", "Hjelp", "HJELP!", "  hjelp\n", "«hjelp»", '"hjelp".', "hjelp?", "help", "?", " ? "]
)
@pytest.mark.parametrize("open_here", [(), (ONE,), (ONE, TWO)])
def test_help_is_a_whole_message_in_any_letter_case_whatever_is_open(text: str, open_here: tuple[StepRef, ...]) -> None:
    assert understand(said_event(text), open_here) == Commanded(happening(), "help")


@pytest.mark.parametrize("text", ["neste steg", "Neste  Steg!", "next step", "NEXT STEP."])
def test_the_next_step_is_asked_for_by_a_whole_message(text: str) -> None:
    assert understand(said_event(text), (ONE,)) == Commanded(happening(), "next_step")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("koble til rektorgruppa", "rektorgruppa"),
        ("Kople til Team Solbakken.", "Team Solbakken"),
        ("CONNECT «Team  Solbakken»!", "Team Solbakken"),
        ("koble til", ""),
        ("kople til!", ""),
        ("koble\xa0til\n5. trinn", "5. trinn"),
        ("koble til alle som er med i ungdomstrinnet vårt", "alle som er med i ungdomstrinnet vårt"),
    ],
)
def test_a_channel_is_connected_to_the_group_that_is_named(text: str, group: str) -> None:
    asked = said_event(text, Scope.CHANNEL, mentioned=True)
    assert understand(asked, (ONE,), is_sure=True) == Commanded(happening(Scope.CHANNEL), "link", group)
    assert understand(asked, ()) == Commanded(happening(Scope.CHANNEL), "link", group), (
        "whatever it is, it answers nothing"
    )


@pytest.mark.parametrize(
    "text",
    [
        "hjelp er noe vi alle trenger",
        "Vi trenger hjelp",
        "Neste steg blir å spørre elevene.",
        "Koble til det vi gjorde i fjor, og se hva som skjer.",
        "Connecting the dots helped",
        "koblet oss på rektorgruppa",
    ],
)
def test_a_sentence_that_begins_like_a_command_is_an_answer(text: str) -> None:
    assert understand(said_event(text), (ONE,)) == TextAnswered(happening(), ONE, text)


def test_an_answers_text_is_kept_unchanged() -> None:
    text = " \tFørst leste vi.\n\n  **Så.**  "
    assert understand(said_event(text), (ONE,)) == TextAnswered(happening(), ONE, text)


def test_with_several_prompts_open_the_bot_asks_which_is_answered() -> None:
    text = "Vi prøver det ut."
    assert understand(said_event(text), (ONE, TWO)) == ChoiceNeeded(happening(), (ONE, TWO), text)


def test_without_an_open_prompt_there_is_nothing_to_answer() -> None:
    assert understand(said_event("Vi prøver."), ()) == NothingToAnswer(happening())


@pytest.mark.parametrize("scope", [Scope.CHANNEL, Scope.GROUP_CHAT])
@pytest.mark.parametrize("text", ["hjelp", "neste steg", "koble til rektorgruppa", "Vi prøver."])
def test_where_others_talk_silence_is_right_until_the_bot_is_mentioned(scope: Scope, text: str) -> None:
    assert understand(said_event(text, scope), (ONE,)) is None
    assert understand(said_event(text, scope, mentioned=True), (ONE,)) is not None


def test_in_personal_chat_a_long_sentence_about_connecting_is_an_answer_and_a_short_one_a_command() -> None:
    long = "koble til noe som elevene kjenner fra før"
    assert understand(said_event(long), (ONE,)) == TextAnswered(happening(), ONE, long)
    known = understand(said_event("koble til rektorgruppa"), (ONE,), is_sure=True)
    assert known == Commanded(happening(), "link", "rektorgruppa")


@pytest.mark.parametrize("text", ["Koble til praksis", "connect with parents", "kobel til rektorgruppa", "Kople til."])
def test_a_message_that_may_be_a_linking_is_asked_about_where_no_such_group_is_known(text: str) -> None:
    asked = ChoiceNeeded(happening(), (ONE,), text)
    assert understand(said_event(text), (ONE,)) == (
        Commanded(happening(), "link", "") if text == "Kople til." else asked
    )
    in_thread = ChoiceNeeded(happening(Scope.CHANNEL), (ONE,), text)
    assert text == "Kople til." or understand(said_event(text, Scope.CHANNEL, mentioned=True), (ONE,)) == in_thread


@pytest.mark.parametrize(
    "text", ["bra", "🤷", "enig!", "ok?", "hjelpa", "!", "...", "تجربة", "Hvor mange leser dette?"]
)
def test_a_message_that_is_not_plainly_an_answer_is_asked_about(text: str) -> None:
    assert understand(said_event(text), (ONE,)) == ChoiceNeeded(happening(), (ONE,), text)
    if text == "hjelpa":
        assert understand(said_event(text), ()) == Commanded(happening(), "help"), "where it can answer nothing"
    else:
        assert understand(said_event(text), ()) == NothingToAnswer(happening())


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        *(("Hei!", Courtesy.GREETING), ("hei, takk!", Courtesy.THANKS), ("God morgon, Sløyfa 👋", Courtesy.GREETING)),
        *(("👍🏽👍", Courtesy.AGREEMENT), ("OK :)", Courtesy.AGREEMENT), ("tusn takk", Courtesy.THANKS)),
        *(
            ("hallo?", Courtesy.GREETING),
            ("Hei på deg!", Courtesy.GREETING),
            ("ha ein fin dag vidare", Courtesy.FAREWELL),
        ),
        *(("tusen takk for hjelpen 🙏", Courtesy.THANKS), ("Takk for maten!", Courtesy.THANKS)),
        *(("mange takk for det fine kortet", Courtesy.THANKS), ("thanks for the card", Courtesy.THANKS)),
        *(("Thanks a lot!", Courtesy.THANKS), ("ha det bra", Courtesy.FAREWELL), ("❤️", Courtesy.THANKS)),
    ],
)
@pytest.mark.parametrize("open_here", [(), (ONE,), (ONE, TWO)])
def test_a_courtesy_alone_is_answered_as_one_and_is_never_an_answer(
    text: str, courtesy: Courtesy, open_here: tuple[StepRef, ...]
) -> None:
    assert understand(said_event(text), open_here) == Greeted(happening(), courtesy, while_open=bool(open_here))
    in_group = understand(said_event(text, Scope.GROUP_CHAT, mentioned=True), open_here)
    assert in_group == Greeted(happening(Scope.GROUP_CHAT), courtesy, while_open=bool(open_here))


@pytest.mark.parametrize(
    "text",
    [
        "Takk for sist, vi prøvde å lese høyt.",
        "Tusen takk – vi prøvde stasjoner i matte",
        "Hei! Takk for sist! Vi prøvde å lese høyt.",
        "Thanks, we tried reading in pairs",
        "Takk for sist, me prøvde tolærar i 4B",
    ],
)
def test_an_answer_that_begins_with_a_courtesy_is_an_answer(text: str) -> None:
    assert understand(said_event(text), (ONE,)) == TextAnswered(happening(), ONE, text)


@pytest.mark.parametrize(
    "text", ["Takk for i dag, det var et fint møte", "takk, hva betyr dette?", "ja", "nei takk", "Takk, Kari"]
)
def test_what_may_be_a_courtesy_and_may_be_an_answer_is_asked_about(text: str) -> None:
    assert understand(said_event(text), (ONE,)) == ChoiceNeeded(happening(), (ONE,), text)


@pytest.mark.parametrize("text", ["Hei, hjelp!", "hjelp, takk 🙏", "God dag Sløyfa, HJELP", "ok, hjlep"])
def test_a_command_beside_a_courtesy_is_obeyed(text: str) -> None:
    assert understand(said_event(text), (ONE,)) == Commanded(happening(), "help")
    assert understand(said_event("hjelp alle sammen"), (ONE,)) == ChoiceNeeded(happening(), (ONE,), "hjelp alle sammen")


@pytest.mark.parametrize("scope", [Scope.CHANNEL, Scope.GROUP_CHAT])
def test_a_command_of_ones_own_chat_is_no_answer_in_a_channel_and_is_told_where_it_holds(scope: Scope) -> None:
    for open_here in ((), (ONE,)):
        for text in ("hva vet du om meg", "Kva veit du om meeg?"):
            elsewhere = CommandedElsewhere(happening(scope), "known")
            assert understand(said_event(text, scope, mentioned=True), open_here) == elsewhere
    in_group = said_event("koble til rektorgruppa", Scope.GROUP_CHAT, mentioned=True)
    assert understand(in_group, ()) == CommandedElsewhere(happening(Scope.GROUP_CHAT), "link")


@pytest.mark.parametrize("open_here", [(), (ONE,), (ONE, TWO)])
def test_a_whole_command_with_a_letter_wrong_is_obeyed_whatever_is_open(open_here: tuple[StepRef, ...]) -> None:
    assert understand(said_event("hjlep"), open_here) == Commanded(happening(), "help")
    in_thread = said_event("Nest steg", Scope.CHANNEL, mentioned=True)
    assert understand(in_thread, open_here) == Commanded(happening(Scope.CHANNEL), "next_step")


def test_words_that_end_otherwise_than_a_command_are_asked_about_while_a_question_is_open() -> None:
    assert understand(said_event("pausen"), (ONE,)) == ChoiceNeeded(happening(), (ONE,), "pausen")
    assert understand(said_event("pausen"), ()) == Commanded(happening(), "pause")


def test_to_skip_said_in_words_is_understood() -> None:
    assert understand(said_event("Hopp over."), (ONE,)) == ChoiceNeeded(happening(), (ONE,), "Hopp over.", to_skip=True)


@pytest.mark.parametrize(
    ("text", "answers"), [("hjelp", False), ("neste steg", False), ("takk!", False), ("Vi leste sammen.", True)]
)
def test_a_message_made_another_is_heard_only_where_it_is_plainly_an_answer_by_then(
    text: str, *, answers: bool
) -> None:
    anew = replace(said_event(text), anew=True)
    assert understand(anew, (ONE,)) == (TextAnswered(happening(), ONE, text) if answers else None)
    assert understand(anew, ()) is None
