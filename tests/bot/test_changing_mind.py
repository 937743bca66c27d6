"""Answers opened again, edited, withdrawn or passed, on the card or in the chat, until the step closes."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio

from bot.rehearsal.clients import Client, NotOnCardError, Response, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Json, Message
from content.language import Language
from content.vocabulary.conversing import (
    AnswerTooLong,
    EditedElsewhere,
    NotBroughtBack,
    PromptOver,
    StandsOnCard,
    StaysTakenBack,
)
from content.vocabulary.prompting import EmptyChange
from dialogs.model import Part, Reflection, Rung
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

RECEIPT = ["Tenk litt videre", "Endre svaret", "Del videre", "Trekk tilbake"]
WIDEST = [button for button in RECEIPT if button != "Del videre"]


class Tor:
    """A person with an open prompt."""

    def __init__(self, house: House, name: str) -> None:
        self.house = house
        self.name = name
        self.me: Client = house.cast[name]
        self._prompt = last(self.me).id

    @property
    def card(self) -> Message:
        return next(one for one in self.me.chat if one.id == self._prompt)

    @property
    def shown(self) -> Json:
        card = self.me.view(self.card)
        assert card is not None
        return card

    @property
    def buttons(self) -> list[str]:
        return buttons_on(self.shown)

    def sees(self) -> list[str]:
        return seen(self.me, self.card)

    async def send(self, text: str, rung: str = "group", *, shown: Json | None = None) -> Response:
        return await self.me.press(self.card, "Send svar", {"answer": text, "rung": rung}, shown=shown)

    async def press(self, button: str, *, shown: Json | None = None) -> Response:
        if shown is None and button not in self.buttons and "Hopp over" in self.buttons:
            # A chat message leaves the card as the prompt; any press updates the card to the stored answer.
            await self.me.press(self.card, "Hopp over")
        response = await self.me.press(self.card, button, shown=shown)
        assert response.status == 200
        return response

    async def say(self, text: str) -> str:
        response = await self.me.say(text)
        assert response.status == 200
        await self.house.stage.settle()
        return response.activity_id

    async def reflection(self) -> Reflection:
        [found] = await self.house.reflections_of(self.name)
        return found

    async def text(self) -> str:
        return (await self.reflection()).text


_untouched = count()


async def next_member(house: House) -> Tor:
    name = f"p{next(_untouched)}"
    await house.install(name)
    return Tor(house, name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A session of a group is open, and nobody has installed."""
    place = tmp_path_factory.mktemp("crowd")
    people = [f"p{number},rektorgruppa,participant" for number in range(50)]
    folder = municipality(place, people=["guro,rektorgruppa,coordinator", "lars,team-solbakken,participant", *people])
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as house:
        await house.stage.plan(series(place, "alle", "rektorgruppa"))
        await house.to(at(11, 24))
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def tor(crowded: House) -> Tor:
    """A new member of the crowd for each test."""
    return await next_member(crowded)


