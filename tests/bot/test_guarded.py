"""The guard at the door: every way in, in bokmål (Tor) and nynorsk (Siv); what authors see; nothing is kept."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.rehearsal.clients import Client, Team, buttons_on, inputs_on
from bot.rehearsal.faults import throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.stage import StageTimer
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.guarding import StaysInGroup, Stopped, TellMeApart, WordsTakenOff
from content.wording import phrase
from dialogs.guarding.judging import Guard
from dialogs.model import DeliveryKind, Rung
from storage.tables.places import inbox, undecided
from tests.bot.follow_ups.ladders import ONE_MORE, QUESTIONS, Somebody, lay_ladders
from tests.bot.test_gone import MARK, files, rows
from tests.dialogs.guarding.numbers import identity
from tests.nordvik import MONDAY, House, at, last, open_house, rendered_texts, seen, series

OPENS = at(11, 24)
NUMBER = identity(Random(7), "birth")  # noqa: S311 - no secret
CASE = {
    "tor": f"Jenta i 4A som har ADHD, ropte {MARK} i timen i går.",
    "siv": f"Jenta i 4A som har ADHD, ropte {MARK} i timen i går, og ho gret etterpå.",
}
NAMED = {"tor": f"Kari og jeg prøvde {MARK} sammen i dag.", "siv": f"Kari og eg prøvde {MARK} saman i dag."}
GOOD = {"tor": f"Vi prøvde {MARK} sammen i dag.", "siv": f"Vi prøvde {MARK} saman i dag."}
LANGUAGE = {"tor": Language.NB, "siv": Language.NN, "rolf": Language.NN, "kari": Language.NB}
SEND, LET_PASS, DROP = "Send svar", "La det stå", "Ta bort teksten"
NAMES = ("tor", "siv")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """On SQLite: what is stored, and what is not, does not differ on PostgreSQL."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        yield opened


async def ask(house: House, folder: Path, **keys: str) -> None:
    lay_ladders(house, *QUESTIONS)
    await house.stage.plan(series(folder, "rektorene", "rektorgruppa", **keys))
    await house.install("tor", "siv")
    await house.to(OPENS)


def shown(client: Client, message: Message) -> dict[str, Any]:
    card = client.view(message)
    assert card is not None
    return card


def field(client: Client, message: Message) -> str:
    return str(inputs_on(shown(client, message))["answer"].get("value", ""))


def buttons(client: Client, message: Message) -> list[str]:
    return buttons_on(shown(client, message))


def explains(client: Client, message: Message, kind: str, name: str) -> bool:
    """In the person's own language: that nothing is kept, and what was seen."""
    texts = seen(client, message)
    heading, why = (phrase(Stopped, part, LANGUAGE[name]) for part in ("heading", kind))
    return heading in texts and why in texts


async def stored(house: House, name: str) -> list[str]:
    return [one.text for one in await house.reflections_of(name) if one.parts]


async def nothing_kept(house: House, folder: Path) -> None:
    """Neither in a row, nor, after the next tick, in a byte of SQLite's files."""
    assert await rows(house) == set()
    await house.to(house.stage.now + timedelta(seconds=15))
    assert (await rows(house), files(folder)) == (set(), [])


# Every way in.


async def on_the_card(_house: House, me: Client, words: str) -> Message:
    prompt = last(me)
    await me.press(prompt, SEND, {"answer": words, "rung": "group"})
    return prompt


async def on_the_opened_card(_house: House, me: Client, words: str) -> Message:
    prompt = last(me)
    await me.press(prompt, SEND, {"answer": "Vi lyktes.", "rung": "group"})
    await me.press(prompt, "Endre svaret")
    await me.press(prompt, SEND, {"answer": words, "rung": "group"})
    return prompt


async def by_submit(_house: House, me: Client, words: str) -> Message:
    """An old client, which shows no answer to a press in place."""
    await me.press(last(me), SEND, {"answer": words, "rung": "group"}, by="submit")
    return last(me)


async def in_chat(_house: House, me: Client, words: str) -> Message:
    await me.say(words)
    return last(me)


async def in_chat_and_doubtful(_house: House, me: Client, words: str) -> Message:
    await me.say(f"Hei! {words} Kven kan lese dette?")
    return last(me)


async def added_to_an_answer(_house: House, me: Client, words: str) -> Message:
    await me.say("Vi lyktes med det meste.")
    await me.say(words)
    return last(me)


