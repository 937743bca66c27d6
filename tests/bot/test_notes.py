"""«Husk: …»: a note that its author alone sees, and that the next fitting question offers as a beginning."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, Team, buttons_on, inputs_on
from bot.rehearsal.faults import throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_activities import Json
from content.language import Language
from content.presses import DropNote, OpenNote, encode
from content.vocabulary.noting import NoNoteFits, NoteDropped, NoteTooLong, TooManyNotes
from dialogs.asking import noting
from dialogs.model import NOTE_KEPT, Account
from storage import notes
from storage.people import persons_behind
from tests.bot.test_own_answers import stored
from tests.nordvik import House, at, last, open_house, rendered_texts, seen, series

OPENS = at(11, 24)
LANGUAGES = {"tor": Language.NB, "siv": Language.NN}
SAYS = {"tor": "husk", "siv": "hugs"}
NOTE = "Vi prøvde gåtur i friminuttet"
USE, IN_ANSWER = "Bruk notatet mitt", "Bruk i svaret"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        await opened.stage.plan(series(tmp_path, "uke1", "rektorgruppa"))
        await opened.install("tor", "siv", "ali", "kari")
        yield opened


async def held(house: House, name: str) -> list[str]:
    [person] = await house._persons(name)
    return [one.text for one in await house.stage.app.db.read(lambda c: notes.of_person(c, "nordvik", person))]


def row(me: Client) -> str:
    return next(one for one in buttons_on(me.view(last(me))) if one.startswith(("Åpne", "Opne")))


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_a_deleted_note_comes_no_more_with_a_reply_that_has_waited(house: House, name: str) -> None:
    me, says = house.cast[name], SAYS[name]
    await me.say(f"{says}: Hemmelig {name}")
    await me.say(says)
    card = last(me)
    await me.press(card, next(one for one in buttons_on(me.view(card)) if f"Hemmelig {name}" in one))
    house.teams.faults.next(throttle(429, retry_after=20), call=Call.SEND, conversation=me.conversation.id)
    await me.say(says)
    assert last(me).text == says, "the list of notes waits in the outbox"
    await me.press(card, "Slett notatet")
    await house.to(house.stage.now + timedelta(seconds=21))
    assert last(me).text == says, "what waited showed the note, and is not sent"


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_a_note_is_kept_once_listed_opened_and_deleted(house: House, name: str) -> None:
    me, says = house.cast[name], SAYS[name]
    for _ in range(2):  # said twice, it is kept once
        await me.say(f"{says}: {NOTE}")
        assert NOTE in seen(me, last(me))
    assert await held(house, name) == [NOTE]
    assert any(" mai 2027, eller til du slett" in line for line in seen(me, last(me)))
    told = await me.say(f"{says.upper()} Kort notat uten kolon")
    before = len(me.chat)
    await me.again(told)
    assert len(me.chat) == before
    assert len(await held(house, name)) == 2
    for nothing in (says, f"{says}:", f"{says} : "):
        await me.say(nothing)
        assert NOTE in seen(me, last(me)), nothing
    card, old = last(me), last(me)
    opened = next(one for one in buttons_on(me.view(card)) if "Kort notat" in one)
    await me.press(card, opened)
    assert "Kort notat uten kolon" in seen(me, card)
    pressed = await me.press(card, "Slett notatet")
    await me.again(pressed)
    assert "Kort notat uten kolon" not in seen(me, card)
    await me.press(old, row(me))
    assert await held(house, name) == [NOTE]


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_what_cannot_be_kept_is_told_and_nothing_is(house: House, name: str) -> None:
    me, says, language = house.cast[name], SAYS[name], LANGUAGES[name]
    await me.say(f"{says}: {NOTE}")
    await me.say(f"{says}: Mina Åsheim i 3B må få en ny plass, ring mora på 415 55 555")
    assert any("ikk" in line and "lagr" in line for line in seen(me, last(me)))
    assert not any("Åsheim" in line for line in seen(me, last(me)))
    assert await stored(house, "Åsheim") == []
    await me.say(f"{says}: {'lang ' * 300}")
    assert seen(me, last(me)) == rendered_texts(NoteTooLong(noting.LONGEST), language)
    for number in range(noting.MOST):
        await me.say(f"{says}: tanke {number}")
    assert seen(me, last(me)) == rendered_texts(TooManyNotes(noting.MOST), language)
    await me.say(says)
    card = last(me)
    while others := [one for one in buttons_on(me.view(card)) if "tanke" in one]:
        await me.press(card, others[0])
        await me.press(card, "Slett notatet")
    assert await held(house, name) == [NOTE]


async def test_no_channel_and_nobody_else_sees_a_note(house: House) -> None:
    tor, ali, kari = house.cast["tor"], house.cast["ali"], house.cast["kari"]
    await tor.say(f"husk: {NOTE}")
    [person] = await house._persons("tor")
    [note] = await house.stage.app.db.read(lambda c: notes.of_person(c, "nordvik", person))
    await ali.say("husk: mitt eget")
    await ali.say("husk")
    listed = last(ali)
    for forged in (OpenNote(str(note.id)), DropNote(str(note.id)), OpenNote("x"), DropNote("")):
        await ali.press(listed, row(ali), forged=encode(forged))
        assert not any(NOTE in line for one in ali.chat for line in seen(ali, one))
    assert ali.notices[0] == rendered_texts(NoteDropped(), Language.NB)[0]
    assert await held(house, "tor") == [NOTE]
    channel = Team(house.teams, "Solbakken")
    channel.add(tor, kari)
    await channel.install(by=kari)
    for said in ("husk: hemmelig tur", "husk"):
        await tor.say_in(channel.general, said)
    assert await held(house, "tor") == [NOTE]
    assert await stored(house, "hemmelig tur") == []
    assert not any("tur" in str(one.activity) for one in channel.general.messages if one.from_bot)


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_what_has_ended_by_time_is_offered_no_more_and_its_old_cards_say_so(tmp_path: Path, name: str) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/slutt.db") as house:
        me, says, language = house.cast[name], SAYS[name], LANGUAGES[name]
        await house.install(name)
        await me.say(f"{says}: {NOTE}")
        await me.say(says)
        listed = last(me)
        opened = row(me)
        await me.press(listed, opened)
        old = me.view(listed)
        await house.stage.to(at(11, 24) + NOTE_KEPT)
        assert await held(house, name) == []
        assert await stored(house, NOTE) == []
        [person] = await house.stage.app.db.read(lambda c: persons_behind(c, account_of(me)))
        assert person.noted == frozenset(), "what a question's card reads"
        await me.press(listed, "Slett notatet", shown=old)
        assert NOTE not in seen(me, last(me))
        for forged in (OpenNote, DropNote):
            await me.press(listed, "Slett notatet", shown=old, forged=encode(forged(old_id(old))))
            assert not any(NOTE in line for line in seen(me, listed))
        assert rendered_texts(NoteDropped(), language)[0] in me.notices


def account_of(me: Client) -> Account:
    return Account(TENANT, me.person.object_id)


def old_id(card: Json | None) -> str:
    """The note whose card this is."""
    return str(re.search(r"'note': '([0-9a-f-]{36})'", str(card))[1])  # type: ignore[index]


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_the_next_question_offers_the_note_and_nothing_is_sent_before_it_is(house: House, name: str) -> None:
    me, language = house.cast[name], LANGUAGES[name]
    await me.say(f"{SAYS[name]}: {NOTE}")
    await house.to(OPENS)
    prompt = next(one for one in reversed(me.chat) if USE in buttons_on(me.view(one)))
    assert NOTE not in seen(me, prompt)
    assert inputs_on(me.view(prompt))["answer"].get("value", "") == ""
    for _ in range(2):  # as often as it is asked for, also where the card of before is seen again
        await me.press(prompt, USE, shown=prompt.activity["attachments"][0]["content"])
        assert inputs_on(me.view(prompt))["answer"]["value"] == NOTE
        assert await house.reflections_of(name) == []
    await me.press(prompt, "Send svar", {"answer": f"{NOTE}, og det gikk fint.", "rung": "group"})
    [answer] = await house.reflections_of(name)
    assert answer.text == f"{NOTE}, og det gikk fint."
    # A note that comes after the card is offered beneath its receipt; once used, to no other question.
    await me.say(f"{SAYS[name]}: Enda en tanke om friminuttet")
    assert IN_ANSWER not in buttons_on(me.view(last(me))), "the only open question has an answer"
    await me.say(SAYS[name])
    assert any("brukt i e" in line for line in seen(me, last(me)))
    assert rendered_texts(NoNoteFits(), language)


async def test_a_note_that_comes_after_the_card_is_offered_beneath_it_by_its_area(house: House) -> None:
    kari, ali = house.cast["kari"], house.cast["ali"]
    await ali.say("husk: mitt eget")
    await house.to(OPENS)
    await ali.say("husk: digital teknologi i timene")
    assert IN_ANSWER not in buttons_on(ali.view(last(ali)))
    await ali.say("husk: inkluderende læringsmiljø ute")
    assert IN_ANSWER in buttons_on(ali.view(last(ali)))
    kept = last(ali)
    await ali.press(kept, IN_ANSWER)
    form = inputs_on(ali.view(kept))["answer"]["value"]
    assert form == "mitt eget\n\ninkluderende læringsmiljø ute"
    # In a channel's name, or by hand, the form is not filled.
    await kari.say("husk")
    assert set(await held(house, "ali")) == {"mitt eget", "digital teknologi i timene", "inkluderende læringsmiljø ute"}
    await ali.press(kept, "Hopp over")
    assert [one.parts for one in await house.reflections_of("ali")] == [()]


async def test_notes_are_among_what_is_held_and_go_with_erasure_with_time_and_with_the_last_group(
    house: House, tmp_path: Path
) -> None:
    tor, siv = house.cast["tor"], house.cast["siv"]
    for me, says in ((tor, "husk"), (siv, "hugs")):
        await me.say(f"{says}: {NOTE}")
    await house.to(OPENS)
    for me, says in ((tor, "husk"), (siv, "hugs")):
        prompt = next(one for one in reversed(me.chat) if USE in buttons_on(me.view(one)))
        await me.press(prompt, USE)
        await me.press(prompt, "Send svar", {"answer": f"{NOTE}, og det gikk fint.", "rung": "group"})
        await me.say(f"{says}: Enda en tanke om friminuttet")
    await tor.say("hva vet du om meg")
    assert {"Notatene dine", NOTE} <= set(seen(tor, last(tor)))
    await siv.say("slett mine data")
    assert "Notata dine blir sletta: 2." in seen(siv, last(siv))
    await siv.say("ja")
    assert await held(house, "siv") == []
    # A used note goes a fortnight later, any other after half a year.
    await house.to(OPENS + timedelta(days=15))
    assert await held(house, "tor") == ["Enda en tanke om friminuttet"]
    rows = (house.folder / "people.csv").read_text(encoding="utf-8").splitlines()
    left = tmp_path / "left"
    left.mkdir()
    for file in ("units.csv", "groups.csv"):
        (left / file).write_text((house.folder / file).read_text(encoding="utf-8"), encoding="utf-8")
    (left / "people.csv").write_text("\n".join([*(row for row in rows if "tor@" not in row), ""]), encoding="utf-8")
    await house.bring_in(left)
    await house.stage.settle()
    await house.to(OPENS + timedelta(days=16))
    assert await held(house, "tor") == []
