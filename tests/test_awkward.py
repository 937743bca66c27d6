"""The awkward scene, played once over the wire: what people are told, and what is kept of what they said."""

from pathlib import Path

from bot.rehearsal import awkward
from bot.rehearsal.awkward import AWKWARD
from bot.rehearsal.clients import texts_on
from bot.rehearsal.house import Scene
from bot.rehearsal.stories import Moment
from content.language import Language
from content.vocabulary.conversing import (
    Along,
    Courtesy,
    CourtesyReturned,
    EmptyAnswer,
    Help,
    HelpInGroupChat,
    NotImported,
    OnlyThatCame,
    OnlyWordsTaken,
    OwnChatOnly,
    PromptOver,
)
from content.vocabulary.messages import Message
from content.wording import phrase
from tests.nordvik import rendered_texts
from tests.scenes import Checks, everything, goes_on_in_time, newest

SCENE = Checks(AWKWARD)
NB, NN = Language.NB, Language.NN


def told(scene: Scene, moment: Moment) -> list[str]:
    """The texts of the message looked at."""
    sight = moment.sights[0]
    card = sight.card or scene.cast[sight.who].view(sight.message)
    return texts_on(card) if card is not None else [scene.teams.world.find(sight.message)[1].text]


def is_told(message: Message, language: Language, *names: str) -> None:
    """After each of the named parts its person is told exactly this."""
    for name in names:

        @SCENE.after(name)
        def check(scene: Scene, moment: Moment) -> None:
            assert told(scene, moment) == rendered_texts(message, language), moment.name


is_told(CourtesyReturned(Courtesy.GREETING), NN, "Siv greets")
is_told(CourtesyReturned(Courtesy.THANKS), NB, "Tor is polite", "Ali goes on")
is_told(CourtesyReturned(Courtesy.THANKS), NN, "in a channel")
is_told(CourtesyReturned(Courtesy.AGREEMENT), NB, "Tor agrees")
is_told(OnlyThatCame(Along.PICTURE), NB, "Bodil sends a picture")
is_told(OnlyWordsTaken(Along.PICTURE), NB, "Bodil writes beside it")
is_told(OnlyThatCame(Along.RECORDING), NN, "Dag talks")
is_told(EmptyAnswer(), NN, "Dag sends nothing")
is_told(NotImported(), NN, "Una greets")
is_told(HelpInGroupChat(), NB, "in a group chat")
is_told(OwnChatOnly("kva veit du om meg"), NN, "in a meeting")
is_told(OwnChatOnly("slett dataa mine"), NN, "a command in the wrong place")
is_told(PromptOver(), NN, "Dag writes too late")


@SCENE.after("Tor answers")
def what_goes_on_after_thanks_is_an_answer(scene: Scene, moment: Moment) -> None:
    assert awkward.TOGETHER in told(scene, moment)
    assert "Hei, takk!" not in told(scene, moment)


@SCENE.after("Siv misspells")
def a_misspelt_command_is_obeyed(scene: Scene, moment: Moment) -> None:
    assert told(scene, moment)[0] == phrase(Help, "heading", NN)


@SCENE.after("Ali is brief")
def two_buttons_ask_and_nothing_is_kept(scene: Scene, moment: Moment) -> None:
    assert told(scene, moment)[-2:] == ["Ja, lagre det", "Nei"]


@SCENE.after("Ali confirms")
def what_was_asked_about_is_kept_after_other_words(scene: Scene, moment: Moment) -> None:
    assert {"Takk, meldingen din er lagret som svar", awkward.FINE} <= set(told(scene, moment))


@SCENE.after("Frode asks for text")
def the_questions_come_as_plain_text_with_who_reads(scene: Scene, moment: Moment) -> None:
    [text] = told(scene, moment)
    assert "\n\n1. " in text
    assert "These can read the answer: Rektorgruppa (9 people)" in text


@SCENE.after("Frode answers in text")
def the_answer_is_kept_without_its_number(scene: Scene, moment: Moment) -> None:
    assert awkward.BY_NUMBER in told(scene, moment)


@SCENE.after("Siv pastes")
def a_word_page_is_kept_as_its_words(scene: Scene, moment: Moment) -> None:
    assert awkward.FROM_WORD in told(scene, moment)


@SCENE.after("Ella reacts")
def a_reaction_is_met_with_silence(_scene: Scene, moment: Moment) -> None:
    assert moment.sights == ()


@SCENE.after("Ella's card comes twice")
def a_card_sent_thrice_is_one_answer(scene: Scene, moment: Moment) -> None:
    assert told(scene, moment).count(awkward.IN_PAIRS) == 1
    assert everything(scene, "ella").count(awkward.IN_PAIRS) == 1


@SCENE.after("a stranger writes")
def a_strange_tenant_is_met_with_silence(scene: Scene, _moment: Moment) -> None:
    assert [one for one in scene.cast["stranger"].chat if one.from_bot] == []


@SCENE.after("Dag's old card")
def who_sends_an_old_card_is_told_that_it_is_over(scene: Scene, moment: Moment) -> None:
    assert told(scene, moment)[0] == "Spørsmålet er ikkje lenger ope"
    assert awkward.LATE not in everything(scene, "siv")


@SCENE.after("Dag says something")
def the_end_of_the_week_has_no_courtesies_in_anybodys_answer(scene: Scene, _moment: Moment) -> None:
    assert newest(scene, "dag")[0].startswith("Ingen spørsmål er opne")
    digest = "\n".join(texts_on(next(one.card for one in scene.cast["siv"].chat if awkward.FINE in texts_on(one.card))))
    for kept in (awkward.TOGETHER, awkward.FINE, awkward.ON_THE_BOARD, awkward.BY_NUMBER, awkward.IN_PAIRS):
        assert kept in digest
    for polite in ("Hei, takk!", "👍🏽", "tusen takk", "hjlep", "answer to 1"):
        assert polite not in digest


async def test_a_week_of_awkward_things(tmp_path: Path) -> None:
    assert await SCENE.play(tmp_path) == SCENE.names, "every turning point has been looked at"


def test_the_scene_goes_on_in_time() -> None:
    assert goes_on_in_time(AWKWARD)