async def edited(_house: House, me: Client, words: str) -> Message:
    said = await me.say("Vi lyktes med det meste.")
    await me.edit(said.activity_id, words)
    return last(me)


async def edited_while_held(_house: House, me: Client, words: str) -> Message:
    said = await me.say("Kven kan lese det eg skriv her?")
    await me.edit(said.activity_id, words)
    return last(me)


async def brought_back(_house: House, me: Client, words: str) -> Message:
    said = await me.say("Vi lyktes med det meste.")
    await me.edit(said.activity_id, words)
    await me.delete(said.activity_id)
    before = len(me.chat)
    await me.undelete(said.activity_id)
    assert len(me.chat) > before
    return last(me)


async def as_a_follow_up(house: House, me: Client, words: str) -> Message:
    name = next(name for name in ("tor", "siv") if house.cast[name] is me)
    somebody = Somebody(house, name)
    await somebody.send("Vi lyktes.")
    await somebody.press(ONE_MORE if name == "tor" else "Tenk litt vidare")
    await somebody.press(SEND, {"answer": words})
    return somebody.card


WAYS: Sequence[Callable[[House, Client, str], Awaitable[Message]]] = (
    on_the_card,
    on_the_opened_card,
    by_submit,
    in_chat,
    in_chat_and_doubtful,
    added_to_an_answer,
    edited,
    edited_while_held,
    brought_back,
    as_a_follow_up,
)
IN_CHAT = (in_chat, in_chat_and_doubtful, added_to_an_answer, edited, edited_while_held, brought_back)


