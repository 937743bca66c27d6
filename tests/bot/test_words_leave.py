"""Words lead back from a meeting's pack, and leave it; and leave digests that tell of last time."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.actions.knowledge.lay_overlay import lay_overlay
from bot.exports.digest_document import digest_document
from bot.exports.markdown_document import markdown
from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from content.catalogue import load
from content.language import Language
from content.overlays import parse_overlay
from tests.bot.circles.surfaces import as_text, pages_read, visits
from tests.bot.test_own_answers import stored
from tests.bot.test_traced_quotes import marks
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series
from tests.reading import digest_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    *("tor,rektorgruppa,leader", "siv,rektorgruppa,participant,nn", "ali,rektorgruppa,participant"),
    *("bodil,rektorgruppa,participant", "guro,rektorgruppa,coordinator,nn"),
)
ASKED = "takk-til-de-ansatte"
"""The only question of the town, one that begins with what works: it comes again next time."""
WORDS = {
    "tor": "Makkerlesing fire dager i uka ga ro og lyst til å lese mer.",
    "siv": "Vi samla alle lærarane rundt elevarbeid, og praten vart ein annan.",
    "ali": "Assistentene fikk være med i planleggingen, og det merket elevene.",
    "bodil": "Vi ringte hjem med godt nytt hver fredag.",
}
KEYWORD = "makkerplanlegging"
OF_TOWN, LATER, OF_SIV = (
    "Vi gir alle skolene en fast kveld.",
    "Vi svarer innen fjorten dager.",
    "Eg besøker to klasser.",
)
PACK = ("Forslag til saksliste", "Forslag til sakliste")
MEETS = '\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorgruppa"\ndigest_days_ahead = 3\nminutes = 45\n'
ORIGIN, MEETING = {"tor": "Hvor kommer svaret fra?", "siv": "Kvar kjem svaret frå?"}, "s.rektorgruppa.2026-12-10"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Four principals have answered the same question as they will next week."""
    place = tmp_path_factory.mktemp("rektorer")
    folder = municipality(place / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as opened:
        await leave_one_question(opened)
        dates = "[2026-11-24, 2026-12-01]"
        file = series(place, "s", "rektorgruppa", dates=dates, stays_open='"P2D"', areas="[]")
        file.write_text(file.read_text("utf-8") + MEETS, "utf-8")
        await opened.stage.plan(file)
        await opened.install("tor", "siv", "ali", "bodil", "guro")
        await opened.to(at(11, 24))
        await answer(opened, WORDS)
        yield opened


async def leave_one_question(house: House) -> None:
    hidden = sorted({one.id for one in load().prompts} - {ASKED})
    text = f'municipality = "nordvik"\nwhy = "Prøve"\nhide_prompts = {hidden}\n'
    overlay = parse_overlay(text, named="nordvik.toml")
    app = house.stage.app
    await lay_overlay(app.db, app.catalogues, overlay, text, actor=OPERATOR, by="guro", now=house.stage.now)


async def answer(house: House, words: dict[str, str]) -> None:
    for name, text in words.items():
        client = house.cast[name]
        card = next(one for one in reversed(client.chat) if "Send svar" in buttons_on(client.view(one) or {}))
        await client.press(card, "Send svar", {"answer": text, "rung": "group"})
    await house.stage.settle()


def shows(me: Client, words: str) -> list[Message]:
    """The messages of the bot that hold the words, as they stand now."""
    return [one for one in me.chat if one.from_bot and words in str(me.view(one) or one.text)]


async def test_a_packs_words_lead_to_where_they_were_said_on_the_card_and_in_the_file(house: House) -> None:
    siv, guro = house.cast["siv"], house.cast["guro"]
    await siv.press(prompt_of(siv, "Ta det opp på møtet"), "Ta det opp på møtet")
    await siv.press(prompt_of(siv, "Ja, ta det opp"), "Ja, ta det opp")
    await house.cast["ali"].say(f"stikkord: {KEYWORD}")
    await house.to(at(11, 26))
    await house.to(at(12, 1))
    await answer(house, {name: f"{words} Igjen." for name, words in WORDS.items() if name != "bodil"})
    await guro.say(f"kommunen prøver: {OF_TOWN}")
    await guro.press(last(guro), "Lagre")
    await siv.say(f"prøver: {OF_SIV}")
    of_siv = last(siv)
    await siv.press(of_siv, "Endre")
    await siv.press(of_siv, "Lagre", {"text": OF_SIV, "in_group": "true", "day": "2026-12-20"})
    await house.to(at(12, 3))
    await house.to(at(12, 7, 9))
    for name, days in (("tor", "tirsdag 24. november"), ("siv", "tysdag 24. november")):
        client = house.cast[name]
        read = seen(client, pack_of(client))
        assert {OF_TOWN, OF_SIV, WORDS["siv"]} <= {*read}
        assert read[read.index(WORDS["siv"]) + 1] == f"Rektorgruppa, {days}"
        [mark] = {*marks(client, pack_of(client), WORDS["siv"])}
        before = len(client.chat)
        await client.press(pack_of(client), ORIGIN[name], forged={"mark": mark})
        await house.stage.settle()
        assert f"Rektorgruppa, {days}" in seen(client, client.chat[before])
    assert "Orda dine" in seen(siv, pack_of(siv)), "a reader's own words are marked in the pack too"
    written = await in_a_file(house)
    assert WORDS["siv"] in written
    assert [name for name in WORDS if WORDS["siv"] in await on_pages(house, name)] == ["tor", "siv", "ali", "bodil"]
    assert "Rektorgruppa, tysdag 24. november" in written
    assert written.count("Spurt t") >= 1


async def test_what_is_taken_back_leaves_the_pack_and_nothing_else_of_the_pack_changes(house: House) -> None:
    """Also what the municipality will try, and what somebody tries who is erased."""
    siv, guro, bodil = house.cast["siv"], house.cast["guro"], house.cast["bodil"]
    readers = [house.cast[name] for name in ("tor", "ali", "bodil", "guro")]
    before = {client.name: seen(client, pack_of(client)) for client in readers}
    await guro.say(f"kommunen prøver: {LATER}")
    await guro.press(last(guro), "Lagre")
    await bodil.press(prompt_of(bodil, "Trekk tilbake"), "Trekk tilbake")
    await house.stage.settle()
    for client in readers:
        now = seen(client, pack_of(client))
        assert sorted(now) == sorted(line for line in before[client.name] if line != WORDS["bodil"]) or client is guro
        assert LATER not in now
        assert WORDS["bodil"] not in await on_pages(house, name_of(house, client))
    assert WORDS["siv"] in await on_pages(house, "tor")
    await guro.press(shows(guro, OF_TOWN)[0], "Ta bort")
    await siv.say("slett mine data")
    await siv.press(last(siv), "Slett alt")
    await house.stage.settle()
    for words in (OF_TOWN, OF_SIV, WORDS["siv"], f"{WORDS['siv']} Igjen."):
        assert [client.name for client in readers if shows(client, words)] == []
        assert words not in await in_a_file(house)
        assert [name for name in WORDS if words in await on_pages(house, name)] == []
    assert shows(siv, WORDS["siv"]) == []
    assert WORDS["ali"] in await in_a_file(house)


async def test_a_later_digest_that_may_tell_of_last_time_follows_as_well(house: House) -> None:
    """Its lines on what has changed are made of both times' answers. The keyword goes with its answer."""
    tor, ali = house.cast["tor"], house.cast["ali"]
    later = shows(tor, f"{WORDS['ali']} Igjen.")
    assert reads(tor, WORDS["ali"])
    assert shows(tor, KEYWORD)
    sent = len(house.teams.ledger.records)
    await ali.press(prompt_of(ali, "Trekk tilbake"), "Trekk tilbake")
    await house.stage.settle()
    updated = {one.activity for one in house.teams.ledger.records[sent:] if one.call is Call.UPDATE}
    assert {one.id for one in later} <= updated
    others = [house.cast[name] for name in ("tor", "bodil", "guro")]
    assert [client.name for client in others if reads(client, WORDS["ali"]) or shows(client, KEYWORD)] == []
    assert [name for name in ("tor", "bodil", "guro") if has(await on_pages(house, name), WORDS["ali"], KEYWORD)] == []


async def test_what_is_shared_with_fewer_leaves_others_cards_a_month_later_too(house: House) -> None:
    tor = house.cast["tor"]
    others = [house.cast[name] for name in ("ali", "bodil", "guro")]
    await house.to(at(12, 7, 9) + timedelta(days=32))
    assert all(reads(client, WORDS["tor"]) for client in others)
    await tor.press(prompt_of(tor, "Del med færre"), "Del med færre")
    await house.stage.settle()
    assert [client.name for client in others if reads(client, WORDS["tor"])] == []
    read = {name: await on_pages(house, name) for name in ("tor", "ali", "bodil", "guro")}
    assert [name for name, text in read.items() if has(text, WORDS["tor"])] == ["tor"]
    assert all(reads(client, f"{WORDS['tor']} Igjen.") for client in others), "another answer of the same person stays"
    assert await stored(house, WORDS["tor"]) != []


async def test_no_row_and_no_byte_of_the_database_holds_what_is_gone(house: House) -> None:
    await house.to(house.stage.now + timedelta(seconds=15))
    folder = Path(house.stage.app.db.url.database or "").parent
    files = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    for words in (WORDS["bodil"], WORDS["siv"], OF_TOWN, OF_SIV, KEYWORD):
        assert await stored(house, words) == []
        assert words.encode() not in files
    assert f"{WORDS['ali']} Igjen.".encode() in files


def reads(client: Client, line: str) -> bool:
    """Whether a card of the person's has exactly this line."""
    return any(line in seen(client, one) for one in client.chat if one.from_bot)


def has(text: str, *lines: str) -> bool:
    """Whether one of the lines stands there whole: next time's answers begin with the same words."""
    return any(line in text.replace(f"{line} Igjen.", "") for line in lines)


async def on_pages(house: House, name: str) -> str:
    """All that the person can read on the web pages, in files and in the bank."""
    people = {name: house.cast[name]}
    [who] = await visits(house, people, Language.NB, "nordvik", sought="elevene")
    return "\n".join([as_text(page) async for _, page in pages_read(house, who)])


def name_of(house: House, client: Client) -> str:
    return next(name for name in (*WORDS, "guro") if house.cast[name] is client)


def prompt_of(client: Client, button: str) -> Message:
    """The first card in the chat with the button."""
    return next(one for one in client.chat if button in buttons_on(client.view(one) or {}))


def pack_of(client: Client) -> Message:
    return next(one for one in reversed(client.chat) if any(head in str(client.view(one)) for head in PACK))


async def in_a_file(house: House) -> str:
    """The pack as whoever coordinates takes it along."""
    message, language = await digest_of(house.stage.app.db, MEETING, "", actor=OPERATOR, now=house.stage.now)
    document = digest_document(message, language, name="pakke", made=house.stage.now.date())
    return markdown(document).decode()