@pytest_asyncio.fixture(loop_scope="module")
async def alone(tmp_path: Path) -> AsyncIterator[Tor]:
    """Tor in a house of his own, whose clock can be turned; the session is open until 29 November at eight."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 24))
        yield Tor(house, "tor")


async def test_an_answer_is_opened_again_from_its_receipt_and_edited(tor: Tor) -> None:
    await tor.send("Første utkast.", "municipality")
    await tor.press("Endre svaret")
    for settled in (False, True):
        if settled:
            await tor.house.stage.settle()
            assert tor.card.edited, "on other devices too"
        assert inputs_on(tor.shown)["answer"]["value"] == "Første utkast."
        assert inputs_on(tor.shown)["rung"]["value"] == "municipality"
        assert tor.buttons == ["Send svar", "La svaret stå"]
    assert await tor.text() == "Første utkast.", "what was said stands until more is sent"
    await tor.send("Andre utkast.", "only_me")
    assert (await tor.text(), (await tor.reflection()).rung) == ("Andre utkast.", Rung.ONLY_ME)
    assert tor.buttons == RECEIPT


async def test_an_answer_is_withdrawn_and_may_be_given_anew(tor: Tor) -> None:
    await tor.send("Jeg angrer på dette.")
    await tor.press("Trekk tilbake")
    assert tor.sees()[0] == "Svaret ditt er trukket tilbake"
    assert (await tor.reflection()).withdrawn
    assert (await tor.reflection()).parts == ()
    await tor.press("Svar likevel")
    assert "value" not in inputs_on(tor.shown)["answer"]
    await tor.send("Likevel.")
    assert (await tor.text(), (await tor.reflection()).withdrawn) == ("Likevel.", False)


async def test_whoever_passes_may_answer_after_all(tor: Tor) -> None:
    await tor.press("Hopp over")
    assert (tor.sees()[0], (await tor.reflection()).passed) == ("Du hoppet over spørsmålet", True)
    await tor.press("Svar likevel")
    await tor.send("Likevel.")
    assert ((await tor.reflection()).passed, await tor.text()) == (False, "Likevel.")
    await tor.press("Trekk tilbake")
    await tor.press("Svar likevel")
    await tor.press("Hopp over")
    assert ((await tor.reflection()).passed, await tor.text()) == (True, "")
    await tor.say("Og likevel svarte vi.")
    assert ((await tor.reflection()).passed, await tor.text()) == (False, "Og likevel svarte vi.")


@pytest.mark.parametrize("by", ["execute", "submit"])
async def test_an_opened_answer_can_be_left_as_it_stands_and_opened_again_at_once(
    tor: Tor, by: Literal["execute", "submit"]
) -> None:
    await tor.send("Står.", "municipality")
    for _ in range(2):
        await tor.me.press(tor.card, "Endre svaret", by=by)
        await tor.house.stage.settle()
        assert tor.buttons == ["Send svar", "La svaret stå"]
        left = await tor.me.press(tor.card, "La svaret stå", by=by)
        await tor.house.stage.settle()
        assert (tor.buttons, await tor.text(), (await tor.reflection()).rung) == (WIDEST, "Står.", Rung.MUNICIPALITY)
    for new_id in (False, True):
        await tor.me.again(left, new_id=new_id)
    assert ((await tor.reflection()).reopened, await tor.text()) == (False, "Står.")


def as_sent_by_an_earlier_version(form: Json) -> Json:
    """An opened answer's form with «Hopp over», which old versions sent and which may still be in chats."""
    old = json.loads(json.dumps(form))
    sets = [element["actions"] for element in old["body"] if element["type"] == "ActionSet"]
    [leave] = [action for actions in sets for action in actions if action["title"] == "La svaret stå"]
    for action in (leave, leave["fallback"]):
        action["title"] = "Hopp over"
        action["data"]["press"] = "SkipPrompt"
    return dict(old)


@pytest.mark.parametrize("meanwhile", ["nothing", "a follow-up is opened", "it is left as it stands", "more is said"])
async def test_no_card_passes_an_answer_away(tor: Tor, meanwhile: str) -> None:
    await tor.send("Står.")
    receipt = tor.shown
    await tor.press("Endre svaret")
    form = as_sent_by_an_earlier_version(tor.shown)
    if meanwhile == "a follow-up is opened":
        await tor.press("Tenk litt videre", shown=receipt)
    elif meanwhile == "it is left as it stands":
        await tor.press("La svaret stå")
    elif meanwhile == "more is said":
        await tor.say("Og litt mer tid.")
    for by in ("execute", "submit"):
        await tor.me.press(tor.card, "Hopp over", shown=form, by=by)
        await tor.house.stage.settle()
    assert (await tor.text()).startswith("Står.")
    assert ((await tor.reflection()).passed, "Står." in " ".join(tor.sees())) == (False, True)


