"""«Slett mine data»: asks once, then all goes everywhere it went, at once or not at all; what stays is said."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Executable, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.knowing import NothingToErase
from storage.tables.outbox import deliveries
from storage.tables.own_log import own_log
from storage.tables.people import accounts, people
from storage.tables.places import contacts, reflection_messages
from storage.tables.records import records
from storage.tables.sessions import reflection_parts, reflections
from tests.bot.commands import Commands
from tests.bot.follow_ups.ladders import Sorvik
from tests.bot.test_gone import MARK, beside_the_index, gone, rows
from tests.bot.test_what_the_bot_knows import _leaves
from tests.nordvik import House, at, last, open_house, rendered_texts, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
WORDS = f"Vi prøvde {MARK} i dag."
ERASE = {"tor": "slett mine data", "siv": "Slett dataa mine!"}
SEND = "Send svar"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'sloyfa.db'}") as opened:
        yield opened


async def given_back(house: House, folder: Path, name: str, rung: str = "municipality", more: str = "") -> Message:
    """The person and Ali have answered, and the summary has been sent out; returns the person's card.

    `more` is added in chat.
    """
    await house.stage.plan(series(folder, "rektorene", "rektorgruppa"))
    await house.install(name, "ali", "bodil")
    await house.to(OPENS)
    me, prompt = house.cast[name], last(house.cast[name])
    await me.press(prompt, SEND, {"answer": WORDS, "rung": rung})
    if more:
        await me.say(more)
    await house.cast["ali"].press(last(house.cast["ali"]), SEND, {"answer": "Vi leste.", "rung": "group"})
    await house.to(CLOSES)
    return prompt


def quotes(*clients: Client) -> list[str]:
    """Whose chats hold the words, in any card or message of the bot's."""
    return [one.name for one in clients if any(MARK in str(each.activity) for each in one.chat if each.from_bot)]


async def asked(me: Client, said: str) -> list[str]:
    await me.say(said)
    return seen(me, last(me))


async def is_erased(house: House, name: str) -> bool:
    """Whether no answer, held message, link or line of the log is left of the person."""
    [person] = await house._persons(name)
    left = [
        select(reflections.c.id).where(reflections.c.author == person),
        select(own_log.c.at).where(own_log.c.person == person),
        select(reflection_messages.c.activity),
        select(text("text FROM undecided")),
    ]
    return not any([await house.stage.app.db.read(partial(_found, query=query)) for query in left])


async def _found(c: AsyncConnection, *, query: Executable) -> list[object]:
    return list(await c.execute(query))


