"""The fortnight, told in order over the wire: each person's view, and the same outcome if killed at every moment."""

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Collection
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.app import system_clock
from bot.rehearsal import fortnight as story
from bot.rehearsal.acts import Sight
from bot.rehearsal.clients import Client, buttons_on, inputs_on, texts_on
from bot.rehearsal.fortnight import FORTNIGHT, PARTS, START
from bot.rehearsal.house import Scene, open_scene
from bot.rehearsal.stage import Stage
from bot.rehearsal.stories import Moment, moments
from bot.rehearsal.teams import StandInTeams
from bot.rehearsal.telling import Telling, rows
from bot.rehearsal.visiting import PLAYGROUND

ROOT = Path(__file__).parent.parent
PRINCIPALS = ("tor", "siv", "ali", "bodil", "dag", "ella", "frode", "gry")
SOLBAKKEN = ("kari", "lars", "mona", "nils")
FJORDGLOTT = ("pia", "rolf", "synne", "turid")
UNTOLD = "Kor mange som har svart, viser eg berre når talet ikkje kan peike på nokon."
FIRST_DIGEST = (
    *(story.BRIDGES_AGAIN, story.OUTDOORS),
    *(f"{story.OWN_RULES}\n\n{story.HELPED_DECIDE}", story.CHOICE_AGAIN),
)
SECOND_DIGEST = (story.TWO_ADULTS, story.AT_THE_DOOR, story.PAINTED_MARKS, story.SIXTH_GRADE)

Texts = tuple[str, ...]
Views = dict[str, tuple[Texts, ...]]
"""Name -> the texts of each message in the person's chat, or in the channel as the person sees the messages."""
Check = Callable[[Scene, Moment], None]
CHECKS: dict[str, Check] = {}


def after(*names: str) -> Callable[[Check], Check]:
    """Register a check to run once the named moments have happened."""

    def remember(check: Check) -> Check:
        CHECKS.update(dict.fromkeys(names, check))
        return check

    return remember


def chat(scene: Scene, who: str) -> tuple[Texts, ...]:
    client = scene.cast[who]
    return tuple(tuple(texts_on(one.card)) if one.card else (one.text,) for one in client.chat)


def channel(scene: Scene, who: str = "pia") -> tuple[Texts, ...]:
    seen = scene.cast[who].reads(scene.team.general)
    return tuple(tuple(texts_on(one.card)) if one.card else (one.text,) for one in seen)


def views(scene: Scene) -> Views:
    seen = {who: chat(scene, who) for who in scene.cast.people}
    return {**seen, **{f"{who} in the channel": channel(scene, who) for who in FJORDGLOTT}}


def everything(scene: Scene, who: str) -> str:
    shown = chat(scene, who) + (channel(scene, who) if who in FJORDGLOTT else ())
    return "\n".join(text for texts in shown for text in texts)


def looks_at(scene: Scene, sight: Sight) -> Texts:
    """The texts of the card or message in sight."""
    card = sight.card or scene.cast[sight.who].view(sight.message)
    return tuple(texts_on(card))


def digests(scene: Scene, who: str, *, heading: str = "Dette delte vi") -> list[Texts]:
    return [texts for texts in chat(scene, who) if texts[0] == heading]


_LESS = ("Svaret mitt", "Trekk tilbake", "Ta bort svar", "Dette var ikk", "Del med færre")
_READING = (
    *("Hjelp", "Hva sier loven?", "Kva seier lova?", "Hvor kommer", "Kvar kjem", "Where does"),
    *("Mine svar", "Svara mine", "Min uke", "Mi veke", "Dine ord", "Orda dine", "Your words"),
)


_OFFERING = ("Ta det opp på møtet", "Bring it to the meeting")
_TRYING = ("Dette prøver", "Vi treng")


def nothing_can_be_written(scene: Scene, who: str) -> bool:
    """The prompts are over: what the cards offer puts no words into an answer and gives it no readers."""
    left = {button for one in scene.cast[who].chat for button in buttons_on(one.card)}
    return not {button for button in left if not button.startswith((*_LESS, *_READING, *_TRYING, *_OFFERING))}