async def test_a_field_that_is_emptied_leaves_the_answer_and_that_is_said(tor: Tor) -> None:
    await tor.send("Står.")
    await tor.press("Endre svaret")
    await tor.me.press(tor.card, "Send svar", {"answer": "x"}, forged={"answer": " \n"})
    assert ([tor.me.notices[-1]], await tor.text()) == (rendered_texts(EmptyChange(), Language.NB), "Står.")


async def test_a_form_open_on_two_devices_and_left_on_one_doubles_nothing(tor: Tor) -> None:
    await tor.send("Står.")
    await tor.press("Endre svaret")
    other = tor.shown
    await tor.press("La svaret stå")
    await tor.send("Står. Og mer til.", shown=other)
    assert await tor.text() == "Står. Og mer til."


async def test_old_clients_change_their_mind_by_submit(tor: Tor) -> None:
    for button, shows in (
        ("Hopp over", ["Svar likevel"]),
        ("Svar likevel", ["Send svar", "Hopp over"]),
    ):
        assert (await tor.me.press(tor.card, button, by="submit")).status == 200
        await tor.house.stage.settle()
        assert tor.buttons == shows
    await tor.me.press(tor.card, "Send svar", {"answer": "Fra gammel telefon."}, by="submit")
    await tor.house.stage.settle()
    for button, shows in (
        ("Endre svaret", ["Send svar", "La svaret stå"]),
        ("La svaret stå", RECEIPT),
    ):
        await tor.me.press(tor.card, button, by="submit")
        await tor.house.stage.settle()
        assert tor.buttons == shows


async def test_when_the_time_is_over_the_card_takes_no_more_words_and_an_old_one_changes_nothing(alone: Tor) -> None:
    await alone.send("Står.")
    receipt = alone.shown
    await alone.press("Endre svaret")
    form = alone.shown
    await alone.house.to(at(11, 27))
    left = ["Ta det opp på møtet", "Trekk tilbake", "Del med færre"]
    assert (alone.buttons, [*inputs_on(alone.shown)]) == (left, ["rung"])
    assert "Står." in alone.sees()
    await alone.press("Endre svaret", shown=receipt)
    assert seen(alone.me, last(alone.me)) == rendered_texts(PromptOver(), Language.NB)
    assert alone.buttons == left
    await alone.press("La svaret stå", shown=form)
    await alone.press("Hopp over", shown=as_sent_by_an_earlier_version(form))
    await alone.send("For sent.", shown=form)
    assert ((await alone.reflection()).withdrawn, (await alone.reflection()).passed, await alone.text()) == (
        False,
        False,
        "Står.",
    )


@pytest.mark.parametrize("seconds_between", [0, 20])
async def test_a_message_that_is_edited_changes_the_answer_back_and_forth(alone: Tor, seconds_between: int) -> None:
    message = await alone.say("Vi prøvde toveis samtlaer.")
    for text in ("Vi prøvde toveis samtaler.", "Vi prøvde *ikke*.", "Vi prøvde toveis samtaler."):
        alone.house.stage.now += timedelta(seconds=seconds_between)
        response = await alone.me.edit(message, text)
        assert (response.status, await alone.text()) == (200, text)
    await alone.house.stage.settle()
    assert "Vi prøvde toveis samtaler." in seen(alone.me, last(alone.me)), "the receipt follows"
    version = (await alone.reflection()).version
    await alone.me.again(response)
    assert (await alone.reflection()).version == version


async def test_a_message_that_is_deleted_withdraws_the_answer_and_an_undeletion_brings_it_back(tor: Tor) -> None:
    message = await tor.say("Jeg angrer på dette.")
    response = await tor.me.delete(message)
    assert (response.status, (await tor.reflection()).withdrawn, await tor.text()) == (200, True, "")
    await tor.house.stage.settle()
    assert tor.buttons == ["Svar likevel"]
    given = await tor.reflection()
    for _ in range(2):
        restored = await tor.me.undelete(message)
        assert await tor.reflection() == replace(
            given, parts=(Part("Jeg angrer på dette.", message),), version=3, withdrawn=False
        )
        assert "Jeg angrer på dette." in seen(tor.me, last(tor.me)), "and that is said"
    await tor.me.again(restored)
    assert (await tor.reflection()).version == 3
    await tor.me.again(response)
    assert (await tor.reflection()).withdrawn, "whoever deletes once more means it"