@pytest.mark.parametrize("way", WAYS)
async def test_a_single_child_s_case_is_stopped_explained_and_given_back_and_kept_nowhere(
    house: House,
    tmp_path: Path,
    way: Callable[[House, Client, str], Awaitable[Message]],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        card = await way(house, me, CASE[name])
        assert explains(me, card, "case", name)
        assert CASE[name] in field(me, card)
        assert LET_PASS not in buttons(me, card)
        assert (any("Slett" in text or "slett" in text for text in seen(me, card))) is (way in IN_CHAT)
        if way in IN_CHAT:
            assert any(text.startswith("Rektorgruppa (") and "kan lese svaret" in text for text in seen(me, card))
        assert MARK not in " ".join(await stored(house, name))
    await nothing_kept(house, tmp_path)
    said = capfd.readouterr()
    assert MARK not in said.out + said.err + caplog.text


# What can be overruled, and what never.


async def test_a_name_is_let_pass_by_one_press_on_the_card(house: House, tmp_path: Path) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        card = await on_the_card(house, me, NAMED[name])
        assert explains(me, card, "name", name)
        assert "Kari" in seen(me, card)
        assert await stored(house, name) == []
        await me.press(card, LET_PASS, {"answer": field(me, card), "rung": "group"})
        assert await stored(house, name) == [NAMED[name]]


async def test_a_name_let_pass_is_not_asked_about_again_and_another_name_is(house: House, tmp_path: Path) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        card = await on_the_card(house, me, NAMED[name])
        await me.press(card, LET_PASS, {"answer": NAMED[name], "rung": "group"})
        await me.say("Kari tok ordet først, og det gjekk fint.")
        assert len(await stored(house, name)) == 1
        assert "Kari tok ordet først" in (await stored(house, name))[0]
        await me.say("Mona tok ordet etterpå, og det gjekk fint.")
        assert explains(me, last(me), "name", name)


async def test_a_name_is_let_pass_by_one_press_in_chat_and_the_answer_follows_the_message(
    house: House, tmp_path: Path
) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        said = await me.say(NAMED[name])
        card = last(me)
        await me.press(card, LET_PASS, {"answer": field(me, card)})
        assert await stored(house, name) == [NAMED[name]]
        await me.edit(said.activity_id, GOOD[name])
        assert await stored(house, name) == [GOOD[name]]
        await me.delete(said.activity_id)
        assert await stored(house, name) == []


async def test_changed_words_outlive_the_message_that_their_author_deletes(house: House, tmp_path: Path) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        said = await me.say(CASE[name])
        card = last(me)
        await me.press(card, SEND, {"answer": GOOD[name]})
        assert await stored(house, name) == [GOOD[name]]
        await me.delete(said.activity_id)
        await house.stage.settle()
        assert await stored(house, name) == [GOOD[name]]
        assert GOOD[name] in seen(me, next(one for one in me.chat if one.id == card.id)), "the card is the receipt now"
        await house.to(house.stage.now + timedelta(minutes=16))
        assert GOOD[name] in seen(me, next(one for one in me.chat if one.id == card.id))


async def test_changed_words_of_a_stopped_edit_take_the_old_ones_place(house: House, tmp_path: Path) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        said = await me.say("Vi lyktes med det meste.")
        await me.edit(said.activity_id, CASE[name])
        assert await stored(house, name) == ["Vi lyktes med det meste."]
        assert any("før du redigerte" in text for text in seen(me, last(me)))
        await me.press(last(me), SEND, {"answer": GOOD[name]})
        assert await stored(house, name) == [GOOD[name]]
        await me.delete(said.activity_id)
        assert await stored(house, name) == [GOOD[name]]


async def test_what_is_never_taken_is_not_let_pass_by_a_forged_press(house: House, tmp_path: Path) -> None:
    """Also where a name, which may be let pass, stands beside it."""
    await ask(house, tmp_path)
    every = "national_id,case,whistle,account,birth_date,phone,email,address,plate,name"
    for name in NAMES:
        me, prompt = house.cast[name], last(house.cast[name])
        for kind, words in (
            ("national_id", f"Kari skrev {NUMBER} på lappen."),
            ("case", f"Kari og eg snakka. {CASE[name]}"),
            ("whistle", "Kari veit at rektor trakasserer ein kollega."),
            ("birth_date", "Kari og eg: Eleven er fødd 12.03.2014."),
            ("account", "Kari fekk pengane på kontonummer 1234.56.78903."),
        ):
            await me.press(prompt, SEND, {"answer": words, "rung": "group"})
            assert explains(me, prompt, kind, name)
            assert LET_PASS not in buttons(me, prompt)
            await me.press(prompt, SEND, {"answer": words, "rung": "group"}, forged={"passes": every})
            await me.say(words)
            await me.press(last(me), SEND, {"answer": words}, forged={"passes": every})
            assert await stored(house, name) == []


async def test_an_identity_number_is_taken_out_of_the_words_given_back_which_can_then_be_sent(
    house: House, tmp_path: Path
) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        for words, way in ((f"Vi skrev {NUMBER} på tavla.", on_the_card), (f"Vi skrev {NUMBER} på døra.", in_chat)):
            card = await way(house, me, words)
            assert explains(me, card, "national_id", name)
            assert NUMBER not in str(shown(me, card))
            assert field(me, card) == words.replace(NUMBER, "…")
            await me.press(card, SEND, {"answer": field(me, card)})
        assert await stored(house, name) == ["Vi skrev … på tavla.\n\nVi skrev … på døra."]


async def test_a_case_and_a_report_of_wrongdoing_are_pointed_to_whoever_takes_them(
    house: House, tmp_path: Path
) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        await me.say(CASE[name])
        assert any("§ 12-4" in text and "§ 12-5" in text and "rektor" in text for text in seen(me, last(me)))
        await me.say("Rektor trakasserer ein av dei tilsette, og alle veit det.")
        assert explains(me, last(me), "whistle", name)
        assert any("arslingskanalen" in text for text in seen(me, last(me)))


async def test_two_messages_that_together_tell_of_one_child_are_stopped(house: House, tmp_path: Path) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        first, second = {
            "tor": ("Vi snakket om en elev på 6. trinn i dag.", "Hun har ADHD og går til BUP."),
            "siv": ("Vi snakka om ein elev på 6. trinn i dag.", "Ho har ADHD og går til BUP."),
        }[name]
        await me.say(first)
        kept = await stored(house, name)
        await me.say(second)
        assert await stored(house, name) == kept


async def test_with_several_questions_open_the_words_are_sent_to_the_one_chosen(house: House, tmp_path: Path) -> None:
    await ask(house, tmp_path)
    await house.stage.plan(series(tmp_path, "andre", "rektorgruppa", dates="[2026-11-25]"))
    await house.to(at(11, 25))
    for name in NAMES:
        me = house.cast[name]
        await me.say(NAMED[name])
        card = last(me)
        prompts = inputs_on(shown(me, card))["prompt"]["choices"]
        assert len(prompts) == 2
        await me.press(card, LET_PASS, {"answer": field(me, card), "prompt": prompts[1]["value"]})
        assert await stored(house, name) == [NAMED[name]]


# The card in chat loses the words.


async def test_the_words_leave_the_card_by_a_press_and_by_themselves_after_a_quarter(
    house: House, tmp_path: Path
) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        await me.say(CASE[name])
        first = last(me)
        await me.say(CASE[name] + " Igjen.")
        second = last(me)
        assert await rows(house) == set()
        await me.press(first, DROP)
        await house.stage.settle()
        taken_off = rendered_texts(WordsTakenOff(), LANGUAGE[name])
        assert seen(me, next(one for one in me.chat if one.id == first.id)) == taken_off
        assert MARK in str(second.card)
        await house.to(house.stage.now + timedelta(minutes=16))
        assert seen(me, next(one for one in me.chat if one.id == second.id)) == taken_off


async def test_a_card_that_waits_in_the_outbox_holds_no_words(house: House, tmp_path: Path) -> None:
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        house.teams.faults.next(throttle(429, retry_after=20), call=Call.SEND, conversation=me.conversation.id)
        await me.say(CASE[name])
    assert len(await house.deliveries(DeliveryKind.REPLY)) == 2
    await nothing_kept(house, tmp_path)
    await house.to(house.stage.now + timedelta(seconds=30))
    for name in NAMES:
        assert explains(house.cast[name], last(house.cast[name]), "case", name)
        assert field(house.cast[name], last(house.cast[name])) == ""


async def test_stopped_words_leave_no_fingerprint_and_are_explained_once(house: House, tmp_path: Path) -> None:
    """By a fingerprint, a guess of the words could be checked. Teams sends an activity again that took too long."""
    await ask(house, tmp_path)
    for name in NAMES:
        me = house.cast[name]
        said = [await me.say(CASE[name]), await me.say(f"{CASE[name]} Kven kan lese dette?")]
        stands = await me.say("Vi lyktes med det meste.")
        said.append(await me.edit(stands.activity_id, CASE[name]))
        before = len(me.chat)
        for one in said:
            await me.again(one)
        assert len(me.chat) == before
    prints = (await house.stage.app.db.read(lambda c: c.execute(inbox.select()))).all()
    of_words = [row for row in prints if row.kind in {"message", "messageUpdate"} and len(row.fingerprint) == 64]
    assert [row.kind for row in of_words] == ["message"] * 2, "those of the answers that stand"
    assert (await house.stage.app.db.read(lambda c: c.execute(undecided.select()))).all() == []


# In a channel.


async def in_channel(house: House, folder: Path) -> tuple[Team, Message]:
    """Team Fjordgløtt's channel with an open prompt; Rolf has added the bot, Synne has not."""
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in ("pia", "rolf", "synne", "turid")))
    await team.install(by=house.cast["pia"])
    await house.cast["pia"].say_in(team.general, "kople til Team ungdomstrinn Fjordgløtt")
    await house.stage.plan(series(folder, "kanal", "team-fjordglott", asked='"channel"'))
    await house.install("rolf")
    await house.to(at(11, 24, 14))
    return team, team.general.messages[-1]