def quoted(scene: Scene, sight: Sight) -> list[str]:
    """People's own words on the card, byte for byte."""
    card = sight.card or scene.cast[sight.who].view(sight.message)
    assert card is not None
    return [row.text for row in rows(card) if row.heard]


# The moments


@after("import", "settings", "planned")
def nobody_has_been_written_to_without_cause(scene: Scene, moment: Moment) -> None:
    welcomes = 1 if moment.name == "planned" else 0
    for who in scene.cast.people:
        assert len(chat(scene, who)) == (0 if who == "gry" else welcomes)


@after("everybody installs but Gry")
def each_is_welcomed_once_in_their_own_language(scene: Scene, _moment: Moment) -> None:
    greetings = {who: [texts[0] for texts in chat(scene, who)] for who in ("tor", "siv", "frode", "synne", "gry")}
    assert greetings == {
        "tor": ["Hei, jeg er Sløyfa"],
        "siv": ["Hei, eg er Sløyfa"],
        "frode": ["Hello, I am Sløyfa"],
        "synne": ["Hei, eg er Sløyfa"],  # the school's language, since the file gives none for Synne
        "gry": [],
    }
    assert "Behandlingsansvarlig: Nordvik kommune ved kommunedirektøren." in everything(scene, "tor")
    assert "Svara blir sletta 1 år etter at spørsmålet er lukka" in everything(scene, "siv")


@after("Pia installs in the team")
def the_team_is_welcomed_once(scene: Scene, _moment: Moment) -> None:
    assert [texts[0] for texts in channel(scene)] == ["Hei, eg er Sløyfa"]


@after("Pia connects the channel")
def the_channel_is_the_groups(scene: Scene, _moment: Moment) -> None:
    assert channel(scene)[-1][0] == "Kanalen er kopla til gruppa"


@after("first prompt")
def the_principals_are_asked_each_once_and_nobody_else(scene: Scene, _moment: Moment) -> None:
    assert being_asked(scene) == [who for who in PRINCIPALS if who != "gry"]
    tor, siv = chat(scene, "tor")[-1], chat(scene, "siv")[-1]
    assert tor[:2] == ("Spørsmål til Rektorgruppa", "Tid for refleksjon · Svar innen fredag kl. 8")
    assert siv[:2] == ("Spørsmål til Rektorgruppa", "Tid for refleksjon · Svar innan fredag kl. 8")
    assert ("Inkluderende læringsmiljøer" in tor, "Inkluderande læringsmiljø" in siv) == (True, True)
    assert any("(opplæringsloven § 12-2)" in text for text in tor)
    assert any("(opplæringslova § 12-2)" in text for text in siv)
    assert buttons_on(scene.cast["tor"].chat[-1].card) == ["Send svar", "Hopp over"]


def being_asked(scene: Scene) -> list[str]:
    """Everybody whose newest message in their own chat has a field to fill in."""
    newest = {who: client.chat[-1].card for who, client in scene.cast.people.items() if client.chat}
    return [who for who, card in newest.items() if "answer" in inputs_on(card)]


