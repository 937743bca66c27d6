"""The sharing bank where messages are written: found by one, inserted for others, and read by each for themselves."""

import json
import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
import structlog

from bot.context import bank
from bot.dispatch.actor import look_up
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, Response, buttons_on, open_group_chat
from bot.rehearsal.issuer import free_port
from bot.rehearsal.wire_composing import insert, listed, open_chat_of_two, search
from bot.rehearsal.wire_conversations import Conversation, Message
from content.language import Language
from content.render import render
from content.vocabulary.bank import BankOffered
from dialogs.model import Account, Actor
from storage import contacts
from tests.bot.test_own_answers import stored
from tests.content.example_bank import PRACTICE
from tests.counting import recorded_statements
from tests.nordvik import House, at, last, open_house, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAID = {
    "tor": "Vi flyttet makkerlesinga inn i klasserommet, og lærerne fikk ro.",
    "siv": "Vi les <b>høgt</b> saman & roar oss før timen.",
    "ali": "Klasseledelse er å begynne timen likt.",
}
WORDS = {"siv": "Vi les ‹b›høgt‹/b› saman + roar oss før timen.", "ali": SAID["ali"]}
"""Of the entries that are shared with all of the municipality, as a list may show them."""

NOTHING = {
    "tor": "Jeg fant ikke noe om dette som er delt med hele kommunen. Prøv færre eller andre ord.",
    "siv": "Eg fann ikkje noko om dette som er delt med heile kommunen. Prøv færre eller andre ord.",
    "frode": "I found nothing about this that is shared with all of the municipality. Try fewer words, or others.",
}
CLOSED = {
    "nils": "Dette står ikke i delingsbanken lenger, eller det er ikke delt med deg.",
    "rolf": "Dette står ikkje i delingsbanken lenger, eller det er ikkje delt med deg.",
    "stranger": "This is not in the sharing bank any more, or it is not shared with you.",
}
ON_CARD = {
    "tor": ("Noe som er delt i en oppsummering", "Vis", "Åpne i nettleseren"),
    "siv": ("Noko som er delt i ei oppsummering", "Vis", "Opne i nettlesaren"),
    "frode": ("Something shared in a summary", "Show", "Open in the browser"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Three principals have answered: tor for his group, siv and ali for the municipality; a summary is given back."""
    place, port = tmp_path_factory.mktemp("extension"), free_port()
    pages = {"PORT": str(port), "SLOYFA_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", settings=pages) as opened:
        await opened.stage.plan(series(place, "s", "rektorgruppa", stays_open='"P2D"'))
        await opened.install("tor", "siv", "ali", "frode", "nils")
        await opened.to(at(11, 24))
        for name, words in SAID.items():
            me = opened.cast[name]
            card = next(one for one in me.chat if "Send svar" in buttons_on(me.view(one) or {}))
            rung = "group" if name == "tor" else "municipality"
            await me.press(card, "Send svar", {"answer": words, "rung": rung})
        await opened.to(at(11, 27))
        yield opened


@pytest.fixture(scope="module")
def chat(house: House) -> Conversation:
    """Two people's own, without the bot."""
    return open_chat_of_two(house.teams, house.cast["tor"], house.cast["nils"])


def stranger(house: House) -> Client:
    """Somebody of the tenant whom no municipality has on its list."""
    return Client(house.teams, "Uno Ukjent", "00000000-0000-4000-8000-999999999999", "uno@x.example", locale="en-US")


def line_of(found: Response) -> str:
    assert (found.status, found.body["composeExtension"]["type"]) == (200, "message")
    return str(found.body["composeExtension"]["text"])


def rows(found: Response) -> list[str]:
    """The words on each row of the list, which only the searcher sees."""
    assert found.status == 200
    assert {one["preview"]["contentType"] for one in listed(found)} <= {"application/vnd.microsoft.card.thumbnail"}
    return [one["preview"]["content"]["title"] for one in listed(found)]


async def inserted(house: House, who: Client, words: str, chat: Conversation) -> Message:
    [chosen] = listed(await search(who, words, chat))
    return insert(house.teams, who, chosen, chat)


async def test_the_newest_come_first_and_words_find_what_all_of_the_municipality_may_read(
    house: House, chat: Conversation
) -> None:
    for name, nothing in NOTHING.items():
        me = house.cast[name]
        assert sorted(rows(await search(me, "", chat))) == sorted(WORDS.values()), "before anything is typed"
        assert rows(await search(me, "klasseleiing timen", chat)) == [WORDS["ali"]]
        assert rows(await search(me, "og", chat)) == rows(await search(me, "", chat)), "nothing to search for yet"
        assert line_of(await search(me, "makkerlesing", chat)) == nothing, "a group's own, and tor's own: not for all"
        assert rows(await search(me, "", chat, start=1)) == rows(await search(me, "", chat))[1:]
        assert listed(await search(me, "", chat, start=2)) == [], "the end of the list"
    assert line_of(await search(stranger(house), "timen", chat)).startswith("You have not been added here yet.")


async def test_an_inserted_card_holds_nobodys_words_or_name_and_leads_to_its_page(
    house: House, chat: Conversation
) -> None:
    for name, (what, read, page) in ON_CARD.items():
        for one in listed(await search(house.cast[name], "", chat)):
            told = json.dumps(one["content"], ensure_ascii=False)
            assert not [said for said in SAID.values() if said[:12] in told]
            assert not [each for each in house.cast.people.values() if each.name in told]
            assert what in told
            assert buttons_on(one["content"]) == [read, page]
            address = one["content"]["actions"][1]["url"]
            assert address.startswith(f"{house.stage.app.settings.public_url}/bank/nordvik/")


@pytest.mark.parametrize("language", Language)
async def test_a_practice_is_pointed_to_without_its_title_its_school_or_its_author(language: Language) -> None:
    rendered = render(BankOffered((PRACTICE,), "https://sider.nordvik.example"), language)
    assert rendered.listed is not None
    [one] = rendered.listed
    assert one.title == PRACTICE.question
    told = json.dumps(one.card, ensure_ascii=False)
    assert PRACTICE.area in told
    assert not [each for each in (PRACTICE.question, PRACTICE.where, "Åse", "lesing.") if each in told]


async def test_whoever_presses_is_shown_alone_what_they_may_read(house: House, chat: Conversation) -> None:
    tor, nils, uno = house.cast["tor"], house.cast["nils"], stranger(house)
    everybody = open_group_chat(house.teams, "lunsj", tor, nils)
    for place in (chat, everybody.conversation):
        card = await inserted(house, tor, "klasseledelse", place)
        before = len(house.teams.ledger.records)
        await nils.press(card, "Vis")
        assert SAID["ali"] in seen(nils, card)
        assert SAID["ali"] not in seen(tor, card), "the card is as it was for everybody else"
        assert "Tilbake" not in " ".join(buttons_on(nils.view(card)))
        await uno.press(card, "Vis")
        assert uno.notices[-1] == CLOSED["stranger"]
        await house.stage.settle()
        assert len(house.teams.ledger.records) == before, "nothing is sent to anybody"


async def test_an_older_client_has_the_answer_in_its_own_chat(house: House, chat: Conversation) -> None:
    tor, nils = house.cast["tor"], house.cast["nils"]
    card = await inserted(house, tor, "klasseledelse", chat)
    await nils.press(card, "Vis", by="submit")
    await house.stage.settle()
    assert SAID["ali"] in seen(nils, last(nils))
    assert [one.id for one in chat.messages if one.from_bot] == []


async def test_a_chat_between_people_never_becomes_anybodys_chat_with_the_bot(house: House, chat: Conversation) -> None:
    nils, rolf = house.cast["nils"], house.cast["rolf"]
    card = await inserted(house, house.cast["tor"], "klasseledelse", chat)
    for me in (nils, rolf):
        await search(me, "timen", chat)
        await me.press(card, "Vis")
        # Teams adds the app to the chat that a card is sent in.
        await me.tell("installationUpdate", chat, {"action": "add"})
        found = await house.stage.app.db.read(
            partial(contacts.contact, account=Account(TENANT, me.person.object_id)),
        )
        assert (found.place.conversation if found else "") == (me.conversation.id if me is nils else "")


async def test_a_search_writes_nothing_and_costs_little_more_than_in_the_chat(house: House, chat: Conversation) -> None:
    tor, rolf, app = house.cast["tor"], house.cast["rolf"], house.stage.app
    actor = await look_up(app.db, Actor.at(Account(TENANT, tor.person.object_id)), now=house.stage.now)
    with recorded_statements(app.db) as alone:
        await bank.search(app.db, actor, "timen", now=house.stage.now)
    with recorded_statements(app.db) as statements:
        await search(tor, "timen", chat)
    assert len(statements) <= len(alone) + 3, "who it is, in which groups, and their language"
    with recorded_statements(app.db) as more:
        await search(rolf, "", rolf.conversation)  # where the bot is not yet
    assert not [one for one in (*statements, *more) if not one.lstrip().startswith(("SELECT", "WITH"))]
    assert not [one for one in (*statements, *more) if "contacts" in one], "nobody has arrived anywhere"


async def test_the_words_of_a_search_are_stored_and_logged_nowhere(
    house: House, chat: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    with structlog.testing.capture_logs() as events, caplog.at_level(logging.DEBUG):
        await search(house.cast["tor"], "hemmelighetskremmeri", chat)
    assert await stored(house, "hemmelighetskremmeri") == []
    told = [str(one) for one in events]
    told += [str(one.__dict__) for one in caplog.records if not one.name.startswith(("aiosqlite", "asyncio"))]
    assert [one for one in told if "hemmelighetskremmeri" in one] == []
    assert [one["action"] for one in events if one["event"] == "turn"] == ["searched"]


async def test_what_is_taken_back_is_gone_from_the_list_and_from_cards_inserted_before(
    house: House, chat: Conversation
) -> None:
    ali, nils, rolf = house.cast["ali"], house.cast["nils"], house.cast["rolf"]
    card = await inserted(house, house.cast["tor"], "klasseledelse", chat)
    mine = next(one for one in reversed(ali.chat) if "Trekk tilbake" in buttons_on(ali.view(one) or {}))
    await ali.press(mine, "Trekk tilbake")
    assert rows(await search(nils, "", chat)) == [WORDS["siv"]]
    assert line_of(await search(nils, "klasseledelse", chat)) == NOTHING["tor"]
    for name in ("nils", "rolf"):
        me = house.cast[name]
        await me.press(card, "Vis")
        assert me.notices[-1] == CLOSED[name]
    forged: dict[str, Any] = {"entry": "no id", "municipality": "elsewhere"}
    assert (await nils.press(card, "Vis", forged=forged)).body["value"] == CLOSED["nils"]
    await rolf.press(card, "Vis", by="submit")
    await house.stage.settle()
    assert [one for one in chat.messages if one.from_bot] == []
