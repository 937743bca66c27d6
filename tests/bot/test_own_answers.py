"""«Mine svar»: one's own answers to look through, to search and to open, for their author alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.clients import Client, Team, buttons_on, inputs_on
from bot.rehearsal.faults import answer
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.presses import OpenOwnAnswer, ShowOwnAnswers, StepRef, encode
from content.vocabulary.conversing import OldCard
from content.vocabulary.knowing import SearchNotShown
from storage.personal import HOLDS
from tests.nordvik import House, at, last, open_house, rendered_texts, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPENS = at(11, 24)
WORDS = {
    "tor": ["Vi øvde på FRIMINUTTET ute.", "Élevene målte opp skolegården.", "Foreldrene ble med på tur."],
    "siv": ["Vi øvde på FRIMINUTTET ute.", "Élevane målte opp skulegarden.", "Foreldra blei med på tur."],
}
SAYS = {"tor": ("mine svar", "mine svar friminutt"), "siv": ("svara mine", "svara mine: friminutt")}
PAGES = {
    "tor": (
        "Nyeste først. Dette er svar 1 til 5 av 6.",
        "Nyeste først. Dette er svar 6 til 6 av 6.",
        "Nyeste først. Dette er svar 1 til 1 av 1.",
        "Jeg fant ikke noe. Svar du har trukket tilbake eller slettet, er borte.",
        "Eldre svar",
        "Søk",
        "Åpne",
        "Til lista",
    ),
    "siv": (
        "Dei nyaste først. Dette er svar 1 til 5 av 6.",
        "Dei nyaste først. Dette er svar 6 til 6 av 6.",
        "Dei nyaste først. Dette er svar 1 til 1 av 1.",
        "Eg fann ikkje noko. Svar du har trekt tilbake eller sletta, er borte.",
        "Eldre svar",
        "Søk",
        "Opne",
        "Til lista",
    ),
}
OF_TOR = "FRIMINUTTET"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Six questions: tor and siv have each answered three, and skipped three. No test changes any of the answers."""
    async with played(tmp_path_factory.mktemp("svar")) as opened:
        yield opened


@asynccontextmanager
async def played(place: Path) -> AsyncIterator[House]:
    """The same house, for a single test."""
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db") as opened:
        for number in range(6):
            await opened.stage.plan(series(place, f"uke{number}", "rektorgruppa"))
        await opened.install("tor", "siv", "ali")
        await opened.to(OPENS)
        for name in ("tor", "siv"):
            me = opened.cast[name]
            prompts = [one for one in me.chat if "Hopp over" in buttons_on(me.view(one))]
            for prompt, words in zip(prompts, [*WORDS[name], "", "", ""], strict=True):
                inputs = {"answer": words, "rung": "group"} if words else None
                await me.press(prompt, "Send svar" if words else "Hopp over", inputs)
        yield opened


def rows(me: Client, card: Message) -> list[str]:
    return [title for title in buttons_on(me.view(card)) if title.startswith(("Åpne", "Opne"))]


async def listed(me: Client, said: str) -> Message:
    await me.say(said)
    return last(me)


async def opened(me: Client, words: str) -> Message:
    """The answer with these words, opened from a list that a search has found."""
    card = await listed(me, f"mine svar {words}")
    await me.press(card, rows(me, card)[0])
    return card


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_the_list_is_newest_first_in_pages_and_each_row_opens_its_answer(house: House, name: str) -> None:
    me, told = house.cast[name], PAGES[name]
    card = await listed(me, SAYS[name][0])
    assert told[0] in seen(me, card)
    assert len(rows(me, card)) == 5
    await me.press(card, told[4])
    assert told[1] in seen(me, card)
    shown = [*seen(me, card)]
    await me.press(card, "Nyere svar" if name == "tor" else "Nyare svar")
    shown += seen(me, card)
    assert [words for words in WORDS[name] if words not in shown] == []
    assert shown.count("Hoppet over" if name == "tor" else "Hoppa over") == 3
    # Opened in place, with its readers and ways; and back to the same page.
    await me.press(card, told[4])
    [only] = rows(me, card)
    await me.press(card, only)
    assert told[7] in buttons_on(me.view(card))
    await me.press(card, told[7])
    assert told[1] in seen(me, card)
    # On a client that sends presses as messages a card of its own comes below.
    await me.press(card, only, by="submit")
    assert last(me) is not card
    assert told[7] in buttons_on(me.view(last(me)))


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_a_search_forgives_case_and_diacritics_by_word_and_on_the_card(house: House, name: str) -> None:
    me, told = house.cast[name], PAGES[name]
    card = await listed(me, SAYS[name][1])
    assert told[2] in seen(me, card)
    assert WORDS[name][0] in seen(me, card)
    assert inputs_on(me.view(card))["sought"]["value"] == "friminutt"
    for typed, at_place in (("ELEV malte", 1), ("foreldr  tur", 2), ("ovde", 0)):
        await me.press(card, told[5], {"sought": typed})
        assert told[2] in seen(me, card), typed
        assert WORDS[name][at_place] in seen(me, card)
    await me.press(card, told[5], {"sought": "snømåking"})
    assert told[3] in seen(me, card)
    assert rows(me, card) == []
    await me.press(card, "Alle svar")
    assert told[0] in seen(me, card)
    # A search is a question to the bot while questions are open, too; and a longer text begins no search.
    assert len(await house.reflections_of(name)) == 6


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_an_opened_answer_is_read_in_full_changed_shared_and_taken_back(tmp_path: Path, name: str) -> None:
    async with played(tmp_path) as house:
        me = house.cast[name]
        card = await opened(me, "skoleg" if name == "tor" else "skuleg")
        shown = seen(me, card)
        assert WORDS[name][1] in shown
        assert any("Rektorgruppa (9 person" in line for line in shown)
        assert any(line.startswith("24. november 2026: Du svar") for line in shown)
        wider = "Del videre" if name == "tor" else "Del vidare"
        assert [one for one in ("Endre svaret", wider, "Trekk tilbake") if one not in buttons_on(me.view(card))] == []
        await me.press(card, "Endre svaret")
        await me.press(card, "Send svar", {"answer": f"{WORDS[name][1]} To ganger."})
        assert f"{WORDS[name][1]} To ganger." in seen(me, card)
        card = await opened(me, "ganger")
        await me.press(card, wider)
        assert any(title.startswith("Ja, del") for title in buttons_on(me.view(card)))
        card = await opened(me, "ganger")
        old = me.view(card)
        pressed = await me.press(card, "Trekk tilbake")
        # Twice, on another device too; and what is taken back is found no more.
        await me.again(pressed)
        await me.press(card, "Trekk tilbake", shown=old)
        assert PAGES[name][3] in seen(me, await listed(me, "mine svar ganger"))
        assert any(line.startswith("Tr") and "tilbake" in line for line in seen(me, await listed(me, SAYS[name][0])))


