"""Answers sent by card and as free text: each is stored once, and only from people who may answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from sqlalchemy import text as sql

from bot.rehearsal.clients import Client, Response, buttons_on, inputs_on
from bot.rehearsal.wire_cards import action_on
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.presses import SendAnswer, StepRef, encode
from content.vocabulary.conversing import (
    AnswerTooLong,
    EmptyAnswer,
    NotAsked,
    NotImported,
    NotKept,
    OldCard,
    PromptOver,
)
from dialogs.model import DeliveryKind, Rung, Stage
from storage.database import Database
from storage.sessions import move_session
from storage.step_with_series import step_with_series
from storage.steps import close_step
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")
_CROWD = 45
ODD_WORDS = (
    "**Fet** _skrå_ <b>&amp;</b> [lenke](http://x.example) 👩🏽‍🏫 \u202eتجربة\u202c «æøå»\n\n\n- punkt\n1. én\t!"
)


def url(place: Path) -> str:
    return f"sqlite+aiosqlite:///{place}/sloyfa.db"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A session of a large group is open; each test meets members of its own, to stay independent of other tests."""
    place = tmp_path_factory.mktemp("crowd")
    people = [f"p{number},rektorgruppa,participant" for number in range(_CROWD)]
    outside = ["guro,rektorgruppa,coordinator", "ola,rektorgruppa,observer", "lars,team-solbakken,participant"]
    async with open_house(url(place), folder=municipality(place, people=[*people, *outside])) as house:
        await house.stage.plan(series(place, "alle", "rektorgruppa"))
        await house.to(at(11, 24))
        await house.install("guro", "ola", "lars")
        yield house


_untouched = count()


@dataclass(frozen=True)
class Someone:
    """A person with an open prompt."""

    house: House
    name: str
    me: Client
    prompt: Message

    @property
    def step(self) -> StepRef:
        return StepRef(**action_on(self.prompt.card, "Send svar", by="execute")["data"]["step"])

    def sees(self, message: Message | None = None) -> list[str]:
        return seen(self.me, message or self.now)

    @property
    def now(self) -> Message:
        """The current version of the prompt's message."""
        return next(one for one in self.me.chat if one.id == self.prompt.id)

    async def send(self, text: str, rung: str = "group") -> Response:
        return await self.me.press(self.prompt, "Send svar", {"answer": text, "rung": rung})

    async def press(self, text: str, forged: dict[str, object]) -> Response:
        return await self.me.press(self.prompt, "Send svar", {"answer": text}, forged=forged)

    async def texts(self) -> list[str]:
        return [one.text for one in await self.house.reflections_of(self.name)]


@pytest_asyncio.fixture(loop_scope="module")
async def someone(crowded: House) -> Someone:
    return await next_member(crowded)


@pytest_asyncio.fixture(loop_scope="module")
async def other(crowded: House) -> Someone:
    return await next_member(crowded)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def idle(crowded: House) -> Someone:
    """A person whose answers are all refused, and who can therefore serve several tests."""
    return await next_member(crowded)


async def next_member(house: House) -> Someone:
    name = f"p{next(_untouched)}"
    await house.install(name)
    return Someone(house, name, house.cast[name], last(house.cast[name]))


def confirmation(who: Someone) -> list[str]:
    return who.sees(last(who.me))


async def test_a_card_that_is_sent_becomes_its_senders_receipt(someone: Someone) -> None:
    response = await someone.send("Vi prøver toveis samtaler.", "municipality")
    assert (response.status, response.body["statusCode"]) == (200, 200)
    receipt = someone.sees()
    assert receipt[0] == "Takk, svaret ditt er lagret"
    assert "Vi prøver toveis samtaler." in receipt
    assert any(text.startswith("Disse kan lese svaret: ") for text in receipt)
    assert buttons_on(someone.me.view(someone.now)) == ["Tenk litt videre", "Endre svaret", "Trekk tilbake"]
    assert set(inputs_on(someone.me.view(someone.now))) == {"word"}
    await someone.house.stage.settle()
    assert someone.now.edited, "on the person's other devices too"
    assert someone.sees() == receipt
    [kept] = await someone.house.reflections_of(someone.name)
    assert (kept.text, kept.rung) == ("Vi prøver toveis samtaler.", Rung.MUNICIPALITY)