async def test_each_message_changes_and_withdraws_its_own_part(tor: Tor) -> None:
    first, second = await tor.say("Først leste vi."), await tor.say("Sist skrev vi.")
    await tor.me.edit(second, "Til slutt skrev vi.")
    assert await tor.text() == "Først leste vi.\n\nTil slutt skrev vi."
    for _ in range(2):
        await tor.me.delete(first)
        assert await tor.text() == "Til slutt skrev vi."
        await tor.me.undelete(first)
        assert await tor.text() == "Først leste vi.\n\nTil slutt skrev vi."
    await tor.me.delete(first)
    await tor.me.edit(second, "  ")
    assert (await tor.reflection()).withdrawn, "a message emptied is a message taken back"
    await tor.me.edit(second, "Til slutt sang vi.")
    await tor.me.undelete(first)
    assert await tor.text() == "Til slutt sang vi.\n\nFørst leste vi.", (
        "where none was left, in the order they come back"
    )


async def test_an_edit_that_makes_the_answer_too_long_is_not_kept_and_that_is_said(tor: Tor) -> None:
    message = await tor.say("Det var kortere.")
    await tor.me.edit(message, "Vi prøvde " + "å" * 4001)
    assert seen(tor.me, last(tor.me)) == rendered_texts(AnswerTooLong(4000), Language.NB)
    assert await tor.text() == "Det var kortere."


async def test_after_an_edit_on_the_card_the_message_still_changes_and_withdraws_its_answer(tor: Tor) -> None:
    message = await tor.say("Sagt i chatten.")
    await tor.press("Endre svaret")
    await tor.send("Skrevet om.")
    await tor.me.edit(message, "Sagt om igjen.")
    assert await tor.text() == "Sagt om igjen."
    await tor.me.delete(message)
    assert (await tor.reflection()).withdrawn


async def test_where_the_card_has_merged_messages_its_words_stand_and_that_is_said(tor: Tor) -> None:
    first, second = await tor.say("En ting gikk fint."), await tor.say("To ting gikk dårlig.")
    await tor.press("Endre svaret")
    await tor.send("En og to.")
    await tor.me.edit(first, "Ingen ting gikk fint.")
    assert seen(tor.me, last(tor.me)) == rendered_texts(EditedElsewhere(), Language.NB)
    assert await tor.text() == "En og to."
    await tor.me.delete(first)
    assert seen(tor.me, last(tor.me)) == rendered_texts(StandsOnCard(), Language.NB)
    assert await tor.text() == "En og to."
    shown = len(tor.me.chat)
    await tor.me.undelete(first)
    assert (await tor.text(), len(tor.me.chat)) == ("En og to.", shown + 1), "nothing has changed"
    await tor.press("Trekk tilbake")
    await tor.press("Svar likevel")
    await tor.send("Noe helt annet.")
    await tor.me.delete(second)
    assert await tor.text() == "Noe helt annet.", "which has nothing of that message"


async def test_a_card_that_adds_to_messages_leaves_each_its_own_words(tor: Tor) -> None:
    first, second = await tor.say("En ting gikk fint."), await tor.say("To ting gikk dårlig.")
    await tor.press("Endre svaret")
    await tor.send("En ting gikk fint.\n\nTo ting gikk dårlig.\n\nTre ting vet vi ikke.")
    await tor.me.delete(first)
    assert await tor.text() == "To ting gikk dårlig.\n\nTre ting vet vi ikke."
    await tor.me.edit(second, "To ting gikk bedre.")
    assert await tor.text() == "To ting gikk bedre.\n\nTre ting vet vi ikke."
    await tor.me.undelete(first)
    assert await tor.text() == "En ting gikk fint.\n\nTo ting gikk bedre.\n\nTre ting vet vi ikke."