SOLBAKKEN_AND_PRINCIPALS = "Disse kan lese svaret: Alle ved Solbakken skole og i Rektorgruppa (13 personer)"
KEPT = {
    "Tor answers": (story.BRIDGES, "Disse kan lese svaret: Rektorgruppa (9 personer)"),
    "Siv answers": (story.OUTDOORS, "Desse kan lese svaret: Alle i Nordvik kommune som bruker Sløyfa (17 personar)"),
    "Ali writes": (story.OWN_RULES, "Disse kan lese svaret: Rektorgruppa (9 personer)"),
    "Ali adds": (
        f"{story.OWN_RULES}\n\n{story.HELPED_DECIDE}",
        "Disse kan lese svaret: Rektorgruppa (9 personer)",
    ),
    "Bodil writes": (story.CHOICE, "Disse kan lese svaret: Rektorgruppa (9 personer)"),
    "Bodil edits": (story.CHOICE_AGAIN, "Disse kan lese svaret: Rektorgruppa (9 personer)"),
    "Dag writes": (story.READING_PAIRS, "Desse kan lese svaret: Rektorgruppa (9 personar)"),
    "Dag answers only for himself": (story.TIME_FOR_LESSONS, "Berre du kan lese svaret."),
    "Tor edits": (story.BRIDGES_AGAIN, "Disse kan lese svaret: Rektorgruppa (9 personer)"),
    "Frode answers": (story.NEW_GROUPS, "These can read the answer: Rektorgruppa (9 people)"),
    "Lars answers": (story.ROPE, "Disse kan lese svaret: Team mellomtrinn Solbakken (4 personer)"),
    "Mona answers": (
        story.FLOOR_TIMELINE,
        SOLBAKKEN_AND_PRINCIPALS,
    ),
    "Nils answers only for himself": (story.SHORT_OF_TIME, "Bare du kan lese svaret."),
    "Kari answers": (story.READING_ALOUD, "Disse kan lese svaret: Team mellomtrinn Solbakken (4 personer)"),
    "Lars sums up": (story.PRACTICE_FIRST, "Disse kan lese svaret: Team mellomtrinn Solbakken (4 personer)"),
    "Mona writes": (story.DIFFERENT_VIEWS, "Disse kan lese svaret: Team mellomtrinn Solbakken (4 personer)"),
    "Kari sums up": (story.ONE_START, SOLBAKKEN_AND_PRINCIPALS),
    "Rolf answers": (story.SOUND_MAP, "Desse kan lese svaret: Team ungdomstrinn Fjordgløtt (4 personar)"),
    "Turid answers only for herself": (story.PRACTISE_MYSELF, "Berre du kan lese svaret."),
    "Ali answers": (story.TWO_ADULTS, "Disse kan lese svaret: Rektorgruppa (9 personer)"),
    "Siv writes": (story.AT_THE_DOOR, "Desse kan lese svaret: Rektorgruppa (9 personar)"),
    "Ella answers": (
        story.PAINTED_MARKS,
        "Disse kan lese svaret: Alle i Nordvik kommune som bruker Sløyfa (17 personer)",
    ),
    "Gry shares it": (
        story.SIXTH_GRADE,
        "Disse kan lese svaret: Alle i Nordvik kommune som bruker Sløyfa (17 personer)",
    ),
    "Pia answers": (story.ONE_REPORT, "Desse kan lese svaret: Team ungdomstrinn Fjordgløtt (4 personar)"),
}
"""Moment -> (the answer's words, the line about readers) on the receipt."""


@after(*KEPT)
def the_receipt_says_what_was_kept_and_for_whom(scene: Scene, moment: Moment) -> None:
    words, readers = KEPT[moment.name]
    own, *of_others = quoted(scene, moment.sights[0])
    assert own == words
    assert len(of_others) in (0, 2), "others' answers, in a group that is large enough"
    assert readers in looks_at(scene, moment.sights[0])


@after("Gry answers")
def words_that_name_a_grade_are_shown_to_their_author_before_more_than_the_group_reads_them(
    scene: Scene, moment: Moment
) -> None:
    seen = looks_at(scene, moment.sights[0])
    assert story.SIXTH_GRADE in seen
    assert "Da kan disse lese det: Alle i Nordvik kommune som bruker Sløyfa (17 personer)" in seen
    assert "Det du skrev, kan peke på en person, en klasse eller et sted." in chat(scene, "gry")[-1][0]


@after("Dag deletes")
def a_deleted_message_is_a_withdrawn_answer(scene: Scene, moment: Moment) -> None:
    assert looks_at(scene, moment.sights[0])[0] == "Svaret ditt er trekt tilbake"


@after("Dag opens again", "Tor opens the answer")
def the_card_can_be_filled_in_again_with_what_stands(scene: Scene, moment: Moment) -> None:
    seen = looks_at(scene, moment.sights[0])
    stands = moment.name == "Tor opens the answer"
    assert set(seen) >= {"Send svar", "La svaret stå" if stands else "Hopp over"}
    assert (story.BRIDGES in seen) is stands
    assert story.READING_PAIRS not in seen


@after("Ella passes")
def passing_needs_no_reason(scene: Scene, moment: Moment) -> None:
    assert looks_at(scene, moment.sights[0])[0] == "Du hoppet over spørsmålet"
    assert looks_at(scene, moment.sights[0])[-1] == "Svar likevel"