async def test_nobody_opens_another_persons_answer_and_no_channel_shows_anybodys(house: House) -> None:
    tor, ali = house.cast["tor"], house.cast["ali"]
    card = await listed(tor, "mine svar friminutt")
    [mine] = [one for one in await house.reflections_of("tor") if OF_TOR in one.text]
    forged = encode(OpenOwnAnswer(StepRef("nordvik", mine.session, mine.position), 0))
    await ali.say("mine svar")
    own = last(ali)
    assert rendered_texts_of_none(ali, own)
    await ali.say("hva vet du om meg")
    overview = last(ali)
    for wanted in (forged, {**forged, "step": {**forged["step"], "municipality": "sorvik"}}):
        await ali.press(overview, "Slett mine data", forged=wanted)
        assert not any(OF_TOR in line for one in ali.chat for line in seen(ali, one))
        assert ali.notices[-1:] == rendered_texts(OldCard(), Language.NB)
    # A press by hand with numbers and words of any size, and in a channel.
    for strange in ({"start": -1}, {"start": 10**12}, {"search": 7}, {"start": 99}, {"search": "x" * 9_000}):
        forged = {**encode(ShowOwnAnswers(0)), **strange}
        await tor.press(card, "Søk", {"sought": "friminutt"}, forged=forged)
    channel = Team(house.teams, "Solbakken")
    channel.add(tor, house.cast["kari"])
    await channel.install(by=house.cast["kari"])
    for said in ("mine svar", "mine svar friminutt"):
        await tor.say_in(channel.general, said)
    assert not any(OF_TOR in str(one.activity) for one in channel.general.messages if one.from_bot)


def rendered_texts_of_none(me: Client, card: Message) -> bool:
    return "Jeg har ingen svar fra deg ennå." in seen(me, card) and not inputs_on(me.view(card))


async def test_the_words_of_a_search_are_stored_nowhere(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Neither where the card is shown at once, nor where it cannot be and would wait in the outbox."""
    tor = house.cast["tor"]
    card = await listed(tor, "mine svar xyzzysøk")
    await tor.press(card, "Søk", {"sought": "xyzzysøk"})
    house.teams.faults.next(answer(429, {"Retry-After": "5"}), call=Call.SEND)
    await tor.say("mine svar xyzzysøk")
    assert await stored(house, "xyzzys") == []
    assert "xyzzys" not in caplog.text
    await house.stage.to(OPENS + timedelta(minutes=1))
    assert seen(tor, last(tor)) == rendered_texts(SearchNotShown(), Language.NB)


async def stored(house: House, words: str) -> list[str]:
    """The tables with the words in any column."""

    async def read(c: AsyncConnection) -> list[str]:
        found = []
        for table in HOLDS:
            rows = (await c.execute(text(f'SELECT * FROM "{table.name}"'))).all()  # noqa: S608 - our own tables
            found += [table.name] if any(words in str(tuple(row)) for row in rows) else []
        return found

    return await house.stage.app.db.read(read)


async def test_once_a_question_has_closed_less_can_still_be_told(tmp_path: Path) -> None:
    async with played(tmp_path) as house:
        await house.to(OPENS + timedelta(days=4))
        for name, fewer in (("tor", "Del med færre"), ("siv", "Del med færre")):
            me = house.cast[name]
            card = await opened(me, "friminutt")
            assert "Endre svaret" not in buttons_on(me.view(card))
            await me.press(card, fewer)
            await me.press(card, fewer, {"rung": "only_me"})
            card = await opened(me, "friminutt")
            assert "Trekk tilbake" in buttons_on(me.view(card))
            assert fewer not in buttons_on(me.view(card))
            await me.press(card, "Trekk tilbake")
            assert PAGES[name][3] in seen(me, await listed(me, "mine svar friminutt"))