async def test_the_same_words_in_two_messages_stay_until_both_are_deleted(tor: Tor) -> None:
    start = tor.house.stage.now
    first = await tor.say("Vi leste sammen.")
    tor.house.stage.now = start + timedelta(minutes=5)
    second = await tor.say("Vi leste sammen.")
    tor.house.stage.now = start
    assert await tor.text() == "Vi leste sammen."
    await tor.me.delete(second)
    assert await tor.text() == "Vi leste sammen."
    await tor.me.delete(first)
    assert (await tor.reflection()).withdrawn


async def test_a_message_brought_back_has_the_rung_and_the_circle_it_had(alone: Tor) -> None:
    await alone.send("Delt med flere.", "municipality")
    message = await alone.say("Og litt mer tid.")
    before = await alone.reflection()
    alone.house.stage.now += timedelta(minutes=3)
    await alone.me.delete(message)
    await alone.me.undelete(message)
    after = await alone.reflection()
    assert (after.text, after.rung, after.circle_at) == (before.text, before.rung, before.circle_at)


async def test_a_deletion_told_late_or_an_undeletion_told_again_does_not_bring_deleted_words_back(alone: Tor) -> None:
    message = await alone.say("Vi leste sammen.")
    await alone.me.delete(message)
    alone.house.stage.now += timedelta(seconds=10)
    restored = await alone.me.undelete(message)
    alone.house.stage.now += timedelta(seconds=10)
    await alone.me.delete(message)
    await alone.me.again(restored)
    assert (await alone.reflection()).withdrawn


async def test_an_answer_withdrawn_by_a_press_stays_withdrawn(tor: Tor) -> None:
    message = await tor.say("Vi leste sammen.")
    await tor.press("Trekk tilbake")
    await tor.me.delete(message)
    await tor.me.undelete(message)
    assert seen(tor.me, last(tor.me)) == rendered_texts(StaysTakenBack(), Language.NB)
    assert (await tor.reflection()).withdrawn


async def test_a_message_brought_back_after_the_time_is_over_stays_out_and_that_is_said(alone: Tor) -> None:
    message = await alone.say("Vi leste sammen.")
    await alone.me.delete(message)
    await alone.house.to(at(11, 27))
    await alone.me.undelete(message)
    assert seen(alone.me, last(alone.me)) == rendered_texts(NotBroughtBack(), Language.NB)
    assert (await alone.reflection()).withdrawn


async def test_a_message_edited_after_the_answer_was_withdrawn_does_not_bring_it_back(tor: Tor) -> None:
    message = await tor.say("Jeg angrer på dette.")
    await tor.press("Trekk tilbake")
    await tor.me.edit(message, "Jeg angrer ikke på dette.")
    assert seen(tor.me, last(tor.me)) == rendered_texts(StaysTakenBack(), Language.NB)
    assert (await tor.reflection()).withdrawn


async def test_a_message_that_was_no_answer_changes_nothing_when_edited_or_deleted(tor: Tor) -> None:
    message = await tor.say("hjelp")
    shown = len(tor.me.chat)
    await tor.me.edit(message, "hjelp!")
    await tor.me.delete(message)
    assert (len(tor.me.chat), await tor.house.reflections_of(tor.name)) == (shown - 1, [])


async def test_after_the_time_is_over_an_edit_is_refused_aloud_but_deleted_words_go(alone: Tor) -> None:
    message = await alone.say("Mine egne ord her.")
    await alone.house.to(at(11, 27))
    await alone.me.edit(message, "Andre ord.")
    assert seen(alone.me, last(alone.me)) == rendered_texts(PromptOver(), Language.NB)
    assert await alone.text() == "Mine egne ord her."
    await alone.me.delete(message)
    assert (await alone.text(), (await alone.reflection()).withdrawn) == ("", True)
    await alone.house.stage.settle()
    assert "Mine egne ord her." not in alone.sees()