# All goes.


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_a_yes_removes_all_from_tables_files_the_network_and_every_card(
    house: House, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    me, ali, bodil = house.cast[name], house.cast["ali"], house.cast["bodil"]
    shared = {"reflection_parts.text", "undecided.text"}
    if nynorsk := name == "siv":
        shared |= {"releases.text"}
        await Sorvik(house, tmp_path).come_in()
    prompt = await given_back(house, tmp_path, name, "network" if nynorsk else "municipality")
    await house.stage.plan(series(tmp_path, "neste", "rektorgruppa", dates="[2026-12-01]"))
    await house.to(at(12, 1))
    await me.say(f"{WORDS} Elevene var med.")
    await me.say(f"Hva mener dere om {MARK}?")
    assert beside_the_index(await rows(house)) == shared
    assert set(quotes(me, ali, bodil)) == {me.name, ali.name, bodil.name}
    text = await asked(me, ERASE[name])
    assert text[0] == ("Skal eg slette dataa dine?" if nynorsk else "Skal jeg slette dataene dine?")
    assert any(one.startswith("2 svar") for one in text)
    assert any("Nordvik kommune" in one for one in text), "what stays, and why"
    assert await rows(house), "asked first"
    before = await house.stage.app.db.read(partial(_found, query=select(records)))
    await me.say("Ja")
    answer = seen(me, last(me))
    assert answer[0] == ("Dataa dine er sletta" if nynorsk else "Dataene dine er slettet")
    assert await gone(house, tmp_path) == (set(), [])
    assert await is_erased(house, name)
    # Neither the record that everybody reads nor the log tells of it, nor of any words.
    assert await house.stage.app.db.read(partial(_found, query=select(records))) == before
    log = capsys.readouterr().out
    assert MARK not in log
    assert me.name not in log
    # Cards are put right, the person's own too; what others wrote stands.
    assert quotes(ali, bodil) == []
    assert not any(MARK in str(one.card) for one in me.chat)
    assert any("Vi leste." in str(one.activity) for one in bodil.chat)
    assert [one.text for one in await house.reflections_of("ali")] == ["Vi leste."]
    # An import brings nothing back, and the old card, and the chat, do not either.
    await house.bring_in()
    await me.press(prompt, "Trekk tilbake", shown=_withdrawing(house, prompt))
    assert await gone(house, tmp_path) == (set(), [])
    assert seen(me, last(me)) == answer
    # Once more, there is nothing.
    assert await asked(me, ERASE[name]) == rendered_texts(NothingToErase(), Language.NN if nynorsk else Language.NB)


def _withdrawing(house: House, prompt: Message) -> dict[str, object]:
    """The card as another device still shows it, with the button that takes the answer back."""
    sent = next(
        one.body
        for one in house.teams.ledger.records
        if one.activity == prompt.id and "WithdrawAnswer" in str(one.body)
    )
    card: dict[str, object] = sent["attachments"][0]["content"]
    return card


# Words in summaries may stay without a name.


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as opened:
        yield opened


KEEP = {"tor": "Slett, la ordene stå", "siv": "Slett, la orda stå"}


async def test_words_in_summaries_stay_without_a_name_and_belong_to_nobody_for_good(
    either: House, database_url: str, tmp_path: Path
) -> None:
    """In bokmål on SQLite, in nynorsk on PostgreSQL."""
    name = "siv" if "postgresql" in database_url else "tor"
    house, me, bodil = either, either.cast[name], either.cast["bodil"]
    await Sorvik(house, tmp_path).come_in()
    more = "Elevene forklarte målet for hverandre."
    prompt = await given_back(house, tmp_path, name, "network", more)
    await house.stage.plan(series(tmp_path, "neste", "rektorgruppa", dates="[2026-12-01]"))
    await house.to(at(12, 1))
    await me.press(last(me), SEND, {"answer": f"Ikke delt ut. {MARK}2", "rung": "group"})
    text = await asked(me, ERASE[name])
    assert any("du kan aldri trekkje dei tilbake" in one or "du kan aldri trekke dem tilbake" in one for one in text)
    before = await _answers(house)
    assert any(one.sources != {None} for one in before), "some of it was said in chat"
    await me.press(last(me), KEEP[name])
    after = await _answers(house)
    [person] = await house._persons(name)
    kept = [one for one in after if WORDS in one.words]
    assert len(kept) == 1
    assert kept[0].author != person
    assert kept[0].author not in {one.author for one in before}
    assert kept[0].id not in {one.id for one in before}
    assert kept[0].sources == {None}
    assert not any(f"{MARK}2" in words for one in after for words in one.words)
    assert await is_erased(house, name)
    # The readers' summaries stand as they were; the network's copy too. The person's own card quotes nothing.
    await house.to(at(12, 1, 9))
    assert bodil.name in quotes(bodil)
    assert "releases.text" in await rows(house)
    assert WORDS not in seen(me, next(one for one in me.chat if one.id == prompt.id))
    # Nobody can take them back any more, nor say that they are somebody's; another's may stay beside them.
    await me.press(prompt, "Trekk tilbake", shown=_withdrawing(house, prompt))
    assert [one.words for one in await _answers(house) if WORDS in one.words] == [{WORDS, more}]
    ali = house.cast["ali"]
    await ali.say("slett mine data")
    await ali.press(last(ali), KEEP["tor"])
    stand = await _answers(house)
    assert sorted(words for one in stand for words in one.words) == sorted([WORDS, more, "Vi leste."])
    assert len({one.author for one in stand}) == len({one.id for one in stand}) == 2
    # A later summary counts each answer once more, and quotes the words without a name.
    await bodil.say("hva vet du om meg")
    assert MARK not in str(last(bodil).card)


# Once, twice, late, half.


async def test_a_press_counts_once_and_a_late_or_other_one_is_asked_about_anew(house: House, tmp_path: Path) -> None:
    tor = house.cast["tor"]
    await given_back(house, tmp_path, "tor")
    await tor.say("slett mine data")
    question = last(tor)
    await house.to(house.stage.now + timedelta(minutes=11))
    await tor.press(question, "Slett alt")
    assert await rows(house), "the question was over, and came once more"
    assert seen(tor, question)[0] == "Skal jeg slette dataene dine?"
    await tor.press(question, "Slett alt", forged={"words": "everything"})
    assert await rows(house)
    pressed = await tor.press(question, "Slett alt")
    assert seen(tor, question)[0] == "Dataene dine er slettet"
    await tor.again(pressed)
    await tor.again(pressed, new_id=True)
    assert await is_erased(house, "tor")
    await tor.say("hva vet du om meg")
    await tor.press(last(tor), "Slett mine data")
    assert seen(tor, last(tor)) != []
    await tor.say("ja")
    assert await is_erased(house, "tor")


async def test_what_fails_half_way_has_not_begun_and_is_done_when_it_is_said_again(
    house: House, tmp_path: Path
) -> None:
    tor, db = house.cast["tor"], house.stage.app.db
    await given_back(house, tmp_path, "tor")
    stops = "CREATE TRIGGER stops BEFORE DELETE ON reflections BEGIN SELECT RAISE(ABORT, 'no'); END"
    await db.write(lambda c: c.execute(text(stops)))
    await tor.say("slett mine data")
    question = last(tor)
    await tor.press(question, "Slett alt")
    await house.stage.settle()
    assert beside_the_index(await rows(house)) == {"reflection_parts.text"}
    assert quotes(house.cast["bodil"]) == ["Bodil Rektor"]
    await db.write(lambda c: c.execute(text("DROP TRIGGER stops")))
    await tor.press(question, "Slett alt")
    assert await gone(house, tmp_path) == (set(), [])
    assert quotes(house.cast["bodil"]) == []


async def test_in_an_open_step_the_question_stands_again_and_an_edited_message_is_a_new_one(
    house: House, tmp_path: Path
) -> None:
    siv = house.cast["siv"]
    await house.stage.plan(series(tmp_path, "rektorene", "rektorgruppa"))
    await house.install("siv")
    await house.to(OPENS)
    prompt = last(siv)
    said = await siv.say(f"{WORDS} Elevane var med.")
    await house.stage.settle()
    await siv.say("slett dataa mine")
    await siv.say("ja")
    await house.to(house.stage.now + timedelta(minutes=1))
    assert await rows(house) == set()
    assert SEND in buttons_on(siv.view(prompt))
    assert not any(MARK in str(one.card) for one in siv.chat)
    await siv.delete(said.activity_id)
    await siv.press(prompt, SEND, {"answer": "Noko nytt.", "rung": "group"})
    assert [one.text for one in await house.reflections_of("siv")] == ["Noko nytt."]


# Who has left, and who was never there.


async def test_the_name_and_the_account_of_whoever_has_left_go_once_their_cards_are_put_right(
    house: House, tmp_path: Path
) -> None:
    tor, db = house.cast["tor"], house.stage.app.db
    await given_back(house, tmp_path, "tor")
    await tor.say("påminnelser")
    await tor.press(last(tor), "Ingen")
    await _leaves(house, tmp_path, "tor")
    text = await asked(tor, "slett mine data")
    assert any(one.startswith("Navnet, brukernavnet og kontoen din blir også slettet") for one in text)
    [person] = await house._persons("tor")
    await tor.say("ja")
    assert "Etter dette kjenner jeg deg ikke igjen." in seen(tor, last(tor))
    await house.to(house.stage.now + timedelta(minutes=1))
    await house.to(house.stage.now + timedelta(minutes=1))
    assert not any(MARK in str(one.card) for one in tor.chat), "also the card of one who has left"
    theirs = select(people.c.name, people.c.upn).where(people.c.id == person)
    assert (await db.read(lambda c: c.execute(theirs))).all() == [("", "")]
    assert (await db.read(lambda c: c.execute(select(accounts).where(accounts.c.person == person)))).all() == []
    its_chat = select(contacts).where(contacts.c.object_id == tor.person.object_id)
    assert (await db.read(lambda c: c.execute(its_chat))).all() == []
    assert "Ingen kommune har lagt deg inn, så det er lite." in await asked(tor, "hva vet du om meg")
    await house.to(CLOSES + timedelta(days=14, minutes=1))
    stand = select(deliveries.c.kind, deliveries.c.activity).where(deliveries.c.conversation == tor.conversation.id)
    assert (await db.read(lambda c: c.execute(stand))).all() == [], "nor the address of a chat that is found no more"
    # Employed again: the name is there, and neither words nor choices; the notice has not been shown.
    await house.bring_in()
    text = await asked(tor, "hva vet du om meg")
    assert {"Navn: Tor Rektor", "Påminnelser: høyst én for hvert spørsmål"} <= set(text)
    assert "Du har ikke fått se teksten om personvern ennå." in text
    assert "Jeg har ingen svar fra deg." in text
    assert await gone(house, tmp_path) == (set(), [])


async def test_a_stranger_is_forgotten(house: House) -> None:
    una = Client(house.teams, "Una Ukjend", "00000000-0000-4000-8000-000000000099", "una@annet.example")
    await una.install()
    await una.say("slett mine data")
    await una.press(last(una), "Slett alt")
    assert (await house.stage.app.db.read(lambda c: c.execute(select(contacts.c.name)))).scalars().all() == []


async def test_the_operator_erases_whoever_asks_by_post_and_has_no_account_any_more(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await given_back(house, tmp_path, "tor")
    await _leaves(house, tmp_path, "tor")
    commands, url = Commands(monkeypatch, capsys), str(house.stage.app.settings.database_url)

    async def forget(*options: str) -> list[str]:
        done = await asyncio.to_thread(commands, "forget", "tor@nordvik.example", *options, SLOYFA_DATABASE_URL=url)
        return [*done.lines, *done.err.splitlines()]

    assert (await forget("--dry-run"))[0] == "answers erased: 1; answers that stay without a name: 0"
    assert (await forget("--dry-run", "--keep-words"))[0] == "answers erased: 0; answers that stay without a name: 1"
    assert await rows(house)
    assert (await forget())[0] == "answers erased: 1; answers that stay without a name: 0"
    assert await gone(house, tmp_path) == (set(), [])
    assert (await asyncio.to_thread(commands, "forget", "", SLOYFA_DATABASE_URL=url)).code == 1, "the empty user name"
    [unknown] = await forget()
    assert unknown.startswith("tor@nordvik.example is not among the people of nordvik")


class _Answer:
    """An answer as it is stored."""

    def __init__(self, author: UUID, its_id: UUID, parts: list[tuple[str, str | None]]) -> None:
        self.author, self.id = author, its_id
        self.words = {part for part, _ in parts if part}
        self.sources = {source for _, source in parts}


async def _answers(house: House) -> list[_Answer]:
    db = house.stage.app.db
    found = (await db.read(lambda c: c.execute(select(reflections.c.author, reflections.c.id)))).all()
    parts = select(reflection_parts.c.reflection, reflection_parts.c.text, reflection_parts.c.source)
    written = (await db.read(lambda c: c.execute(parts))).all()
    return [
        _Answer(author, its_id, [(t, source) for of, t, source in written if of == its_id]) for author, its_id in found
    ]
