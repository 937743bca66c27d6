"""A prompt in a channel: one thread, a card with a count but no names, and receipts for each person alone."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Literal

import pytest

from bot.rehearsal.clients import Channel, Client, Response, Team, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.conversing import ChannelNeedsMention, EmptyAnswer, NotAsked, NotImported, PromptOver
from dialogs.model import Reflection, Rung
from tests.nordvik import House, at, last, open_house, own_words, rendered_texts, seen, series

TEAM = "Team ungdomstrinn Fjordgløtt"
UNTOLD = "Kor mange som har svart, viser eg berre når talet ikkje kan peike på nokon."


class Thread:
    """Team Fjordgløtt's channel with the prompt; the unit's language is nynorsk."""

    def __init__(self, house: House, channel: Channel) -> None:
        self.house = house
        self.channel = channel

    @property
    def prompt(self) -> Message:
        return next(one for one in self.channel.messages if one.from_bot and one.card and "Send svar" in str(one.card))

    @property
    def card(self) -> Message:
        """The prompt's message in its current version."""
        return next(one for one in self.channel.messages if one.id == self._root)

    def begin(self) -> None:
        self._root = self.prompt.id

    def somebody(self, name: str) -> Client:
        return self.house.cast[name]

    def sees(self, name: str) -> list[str]:
        return seen(self.somebody(name), self.card)

    @property
    def said(self) -> list[str]:
        """The last message in the thread as everybody sees it."""
        return seen(self.somebody("synne"), self.channel.thread(self._root)[-1])

    async def send(
        self, name: str, text: str, rung: str = "group", *, by: Literal["execute", "submit"] = "execute"
    ) -> Response:
        return await self.somebody(name).press(self.card, "Send svar", {"answer": text, "rung": rung}, by=by)

    async def press(self, name: str, button: str, inputs: Mapping[str, str] | None = None) -> Response:
        return await self.somebody(name).press(self.card, button, inputs)

    async def say(self, name: str, text: str, *, mention: bool = True) -> str:
        response = await self.somebody(name).say_in(self.channel, text, thread=self._root, mention=mention)
        assert response.status == 200
        await self.house.stage.settle()
        return response.activity_id

    async def reflection_of(self, name: str) -> Reflection:
        [found] = await self.house.reflections_of(name)
        return found

    async def settle(self) -> None:
        await self.house.stage.settle()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        yield opened


async def connected(house: House) -> Channel:
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in ("pia", "rolf", "synne", "turid")))
    await team.install(by=house.cast["pia"])
    await house.cast["pia"].say_in(team.general, f"koble til {TEAM}")
    return team.general


@pytest.fixture
async def thread(house: House) -> Thread:
    channel = await connected(house)
    await house.plan("fjordglott")
    await house.install("rolf", "pia")
    await house.to(at(11, 26, 14))
    thread = Thread(house, channel)
    thread.begin()
    return thread


async def test_the_prompt_is_one_thread_for_all_in_the_language_of_the_unit(thread: Thread) -> None:
    prompts = [one for one in thread.channel.messages if one.from_bot and "Send svar" in str(one.card)]
    assert [one.root for one in prompts] == [thread.card.id]
    assert {"Kvifor spør vi?", "Vel kven som kan lese svaret"} <= set(thread.sees("synne"))
    assert thread.sees("rolf") == thread.sees("pia") == thread.sees("synne")
    assert [len(thread.somebody(name).chat) for name in ("rolf", "pia")] == [1, 1], "nobody is asked in their own chat"


async def test_the_card_of_a_small_team_says_neither_who_nor_what_nor_how_many(thread: Thread) -> None:
    before = thread.sees("synne")
    await thread.send("rolf", "Noen ord.")
    await thread.send("synne", "Flere ord.", "only_me")
    await thread.say("pia", "Egne ord.")
    await thread.settle()
    assert thread.sees("turid") == before
    assert not thread.card.edited, "to change it would tell that somebody has answered just now"
    for kept_from_all in ("Rolf", "Synne", "Pia", "ord."):
        assert kept_from_all not in str(thread.card.card)
    [message] = [one for one in thread.channel.thread(thread.card.id) if not one.from_bot]
    await thread.somebody("pia").delete(message.id)
    await thread.press("turid", "Hopp over")
    await thread.settle()
    assert not thread.card.edited, "nor does what was withdrawn show, nor a pass"


async def test_when_the_session_closes_the_card_says_neither_who_nor_how_many_of_a_few(thread: Thread) -> None:
    await thread.send("rolf", "Noen ord.")
    await thread.house.to(at(11, 30, 14))
    assert UNTOLD in thread.sees("synne")
    assert "Rolf" not in str(thread.card.card)
    assert (buttons_on(thread.card.card), inputs_on(thread.card.card)) == (["Svaret mitt"], {})