@after("Frode withdraws")
def an_answer_can_be_withdrawn(scene: Scene, moment: Moment) -> None:
    assert looks_at(scene, moment.sights[0])[0] == "Your answer is withdrawn"


@after("Solbakken on their own")
def the_team_is_asked_each_on_their_own(scene: Scene, _moment: Moment) -> None:
    for who in SOLBAKKEN:
        assert chat(scene, who)[-1][1].startswith("Hver for seg · Svar innen ")
        assert any("kan lese svaret når gruppa går " in text for text in chat(scene, who)[-1])
        assert "Dette er skrevet så langt" not in chat(scene, who)[-1]


@after("Solbakken as a group")
def the_group_reads_what_was_shared_with_it(scene: Scene, moment: Moment) -> None:
    for who in SOLBAKKEN:
        assert chat(scene, who)[-1][1].startswith("I gruppa · ")
        newest = Sight(who, scene.cast[who].chat[-1].id)
        assert set(quoted(scene, newest)) == {story.ROPE, story.FLOOR_TIMELINE, story.READING_ALOUD}
    assert moment.sights[0].who == "lars"


@after("Kari moves on")
def the_one_who_leads_opens_the_next_step(scene: Scene, moment: Moment) -> None:
    assert looks_at(scene, moment.sights[0]) == ("Neste steg er åpnet", "Nå er gruppa på steget «Sammen».")


@after("Solbakken together")
def the_last_step_is_for_the_one_who_leads(scene: Scene, moment: Moment) -> None:
    assert chat(scene, "kari")[-1][1].startswith("Sammen · ")
    assert set(quoted(scene, moment.sights[0])) == {story.PRACTICE_FIRST, story.DIFFERENT_VIEWS}
    for who in ("lars", "mona", "nils"):
        assert not any("Sammen" in texts for texts in chat(scene, who))


@after("Fjordgløtt is asked", "Fjordgløtt is asked again")
def the_channel_is_asked_in_one_thread_of_its_own(scene: Scene, moment: Moment) -> None:
    _, prompt = scene.teams.world.find(moment.sights[0].message)
    assert prompt.root == prompt.id
    assert UNTOLD not in _channel_prompt(scene), "no number, and no word of one, while people answer"
    assert not set(being_asked(scene)) & set(FJORDGLOTT)


@after("Solbakken's digest")
def everybody_in_the_team_gets_what_was_shared_once(scene: Scene, moment: Moment) -> None:
    for who in SOLBAKKEN:
        assert nothing_can_be_written(scene, who)
        [digest] = digests(scene, who)
        assert digest[1:3] == ("Team mellomtrinn Solbakken, onsdag 25. november", "Noen har svart")
        words = quoted(scene, Sight(who, scene.cast[who].chat[-1].id))
        assert set(words[:3]) == {story.ROPE, story.FLOOR_TIMELINE, story.READING_ALOUD}
        assert set(words[3:5]) == {story.PRACTICE_FIRST, story.DIFFERENT_VIEWS}
        assert words[5:] == [story.ONE_START]
    assert moment.sights[0].who == "nils"


@after("Synne answers in the thread")
def an_answer_in_the_thread_is_confirmed_there(scene: Scene, moment: Moment) -> None:
    _, receipt = scene.teams.world.find(moment.sights[0].message)
    said = [one for one in scene.team.general.messages if one.text.endswith(story.RIVER)]
    assert receipt.root == said[0].root
    assert UNTOLD not in _channel_prompt(scene), "no number, and no word of one, while people answer"
    assert any("Difor er svaret delt med: Team ungdomstrinn Fjordgløtt" in text for text in channel(scene)[-1])


def _channel_prompt(scene: Scene) -> Texts:
    return [texts for texts in channel(scene) if "Spørsmål til Team ungdomstrinn Fjordgløtt" in texts][-1]


