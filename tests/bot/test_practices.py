"""«Del praksis»: a practice goes into the sharing bank after a preview, and is its author's to change and take out."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.presses import OpenPractice, RemovePractice, encode
from storage.tables.bank import bank_stems
from storage.tables.practices import practices
from storage.tables.records import records
from tests.bot.test_own_answers import stored
from tests.nordvik import House, at, last, open_house, seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILLED = {
    "title": "Makkerlesing først i timen",
    "did": "Vi leste med en makker de første fem minuttene av hver time.",
    "saw": "Roen kom fort, og flere elever leste hjemme.",
    "needs": "En bok til alle i klasserommet.",
    "subject": "profesjonelle-laeringsfellesskap",
    "stage_primary": "true",
    "credit": "name",
    "rung": "municipality",
}
SAID = {
    "tor": ("Se hvordan det blir", "Legg i banken", "Endre", "Ta ut av banken", "Åpne"),
    "siv": ("Sjå korleis det blir", "Legg i banken", "Endre", "Ta ut av banken", "Opne"),
}
HEADINGS = {
    "tor": ("Det vi gjorde", "Det vi så", "Det som må være på plass", "Passer for: barneskole"),
    "siv": ("Det vi gjorde", "Det vi såg", "Det som må vere på plass", "Passar for: barneskule"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    place = tmp_path_factory.mktemp("practices")
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db") as opened:
        await opened.install("tor", "siv", "ali", "nils", "guro")
        await opened.to(at(11, 24))
        yield opened


async def form_of(me: Client) -> Message:
    await me.say("del praksis")
    return last(me)


async def put(me: Client, **fields: str) -> Message:
    """The author's own card."""
    look, yes, *_ = SAID["tor"]
    card = await form_of(me)
    await me.press(card, look, {**FILLED, **fields})
    await me.press(card, yes)
    return card


def me_name(me: Client) -> str:
    return "siv" if me.person.name.startswith("Siv") else "tor"


async def found(me: Client, words: str) -> list[str]:
    await search(me, words)
    return seen(me, last(me))


async def search(me: Client, words: str) -> None:
    await me.say(f"søk {words}")
    for show in {"Vis treffene", "Vis treffa"} & {*buttons_on(me.view(last(me)) or {})}:
        await me.press(last(me), show)


async def rows(house: House) -> list[str]:
    return [*(await house.stage.app.db.read(lambda c: c.execute(select(practices.c.title)))).scalars()]


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_a_practice_is_previewed_put_in_found_by_others_changed_and_taken_out(house: House, name: str) -> None:
    me, reader = house.cast[name], house.cast["siv" if name == "tor" else "tor"]
    look, yes, change, remove, _ = SAID[name]
    card = await form_of(me)
    await me.press(card, look, FILLED)
    shown = seen(me, card)
    assert {FILLED["title"], FILLED["did"], FILLED["saw"], FILLED["needs"], *HEADINGS[name]} <= set(shown)
    assert any("Nordvik kommune" in one for one in shown), "who would find it"
    assert any("Rektorgruppa" in one for one in shown), "in which groups"
    assert me.person.name in shown, "credited by name"
    assert await rows(house) == [], "nothing is stored before the yes"
    before = me.view(card)
    await me.press(card, yes)
    await me.press(card, change, forged=next(one for one in data_on(before) if one["press"] == "PutPractice"))
    assert await rows(house) == [FILLED["title"]], "once, however often it is pressed"
    listed = await found(reader, "makkerlesing")
    assert FILLED["title"] in listed
    assert any(one.startswith("Praksis · ") for one in listed)
    its = last(reader)
    [row] = [one for one in buttons_on(reader.view(its)) if one.startswith(SAID[me_name(reader)][-1])]
    await reader.press(its, row)
    opened = seen(reader, its)
    assert {FILLED["did"], FILLED["saw"], FILLED["needs"], *HEADINGS[me_name(reader)], me.person.name} <= set(opened)
    assert change not in buttons_on(reader.view(its)), "nobody else's to change"
    # Reworded, and only then found by the new words.
    await me.press(card, change)
    await me.press(card, look, {**FILLED, "title": "Lesestund", "did": "Vi leste høyt.", "credit": "nobody"})
    assert me.person.name not in seen(me, card)
    assert await found(reader, "lesestund") != [], "as it was"
    assert "Lesestund" not in await found(reader, "makkerlesing")
    await me.press(card, {"tor": "Lagre endringen", "siv": "Lagre endringa"}[name])
    assert await rows(house) == ["Lesestund"]
    assert "Lesestund" in await found(reader, "lesestund")
    assert FILLED["title"] not in await found(reader, "makkerlesing")
    await me.press(card, remove)
    assert await rows(house) == []
    assert "Lesestund" not in await found(reader, "lesestund")
    assert await stems(house) & {"lesestund", "makkerles"} == set()