async def test_a_receipt_goes_to_the_one_who_pressed_and_to_nobody_else(thread: Thread) -> None:
    response = await thread.send("rolf", "Noen ord.", "group")
    assert (response.status, response.body["statusCode"]) == (200, 200)
    assert "Noen ord." in thread.sees("rolf")
    assert "Noen ord." not in thread.sees("synne")
    assert len(thread.channel.thread(thread.card.id)) == 1, "nothing is said in the thread"


@pytest.mark.parametrize("by", ["execute", "submit"])
async def test_the_receipt_stays_in_ones_own_chat_with_a_way_back(
    thread: Thread, by: Literal["execute", "submit"]
) -> None:
    """In the channel, the receipt is replaced as soon as the card's count changes."""
    rolf = thread.somebody("rolf")
    sent = await thread.send("rolf", "Noen ord.", by=by)
    await rolf.again(sent, new_id=True)
    await thread.settle()
    receipt = last(rolf)
    assert ("Noen ord." in seen(rolf, receipt), [*inputs_on(receipt.card)], len(rolf.chat)) == (True, ["word"], 2)
    await rolf.press(receipt, "Endre svaret")
    assert inputs_on(rolf.view(receipt))["answer"]["value"] == "Noen ord."
    await rolf.press(receipt, "Send svar", {"answer": "Rettet."})
    assert (await thread.reflection_of("rolf")).text == "Rettet."
    await rolf.press(receipt, "Trekk tilbake")
    await thread.settle()
    assert (await thread.reflection_of("rolf")).withdrawn
    assert not [text for text in thread.sees("synne") if "som har svart" in text]


async def test_old_clients_change_their_mind_by_submit_in_their_own_chat(thread: Thread) -> None:
    rolf = thread.somebody("rolf")
    await thread.send("rolf", "Noen ord.", by="submit")
    await rolf.press(last(rolf), "Endre svaret", by="submit")
    await rolf.press(last(rolf), "Send svar", {"answer": "Rettet."}, by="submit")
    await rolf.press(last(rolf), "Trekk tilbake", by="submit")
    assert "Svar likevel" in seen(rolf, last(rolf))
    assert (await thread.reflection_of("rolf")).withdrawn


async def test_an_answer_opened_again_in_the_channel_is_not_taken_out_of_its_writers_hands(thread: Thread) -> None:
    await thread.send("rolf", "Noen ord.")
    await thread.settle()
    await thread.somebody("rolf").press(thread.card, "Hopp over", shown=thread.card.card)
    assert "Noen ord." in thread.sees("rolf"), "the shared card undoes no answer it has not seen, but shows it"
    edited = len(thread.card.edited)
    await thread.press("rolf", "Endre svaret")
    await thread.settle()
    assert len(thread.card.edited) == edited
    await thread.press("rolf", "Send svar", {"answer": "Rettet."})
    assert (await thread.reflection_of("rolf")).text == "Rettet."


async def test_who_has_answered_already_adds_to_it_from_the_shared_card(thread: Thread) -> None:
    await thread.send("rolf", "Først.")
    await thread.settle()
    again = {"answer": "Så.", "rung": "group"}
    await thread.somebody("rolf").press(thread.card, "Send svar", again, shown=thread.card.card)
    assert (await thread.reflection_of("rolf")).text == "Først.\n\nSå."


async def test_a_mention_in_the_thread_is_an_answer_on_group_or_wider_and_says_so(house: House, tmp_path: Path) -> None:
    channel = await connected(house)
    for number, (rung, taken) in enumerate(
        (("only_me", Rung.GROUP), ("group", Rung.GROUP), ("municipality", Rung.MUNICIPALITY))
    ):
        day = f"[2026-11-{24 + number}]"
        await house.stage.plan(
            series(
                tmp_path,
                rung.replace("_", "-"),
                "team-fjordglott",
                asked='"channel"',
                default_rung=f'"{rung}"',
                dates=day,
                stays_open='"PT12H"',
            )
        )
        await house.to(at(11, 24 + number, 14))
        thread = Thread(house, channel)
        thread.begin()
        await thread.say("rolf", f"Sagt i tråden, {rung}.")
        assert (f"Sagt i tråden, {rung}.", taken) in [
            (one.text, one.rung) for one in await house.reflections_of("rolf")
        ]
        circle = "Nordvik kommune" if taken is Rung.MUNICIPALITY else TEAM
        assert thread.said[0] == "Takk, svaret ditt er lagra"
        assert circle in thread.said[1]
        assert "Sagt i tråden" not in " ".join(thread.said)
        await house.to(at(11, 25 + number, 9))