async def test_a_client_without_execute_sends_by_submit_and_gets_the_same_receipt(someone: Someone) -> None:
    response = await someone.me.press(someone.prompt, "Send svar", {"answer": "Fra en gammel telefon."}, by="submit")
    await someone.house.stage.settle()
    assert (response.status, await someone.texts()) == (200, ["Fra en gammel telefon."])
    assert "Takk, svaret ditt er lagret" in someone.sees()


@pytest.mark.parametrize(
    "text",
    [ODD_WORDS.strip(), "hjelp er noe vi alle trenger", "Neste steg blir å spørre."],
    ids=["odd", "begins as help", "begins as the next step"],
)
async def test_a_message_while_one_prompt_is_open_is_an_answer_and_is_confirmed_as_understood(
    crowded: House, text: str
) -> None:
    who = await next_member(crowded)
    response = await who.me.say(text)
    assert response.status == 200
    assert confirmation(who)[0] == "Takk, meldingen din er lagret som svar"
    assert text in confirmation(who)
    assert f"Disse kan lese svaret: Rektorgruppa ({_CROWD + 1} personer)" in confirmation(who)
    assert set(inputs_on(last(who.me).card)) == {"word"}
    assert await who.texts() == [text]
    await crowded.stage.settle()
    ways = ["Svaret mitt", "Dette var ikke et svar"]
    assert buttons_on(last(who.me).card) == ways


async def test_words_written_on_a_card_are_stored_byte_for_byte(someone: Someone) -> None:
    await someone.send(ODD_WORDS)
    assert await someone.texts() == [ODD_WORDS]
    assert ODD_WORDS in someone.sees()


async def test_a_whole_message_that_is_a_command_is_never_an_answer(idle: Someone) -> None:
    for command in ("hjelp", "HELP!", "neste steg", "koble til Rektorgruppa"):
        shown = len(idle.me.chat)
        await idle.me.say(command)
        assert (len(idle.me.chat), await idle.texts()) == (shown + 2, [])


async def test_a_second_message_is_added_to_the_first(someone: Someone) -> None:
    await someone.me.say("Først leste vi sammen.")
    await someone.me.say("Så skrev vi sammen.")
    assert confirmation(someone)[0] == "Takk, meldingen din er lagt til. Slik er svaret nå:"
    assert "Først leste vi sammen.\n\nSå skrev vi sammen." in confirmation(someone)
    assert await someone.texts() == ["Først leste vi sammen.\n\nSå skrev vi sammen."]


async def test_a_message_after_the_card_is_added_on_the_rung_the_answer_has(someone: Someone) -> None:
    await someone.send("Bare for meg.", "only_me")
    await someone.me.say("Og litt mer tid.")
    [kept] = await someone.house.reflections_of(someone.name)
    assert (kept.text, kept.rung) == ("Bare for meg.\n\nOg litt mer tid.", Rung.ONLY_ME)
    assert "Bare du kan lese svaret." in confirmation(someone)


@pytest.mark.parametrize("new_id", [False, True])
async def test_an_answer_that_teams_sends_again_is_stored_once(crowded: House, *, new_id: bool) -> None:
    talker, presser = await next_member(crowded), await next_member(crowded)
    said, pressed = await talker.me.say("Sagt én gang."), await presser.send("Trykket én gang.")
    for who, sent in ((talker, said), (presser, pressed)):
        shown = len(who.me.chat)
        again = await who.me.again(sent, new_id=new_id)
        assert (again.status, len(who.me.chat)) == (200, shown)
    assert [one.version for who in (talker, presser) for one in await crowded.reflections_of(who.name)] == [1, 1]
    assert await talker.texts() + await presser.texts() == ["Sagt én gang.", "Trykket én gang."]