@after("first digest")
def each_principal_gets_the_first_digest_once(scene: Scene, _moment: Moment) -> None:
    day = {"nb": "Rektorgruppa, tirsdag 24. november", "nn": "Rektorgruppa, tysdag 24. november"}
    for who in ("tor", "ali", "bodil", "ella", "guro", "siv", "dag"):
        assert nothing_can_be_written(scene, who)
        [digest] = digests(scene, who)
        nynorsk = who in {"siv", "dag"}
        assert digest[1:3] == (day["nn" if nynorsk else "nb"], "Nokon har svart" if nynorsk else "Noen har svart")
        newest = [one for one in scene.cast[who].chat if one.card and texts_on(one.card)[0] == "Dette delte vi"][-1]
        assert Counter(quoted(scene, Sight(who, newest.id))) == Counter(FIRST_DIGEST)
        assert digest[-2:] == (("Mi veke", "Svara mine") if nynorsk else ("Min uke", "Mine svar"))
    assert len(digests(scene, "frode", heading="What we shared")) == 1
    assert digests(scene, "ola") == digests(scene, "gry") == digests(scene, "pia") == []


@after("Fjordgløtt's digest")
def the_channels_digest_is_read_in_the_channel(scene: Scene, moment: Moment) -> None:
    assert channel(scene)[-1][:3] == (
        "Dette delte vi",
        "Team ungdomstrinn Fjordgløtt, torsdag 26. november",
        "Nokon har svart",
    )
    assert set(quoted(scene, moment.sights[0])) == {story.SOUND_MAP, story.RIVER}
    assert "Til neste møte" in channel(scene)[-1]
    assert {"Mi veke", "Svara mine"}.isdisjoint(channel(scene)[-1]), "what is somebody's own is not for a channel"
    assert not any(digests(scene, who) for who in FJORDGLOTT)


@after("second prompt")
def another_question_is_asked(scene: Scene, _moment: Moment) -> None:
    assert being_asked(scene) == [who for who in PRINCIPALS if who != "gry"]
    for who in ("ella", "ali"):
        assert any("i overgangene mellom timer" in text for text in chat(scene, who)[-1])


@after("Gry installs")
def a_late_one_is_welcomed_as_everybody_was(scene: Scene, _moment: Moment) -> None:
    assert chat(scene, "gry")[0][0] == "Hei, jeg er Sløyfa"


@after("Gry is asked")
def a_late_one_gets_the_open_question_and_no_backlog(scene: Scene, _moment: Moment) -> None:
    _welcome, prompt = chat(scene, "gry")
    assert any("i overgangene mellom timer" in text for text in prompt)
    assert buttons_on(scene.cast["gry"].chat[-1].card) == ["Send svar", "Hopp over"]


@after("second digest")
def the_second_digest_counts_the_late_one(scene: Scene, moment: Moment) -> None:
    for who in ("tor", "bodil", "gry", "guro"):
        assert digests(scene, who)[-1][1:3] == ("Rektorgruppa, tirsdag 1. desember", "Noen har svart")
        assert len(digests(scene, who)) == (1 if who == "gry" else 2)
    assert Counter(quoted(scene, moment.sights[0])) == Counter(SECOND_DIGEST)


@after("meeting digest")
def the_coordinator_reads_the_fortnight_ahead_of_the_meeting(scene: Scene, moment: Moment) -> None:
    found = {who: len(digests(scene, who, heading="Dette delte vi før møtet")) for who in scene.cast.people}
    assert [who for who, number in found.items() if number] == ["guro"]
    assert found["guro"] == 1
    digest = chat(scene, "guro")[-1]
    assert digest[1] == "Nettverksgruppa i Nordnett, torsdag 10. desember kl. 9"
    assert digest[2:4] == ("Forslag til saksliste", "60 minutter")
    at = digest.index("Rektorgruppa")
    assert digest[at : at + 2] == ("Rektorgruppa", "Noen har svart")
    # The agenda quotes a strength, and tells where it was said; beneath it stands what else was shared, each once.
    words = quoted(scene, moment.sights[0])
    assert Counter(one for one in words if one in {*FIRST_DIGEST, *SECOND_DIGEST}) == Counter(
        (*FIRST_DIGEST, *SECOND_DIGEST)
    )
    assert {one.split(",")[0] for one in words} - {one.split(",")[0] for one in (*FIRST_DIGEST, *SECOND_DIGEST)} <= {
        "Rektorgruppa"
    }


# After every moment