async def test_a_mention_in_the_thread_is_kept_once_and_follows_its_edits_and_deletion(thread: Thread) -> None:
    rolf = thread.somebody("rolf")
    message = await thread.say("rolf", "Sagt i tråden.")
    sent = next(one for one in thread.channel.messages if one.id == message).activity
    before = len(thread.channel.messages)
    for new_id in (False, True):
        await rolf.again(sent, new_id=new_id)
    assert len(thread.channel.messages) == before
    await rolf.edit(message, "Sagt, og rettet.")
    assert (await thread.reflection_of("rolf")).text == "Sagt, og rettet."
    await rolf.delete(message)
    assert (await thread.reflection_of("rolf")).withdrawn


async def test_the_same_words_sent_again_after_they_were_taken_back_stand_in_the_field(thread: Thread) -> None:
    """A shared card holds no version of the answer: a repeated press looks like a retry by Teams."""
    rolf = thread.somebody("rolf")
    sent = await thread.send("rolf", "Noen ord.", "municipality")
    await thread.settle()
    await rolf.press(last(rolf), "Trekk tilbake")
    await thread.settle()
    await rolf.again(sent, new_id=True)
    assert (await thread.reflection_of("rolf")).withdrawn
    form = inputs_on(rolf.view(thread.card))
    assert (form["answer"]["value"], form["rung"]["value"]) == ("Noen ord.", "municipality")
    await thread.press("rolf", "Send svar", {"answer": "Noen ord."})
    assert (await thread.reflection_of("rolf")).text == "Noen ord."


async def test_a_doubtful_message_in_the_thread_is_asked_about_there_and_its_author_alone_decides(
    thread: Thread,
) -> None:
    await thread.say("rolf", "bra!")
    question = thread.channel.thread(thread.card.id)[-1]
    assert (thread.said[0], await thread.house.reflections_of("rolf")) == (
        "Er det du skreiv no, eit svar på dette spørsmålet?",
        [],
    )
    for button in ("Ja, lagre det", "Nei"):
        await thread.somebody("turid").press(question, button)
        assert await thread.house.reflections_of("rolf") == await thread.house.reflections_of("turid") == []
    await thread.somebody("rolf").press(question, "Ja, lagre det")
    await thread.settle()
    assert (await thread.reflection_of("rolf")).text == "bra!"
    assert thread.said[0] == "Takk, svaret ditt er lagra", "the question has become the receipt"
    await thread.somebody("turid").press(thread.channel.thread(thread.card.id)[-1], "Dette var ikkje eit svar")
    assert (await thread.reflection_of("rolf")).text == "bra!"
    await thread.somebody("rolf").press(thread.channel.thread(thread.card.id)[-1], "Dette var ikkje eit svar")
    await thread.settle()
    assert (await thread.reflection_of("rolf")).withdrawn
    assert thread.said[0] == "Det er ikkje lagra som svar"


async def test_nobody_takes_anothers_message_out_of_an_answer_though_both_have_answered(thread: Thread) -> None:
    await thread.send("turid", "Andre ord.")
    await thread.say("rolf", "Vi leste saman kvar dag.")
    [message] = [one for one in thread.channel.thread(thread.card.id) if not one.from_bot]
    receipt = thread.channel.thread(thread.card.id)[-1]
    await thread.somebody("turid").press(receipt, "Dette var ikkje eit svar")
    await thread.settle()
    assert (await thread.reflection_of("rolf")).text == "Vi leste saman kvar dag."
    assert (await thread.reflection_of("turid")).text == "Andre ord."
    await thread.somebody("rolf").delete(message.id)
    assert (await thread.reflection_of("rolf")).withdrawn, "the message is its author's still"


async def test_a_doubtful_message_in_the_thread_shows_nobody_an_answer_that_only_its_author_reads(
    thread: Thread,
) -> None:
    rolf = thread.somebody("rolf")
    await thread.send("rolf", "Bare for meg.", "only_me")
    await thread.settle()
    await thread.say("rolf", "bra!")
    await rolf.press(thread.channel.thread(thread.card.id)[-1], "Ja, lagre det")
    await thread.settle()
    assert (await thread.reflection_of("rolf")).text == "Bare for meg.\n\nbra!"
    assert "Bare for meg." not in str([one.card for one in thread.channel.messages])
    assert "Bare for meg.\n\nbra!" in seen(rolf, last(rolf))
    assert len([one for one in rolf.chat if "Bare for meg." in str(one.card)]) == 1, "one receipt"


async def test_several_messages_in_the_thread_leave_one_receipt(thread: Thread) -> None:
    for number in range(3):
        await thread.say("rolf", f"Vi leste bok nummer {number}.")
    thanks = [one for one in thread.channel.thread(thread.card.id) if "Takk, svaret ditt er lagra" in str(one.card)]
    assert len([one for one in thanks if not one.deleted]) == 1