async def test_a_message_that_teams_sends_again_does_not_bring_back_a_withdrawn_answer(crowded: House) -> None:
    talker, presser = await next_member(crowded), await next_member(crowded)
    sent = [(talker, await talker.me.say("Sagt én gang.")), (presser, await presser.send("Trykket én gang."))]
    await talker.me.press(talker.now, "Hopp over")
    for who, first in sent:
        await crowded.stage.settle()
        await who.me.press(who.now, "Trekk tilbake")
        for new_id in (False, True):
            await who.me.again(first, new_id=new_id)
        assert [one.withdrawn for one in await crowded.reflections_of(who.name)] == [True]
        assert await who.texts() == [""]


async def test_a_message_known_by_the_id_it_was_sent_again_under_can_be_deleted(someone: Someone) -> None:
    said = await someone.me.say("Sagt én gang.")
    again = await someone.me.again(said, new_id=True)
    deletion = {**said.activity, "type": "messageDelete", "id": again.activity_id, "text": None}
    deletion["channelData"] = {**deletion["channelData"], "eventType": "softDeleteMessage"}
    await someone.house.teams.post(deletion)
    assert await someone.texts() == [""]


async def test_the_same_words_once_more_add_nothing(someone: Someone) -> None:
    for minutes in (0, 5):
        someone.house.stage.now = at(11, 24, 8, minutes)
        await someone.me.say("Vi leser det samme.")
    someone.house.stage.now = at(11, 24)
    assert await someone.texts() == ["Vi leser det samme."]


@pytest.mark.parametrize("text", ["", " ", "\n\t \u00a0"])
async def test_an_empty_answer_is_not_kept_and_is_said_so(idle: Someone, text: str) -> None:
    response = await idle.press("x", {"answer": text})
    assert (response.status, idle.me.notices[-1:]) == (200, rendered_texts(EmptyAnswer(), Language.NB))
    await idle.me.say(text)
    assert confirmation(idle) == rendered_texts(EmptyAnswer(), Language.NB)
    assert await idle.texts() == []


async def test_an_answer_of_4000_characters_is_kept_and_one_more_is_too_long(someone: Someone) -> None:
    too_long = rendered_texts(AnswerTooLong(4000), Language.NB)
    await someone.press("x", {"answer": "å" * 4001})
    assert someone.me.notices == too_long
    await someone.me.say("Vi prøvde " + "å" * 3992)
    assert confirmation(someone) == too_long
    assert await someone.texts() == []
    await someone.me.say("Vi prøvde " + "å" * 3980)
    await someone.me.say("Og litt mer tid.")
    assert confirmation(someone) == too_long, "with the empty line between them it is 4008"
    await someone.send("ø" * 3999)
    assert someone.me.notices[1:] == too_long, "nor is a card that has not seen the message made to hold both"
    assert await someone.texts() == ["Vi prøvde " + "å" * 3980]


async def test_a_card_without_a_rung_or_with_a_strange_one_answers_on_the_default(crowded: House) -> None:
    for rung in (None, "everybody", 3):
        who = await next_member(crowded)
        response = await who.press("Delt.", {"rung": rung})
        assert response.status == 200
        assert [one.rung for one in await crowded.reflections_of(who.name)] == [Rung.GROUP]


async def test_a_card_without_a_rung_leaves_an_answer_on_the_one_it_has(someone: Someone) -> None:
    await someone.send("Privat.", "only_me")
    await someone.me.press(someone.now, "Endre svaret")
    await someone.me.press(someone.now, "Send svar", {"answer": "Fortsatt privat."}, forged={"rung": "everybody"})
    assert [(one.text, one.rung) for one in await someone.house.reflections_of(someone.name)] == [
        ("Fortsatt privat.", Rung.ONLY_ME)
    ]


async def test_a_rung_that_was_not_offered_is_the_nearest_one_below(someone: Someone) -> None:
    await someone.press("Delt.", {"rung": "unit"})
    assert [one.rung for one in await someone.house.reflections_of(someone.name)] == [Rung.GROUP]


@pytest.mark.parametrize("name", ["guro", "ola", "lars"])
async def test_who_is_not_asked_cannot_answer_with_anothers_card(idle: Someone, name: str) -> None:
    """A coordinator, an observer and a member of another group."""
    stranger = idle.house.cast[name]
    response = await stranger.press(idle.prompt, "Send svar", {"answer": "Ikke mitt."})
    assert (response.status, stranger.notices[-1:]) == (200, rendered_texts(NotAsked(), Language.NB))
    assert await idle.house.reflections_of(name) == await idle.house.reflections_of(idle.name) == []


