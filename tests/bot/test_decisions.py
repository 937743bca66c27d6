"""After a meeting: whoever led it writes down what was decided; it is given back, and the next pack opens with it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Message
from content.presses import KeepDecision, KeepTry, encode
from dialogs.model import Commitment, Decision, Digest, Promiser
from storage import commitments, decisions, digests
from tests.bot.test_own_answers import stored
from tests.nordvik import House, at, last, municipality, open_house, seen, series

PEOPLE = (
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "rolf,rektorgruppa,observer",
    "guro,rektorgruppa,coordinator",
    "bodil,team-solbakken,participant",
)
AGREED = "Vi begynner hvert møte med et eksempel fra en skole."
REWORDED = "Vi begynner med et eksempel."
PROMISE = "Vi besøker hverandres skoler én gang før jul."
VISIT = "Vi besøker hverandre før jul."
SAID = "Vi legger fram malen på neste møte."
CHILD = "Mina Åsheim i 3B slår de andre, ring 415 55 555."
MEETS = "".join(
    f'\n[[meetings]]\ndate = {day}T09:00:00\ngroup = "rektorgruppa"\n' for day in ("2026-12-03", "2026-12-16")
)
KEEP = "Lagre og gi tilbake"
NONE_LED = "ikke om noe møte du har ledet"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as opened:
        file = series(tmp_path, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-08]")
        file.write_text(file.read_text("utf-8") + MEETS, "utf-8")
        await opened.stage.plan(file)
        await opened.install("tor", "siv", "rolf", "guro", "bodil")
        yield opened


def shows(me: Client, words: str) -> list[Message]:
    return [one for one in me.chat if one.from_bot and any(words in line for line in seen(me, one))]


def agreed(text: str) -> dict[str, str]:
    return {"text": text, "whose": "agreed", "day": "2026-12-16"}


async def meeting(house: House) -> Digest:
    [found] = await house.stage.app.db.read(
        lambda c: digests.of_meetings(c, "nordvik", since=at(12, 1), until=at(12, 4))
    )
    return found


async def decided(house: House) -> tuple[Decision, ...]:
    its_id = (await meeting(house)).id
    return await house.stage.app.db.read(lambda c: decisions.of_meeting(c, "nordvik", its_id))


async def promises(house: House) -> tuple[Commitment, ...]:
    return await house.stage.app.db.read(
        lambda c: commitments.open_of_promiser(c, "nordvik", Promiser.GROUP, group="rektorgruppa")
    )


async def card_of_the_meeting(house: House) -> Message:
    """Guro's, once the meeting is over."""
    await house.to(at(12, 3, 9, 30))
    await house.to(at(12, 3, 10, 5))
    [card] = shows(house.cast["guro"], "Dette ble vi enige om")
    return card


async def write_down(house: House) -> None:
    """AGREED and PROMISE on the card, SAID in chat."""
    guro, card = house.cast["guro"], await card_of_the_meeting(house)
    await guro.press(card, "Skriv det ned")
    await guro.press(card, KEEP, agreed(AGREED))
    await guro.press(card, "Skriv én ting til")
    await guro.press(card, KEEP, {**agreed(PROMISE), "whose": "group rektorgruppa"})
    await guro.say(f"vedtatt: {SAID}")
    await guro.press(last(guro), KEEP, agreed(SAID))


async def change(house: House) -> None:
    """SAID is taken away, AGREED reworded, and the promise too, from the list of commitments."""
    guro = house.cast["guro"]
    card = shows(guro, SAID)[-1]
    await guro.press(card, f"Endre «{SAID}»")
    await guro.press(card, "Ta bort")
    await guro.press(card, f"Endre «{AGREED}»")
    await guro.press(card, KEEP, {"text": REWORDED})
    [promise] = await promises(house)
    words = {"text": VISIT, "day": "2026-12-16"}
    forged = {**encode(KeepTry("nordvik", "rektorgruppa", "", "group", str(promise.id), promise.version)), **words}
    await guro.press(card, "Skriv én ting til", forged=forged)


