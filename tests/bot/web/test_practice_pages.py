"""A practice put into the sharing bank on pages, without a script: form, preview, yes; changed, and taken out."""

import html
import re
from collections.abc import AsyncIterator
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from tests.bot.test_own_answers import stored
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import at

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILLED = {
    "title": "Makkerlesing <først> i timen",
    "did": "Vi leste med en makker.\r\n\r\nHver time.",
    "saw": "Roen kom fort \u202eher\u202c.",
    "needs": "",
    "subject": "profesjonelle-laeringsfellesskap",
    "stage_primary": "true",
    "credit": "unit",
    "rung": "municipality",
}
WORDS = {
    "tor": ("Del en praksis i delingsbanken", "Slik blir det", "Det vi så", "Passer for: barneskole", "er tatt ut"),
    "siv": ("Del ein praksis i delingsbanken", "Slik blir det", "Det vi såg", "Passar for: barneskule", "er teken ut"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        async with open_pages(f"sqlite+aiosqlite:///{place}/sloyfa.db") as opened:
            await opened.house.install("tor", "siv", "nils")
            await opened.house.to(at(11, 24))
            yield opened


def carried(shown: Shown) -> dict[str, str]:
    """Everything that the page's form sends along unseen."""
    form = shown.text.partition('action="/bank/new"')[2].partition("</form>")[0]
    return {
        name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    }


async def look(browser: Browser, **fields: str) -> Shown:
    form = await browser.get("/bank/new")
    return await browser.post("/bank/new", {**carried(form), **FILLED, "do": "look", **fields})


@pytest.mark.parametrize("name", ["tor", "siv"])
async def test_a_practice_is_put_in_found_changed_and_taken_out(pages: Pages, name: str) -> None:
    heading, preview, saw, suits, gone = WORDS[name]
    async with pages.visit(name, "/bank") as browser, pages.visit("nils", "/bank") as reader:
        assert heading in (await browser.get("/bank/new")).text
        shown = await look(browser)
        assert shown.status == 200
        assert preview in shown.text
        assert {saw, suits} <= {one for one in (saw, suits) if one in html.unescape(shown.text)}
        assert "&lt;først&gt;" in shown.text
        assert "Rektorgruppa" in shown.text, "who would find it"
        assert await listed(reader) == [], "nothing is stored before the yes"
        kept = await browser.post("/bank/new", {**carried(shown), "do": "put"})
        assert re.fullmatch(r"/bank/nordvik/[0-9a-f-]{36}", kept.url.path)
        assert "Nordvik kommune" in kept.text
        await browser.post("/bank/new", {**carried(shown), "do": "put"})
        [address] = await listed(reader)
        assert address == kept.url.path, "once, however often it is sent"
        theirs = await reader.get(address)
        assert "&lt;først&gt;" in theirs.text
        assert "Roen kom fort" in theirs.text
        assert "/change" not in theirs.text
        assert (await reader.get(f"{address}/change")).status == 410
        assert 'href="/bank/own"' in (await browser.get("/answers")).text
        assert address in (await browser.get("/bank/own")).text
        # Words are given otherwise, and lose nothing on the way back to the form.
        form = await browser.get(f"{address}/change")
        seen = await browser.post("/bank/new", {**carried(form), **FILLED, "title": "Lesestund", "do": "look"})
        again = await browser.post("/bank/new", {**carried(seen), "do": "edit"})
        assert 'value="Lesestund"' in again.text
        changed = await browser.post("/bank/new", {**carried(seen), "do": "put"})
        assert changed.url.path == address, "an entry keeps its address"
        assert "Lesestund" in (await reader.get(address)).text
        assert (await reader.post(f"{address}/remove", {"csrf": theirs.csrf})).url.path == "/bank/own"
        assert await listed(reader) == [address], "nobody else's to take out"
        removed = await browser.post(f"{address}/remove", {"csrf": changed.csrf})
        assert gone in removed.text
        assert (await reader.get(address)).status == 410
        assert await listed(reader) == []


async def listed(reader: Browser) -> list[str]:
    """The addresses of practices found, with the kind chosen as a filter."""
    csrf = (await reader.get("/bank")).csrf
    found = await reader.post("/bank/search", {"csrf": csrf, "sought": "", "kind": "practice"})
    assert 'value="practice" selected' in found.text
    return re.findall(r'formaction="(/bank/nordvik/[0-9a-f-]{36})"', found.text)


async def test_mistakes_name_the_field_and_nothing_written_is_lost_or_stored(pages: Pages) -> None:
    async with pages.visit("tor", "/bank") as browser:
        wrong = await look(browser, title="", saw="x" * 1001, subject="", did="Bare dette. " * 3)
        assert wrong.status == 409
        assert "Gi praksisen en tittel." in wrong.text
        assert 'aria-describedby="title-wrong"' in wrong.text
        assert "«Det vi så» er for langt" in wrong.text
        assert "Bare dette. Bare dette." in wrong.text
        stopped = await look(browser, saw="Mina Åsheim i 3B slår de andre, hemmelighetskremmeri, ring 415 55 555.")
        assert stopped.status == 409
        assert "hemmelighetskremmeri" in stopped.text
        shown = await look(browser)
        anew = await browser.post("/bank/new", {**carried(shown), "did": "Noe annet.", "do": "put"})
        assert anew.status == 409
        assert "Noe annet." in anew.text, "the preview of what was sent, and nothing stored"
        assert await listed(browser) == []
        assert (await browser.post("/bank/new", {**carried(shown), "do": "x"})).status == 400
        assert (await browser.post("/bank/new", {**carried(shown), "do": "put", "practice": "x"})).status == 404
        assert (await browser.post("/bank/new", {**FILLED, "do": "look"}, led=False)).status == 403
    assert await stored(pages.house, "hemmelighetskremmeri") == []