async def test_a_card_passed_on_answers_for_the_one_who_presses_it(someone: Someone, other: Someone) -> None:
    await other.me.press(someone.prompt, "Send svar", {"answer": "Mitt eget."})
    assert (await other.texts(), await someone.texts()) == (["Mitt eget."], [])


@pytest.mark.parametrize("button", ["Endre svaret", "Del videre", "Trekk tilbake"])
async def test_nobody_opens_or_withdraws_anothers_answer(someone: Someone, other: Someone, button: str) -> None:
    await someone.send("Mitt.")
    before = await someone.house.reflections_of(someone.name)
    receipt = someone.me.view(someone.now)
    for forged in ({}, {"seen": 0}):
        response = await other.me.press(someone.prompt, button, shown=receipt, forged=forged)
        assert (response.status, "Mitt." in str(response.body)) == (200, False)
    assert await someone.house.reflections_of(someone.name) == before
    assert await someone.house.reflections_of(other.name) == [], "nor is there an answer where there was none"


@pytest.mark.parametrize(
    "forged",
    [
        {"step": {"municipality": "nordvik", "session": "no-such-session", "position": 0}},
        {"step": {"municipality": "sorvik", "session": "no-such-session", "position": 0}},
        {"step": {"municipality": "nordvik", "session": "no-such-session", "position": -1}},
        {"step": {"municipality": "nordvik", "session": 7, "position": "0"}},
        {"step": None},
        {"seen": "1"},
        {"seen": -1, "step": "0"},
        {"delivery": 7},
        {"sloyfa": 99},
        {"press": "DropTables"},
    ],
)
@pytest.mark.parametrize("by", ["execute", "submit"])
async def test_a_press_made_by_hand_changes_nothing_and_is_answered(
    idle: Someone, forged: dict[str, Any], by: Literal["execute", "submit"]
) -> None:
    response = await idle.me.press(idle.prompt, "Send svar", {"answer": "Falskt."}, by=by, forged=forged)
    said = idle.me.notices[-1:] if by == "execute" else confirmation(idle)
    assert (response.status, said) == (200, rendered_texts(OldCard(), Language.NB))
    assert await idle.texts() == []


async def test_a_forged_step_position_is_answered_as_an_old_card(idle: Someone) -> None:
    for position in (-1, 1, 2**31 - 1, 2**31, 10**30):
        step = replace(idle.step, position=position)
        await idle.me.press(idle.prompt, "Send svar", {"answer": "x"}, forged=encode(SendAnswer(step, "", 0)))
        assert idle.me.notices[-1:] == rendered_texts(OldCard(), Language.NB)
    assert await idle.texts() == []


async def test_the_same_account_id_in_another_tenant_is_somebody_else(idle: Someone) -> None:
    mine = (await idle.me.say("hjelp")).activity
    elsewhere = {"tenant": {"id": "99999999-9999-4999-8999-999999999999"}}
    response = await idle.house.teams.post({**mine, "text": "Ikke meg.", "channelData": elsewhere})
    assert (response.status, await idle.texts()) == (403, [])


async def test_somebody_not_imported_is_told_so_and_nothing_is_kept(idle: Someone) -> None:
    id_ = "00000000-0000-4000-8000-000000000098"
    una = Client(idle.house.teams, "Una Ukjend", id_, "una@annet.example", locale="nb-NO")
    await una.install()
    await una.say("Hei på deg")
    await una.press(idle.prompt, "Send svar", {"answer": "Hei"})
    told = rendered_texts(NotImported(), Language.NB)
    assert (seen(una, last(una)), una.notices) == (told, told)


async def test_two_devices_that_answer_at_once_lose_nothing(someone: Someone) -> None:
    texts = [f"Fra enhet {number}." for number in range(4)]
    await asyncio.gather(*(someone.send(text) for text in texts))
    [kept] = await someone.texts()
    assert sorted(kept.split("\n\n")) == texts


