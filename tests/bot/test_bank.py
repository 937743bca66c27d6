"""The sharing bank: found again in both written forms by whoever may read it, and gone when it is taken back."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select, text, update

from bot.context import bank
from bot.dispatch.actor import look_up
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.presses import OpenBankEntry, encode
from content.vocabulary.bank import BankFilters, BankPage
from dialogs.model import Account, Actor
from storage.tables.bank import bank_entries, bank_stems
from storage.tables.sessions import digests
from tests.bot.test_own_answers import stored
from tests.nordvik import House, at, last, open_house, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAID = {
    "tor": "Vi flyttet makkerlesinga inn i klasserommet, og lærerne fikk ro.",
    "siv": "Lærarane på skulen vår gjekk saman ute i friminutta.",
    "ali": "Klasseledelse er å begynne timen likt.",
}
FOUND = {
    "tor": ("Åpne", "Til treffene", "Jeg fant ikke noe du kan lese om dette. Prøv færre eller andre ord."),
    "siv": ("Opne", "Til treffa", "Eg fann ikkje noko du kan lese om dette. Prøv færre eller andre ord."),
}
ALIKE = {
    "tor": "Ingenting har akkurat disse ordene. Dette ligner.",
    "siv": "Ingenting har akkurat desse orda. Dette liknar.",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Three principals have answered: two for their group, ali for the municipality; the summary is given back."""
    place = tmp_path_factory.mktemp("bank")
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db") as opened:
        await opened.stage.plan(series(place, "s", "rektorgruppa", stays_open='"P2D"'))
        await opened.install("tor", "siv", "ali", "nils")
        await opened.to(at(11, 24))
        for name, words in SAID.items():
            me = opened.cast[name]
            card = next(one for one in me.chat if "Send svar" in buttons_on(me.view(one) or {}))
            rung = "municipality" if name == "ali" else "group"
            await me.press(card, "Send svar", {"answer": words, "rung": rung})
        assert await listed(opened.cast["tor"], "makkerlesing") == [], "nothing is found before it is given back"
        await opened.to(at(11, 26))
        await opened.to(at(11, 27))
        yield opened


async def card_of(me: Client, words: str) -> Message:
    """What was found; the message that Teams keeps holds none of it."""
    await me.say(f"søk {words}")
    card = last(me)
    assert not any(said[:40] in text for text in seen(me, card) for said in SAID.values())
    for show in {"Vis treffene", "Vis treffa"} & {*buttons_on(me.view(card) or {})}:
        await me.press(card, show)
    return card


async def listed(me: Client, words: str) -> list[str]:
    """Whose words a search finds, in its order."""
    card = await card_of(me, words)
    shown = "\n".join(seen(me, card))
    found = [(shown.index(said[:40]), name) for name, said in SAID.items() if said[:40] in shown]
    return [name for _, name in sorted(found)]


async def actor_of(house: House, name: str) -> Actor:
    account = Account(TENANT, house.cast[name].person.object_id)
    return await look_up(house.stage.app.db, Actor.at(account), now=house.stage.now)


async def page(house: House, name: str, query: str, filters: BankFilters = BankFilters()) -> BankPage:  # noqa: B008
    actor = await actor_of(house, name)
    found = await bank.search(house.stage.app.db, actor, query, filters, now=house.stage.now)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_both_written_forms_find_each_other_and_an_entry_opens_and_leads_back(house: House, name: str) -> None:
    me, (opens, back, nothing) = house.cast[name], FOUND[name]
    assert await listed(me, "klasserom lærarar") == ["tor"]
    assert await listed(me, "friminutt læreren") == ["siv"]
    assert await listed(me, "klasseleiing") == ["ali"]
    assert {*await listed(me, "lærer")} == {"tor", "siv"}
    card = await card_of(me, "makkerlesing")
    assert "Treff på «makkerlesing»" in seen(me, card)
    [row] = [title for title in buttons_on(me.view(card)) if title.startswith(opens)]
    await me.press(card, row)
    assert SAID["tor"] in seen(me, card)
    await me.press(card, back)
    assert [title for title in buttons_on(me.view(card)) if title.startswith(opens)] == [row]
    await me.press(card, "Søk", {"sought": "romskip"})
    assert nothing in seen(me, card)
    await me.press(card, "Søk", {"sought": "makrelesing"})
    assert ALIKE[name] in seen(me, card)
    await me.press(card, "Søk", {"sought": "\") OR NEAR(' & <script>\u202e *"})
    assert nothing in seen(me, card)


