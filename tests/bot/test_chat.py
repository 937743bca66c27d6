"""Chat messages while a prompt is open: plain answers are stored at once, others after a question; none is lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rehearsal.clients import Client, buttons_on, inputs_on
from bot.rehearsal.faults import accept_then_reset, answer, throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Json, Message
from content.language import Language
from content.vocabulary.conversing import LinkElsewhere, NotKept, StandsOnCard
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

IS_IT = "Er det du skrev nå, et svar på dette spørsmålet?"
ADD_IT = "Skal det du skrev nå, legges til svaret ditt?"
KEPT = "Takk, meldingen din er lagret som svar"
YES, NO, DENY = "Ja, lagre det", "Nei", "Dette var ikke et svar"
SAID = "Vi leste sammen hver dag."
_untouched = count()


class Tor:
    """A person with an open prompt."""

    def __init__(self, house: House, name: str) -> None:
        self.house = house
        self.name = name
        self.me: Client = house.cast[name]
        self.prompt = last(self.me)

    @property
    def last(self) -> list[str]:
        return seen(self.me, last(self.me))

    async def say(self, text: str) -> str:
        response = await self.me.say(text)
        assert response.status == 200
        return response.activity_id

    async def press(self, button: str, message: Message | None = None, *, shown: Json | None = None) -> None:
        response = await self.me.press(message or last(self.me), button, shown=shown)
        assert response.status == 200
        await self.house.stage.settle()

    async def text(self) -> str:
        return "\n".join(one.text for one in await self.house.reflections_of(self.name))

    def receipts(self) -> list[Message]:
        """The bot's messages except the welcome and the prompt."""
        return [one for one in self.me.chat if one.from_bot and one.id != self.prompt.id][1:]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    place = tmp_path_factory.mktemp("crowd")
    people = [f"p{number},rektorgruppa,participant" for number in range(50)]
    folder = municipality(place, people=["guro,rektorgruppa,coordinator", *people])
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as house:
        await house.stage.plan(series(place, "alle", "rektorgruppa"))
        await house.to(at(11, 24))
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def tor(crowded: House) -> Tor:
    name = f"p{next(_untouched)}"
    await crowded.install(name)
    return Tor(crowded, name)