ONLY_FOR = {story.TIME_FOR_LESSONS: "dag", story.SHORT_OF_TIME: "nils", story.PRACTISE_MYSELF: "turid"}
TAKEN_BACK = {story.READING_PAIRS: "dag", story.NEW_GROUPS: "frode", "rolespill": "bodil"}
HIDDEN_AT_FIRST = {story.ROPE: "lars", story.FLOOR_TIMELINE: "mona", story.READING_ALOUD: "kari"}
AMONG_PRINCIPALS = (story.BRIDGES, story.OWN_RULES, story.CHOICE_AGAIN, story.TWO_ADULTS, story.AT_THE_DOOR)
IN_FJORDGLOTT = (story.SOUND_MAP, story.RIVER, story.ONE_REPORT)
IN_SOLBAKKEN = (story.ROPE, story.READING_ALOUD, story.PRACTICE_FIRST, story.DIFFERENT_VIEWS)


def nobody_sees_what_is_not_for_them(scene: Scene, moment: Moment) -> None:
    hidden = HIDDEN_AT_FIRST if [part.name for part in PARTS].index(moment.name) < _group_step() else {}
    circles = [
        *((words, (author,)) for words, author in {**ONLY_FOR, **TAKEN_BACK, **hidden}.items()),
        *((words, (*PRINCIPALS, "guro")) for words in AMONG_PRINCIPALS),
        *((words, FJORDGLOTT) for words in IN_FJORDGLOTT),
        *((words, SOLBAKKEN) for words in IN_SOLBAKKEN),
    ]
    seen = {who: everything(scene, who) for who in scene.cast.people}
    leaks = [(who, words) for words, circle in circles for who in seen if words in seen[who] and who not in circle]
    assert leaks == []


def _group_step() -> int:
    return [part.name for part in PARTS].index("Solbakken as a group")


def no_card_names_anybody_else(scene: Scene, _moment: Moment) -> None:
    """A reader's own name stands where they may sign an answer."""
    for who, shown in views(scene).items():
        others = {client.name for name, client in scene.cast.people.items() if name != who.split()[0]}
        cards = [texts for texts in shown if len(texts) > 1]
        assert [texts for texts in cards if any(name in text for text in texts for name in others)] == []


def an_observer_is_only_welcomed(scene: Scene, moment: Moment) -> None:
    assert len(chat(scene, "ola")) == (0 if moment.name in {"import", "settings"} else 1)


ALL_ALONG: tuple[Check, ...] = (
    nobody_sees_what_is_not_for_them,
    no_card_names_anybody_else,
    an_observer_is_only_welcomed,
)


async def play_story(database_url: str, *, killed_after: Collection[str] = ()) -> Views:
    """Play the story and run its checks after each moment; returns everybody's messages at the end.

    The application is killed after the moments named in `killed_after`, before it has done what follows from them.
    """
    async with open_scene(database_url, now=START, killable=bool(killed_after)) as scene:
        async for moment in moments(scene, FORTNIGHT):
            if moment.name in killed_after:
                await scene.kill()
            await scene.stage.settle()
            for check in (*ALL_ALONG, CHECKS[moment.name]):
                check(scene, moment)
        return views(scene)


@pytest.fixture(scope="module")
def endings() -> dict[str, Views]:
    """The outcomes of undisturbed runs, shared so that the disturbed ones need not play the story again."""
    return {}


async def test_a_fortnight_in_nordvik(database_url: str, endings: dict[str, Views]) -> None:
    ending = await play_story(database_url)
    assert endings.setdefault("undisturbed", ending) == ending


@pytest.mark.timeout(300)  # half a hundred starts of the application
async def test_a_fortnight_is_the_same_when_the_application_is_killed_at_every_gap(
    database_url: str, endings: dict[str, Views], tmp_path: Path
) -> None:
    """On PostgreSQL at every fourth gap, prompts and digests among them: what a killed process leaves is the same."""
    if "undisturbed" not in endings:
        endings["undisturbed"] = await play_story(f"sqlite+aiosqlite:///{tmp_path / 'undisturbed.db'}")
    gaps = [part.name for part in PARTS]
    killed_after = gaps if database_url.startswith("sqlite") else gaps[2::4]
    assert {"first prompt", "first digest"} <= {*killed_after}
    assert await play_story(database_url, killed_after=killed_after) == endings["undisturbed"]