async def test_nobody_else_changes_a_message_by_naming_its_id(tor: Tor) -> None:
    siv = await next_member(tor.house)
    await siv.say("Sivs eigne ord.")
    said = await tor.me.say("Mine egne ord her.")
    await tor.say("Flere ord fra meg.")
    await tor.press("Endre svaret")
    await tor.send("Mine ord, samlet.")
    for kind, event in (("messageUpdate", "editMessage"), ("messageDelete", "softDeleteMessage")):
        theirs = (await siv.me.say("hjelp")).activity
        data = {**said.activity["channelData"], "eventType": event}
        forged = {"type": kind, "id": said.activity_id, "text": "Noen ord om dette.", "channelData": data}
        for conversation in (theirs["conversation"], said.activity["conversation"]):
            await tor.house.teams.post({**theirs, **forged, "conversation": conversation})
    assert await tor.text() == "Mine ord, samlet."
    assert await siv.text() == "Sivs eigne ord."


@pytest.mark.parametrize("button", ["Hopp over", "Trekk tilbake"])
async def test_a_card_that_has_not_seen_the_latest_words_does_not_undo_them(tor: Tor, button: str) -> None:
    if button == "Trekk tilbake":
        await tor.send("Fra telefonen.")
    stale = tor.shown
    await tor.say("Skrevet på maskinen.")
    await tor.press(button, shown=stale)
    assert (await tor.text()).endswith("Skrevet på maskinen.")
    assert "Skrevet på maskinen." in " ".join(tor.sees()), "the card shows what there is instead"
    await tor.press("Trekk tilbake")
    assert (await tor.reflection()).withdrawn


async def test_a_receipt_withdraws_though_the_answer_stands_open_on_another_device(tor: Tor) -> None:
    await tor.send("Jeg angrer på dette.")
    receipt = tor.shown
    await tor.press("Endre svaret")
    await tor.press("Trekk tilbake", shown=receipt)
    assert (await tor.reflection()).withdrawn


async def test_words_from_a_card_that_has_not_seen_the_latest_version_are_added(tor: Tor) -> None:
    stale = tor.shown
    await tor.send("Fra telefonen.")
    await tor.send("Skrevet på maskinen.", shown=stale)
    assert await tor.text() == "Fra telefonen.\n\nSkrevet på maskinen."
    assert "Fra telefonen.\n\nSkrevet på maskinen." in tor.sees()


async def test_words_from_two_devices_are_read_by_no_more_people_than_either_was_meant_for(tor: Tor) -> None:
    stale = tor.shown
    await tor.send("Til alle.", "municipality")
    await tor.send("Bare for meg.", "only_me", shown=stale)
    assert (await tor.reflection()).rung is Rung.ONLY_ME
    assert "Bare du kan lese svaret." in tor.sees()


async def test_a_lift_alone_fixes_the_circle_anew(alone: Tor) -> None:
    await alone.send("Delt med gruppa.")
    given = (await alone.reflection()).circle_at
    alone.house.stage.now = at(11, 25)
    await alone.press("Endre svaret")
    await alone.send("Delt med gruppa, og rettet.")
    assert (await alone.reflection()).circle_at == given, "the same people as before"
    alone.house.stage.now = at(11, 26)
    await alone.press("Endre svaret")
    await alone.send("Delt med flere.", "municipality")
    await alone.press("Ja, del videre")
    assert (await alone.reflection()).circle_at == at(11, 26)
    alone.house.stage.now = at(11, 26, 9)
    await alone.press("Endre svaret")
    await alone.send("Delt med flere.", "group")
    assert (await alone.reflection()).circle_at == at(11, 26), "who has joined since reads nothing"


async def test_a_press_that_comes_again_does_what_it_did_once(tor: Tor) -> None:
    sent = await tor.send("Mitt svar.")
    opened = await tor.press("Endre svaret")
    await tor.send("Mitt nye svar.")
    for press in (sent, opened):
        for new_id in (False, True):
            assert (await tor.me.again(press, new_id=new_id)).status == 200
    assert (await tor.text(), (await tor.reflection()).reopened) == ("Mitt nye svar.", False)
    with pytest.raises(NotOnCardError):
        await tor.send("Det er ikke åpent.")