async def test_words_said_in_the_thread_do_not_lift_an_answer_that_only_its_author_reads(thread: Thread) -> None:
    await thread.send("rolf", "Bare for meg.", "only_me")
    await thread.settle()
    shown = len(thread.channel.messages)
    await thread.say("rolf", "Sagt i tråden.")
    kept = await thread.reflection_of("rolf")
    assert (kept.rung, kept.text) == (Rung.ONLY_ME, "Bare for meg.\n\nSagt i tråden.")
    rolf = thread.somebody("rolf")
    assert {"Bare for meg.\n\nSagt i tråden.", "Berre du kan lese svaret."} <= set(seen(rolf, last(rolf)))
    assert len(thread.channel.messages) == shown + 1, "the thread is not told that somebody has an answer of their own"


async def test_a_channel_message_without_a_mention_or_outside_the_thread_is_no_answer(thread: Thread) -> None:
    await thread.say("rolf", "Bare prat.", mention=False)
    await thread.somebody("rolf").say_in(thread.channel, "Svar på avveie.")
    told = seen(thread.somebody("rolf"), thread.channel.messages[-1])
    assert told == rendered_texts(ChannelNeedsMention(), Language.NN)
    await thread.say("rolf", " ")
    assert thread.said == rendered_texts(EmptyAnswer(), Language.NN)
    assert await thread.house.reflections_of("rolf") == []


@pytest.mark.parametrize("by", ["execute", "submit"])
async def test_who_is_not_asked_is_told_alone(thread: Thread, by: Literal["execute", "submit"]) -> None:
    """A coordinator of the municipality, a member of another school's team, and a person not imported."""
    una = Client(thread.house.teams, "Una Ukjend", "00000000-0000-4000-8000-000000000098", "una@annet.example")
    await una.install()
    for somebody, message in (
        (thread.somebody("guro"), NotAsked()),
        (thread.somebody("lars"), NotAsked()),
        (una, NotImported()),
    ):
        await somebody.install()
        await somebody.press(thread.card, "Send svar", {"answer": "Ikke mitt."}, by=by)
        told = somebody.notices if by == "execute" else seen(somebody, last(somebody))
        assert told in [rendered_texts(message, language) for language in Language]
    assert len(thread.channel.thread(thread.card.id)) == 1
    assert await thread.house.reflections_of("guro") == await thread.house.reflections_of("lars") == []


async def test_in_the_thread_too_only_those_asked_answer_and_only_in_time(thread: Thread) -> None:
    await thread.say("lars", "Ikke mitt.")
    assert thread.said in [rendered_texts(NotAsked(), language) for language in Language]
    await thread.house.to(at(11, 30, 14))
    await thread.say("rolf", "For sent.")
    assert thread.said == rendered_texts(PromptOver(), Language.NN)
    assert await thread.house.reflections_of("rolf") == await thread.house.reflections_of("lars") == []


async def test_in_a_thread_a_linking_is_asked_about_where_no_such_group_is_known_and_the_question_is_open(
    thread: Thread,
) -> None:
    await thread.say("pia", "koble til praksis")
    assert thread.said[0] == "Er det du skreiv no, eit svar på dette spørsmålet?"
    await thread.house.to(at(11, 30, 14))
    await thread.say("pia", "koble til praksis")
    assert "koble til praksis"[10:] in thread.said, "then it can only be a group that there is not"


async def test_a_session_asked_in_a_channel_is_not_answered_in_ones_own_chat(thread: Thread) -> None:
    rolf = thread.somebody("rolf")
    await rolf.say("Sagt for meg selv.")
    assert "Ingen spørsmål" in str(last(rolf).card)
    assert await thread.house.reflections_of("rolf") == []


async def test_a_step_that_hides_answers_is_asked_in_personal_chat_and_the_next_in_the_channel(
    house: House, tmp_path: Path
) -> None:
    channel = await connected(house)
    await house.install("rolf")
    await house.stage.plan(series(tmp_path, "igp", "team-fjordglott", protocol='"igp"', asked='"channel"'))
    await house.to(at(11, 24, 14))
    rolf = house.cast["rolf"]
    assert "Send svar" in seen(rolf, last(rolf))
    assert not any("Send svar" in str(one.card) for one in channel.messages)
    await rolf.press(last(rolf), "Send svar", {"answer": "Skjult til steget er over."})
    await house.stage.settle()
    assert "Skjult" not in str([one.card for one in channel.messages])
    await house.to(at(11, 27, 14))
    [prompt] = [one for one in channel.messages if "Send svar" in str(one.card)]
    assert "Skjult til steget er over." in str(prompt.card)


async def test_nobodys_answer_takes_the_form_out_of_the_others_hands(thread: Thread) -> None:
    for name in ("rolf", "turid", "pia"):
        await thread.send(name, own_words(name))
        await thread.settle()
    await thread.say("synne", "Svar i tråden.")
    assert thread.card.edited == ()
    await thread.house.to(at(11, 30, 14))
    assert len(thread.card.edited) == 1