async def test_when_the_meeting_is_over_whoever_leads_it_gets_a_card_to_write_it_down(house: House) -> None:
    guro = house.cast["guro"]
    await guro.say(f"vedtatt: {AGREED}")
    assert any(NONE_LED in line for line in seen(guro, last(guro)))
    await house.to(at(12, 3, 9, 30))
    assert shows(guro, "Dette ble vi enige om") == []
    await house.to(at(12, 3, 10, 5))
    [card] = shows(guro, "Dette ble vi enige om")
    assert [shows(house.cast[name], "Dette ble vi enige om") for name in ("tor", "rolf")] == [[], []]
    await guro.press(card, "Skriv det ned")
    assert any(line.startswith("2 personer som hører til møtet") for line in seen(guro, card))
    # What is wrong is told, the guard reads it, and nothing written is lost.
    await guro.press(card, KEEP, {"text": AGREED, "whose": "municipality", "day": "2026-11-01"})
    assert "Velg en dag i løpet av det neste året." in seen(guro, card)
    assert inputs_on(guro.view(card))["text"]["value"] == AGREED
    await guro.press(card, KEEP, agreed(CHILD))
    assert await stored(house, CHILD) == []
    await guro.again(await guro.press(card, KEEP, agreed(AGREED)))
    assert len(await decided(house)) == 1
    # A promise becomes the group's, agreed on, with its day; the same words twice are the same.
    for _ in range(2):
        await guro.press(card, "Skriv én ting til")
        assert inputs_on(guro.view(card))["day"]["value"] == "2026-12-16"
        await guro.press(card, KEEP, {**agreed(PROMISE), "whose": "group rektorgruppa"})
    assert [(one.text, one.agreed) for one in await promises(house)] == [(PROMISE, True)]
    assert {AGREED, PROMISE} <= set(seen(guro, card))
    assert len(await decided(house)) == 2


async def test_in_chat_the_words_are_shown_first_and_nobody_else_writes_for_the_meeting(house: House) -> None:
    guro = house.cast["guro"]
    await card_of_the_meeting(house)
    await guro.say(f"vedtatt: {SAID}")
    assert await stored(house, SAID) == []
    await guro.press(last(guro), KEEP, agreed(SAID))
    forged = encode(KeepDecision("nordvik", str((await meeting(house)).id)))
    for me in (house.cast[name] for name in ("tor", "bodil", "rolf")):
        await me.say(f"vedtatt: {CHILD}")
        assert any(NONE_LED in line for line in seen(me, last(me)))
        await me.say("hjelp")
        await me.press(last(me), buttons_on(me.view(last(me)))[0], forged={**forged, **agreed("Noe annet")})
    assert await stored(house, "Noe annet") == []


async def test_it_is_given_back_once_without_a_name_and_follows_what_is_changed_or_taken_away(house: House) -> None:
    tor, siv = house.cast["tor"], house.cast["siv"]
    await write_down(house)
    assert shows(tor, AGREED) == []
    await house.to(at(12, 3, 10, 30))
    for me, head in ((tor, "Dette ble vi enige om"), (siv, "Dette vart vi einige om")):
        [given] = shows(me, AGREED)
        told = seen(me, given)
        assert {head, AGREED, SAID} <= set(told)
        assert any(PROMISE in line for line in told)
        assert not any("Guro" in line for line in told)
    assert [shows(house.cast[name], AGREED) for name in ("rolf", "bodil")] == [[], []]
    await change(house)
    await house.to(at(12, 3, 10, 45))
    assert await stored(house, SAID) == []
    [given] = shows(tor, REWORDED)
    assert SAID not in seen(tor, given)
    assert any(VISIT in line for line in seen(tor, given)), "the meeting's card follows the list of commitments"


async def test_the_next_pack_opens_with_it_and_the_meeting_stands_by_it_without_its_writer(house: House) -> None:
    guro = house.cast["guro"]
    await write_down(house)
    await house.to(at(12, 3, 10, 30))
    await change(house)
    await house.to(at(12, 11))
    await house.to(at(12, 14, 9))
    pack = next(one for one in reversed(guro.chat) if "Forslag til saksliste" in " ".join(seen(guro, one)))
    told = seen(guro, pack)
    order = [told.index(line) for line in ("Dette ble dere enige om sist:", REWORDED, VISIT)]
    assert order == sorted(order)
    await guro.say("hva vet du om meg")
    pages = [*seen(guro, last(guro))]
    while "Neste side" in buttons_on(guro.view(last(guro))):
        await guro.press(last(guro), "Neste side")
        pages += seen(guro, last(guro))
    assert {REWORDED, "Dette skrev du ned fra et møte."} <= set(pages)
    await guro.say("slett mine data")
    await guro.press(last(guro), "Slett alt")
    assert {(one.author, one.text) for one in await decided(house)} == {(None, REWORDED), (None, "")}