async def test_in_a_channel_the_author_alone_is_told_why(house: House, tmp_path: Path) -> None:
    team, prompt = await in_channel(house, tmp_path)
    rolf, synne, pia, channel = house.cast["rolf"], house.cast["synne"], house.cast["pia"], team.general
    await rolf.press(prompt, SEND, {"answer": CASE["siv"], "rung": "group"})
    assert explains(rolf, prompt, "case", "rolf")
    assert (field(rolf, prompt), MARK in str(synne.view(prompt))) == (CASE["siv"], False)
    said = len(channel.messages)
    await rolf.say_in(channel, CASE["siv"], thread=prompt.id)
    assert len(channel.messages) == said + 1, "nothing is said in the thread"
    assert explains(rolf, last(rolf), "case", "rolf")
    assert any("kanalen til Team ungdomstrinn" in text for text in seen(rolf, last(rolf)))
    await rolf.press(last(rolf), SEND, {"answer": GOOD["siv"]})
    assert await stored(house, "rolf") == [GOOD["siv"]]
    said_by_pia = await pia.say_in(channel, "Vi lyktes med det meste.", thread=prompt.id)
    for passes in ("name", ""):
        forged = {
            "press": "SendWords",
            "message": said_by_pia.activity_id,
            "passes": passes,
            "answer": f"Vi òg {passes}.",
        }
        await rolf.press(prompt, buttons(rolf, prompt)[0], forged=forged)
    await pia.edit(said_by_pia.activity_id, "Vi lyktes med nesten alt.")
    assert await stored(house, "pia") == ["Vi lyktes med nesten alt."], "nobody takes somebody else's message along"


