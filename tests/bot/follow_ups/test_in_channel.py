"""Follow-ups of a question asked in a channel: for each author alone, on the answer's rung, in nb and nn."""

from pathlib import Path

from bot.rehearsal.clients import Channel, Client, Team, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.presses import OpenFollowUp, SendFollowUp, encode
from content.vocabulary.conversing import NotAsked
from dialogs.model import DeliveryKind, Rung, StepRef
from tests.bot.follow_ups.ladders import ONE_MORE, QUESTIONS
from tests.nordvik import House, at, last, rendered_texts, seen, series

ONE_MORE_NN = "Tenk litt vidare"
NAMES = ("pia", "rolf", "synne", "turid")


async def asked_in_channel(house: House, tmp_path: Path) -> tuple[Channel, Message]:
    """Team Fjordgløtt's channel, in which Lars reads along, and the prompt; Synne reads bokmål, the others nynorsk."""
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in (*NAMES, "lars")))
    await team.install(by=house.cast["pia"])
    await house.cast["pia"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
    await house.cast["pia"].press(team.general.messages[-1], "Kople til likevel")
    await house.install(*NAMES)
    await house.cast["synne"].say("språk bokmål")
    await house.stage.plan(series(tmp_path, "kanal", "team-fjordglott", asked='"channel"'))
    await house.to(at(11, 24, 14))
    return team.general, next(one for one in team.general.messages if one.from_bot and "Send svar" in str(one.card))


async def send(somebody: Client, card: Message, text: str, rung: str) -> None:
    await somebody.press(card, "Send svar", {"answer": text, "rung": rung})


async def stored(house: House, name: str) -> list[tuple[int, str]]:
    return [(part.follow_up, part.text) for one in await house.reflections_of(name) for part in one.parts]


async def test_each_author_alone_is_offered_more_and_it_stands_where_the_answer_does(
    house: House, tmp_path: Path
) -> None:
    channel, card = await asked_in_channel(house, tmp_path)
    rolf, synne, pia = (house.cast[name] for name in ("rolf", "synne", "pia"))
    await send(rolf, card, "Vi las saman kvar dag.", "group")
    await house.stage.settle()
    receipt = last(rolf)
    assert [buttons_on(rolf.view(one))[0] for one in (receipt, card)] == [ONE_MORE_NN] * 2, "here, and in the channel"
    await rolf.press(receipt, ONE_MORE_NN)
    form = seen(rolf, receipt)
    assert QUESTIONS[0].nn in form
    assert any("og alle i kanalen" in text and "kan lese svaret" in text for text in form), "the answer's own readers"
    await rolf.press(receipt, "Send svar", {"answer": "Fordi vi hadde tid."})
    await house.stage.settle()
    assert await stored(house, "rolf") == [(0, "Vi las saman kvar dag."), (1, "Fordi vi hadde tid.")]
    assert "Fordi vi hadde tid." in seen(rolf, receipt)
    assert {ONE_MORE_NN, "Endre svar 1", "Endre svar 2"} <= set(buttons_on(rolf.view(receipt))), "the next one"

    # An old client is answered by messages, in its owner's chat.
    await send(synne, card, "Bare for meg.", "only_me")
    await house.stage.settle()
    await synne.press(last(synne), ONE_MORE, by="submit")
    form = seen(synne, last(synne))
    assert (QUESTIONS[0].nb in form, any("Bare du kan lese svaret." in text for text in form)) == (True, True)
    await synne.press(last(synne), "Send svar", {"answer": "Fordi jeg ville."}, by="submit")
    await house.stage.settle()
    assert await stored(house, "synne") == [(0, "Bare for meg."), (1, "Fordi jeg ville.")]

    # An answer in the thread gets no offer there or in its author's chat; «Svaret mitt» on the card leads on.
    chats = len(pia.chat)
    await pia.say_in(channel, "Vi song saman kvar morgon.", thread=card.id)
    await house.stage.settle()
    thanks = channel.thread(card.id)[-1]
    assert (buttons_on(thanks.card or {}), len(pia.chat)) == (["Dette var ikkje eit svar"], chats)
    await pia.press(card, "Svaret mitt")
    await pia.press(card, ONE_MORE_NN)
    await pia.press(card, "Send svar", {"answer": "Fordi song hjelper."})
    [kept] = await house.reflections_of("pia")
    assert (kept.rung, [part.text for part in kept.follow_up_parts]) == (Rung.GROUP, ["Fordi song hjelper."])

    turid = house.cast["turid"]
    assert not card.edited, "nobody's form is taken away, and nothing tells that anybody went on"
    for message in channel.messages:
        assert not {"Fordi vi hadde tid.", "Fordi song hjelper.", QUESTIONS[0].nn} & set(seen(turid, message))
    await house.to(at(11, 30, 14))
    digest = next(one for one in reversed(channel.messages) if "Vi las saman kvar dag." in str(one.card))
    read = seen(turid, digest)
    for answer, further in (
        ("Vi las saman kvar dag.", "Fordi vi hadde tid."),
        ("Vi song saman kvar morgon.", "Fordi song hjelper."),
    ):
        begins = read.index(answer)
        assert read[begins : begins + 3] == [answer, QUESTIONS[0].nn, further]
    assert "Fordi jeg ville." not in str([one.card for one in channel.messages])


async def test_without_an_answer_nothing_follows_however_the_press_was_made(house: House, tmp_path: Path) -> None:
    _, card = await asked_in_channel(house, tmp_path)
    [prompt] = [one for one in await house.deliveries(DeliveryKind.PROMPT) if one.group]
    step = StepRef(prompt.municipality, prompt.session or "", 0)
    opens = encode(OpenFollowUp(step, str(prompt.id), 1, 1))
    sends = {**encode(SendFollowUp(step, str(prompt.id), 1, 1, "group")), "answer": "Fordi."}
    for name in ("rolf", "lars"):
        for forged in (opens, sends):
            await house.cast[name].press(card, "Hopp over", forged=forged)
        assert await house.reflections_of(name) == []
    assert house.cast["lars"].notices[-1:] == rendered_texts(NotAsked(), Language.NB)