async def test_two_devices_that_answer_at_once_lose_nothing_where_writers_do_not_wait_in_line(
    database_url: str,
) -> None:
    async with open_house(database_url) as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 24))
        tor, prompt = house.cast["tor"], last(house.cast["tor"])
        texts = [f"Fra enhet {number}." for number in range(8)]
        await asyncio.gather(*(tor.press(prompt, "Send svar", {"answer": text}) for text in texts))
        [kept] = await house.reflections_of("tor")
        assert sorted(kept.text.split("\n\n")) == texts


@pytest.mark.postgresql
async def test_who_has_waited_while_the_session_closed_sees_that_it_has(postgresql_url: str) -> None:
    """The lock makes a waiting row be read again, but not the rows joined to it in the same query."""
    blocked = sql("SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
    async with open_house(postgresql_url) as house, Database(postgresql_url) as other:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 24))
        [prompt] = await house.deliveries(DeliveryKind.PROMPT, "tor")
        around = partial(step_with_series, municipality="nordvik", session_id=str(prompt.session), position=0)
        found = await other.read(around)
        assert found is not None
        async with house.stage.app.db.writing.begin() as closing:
            await close_step(closing, found[0], now=house.stage.now)
            await move_session(closing, found[1], to=Stage.CLOSED)
            waiting = asyncio.create_task(other.write(partial(around, alone=True)))
            while await other.read(lambda c: c.scalar(blocked)) is None:
                assert not waiting.done()
        seen_then = await waiting
        assert seen_then is not None
        assert [one.stage for one in seen_then[:2]] == [Stage.CLOSED, Stage.CLOSED]


@pytest_asyncio.fixture(loop_scope="module")
async def torn(tmp_path: Path) -> AsyncIterator[House]:
    """Tor has two prompts open, the first for five days and the second for ten."""
    async with open_house(url(tmp_path)) as house:
        await house.install("tor")
        await house.stage.plan(series(tmp_path, "en", "rektorgruppa"))
        await house.stage.plan(
            series(tmp_path, "to", "rektorgruppa", areas='["elevsentrert-ledelse"]', stays_open='"P10D"')
        )
        await house.to(at(11, 24))
        yield house


async def prompt_choice(house: House) -> tuple[Message, list[str]]:
    """The bot's question to which prompt an answer belongs, and the two prompts as buttons."""
    tor = house.cast["tor"]
    found = [one for one in tor.chat if "Hvilket spørsmål svarer du på?" in seen(tor, one)]
    assert found, "the bot asks which"
    return found[-1], buttons_on(found[-1].card)


async def by_session(house: House) -> dict[str, str]:
    return {one.session.split("/")[0][:2]: one.text for one in await house.reflections_of("tor")}


async def test_with_two_open_prompts_the_bot_asks_which_and_the_message_goes_there(torn: House) -> None:
    tor = torn.cast["tor"]
    response = await tor.say("Dette gjelder det andre.")
    question, buttons = await prompt_choice(torn)
    assert (response.status, len(buttons), await torn.reflections_of("tor")) == (200, 3, []), (
        "the third: to none of them"
    )
    pressed = await tor.press(question, buttons[1])
    assert pressed.status == 200
    assert "Dette gjelder det andre." in seen(tor, last(tor))
    assert [(one.session[:2], one.text) for one in await torn.reflections_of("tor")] == [
        ("to", "Dette gjelder det andre.")
    ]


async def test_a_message_for_one_of_two_prompts_is_asked_about_and_kept_once_however_often_it_comes(
    torn: House,
) -> None:
    tor = torn.cast["tor"]
    said = await tor.say("Bare én gang.")
    for new_id in (False, True):
        await tor.again(said, new_id=new_id)
    question, buttons = await prompt_choice(torn)
    assert len([one for one in tor.chat if one.card == question.card]) == 1
    asking = tor.view(question)
    pressed = await tor.press(question, buttons[0])
    shown = len(tor.chat)
    for new_id in (False, True):
        await tor.again(pressed, new_id=new_id)
    await tor.press(question, buttons[1], shown=asking)
    assert seen(tor, question)[0] == "Takk, meldingen din er lagret som svar", "the question has become the receipt"
    assert ([notice for notice in tor.notices if notice], len(tor.chat)) == ([], shown)
    assert [one.text for one in await torn.reflections_of("tor")] == ["Bare én gang."]