@pytest.mark.parametrize("form", ["Endre svaret", "Tenk litt videre"])
async def test_a_chat_message_takes_no_half_written_words_off_the_card(crowded: House, form: str) -> None:
    tor = await next_member(crowded)
    await tor.send("Mitt svar.")
    await tor.press(form)
    await tor.house.stage.settle()
    edited, half_written = tor.card.edited, tor.shown
    for text in ("Og en ting til.", "Og enda en."):
        await tor.say(text)
        assert (tor.card.edited, tor.shown) == (edited, half_written), "Teams clears the fields of a card it updates"
    await tor.press("La svaret stå" if form == "Endre svaret" else "Nei takk, det holder")
    assert "Mitt svar.\n\nOg en ting til.\n\nOg enda en." in tor.sees()
    assert tor.buttons == RECEIPT


async def test_a_half_written_answer_is_sent_beside_what_was_said_in_chat_meanwhile(tor: Tor) -> None:
    await tor.send("Mitt svar.")
    await tor.press("Endre svaret")
    await tor.house.stage.settle()
    await tor.say("Og en ting til.")
    await tor.send("Mitt svar, skrevet om.")
    assert await tor.text() == "Mitt svar.\n\nOg en ting til.\n\nMitt svar, skrevet om."
    assert tor.buttons == RECEIPT


async def test_words_that_were_deleted_in_chat_do_not_stay_in_an_open_form(tor: Tor) -> None:
    await tor.send("Først dette.")
    message = await tor.say("Og en ting til.")
    await tor.press("Endre svaret")
    await tor.house.stage.settle()
    assert inputs_on(tor.shown)["answer"]["value"] == "Først dette.\n\nOg en ting til."
    await tor.me.delete(message)
    await tor.house.stage.settle()
    assert inputs_on(tor.shown)["answer"]["value"] == "Først dette."


FROM_RECEIPT = "Svaret mitt"


async def test_a_chat_message_leaves_a_card_alone_that_may_be_half_filled_in(tor: Tor) -> None:
    first = await tor.say("Vi leste sammen.")
    await tor.say("Og en ting til.")
    await tor.me.edit(first, "Vi leste høyt sammen.")
    await tor.me.delete(first)
    await tor.house.stage.settle()
    assert not tor.card.edited
    assert tor.buttons == ["Send svar", "Hopp over"]
    await tor.send("Halvskrevet, og nå ferdig.")
    assert await tor.text() == "Og en ting til.\n\nHalvskrevet, og nå ferdig."
    assert tor.buttons == RECEIPT
    await tor.say("Og enda en.")
    await tor.house.stage.settle()
    assert "Og en ting til.\n\nHalvskrevet, og nå ferdig.\n\nOg enda en." in tor.sees(), "once pressed it follows"


async def test_a_message_that_was_no_answer_takes_no_half_written_words_off_the_card(tor: Tor) -> None:
    await tor.say("Vi leste sammen.")
    await tor.me.press(last(tor.me), "Dette var ikke et svar")
    await tor.house.stage.settle()
    assert not tor.card.edited
    await tor.send("Halvskrevet, og nå ferdig.")
    assert await tor.text() == "Halvskrevet, og nå ferdig."


@pytest.mark.parametrize("by", ["execute", "submit"])
async def test_the_receipt_of_a_message_leads_to_changing_and_taking_back(
    tor: Tor, by: Literal["execute", "submit"]
) -> None:
    await tor.say("Vi leste sammen.")
    receipt = last(tor.me)
    await tor.me.press(receipt, FROM_RECEIPT, by=by)
    await tor.house.stage.settle()
    there = receipt if by == "execute" else tor.card
    assert buttons_on(tor.me.view(there)) == RECEIPT
    await tor.me.press(there, "Trekk tilbake", by=by)
    await tor.house.stage.settle()
    assert (await tor.reflection()).withdrawn
    assert tor.sees()[0] == "Svaret ditt er trukket tilbake"