@pytest_asyncio.fixture(loop_scope="module")
async def alone(tmp_path: Path) -> AsyncIterator[Tor]:
    """Tor in a house of his own, whose clock can be turned."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 24))
        yield Tor(house, "tor")


@pytest.mark.parametrize(
    "text", ["bra", "nei takk", "🤷", "hjelpa", "Hvor mange leser dette?", "vent", "Koble til praksis"]
)
async def test_a_doubtful_message_is_asked_about_and_stored_only_when_its_author_says_so(
    crowded: House, text: str
) -> None:
    for pressed, kept in ((NO, ""), (YES, text)):
        name = f"p{next(_untouched)}"
        await crowded.install(name)
        tor = Tor(crowded, name)
        await tor.say(text)
        assert (tor.last[0], await tor.text()) == (IS_IT, "")
        question = last(tor.me)
        shown = tor.me.view(question)
        assert text not in str(shown), "a message that is deleted leaves nothing behind"
        await tor.press(pressed)
        assert await tor.text() == kept
        question = last(tor.me)
        assert (
            text in seen(tor.me, question) if kept else seen(tor.me, question) == rendered_texts(NotKept(), Language.NB)
        )
        assert question.edited, "on other devices too"
        await tor.press(YES if pressed == NO else NO, question, shown=shown)
        assert await tor.text() == "", "what was let go is gone, and what was kept can be taken out again"


async def test_a_command_with_a_letter_wrong_is_obeyed_while_a_question_is_open_and_is_no_answer(tor: Tor) -> None:
    for said in ("hjlep", "@Sløyfa HJEPL!"):
        await tor.say(said)
        assert (tor.last[0], await tor.text()) == ("Dette kan du gjøre her", "")
    await tor.say("hvem serr hva")
    assert tor.last[0] != IS_IT
    assert await tor.text() == ""


async def test_words_that_name_an_existing_group_are_a_linking(tor: Tor) -> None:
    await tor.say("koble til rektorgruppa")
    assert tor.last == rendered_texts(LinkElsewhere(), Language.NB)


async def test_courtesies_are_answered_as_such_and_are_never_added_to_an_answer(tor: Tor) -> None:
    answers = {
        "hei": "Hei. Det er fortsatt åpent for svar. Du svarer på kortet, eller med en melding her.",
        "Hei, takk!": "Bare hyggelig.",
        "👍": "Fint.",
        "ok": "Fint.",
        "God helg 😊": "Ha det fint.",
    }
    for text, returned in answers.items():
        await tor.say(text)
        assert (tor.last, await tor.text()) == ([returned], ""), text
    await tor.me.press(tor.prompt, "Send svar", {"answer": SAID, "rung": "group"})
    await tor.say("Tusen takk!")
    assert (tor.last, await tor.text()) == (["Bare hyggelig."], SAID)
    await tor.say("Bra.")
    assert (tor.last[0], await tor.text()) == (ADD_IT, SAID)
    await tor.press(NO)
    await tor.say("Og noen leste alene.")
    assert await tor.text() == f"{SAID}\n\nOg noen leste alene."


async def test_to_skip_said_in_words_is_offered_with_a_press(tor: Tor) -> None:
    await tor.say("Hopp over")
    assert tor.last[0] == "Vil du hoppe over dette spørsmålet?"
    assert buttons_on(last(tor.me).card) == ["Hopp over", "Nei, det er et svar", "Nei, glem det"]
    assert await tor.house.reflections_of(tor.name) == []
    await tor.press("Hopp over")
    assert [one.passed for one in await tor.house.reflections_of(tor.name)] == [True]
    await tor.say(SAID)
    await tor.say("hopp over")
    assert tor.last[0] == ADD_IT, "a word in passing does not offer to take an answer back"


async def test_a_message_that_was_no_answer_is_taken_out_from_its_receipt_however_often_and_late(alone: Tor) -> None:
    await alone.say(SAID)
    await alone.say("Rektor kommer innom klokka ti.")
    receipt = last(alone.me)
    shown = alone.me.view(receipt)
    await alone.press(DENY)
    assert (await alone.text(), alone.last[0]) == (SAID, "Slik er svaret ditt nå")
    for _ in range(2):
        await alone.press(DENY, receipt, shown=shown)
        assert await alone.text() == SAID
    first = await alone.say("Og enda litt mer lesing.")
    await alone.house.to(at(11, 27, 9))
    await alone.press(DENY, next(one for one in reversed(alone.me.chat) if DENY in buttons_on(alone.me.view(one))))
    assert await alone.text() == SAID
    await alone.me.delete(first)
    await alone.me.undelete(first)
    assert await alone.text() == SAID


async def test_what_the_card_has_made_one_of_several_cannot_be_taken_out_and_that_is_said(tor: Tor) -> None:
    await tor.say(SAID)
    await tor.say("Og litt mer lesing.")
    await tor.house.stage.settle()
    receipt, shown = last(tor.me), tor.me.view(last(tor.me))
    await tor.press("Hopp over", tor.prompt)
    await tor.press("Endre svaret", tor.prompt)
    await tor.me.press(tor.prompt, "Send svar", {"answer": "Alt i ett.", "rung": "group"})
    await tor.press(DENY, receipt, shown=shown)
    assert (tor.me.notices[-1:], await tor.text()) == (rendered_texts(StandsOnCard(), Language.NB), "Alt i ett.")
    assert DENY not in seen(tor.me, receipt), "the receipt does not offer what it cannot do"


async def test_an_edit_that_makes_a_greeting_of_an_answer_takes_it_out_and_asks(tor: Tor) -> None:
    message = await tor.say(SAID)
    await tor.me.edit(message, "takk!")
    assert (tor.last[0], await tor.text()) == (IS_IT, "")
    await tor.press(YES)
    assert await tor.text() == "takk!"
    await tor.me.edit(message, "takk!!")
    assert await tor.text() == "takk!!", "whoever has said that it is an answer is not asked again"


async def test_an_edit_that_makes_an_answer_of_something_else_is_kept(tor: Tor) -> None:
    message = await tor.say("hjelp")
    await tor.me.edit(message, SAID)
    assert (tor.last[0], await tor.text()) == (KEPT, SAID)
    await tor.me.edit(message, f"{SAID} Og litt til.")
    assert await tor.text() == f"{SAID} Og litt til."


async def test_a_doubtful_message_that_is_deleted_is_kept_by_no_press(tor: Tor) -> None:
    message = await tor.say("bra")
    await tor.me.delete(message)
    await tor.press(YES)
    assert (await tor.text(), tor.last) == ("", rendered_texts(NotKept(), Language.NB))


# The same words again.


async def test_words_said_again_after_they_were_deleted_are_kept(database_url: str) -> None:
    async with open_house(database_url) as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 24))
        tor = Tor(house, "tor")
        for seconds in (0, 10):
            message = await tor.say(SAID)
            house.stage.now += timedelta(seconds=seconds)
            await tor.me.delete(message)
            assert await tor.text() == ""
            said = await tor.me.say(SAID)
            assert (tor.last[0], await tor.text()) == (KEPT, SAID)
            await tor.me.again(said)
            assert await tor.text() == SAID
            await tor.me.delete(said.activity_id)


@pytest.mark.parametrize("taken_back", ["withdrawn", "skipped", "denied", "edited"])
async def test_words_said_again_after_they_were_taken_back_are_asked_about_and_not_lost(
    tor: Tor, taken_back: str
) -> None:
    message = await tor.say(SAID)
    await tor.house.stage.settle()
    if taken_back == "denied":
        await tor.press(DENY)
    elif taken_back == "edited":
        await tor.me.edit(message, "Vi skrev sammen hver dag.")
    else:
        await tor.press("Svaret mitt")
        await tor.press("Trekk tilbake")
        await tor.house.stage.settle()
    if taken_back == "skipped":
        await tor.press("Svar likevel", tor.prompt)
        await tor.press("Hopp over", tor.prompt)
    again = await tor.me.say(SAID)
    assert tor.last[0] in {IS_IT, ADD_IT}
    shown = len(tor.me.chat)
    await tor.me.again(again)
    assert len(tor.me.chat) == shown
    await tor.press(YES)
    assert (await tor.text()).endswith(SAID)


async def test_the_same_words_to_two_questions_answer_both(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as house:
        await house.install("tor")
        for name, areas in (("en", '["inkluderende-laeringsmiljoer"]'), ("to", '["elevsentrert-ledelse"]')):
            await house.stage.plan(series(tmp_path, name, "rektorgruppa", areas=areas))
        await house.to(at(11, 24))
        tor = Tor(house, "tor")
        for number in range(2):
            await tor.say(SAID)
            assert tor.last[0] == "Hvilket spørsmål svarer du på?"
            await tor.press(buttons_on(last(tor.me).card)[number])
        assert [one.text for one in await house.reflections_of("tor")] == [SAID, SAID]


async def test_too_long_an_answer_is_told_so_each_time(tor: Tor) -> None:
    for _ in range(2):
        shown = len(tor.me.chat)
        await tor.say("Vi leste " + "mye " * 1500)
        assert (len(tor.me.chat), tor.last[0][:20]) == (shown + 2, "Svaret er lengre enn")


# One receipt for each answer.


async def test_eight_messages_leave_one_receipt_beneath_the_newest(tor: Tor) -> None:
    for number in range(8):
        await tor.say(f"Vi leste bok nummer {number}.")
    await tor.house.stage.settle()
    [receipt] = tor.receipts()
    assert receipt.id == tor.me.chat[-1].id
    assert all(f"bok nummer {number}." in " ".join(seen(tor.me, receipt)) for number in range(8))
    before = len(tor.house.teams.ledger.of(Call.UPDATE, Call.SEND, conversation=tor.me.conversation.id))
    said = [one for one in tor.me.chat if not one.from_bot]
    await tor.me.edit(said[2].id, "Vi leste ingen bok.")
    await tor.house.stage.settle()
    asked = tor.house.teams.ledger.of(Call.UPDATE, Call.SEND, conversation=tor.me.conversation.id)[before:]
    assert [one.call for one in asked] == [Call.UPDATE], "the receipt; the card is a form still"
    assert "Vi leste ingen bok." in " ".join(seen(tor.me, receipt))
    assert seen(tor.me, receipt)[0] == "Slik er svaret ditt nå"


async def test_a_receipt_follows_the_rung_and_the_words_chosen_on_the_card(tor: Tor) -> None:
    await tor.say(SAID)
    await tor.house.stage.settle()
    await tor.me.press(tor.prompt, "Send svar", {"answer": SAID, "rung": "only_me"})
    await tor.house.stage.settle()
    assert "Bare du kan lese svaret." in tor.last


async def test_a_receipt_that_teams_does_not_let_go_at_once_goes_later(alone: Tor) -> None:
    await alone.say(SAID)
    alone.house.teams.faults.next(answer(502), call=Call.DELETE)
    await alone.say("Og litt mer lesing.")
    await alone.house.stage.settle()
    await alone.house.to(at(11, 24, 8, 10))
    assert len(alone.receipts()) == 1


async def test_a_receipt_that_teams_did_not_take_gives_way_to_the_newest(alone: Tor) -> None:
    alone.house.teams.faults.next(throttle(429, retry_after=60), call=Call.SEND)
    await alone.say(SAID)
    await alone.say("Og litt mer lesing.")
    await alone.house.to(at(11, 24, 8, 10))
    assert len(alone.receipts()) == 1
    assert f"{SAID}\n\nOg litt mer lesing." in alone.last


async def test_the_receipt_of_a_message_brought_back_is_the_only_one(tor: Tor) -> None:
    first = await tor.say(SAID)
    await tor.say("Og litt mer lesing.")
    await tor.me.delete(first)
    await tor.me.undelete(first)
    await tor.house.stage.settle()
    [receipt] = tor.receipts()
    assert f"{SAID}\n\nOg litt mer lesing." in seen(tor.me, receipt)
    assert set(inputs_on(receipt.card)) == {"word"}


async def test_messages_sent_at_once_leave_one_receipt_with_all_their_words(database_url: str) -> None:
    async with open_house(database_url) as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 24))
        tor = Tor(house, "tor")
        texts = [f"Vi leste bok nummer {number}." for number in range(5)]
        await asyncio.gather(*(tor.me.say(text) for text in texts))
        await house.stage.settle()
        [receipt] = tor.receipts()
        assert sorted((await tor.text()).split("\n\n")) == texts
        assert await tor.text() in seen(tor.me, receipt)


async def test_a_receipt_whose_id_teams_never_told_is_the_living_one_once_it_is_pressed(alone: Tor) -> None:
    alone.house.teams.faults.next(accept_then_reset(), call=Call.SEND)
    await alone.say(SAID)
    lost = last(alone.me)
    await alone.say("Rektor kommer innom klokka ti.")
    await alone.house.stage.settle()
    assert len(alone.receipts()) == 2, "nobody knows what to take away"
    await alone.press(DENY, lost)
    assert await alone.text() == "Rektor kommer innom klokka ti."
    [receipt] = alone.receipts()
    assert (receipt.id, "Rektor kommer innom klokka ti." in alone.last) == (lost.id, True)
