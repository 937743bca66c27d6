"""The scene of trust, played once over the wire: what each person sees at its turning points."""

from pathlib import Path

import pytest

from bot.rehearsal import trust
from bot.rehearsal.clients import texts_on
from bot.rehearsal.house import Scene
from bot.rehearsal.stories import Moment
from bot.rehearsal.trust import TRUST
from tests.bot.commands import Commands
from tests.scenes import Checks, everything, goes_on_in_time, newest

SCENE = Checks(TRUST)
FIRST = {trust.HALF_AN_HOUR, trust.SMALL_GROUPS, trust.STUDENT_TEXTS, trust.WHAT_WORKED, trust.SHARED_FOLDER}


@SCENE.after("everybody installs but Gry")
def the_notice_comes_with_the_welcome(scene: Scene, _moment: Moment) -> None:
    notice = newest(scene, "siv")
    assert "Behandlingsansvarleg: Nordvik kommune ved kommunedirektøren." in notice
    assert "Personvernombodet: personvernombud@nordvik.example, 00 00 00 00." in notice


@SCENE.after("first question")
def the_leader_is_told_to_wait_and_the_others_that_the_leader_waits(scene: Scene, _moment: Moment) -> None:
    assert "Hva ser dere som jeg ikke får øye på herfra?" in newest(scene, "tor")
    assert "Den som leier gruppa, svarer sist, og ser ingen svar før de andre har fått svare." in newest(scene, "siv")


@SCENE.after("Ali is stopped")
def a_single_child_is_not_kept_and_the_words_are_given_back(scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    card = scene.cast["ali"].view(sight.message)
    assert "Jeg har ikke lagret teksten din" in texts_on(card)
    assert trust.ONE_CHILD in str(card), "so that nothing is typed twice"


@SCENE.after("Ali rewrites")
def what_was_rewritten_is_kept(scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    kept = texts_on(sight.card or {})
    assert trust.SMALL_GROUPS in kept
    for who in scene.cast.people:
        cards = [scene.cast[who].view(one) for one in scene.cast[who].chat if one.from_bot]
        assert trust.ONE_CHILD not in str(cards), who


@SCENE.after("Ella answers")
def nobody_reads_anybody_before_the_question_closes(scene: Scene, _moment: Moment) -> None:
    assert trust.HALF_AN_HOUR in everything(scene, "tor")
    for who in ("guro", "siv", "ali", "bodil", "dag", "ella", "frode", "ola"):
        assert trust.HALF_AN_HOUR not in everything(scene, who)
    assert trust.STUDENT_TEXTS not in everything(scene, "tor")


@SCENE.after("Ella looks further")
def nothing_rises_before_its_author_has_seen_who_would_read_it(_scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    preview = texts_on(sight.card or {})
    assert trust.SHARED_FOLDER in preview
    assert "Da kan disse lese det: Alle i Nordvik kommune som bruker Sløyfa (17 personer)" in preview
    assert "Ingenting er delt videre ennå. Disse kan lese svaret: Rektorgruppa (9 personer)" in preview


@SCENE.after("Ella shares further")
def the_second_press_shares_further(_scene: Scene, moment: Moment) -> None:
    [sight] = moment.sights
    assert "Disse kan lese svaret: Alle i Nordvik kommune som bruker Sløyfa (17 personer)" in texts_on(sight.card or {})


@SCENE.after("Dag is reminded")
def only_who_is_waited_for_and_wants_it_is_reminded(scene: Scene, _moment: Moment) -> None:
    assert newest(scene, "dag")[0] == "Dette spørsmålet er framleis ope"
    for who, heading in (("tor", "Dette spørsmålet"), ("siv", "Dette spørsmålet"), ("frode", "This question")):
        assert heading not in everything(scene, who), "answered, or wants no reminders"
    assert "Dag" not in "".join(everything(scene, who) for who in ("guro", "tor", "siv", "ola"))


@SCENE.after("first digest")
def the_leaders_words_stand_among_the_others(scene: Scene, _moment: Moment) -> None:
    for who in ("siv", "ella", "tor"):
        assert set(newest(scene, who)) >= FIRST
    assert newest(scene, "ella")[-1] != trust.HALF_AN_HOUR
    assert everything(scene, "ola").count("Dette delte vi") == 0, "an observer reads no answers"


@SCENE.after("Bodil withdraws")
def what_is_taken_back_leaves_the_summaries_that_are_out(scene: Scene, _moment: Moment) -> None:
    for who in ("siv", "ella", "tor", "bodil", "guro"):
        assert trust.WHAT_WORKED not in everything(scene, who)
    assert set(newest(scene, "siv")) >= FIRST - {trust.WHAT_WORKED}


@SCENE.after("second question")
def whoever_pauses_is_left_alone(scene: Scene, _moment: Moment) -> None:
    assert "Send svar" in newest(scene, "dag")
    assert "Send svar" not in everything(scene, "gry")


@SCENE.after("Ola looks into the glass box")
def what_was_set_is_shown_to_everybody_without_words(scene: Scene, _moment: Moment) -> None:
    shown = "\n".join(newest(scene, "ola"))
    assert "planla sløyferekka «host-2026-tillit»" in shown
    assert "endret kommunens innstillinger (hvem som er behandlingsansvarlig, hvordan" in shown
    assert not [words for words in FIRST if words in shown]


@SCENE.after("Siv asks what is known")
def what_is_held_is_shown_with_readers_and_an_end_and_nothing_of_others(scene: Scene, _moment: Moment) -> None:
    shown = newest(scene, "siv")
    assert shown[0] == "Dette veit eg om deg"
    assert "Namn: Siv Rektor" in shown
    assert sum(text.startswith("Kven ser") for text in shown) >= 4
    assert sum(text.startswith("Kor lenge") for text in shown) >= 4
    assert not [other for other in ("Tor", "Ali", trust.SHARED_FOLDER) if other in "\n".join(shown)]


@SCENE.after("second digest")
def the_second_digest_holds_the_words_of_who_answered(scene: Scene, _moment: Moment) -> None:
    assert set(newest(scene, "siv")) >= {trust.TAKE_TURNS, trust.QUESTIONS}


@SCENE.after("Ali wants to be forgotten")
def nothing_is_deleted_before_it_is_asked_about(scene: Scene, _moment: Moment) -> None:
    assert newest(scene, "ali")[0] == "Skal jeg slette dataene dine?"
    assert trust.TAKE_TURNS in newest(scene, "siv")


@SCENE.after("Ali is forgotten")
def what_was_theirs_is_gone_from_everybodys_summaries(scene: Scene, _moment: Moment) -> None:
    for who in ("siv", "dag", "ella", "tor", "guro"):
        for words in (trust.TAKE_TURNS, trust.SMALL_GROUPS):
            assert words not in everything(scene, who), who
    assert trust.QUESTIONS in newest(scene, "siv"), "the others' words stay"


async def test_a_fortnight_of_trust(tmp_path: Path) -> None:
    assert await SCENE.play(tmp_path) == SCENE.names, "every turning point has been looked at"


def test_the_scene_goes_on_in_time() -> None:
    assert goes_on_in_time(TRUST)


def test_a_scene_that_there_is_not_is_told_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = Commands(monkeypatch, capsys)("rehearse", "--scene", "tillit")
    assert (done.code, done.out) == (1, "")
    scenes = "fortnight, trust, awkward, promises, desk, meeting-6, meeting-20, meeting-200"
    assert done.err == f"--scene: there is no scene tillit; there are {scenes}\n"