async def stems(house: House) -> set[str]:
    return set((await house.stage.app.db.read(lambda c: c.execute(select(bank_stems.c.stem)))).scalars())


async def test_mistakes_name_the_field_and_stopped_words_come_back_and_are_stored_nowhere(house: House) -> None:
    tor = house.cast["tor"]
    card = await form_of(tor)
    # Teams asks for what is missing itself; a card made by hand, or another client, may send anything.
    missing = {"title": "", "saw": " ", "subject": "made-up", "rung": "only_me", "needs": "x" * 1001}
    await tor.press(card, "Se hvordan det blir", {**FILLED, "did": "Bare dette."}, forged=missing)
    assert {
        "Gi praksisen en tittel.",
        "Skriv hva dere så.",
        "Velg hva praksisen handler om.",
        "Velg hvem som kan finne praksisen.",
        "«Det som må være på plass» er for langt. Det er plass til 1000 tegn.",
    } <= set(seen(tor, card))
    assert "Bare dette." in str(tor.view(card)), "and nothing is lost"
    stopped = {**FILLED, "saw": "Mina Åsheim i 3B slår de andre, hemmelighetskremmeri, ring 415 55 555."}
    await tor.press(card, "Se hvordan det blir", stopped)
    assert "Legg i banken" not in buttons_on(tor.view(card))
    assert "hemmelighetskremmeri" in str(tor.view(card)), "the words come back in the form"
    await tor.press(card, "Se hvordan det blir", FILLED)
    await tor.press(card, "Endre")
    assert FILLED["did"] in str(tor.view(card))
    await tor.press(card, "Ikke lagre")
    assert await rows(house) == []
    assert await stored(house, "hemmelighetskremmeri") == []


async def test_it_is_done_alone_and_only_for_readers_of_ones_own(house: House) -> None:
    tor, nils = house.cast["tor"], house.cast["nils"]
    card = await put(tor, rung="unit", credit="unit")
    assert await found(nils, "makkerlesing") != []
    assert FILLED["title"] not in await found(nils, "makkerlesing"), "shared with the school alone"
    assert FILLED["title"] in await found(tor, "makkerlesing")
    its = next(one for one in data_on(tor.view(card)) if one["press"] == "RemovePractice")
    for press in (OpenPractice(its["municipality"], its["entry"]), RemovePractice(its["municipality"], its["entry"])):
        await nils.press(last(nils), "Søk", forged=encode(press))
        assert FILLED["did"] not in str(nils.view(last(nils)))
    assert await rows(house) == [FILLED["title"]], "nobody else's to take out"
    # A kind that is chosen narrows the search.
    await search(tor, "makkerlesing")
    await tor.press(last(tor), "Søk", {"sought": "makkerlesing", "kind_sought": "quote"})
    assert FILLED["title"] not in seen(tor, last(tor))
    await tor.press(last(tor), "Søk", {"sought": "makkerlesing", "kind_sought": "practice"})
    assert FILLED["title"] in seen(tor, last(tor))
    await tor.press(card, "Ta ut av banken")


def data_on(view: dict[str, Any] | None) -> list[dict[str, str]]:
    """What each button of the card sends."""
    sets = [view or {}, *(one for one in (view or {})["body"] if one["type"] == "ActionSet")]
    return [action["data"] for one in sets for action in one.get("actions", [])]


async def test_it_is_held_shown_recorded_without_words_and_erased(house: House) -> None:
    ali = house.cast["ali"]
    await put(ali)
    acts = (await house.stage.app.db.read(lambda c: c.execute(select(records.c.act, records.c.about)))).all()
    assert ("practice_put", {}) in [tuple(one) for one in acts]
    assert ("practice_changed", {}) in [tuple(one) for one in acts]
    assert ("practice_taken_out", {}) in [tuple(one) for one in acts]
    await ali.say("hva vet du om meg")
    assert FILLED["saw"] in str(ali.view(last(ali))) or "Neste side" in buttons_on(ali.view(last(ali)))
    await ali.say("slett mine data")
    assert "Praksiser du har lagt i delingsbanken, blir slettet: 1." in seen(ali, last(ali))
    await ali.press(last(ali), "Slett alt")
    assert await rows(house) == []
    assert FILLED["title"] not in await found(house.cast["tor"], "makkerlesing")
    assert await stems(house) == set()
