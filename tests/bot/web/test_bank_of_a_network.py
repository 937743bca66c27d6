"""The sharing bank of a network: words released by other municipalities are found in chat and pages."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.actions.people.tie_network import tie_network, untie_network
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from tests.bot.test_network import SORVIK, VIDAR, WORDS, with_sorvik
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import MONDAY, OPERATOR, at, last, seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

FROM = "Rektorene (Sørvik)"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """Nordvik and Sørvik are tied; guro is in the network's own group, tor is not; Vidar in Sørvik has been asked."""
    with TemporaryDirectory() as place:
        tenants = (TENANT, SORVIK)
        async with open_pages(f"sqlite+aiosqlite:///{place}/sloyfa.db", tenants=tenants) as opened:
            house = opened.house
            await with_sorvik(house, Path(place))
            await tie_network(house.stage.app.db, "nordnett", ["nordvik", "sorvik"], actor=OPERATOR, now=MONDAY)
            await house.install("guro", "tor")
            yield opened


async def answers(vidar: Client) -> Message:
    """His card: shared with the network, and signed by name once given."""
    card = last(vidar)
    sent = {"answer": WORDS, "rung": "network"}
    await vidar.press(card, "Send svar", sent)
    await vidar.press(card, "Endre svaret")
    await vidar.press(card, "Send svar", {**sent, "signature": "name"})
    return card


async def search(browser: Browser, words: str) -> Shown:
    return await browser.post("/bank/search", {"csrf": (await browser.get("/bank")).csrf, "sought": words})


def entry_in(shown: Shown) -> str:
    found = re.findall(r'formaction="(/bank/[^"]+)"', shown.text)
    return str(found[0]) if found else ""


async def said_in_chat(me: Client, words: str) -> list[str]:
    await me.say(f"søk {words}")
    card = last(me)
    if "Vis treffene" in buttons_on(me.view(card) or {}):
        assert WORDS not in "\n".join(seen(me, card)), "Teams keeps this message"
        await me.press(card, "Vis treffene")
    return seen(me, card)


async def test_a_release_is_found_by_the_networks_group_alone_until_it_is_taken_back(pages: Pages) -> None:
    house = pages.house
    db, guro, tor = house.stage.app.db, house.cast["guro"], house.cast["tor"]
    vidar = Client(house.teams, "Vidar Rektor", VIDAR, "vidar@sorvik.example", tenant=SORVIK)
    await vidar.install()
    await house.to(at(11, 24))
    card = await answers(vidar)
    assert WORDS not in "\n".join(await said_in_chat(guro, "leseløp")), "released with the digest"
    await house.to(at(11, 30))
    await house.to(at(12, 1, 9))
    async with pages.visit("guro") as browser, pages.visit("tor") as outside:
        for query, is_found in (("leseløp på tvers", True), ("lesseløp", True), ("leseløp romskip", False)):
            listed = html.unescape((await search(browser, query)).text)
            assert (WORDS in listed, FROM in listed) == (is_found, is_found), query
            assert WORDS not in (await search(outside, query)).text, "in no group of the network's own"
        assert (WORDS in (await browser.get("/bank")).text, WORDS in (await outside.get("/bank")).text) == (True, False)
        entry = entry_in(await search(browser, "leseløp"))
        assert entry.startswith("/bank/nordvik/"), "read in the reader's own municipality"
        opened = html.unescape((await browser.get(entry)).text)
        assert all(words in opened for words in (WORDS, FROM, "Vidar Rektor"))
        assert [(await browser_.get(entry)).status for browser_ in (browser, outside)] == [200, 410]
        assert (await browser.get(entry.replace("nordvik", "sorvik"))).status == 410
        # From the summary ahead of the network's meeting, a quote leads to the group and the name that came with it.
        digest = re.findall(r'href="(/digests/nordvik/[^"]+)"', (await browser.get("/digests")).text)[0]
        quote = re.findall(rf'href="({digest}/origin/[^"]+)"', (await browser.get(digest)).text)[0]
        origin = html.unescape((await browser.get(quote)).text)
        assert all(words in origin for words in (FROM, "Vidar Rektor"))
        assert "/sessions/" not in origin, "another municipality's session is no page of the reader's"
        # In chat.
        assert any(FROM in line for line in await said_in_chat(guro, "leseløp"))
        answer = last(guro)
        [row] = [title for title in buttons_on(guro.view(answer) or {}) if title.startswith("Åpne")]
        await guro.press(answer, row)
        assert WORDS in seen(guro, answer)
        assert WORDS not in await said_in_chat(tor, "leseløp")
        # Untied, nothing crosses; tied again, the answer does; taken back, the answer is nowhere.
        await untie_network(db, "nordnett", ["sorvik"], actor=OPERATOR, now=house.stage.now)
        assert (entry_in(await search(browser, "leseløp")), (await browser.get(entry)).status) == ("", 410)
        await tie_network(db, "nordnett", ["sorvik"], actor=OPERATOR, now=house.stage.now)
        assert (entry_in(await search(browser, "leseløp")), (await browser.get(entry)).status) == (entry, 200)
        await vidar.press(card, "Trekk tilbake")
        for query in ("leseløp", "lesseløp"):
            assert (entry_in(await search(browser, query)), (await browser.get(entry)).status) == ("", 410)
        await guro.press(answer, "Til treffene")
        assert WORDS not in "\n".join(seen(guro, answer))