async def test_in_a_channel_somebody_without_an_own_chat_is_asked_to_write_there(house: House, tmp_path: Path) -> None:
    team, prompt = await in_channel(house, tmp_path)
    synne, channel = house.cast["synne"], team.general
    await synne.say_in(channel, CASE["siv"], thread=prompt.id)
    assert seen(synne, channel.messages[-1]) == rendered_texts(TellMeApart(), Language.NN)
    assert await rows(house) == set()
    await house.to(at(11, 27, 14))
    for late in (f"Vi skreiv {NUMBER} på tavla.", f"Hei! Kven kan lese {NUMBER}?"):
        await synne.say_in(channel, late, thread=prompt.id)
    prints = (await house.stage.app.db.read(lambda c: c.execute(inbox.select()))).all()
    late_ones = [row for row in prints if row.kind == "message" and row.at > at(11, 27)]
    assert [len(row.fingerprint) == 64 for row in late_ones] == [False, False], "refused unread, and not to be guessed"


# No further than the group.


async def test_words_that_may_point_at_somebody_stay_in_the_group_until_their_author_has_seen_them_as_others_would(
    house: House, tmp_path: Path
) -> None:
    await ask(house, tmp_path, default_rung='"municipality"')
    words = "Vi på 4. trinn prøvde lesepar."
    for name, yes in (("tor", "Ja, del videre"), ("siv", "Ja, del vidare")):
        me, prompt = house.cast[name], last(house.cast[name])
        await me.press(prompt, SEND, {"answer": words, "rung": "municipality"})
        assert await rung_of(house, name) is Rung.GROUP
        assert seen(me, last(me)) == rendered_texts(StaysInGroup("Rektorgruppa"), LANGUAGE[name])
        assert words in seen(me, prompt)
        await me.press(prompt, yes)
        assert await rung_of(house, name) is Rung.MUNICIPALITY
        await me.say("Vi lyktes med det meste.")
        assert await rung_of(house, name) is Rung.MUNICIPALITY
        await me.say("Dei på 5. trinn prøvde det òg.")
        assert await rung_of(house, name) is Rung.GROUP, "these words their author has not seen so"
        assert seen(me, last(me)) == rendered_texts(StaysInGroup("Rektorgruppa"), LANGUAGE[name])


async def rung_of(house: House, name: str) -> Rung:
    [kept] = await house.reflections_of(name)
    return kept.rung


# A guard that cannot judge.


class SlowTimer(StageTimer):
    """Each look at the clock takes a while, once `slow`."""

    slow = 0.0

    def seconds(self) -> float:
        self._paused += self.slow
        return super().seconds()


def gone() -> Guard:
    raise FileNotFoundError("given_names.txt")


async def stops_everything(house: House, folder: Path) -> None:
    for name in NAMES:
        me = house.cast[name]
        for way in (on_the_card, in_chat):
            card = await way(house, me, GOOD[name])
            assert phrase(Stopped, "not_judged", LANGUAGE[name]) in seen(me, card)
            assert field(me, card) == GOOD[name]
            assert LET_PASS not in buttons(me, card)
    await nothing_kept(house, folder)


async def test_a_guard_that_cannot_be_loaded_stops_every_text_and_gives_it_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", load_guard=gone) as house:
        await ask(house, tmp_path)
        await stops_everything(house, tmp_path)
    said = capfd.readouterr()
    assert "the guard cannot be loaded" in said.out + said.err + caplog.text


async def test_a_guard_that_takes_too_long_stops_the_text_and_gives_it_back(tmp_path: Path) -> None:
    timer = SlowTimer(lambda: MONDAY)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", timer=timer) as house:
        await ask(house, tmp_path)
        timer.slow = 2.0
        await stops_everything(house, tmp_path)
        timer.slow = 0.0
        await house.cast["tor"].say(GOOD["tor"])
        assert await stored(house, "tor") == [GOOD["tor"]]