async def test_who_is_outside_the_circle_finds_nothing_and_is_told_no_more_than_of_nothing(house: House) -> None:
    nils = house.cast["nils"]
    assert await listed(nils, "klasseledelse") == ["ali"], "shared with the municipality"
    for query in ("makkerlesing", "makrelesing", "friminutt"):
        found = await page(house, "nils", query)
        assert (found.entries, found.has_more, found.forgiven) == ((), False, False)
    [one] = (await page(house, "tor", "makkerlesing")).entries
    card = await card_of(nils, "klasseledelse")
    response = await nils.press(card, "Søk", forged=encode(OpenBankEntry(one.municipality, one.id)))
    assert "Dette står ikke i delingsbanken lenger." in str(response.body)
    assert await bank.entry(house.stage.app.db, await actor_of(house, "nils"), one.id, now=house.stage.now) is None
    opened = await bank.entry(house.stage.app.db, await actor_of(house, "tor"), one.id, now=house.stage.now)
    assert opened is not None
    assert opened.quote.text == SAID["tor"]


async def test_filters_narrow_and_pages_are_the_same_each_time(house: House) -> None:
    everything = await page(house, "tor", "", BankFilters(year=2026))
    assert len(everything.entries) == 3
    assert (await page(house, "tor", "", BankFilters(year=2025))).entries == ()
    assert (await page(house, "tor", "")).is_blank
    assert (await page(house, "tor", "og ikkje")).is_blank
    actor, app = await actor_of(house, "tor"), house.stage.app
    pages = [
        await bank.search(app.db, actor, "", BankFilters(year=2026), number, size=2, now=house.stage.now)
        for number in (0, 1)
    ]
    assert [one.id for each in pages if each for one in each.entries] == [one.id for one in everything.entries]
    assert [each.has_more for each in pages if each] == [True, False]


async def test_what_is_searched_for_is_stored_nowhere(house: House) -> None:
    await house.cast["tor"].say("søk hemmelighetskremmeri")
    assert await stored(house, "hemmelighetskremmeri") == []


async def test_an_index_from_before_is_read_in_by_the_clock(house: House) -> None:
    app = house.stage.app
    before = (await page(house, "tor", "lærer")).entries
    await app.db.write(lambda c: c.execute(text("DELETE FROM bank_entries")))
    await app.db.write(lambda c: c.execute(text("DELETE FROM bank_stems")))
    await app.db.write(lambda c: c.execute(update(digests).values(indexed=False)))
    assert (await page(house, "tor", "lærer")).entries == ()
    await house.to(house.stage.now + timedelta(minutes=1))
    after = (await page(house, "tor", "lærer")).entries
    assert {one.quote.text for one in after} == {one.quote.text for one in before}


async def test_words_taken_back_changed_or_narrowed_leave_the_bank_and_no_stem_of_them_stays(house: House) -> None:
    tor, siv, ali = (house.cast[name] for name in SAID)
    await siv.press(prompt_of(siv, "Trekk tilbake"), "Trekk tilbake")
    assert await listed(tor, "friminutt") == []
    assert await listed(siv, "friminutt") == []
    await ali.say("slett mine data")
    await ali.press(last(ali), "Slett alt")
    assert await listed(tor, "klasseleiing") == []
    stems = set((await house.stage.app.db.read(lambda c: c.execute(select(bank_stems.c.stem)))).scalars())
    assert {"friminutt", "klasseled", "led"} & stems == set()
    assert "makkerlesing" in stems
    left = (await house.stage.app.db.read(lambda c: c.execute(select(bank_entries.c.body)))).scalars().all()
    assert len(left) == 1


def prompt_of(me: Client, button: str) -> Message:
    return next(one for one in reversed(me.chat) if button in buttons_on(me.view(one) or {}))