def test_everything_that_happens_is_looked_at() -> None:
    assert [part.name for part in PARTS if part.name not in CHECKS] == []
    assert [name for name in CHECKS if name not in {part.name for part in PARTS}] == []


def test_the_story_goes_on_in_time() -> None:
    moments = [part.at for part in PARTS]
    assert moments == sorted(set(moments))


async def test_only_an_application_with_a_process_of_its_own_can_be_killed(tmp_path: Path) -> None:
    async with open_scene(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", now=START) as scene:
        assert isinstance(scene.stage, Stage)
        with pytest.raises(TypeError, match="killable=True"):
            await scene.kill()


# The demo, as a person runs it


async def python(*arguments: str, **settings: str) -> asyncio.subprocess.Process:
    """`python` without any settings from this machine's environment."""
    own = ("MicrosoftApp", "SLOYFA_", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=ROOT,
        env={**kept, **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_the_rehearsal_prints_the_story_and_ends_with_the_digest() -> None:
    process = await python("-m", "bot", "rehearse")
    out, err = [printed.decode() for printed in await process.communicate()]
    assert (process.returncode, err) == (0, "")
    assert "tirsdag 24. november 2026 kl. 08.00" in out
    ending = out[out.index("mandag 7. desember 2026 kl. 09.00") :]
    assert "Dette delte vi før møtet" in ending
    assert "Noen har svart" in ending
    assert [words for words in SECOND_DIGEST if words not in ending] == []
    assert "Hva prøver vi til neste gang" in ending
    assert "de første ukene" not in ending, "a meeting in December talks of no other season"
    assert "\x1b" not in out  # no colours without a terminal
    assert all(words not in ending for words in ONLY_FOR)


STAYING = """
import asyncio, pathlib, sys
from bot.telemetry import log
from bot.rehearsal.visiting import keep_up
log.set_up(level=40)
asyncio.run(keep_up(pathlib.Path(sys.argv[1]), say=lambda line: print(line, flush=True)))
"""
"""The end of the demo, in which the bot stays for visitors."""


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGINT])
async def test_a_visitor_with_a_client_of_their_own_is_asked_until_the_bot_is_told_to_stop(
    tmp_path: Path, ended_by: signal.Signals
) -> None:
    process = await python("-c", STAYING, str(tmp_path), PORT="0")
    assert process.stdout is not None
    while "agentsplayground -e " not in (line := (await process.stdout.readline()).decode()):
        assert line, await process.communicate()
    url = line.split()[2].removesuffix("/api/messages")
    assert url.startswith("http://127.0.0.1:")
    async with StandInTeams(bot_url=url, app_id=None, tenant=PLAYGROUND, now=system_clock) as teams:
        visitor = Client(teams, "Alex", "00000000-0000-0000-0000-0000000000020", "alex@visitor.example")
        await visitor.install()
        await visitor.say("hjelp")
        assert texts_on(visitor.chat[-1].card)[0] == "Dette kan du gjøre her"
        await teams.ledger.until(lambda: any("answer" in inputs_on(one.card) for one in visitor.chat))
        [asked] = [one for one in visitor.chat if "answer" in inputs_on(one.card)]
        await visitor.press(asked, "Send svar", {"answer": "Vi prøver den.", "rung": "group"})
        assert texts_on(visitor.view(asked))[0] == "Takk, svaret ditt er lagret"
    process.send_signal(ended_by)
    out, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert out.decode().endswith("Ctrl-C ends it.\n")


def test_a_terminal_gets_wrapped_lines_in_colour_and_a_file_plain_ones() -> None:
    long = "Du kan svare og endre svaret til fredag 27. november 2026 kl. 08.00."
    printed = {}
    for terminal in (True, False):
        file = StringIO()
        console = Console(file=file, force_terminal=terminal, width=40, _environ={"TERM": "xterm"})
        Telling(console).say(long, style="bold", indent=4, first="– ")
        printed[terminal] = file.getvalue().splitlines()
    assert printed[False] == [f"    – {long}"]
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in printed[True]]
    assert plain != printed[True]
    assert [len(line) <= 40 for line in plain] == [True] * len(plain)
    assert plain[1].startswith("      ")
    assert " ".join(line.strip() for line in plain) == f"– {long}"