async def test_a_held_message_follows_its_edits_and_is_gone_when_deleted(torn: House) -> None:
    tor = torn.cast["tor"]
    first, second = await tor.say("Skrivefiel."), await tor.say("Angrer på denne.")
    await tor.edit(first.activity_id, "Skrivefeil.")
    await tor.delete(second.activity_id)
    questions = [one for one in tor.chat if "Hvilket spørsmål svarer du på?" in seen(tor, one)]
    for question in questions:
        await tor.press(question, buttons_on(question.card)[0])
    assert [one.text for one in await torn.reflections_of("tor")] == ["Skrivefeil."]
    assert seen(tor, questions[1]) == rendered_texts(NotKept(), Language.NB)
    await tor.edit(first.activity_id, "Skrivefeil!")
    assert [one.text for one in await torn.reflections_of("tor")] == ["Skrivefeil!"], (
        "and afterwards as any other message"
    )


async def test_a_held_message_waits_for_the_other_prompt_if_the_chosen_one_is_over(torn: House) -> None:
    tor = torn.cast["tor"]
    await tor.say("Litt sent ute.")
    question, buttons = await prompt_choice(torn)
    await torn.to(at(11, 27))
    await tor.press(question, buttons[0])
    assert tor.notices[-1:] == rendered_texts(PromptOver(), Language.NB)
    await tor.press(question, buttons[1])
    assert [(one.session[:2], one.text) for one in await torn.reflections_of("tor")] == [("to", "Litt sent ute.")]


async def test_nobody_else_says_what_a_held_message_was_an_answer_to(torn: House) -> None:
    tor, siv = torn.cast["tor"], torn.cast["siv"]
    await siv.install()
    await tor.say("Mitt.")
    question, buttons = await prompt_choice(torn)
    await siv.press(question, buttons[0])
    assert await torn.reflections_of("siv") == await torn.reflections_of("tor") == []


async def test_after_the_session_nothing_is_kept_and_that_is_said(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.plan("rektorgruppa")
        await house.install("tor", "gry")
        await house.to(at(11, 24))
        tor, gry = house.cast["tor"], house.cast["gry"]
        open_card = tor.view(last(tor))
        prompt = last(tor)
        await gry.press(last(gry), "Send svar", {"answer": "I tide."})
        await house.to(at(11, 27))
        for by in ("execute", "submit"):
            response = await tor.press(prompt, "Send svar", {"answer": f"For sent, {by}."}, by=by, shown=open_card)
            assert (response.status, rendered_texts(PromptOver(), Language.NB)) == (200, seen(tor, last(tor)))
        await tor.press(prompt, "Hopp over", shown=open_card)
        await tor.say("For sent, sagt.")
        assert "Ingen spørsmål er åpne for deg nå" in str(last(tor).card)
        assert await house.reflections_of("tor") == []
        assert [one.text for one in await house.reflections_of("gry")] == ["I tide."]


async def test_who_has_left_the_group_answers_no_more_but_has_their_own_answer_in_hand(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.plan("rektorgruppa")
        await house.install("tor", "gry")
        await house.to(at(11, 24))
        tor, gry = house.cast["tor"], house.cast["gry"]
        await tor.press(last(tor), "Send svar", {"answer": "Skrevet mens jeg var med."})
        rows = (house.folder / "people.csv").read_text(encoding="utf-8").splitlines()
        left = municipality(tmp_path / "left", people=[])
        (left / "people.csv").write_text(
            "\n".join([row for row in rows if "tor@" not in row and "gry@" not in row] + [""]), encoding="utf-8"
        )
        await house.to(at(11, 25))
        await house.bring_in(left)
        await gry.press(last(gry), "Send svar", {"answer": "For sent."})
        await gry.say("Også for sent.")
        assert gry.notices == rendered_texts(NotAsked(), Language.NB)
        assert await house.reflections_of("gry") == []
        await tor.press(last(tor), "Trekk tilbake")
        assert [one.withdrawn for one in await house.reflections_of("tor")] == [True]
