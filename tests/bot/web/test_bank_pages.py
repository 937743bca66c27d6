"""The sharing bank on pages: searched by POST, within the reader's circles, and gone in kind words when taken back."""

import html
import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
import pytest_asyncio

from bot.rehearsal.clients import buttons_on
from bot.reports.records import record_lines
from content.catalogue_types import SchoolType
from tests.bot.test_bank import SAID, prompt_of
from tests.bot.test_own_answers import stored
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import OPERATOR, at, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

ODD = "Klasseledelse er <script>alert(1)</script> & \u202eomvendt\u202c å begynne timen likt."
NB, NN = "tor", "siv"
WORDS = {
    NB: ("Nytt i delingsbanken", "Treff på «makkerlesing»", "Jeg fant ikke noe", "akkurat disse ordene", "bare småord"),
    NN: ("Nytt i delingsbanken", "Treff på «makkerlesing»", "Eg fann ikkje noko", "akkurat desse orda", "berre småord"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """Three principals have answered: two for their group, ali for the municipality; the summary is given back."""
    with TemporaryDirectory() as place:
        async with open_pages(f"sqlite+aiosqlite:///{place}/sloyfa.db") as opened:
            house = opened.house
            await house.stage.plan(series(Path(place), "s", "rektorgruppa", stays_open='"P2D"'))
            await house.install(*SAID)
            await house.to(at(11, 24))
            for name, words in {**SAID, "ali": ODD}.items():
                me = house.cast[name]
                card = next(one for one in me.chat if "Send svar" in buttons_on(me.view(one) or {}))
                rung = "municipality" if name == "ali" else "group"
                await me.press(card, "Send svar", {"answer": words, "rung": rung})
            await house.to(at(11, 26))
            await house.to(at(11, 27))
            yield opened


async def search(browser: Browser, words: str, **fields: str) -> Shown:
    csrf = (await browser.get("/bank")).csrf
    return await browser.post("/bank/search", {"csrf": csrf, "sought": words, **fields})


def found(shown: Shown) -> list[str]:
    """The people whose words stand on the page, in the page's order."""
    text = html.unescape(shown.text)
    said = {**SAID, "ali": ODD}
    return sorted((name for name in said if said[name][:40] in text), key=lambda name: text.index(said[name][:40]))


def entry_of(shown: Shown) -> str:
    """The address of the first entry on the page."""
    [first, *_] = re.findall(r'formaction="(/bank/nordvik/[0-9a-f-]{36})"', shown.text)
    return str(first)


@pytest.mark.parametrize("who", [NB, NN])
async def test_what_is_shared_is_found_again_and_opens_and_leads_back(pages: Pages, who: str) -> None:
    newest, heading, nothing, alike, small = WORDS[who]
    async with pages.visit(who, "/bank") as browser:
        first = await browser.get("/bank")
        assert newest in first.text
        assert set(found(first)) == set(SAID), "the newest that the reader may read"
        assert all(f'value="{one.value}"' in first.text for one in SchoolType)
        shown = await search(browser, "klasserommet makkerlesing")
        assert found(shown) == [NB]
        opened = await browser.post(
            entry_of(shown), {"csrf": shown.csrf, "sought": "makkerlesing", "start": "0", "year": "2026"}
        )
        assert SAID[NB] in html.unescape(opened.text)
        assert opened.status == 200
        assert 'name="sought" value="makkerlesing"' in opened.text, "the way back to the search"
        assert 'name="year" value="2026"' in opened.text
        assert ("/answers/" in opened.text.partition("<main")[2]) is (who == NB), "one's own leads on to its ways"
        linked = await browser.get(entry_of(shown))
        assert SAID[NB] in html.unescape(linked.text)
        back = await search(browser, "makkerlesing", year="2026")
        assert heading in html.unescape(back.text)
        assert '<option value="2026" selected>2026–27</option>' in back.text
        none = await search(browser, "romskip", area="digital-teknologi")
        assert nothing in none.text
        assert found(none) == []
        assert alike in (await search(browser, "makrelesing")).text
        assert small in (await search(browser, "og ikkje")).text
        assert found(await search(browser, "\") OR NEAR(' & \u202e *")) == []


async def test_what_is_found_is_taken_along_and_the_record_has_no_word_of_the_search(pages: Pages) -> None:
    async with pages.visit(NB, "/bank") as browser:
        shown = await search(browser, "makkerlesing")
        sent = {"csrf": shown.csrf, "sought": "makkerlesing", "start": "0"}
        taken = {}
        for form in re.findall(r'formaction="/lists/bank/file/([a-z]+)"', shown.text):
            async with browser.session.post(pages.url.with_path(f"/lists/bank/file/{form}"), data=sent) as response:
                assert response.headers["Content-Disposition"].startswith('attachment; filename="sloyfa-bank-2026-11-')
                taken[form] = await response.read()
        assert (await browser.post("/lists/bank/file/csv", sent | {"csrf": "x"})).status == 403
        assert (await browser.post("/lists/bank/file/csv", sent | {"municipality": "elsewhere"})).status == 404
    assert sorted(taken) == ["csv", "docx", "json", "md"]
    assert SAID[NB] in taken["csv"].decode("utf-8-sig")
    assert SAID[NB] in [paragraph.text for paragraph in docx.Document(BytesIO(taken["docx"])).paragraphs]
    [entry] = json.loads(taken["json"])
    assert (entry["quote"]["text"], entry["quote"]["own"]) == (SAID[NB], False), "others may see the file"
    lines = await record_lines(pages.house.stage.app.db, "nordvik", actor=OPERATOR, since=None, as_json=False)
    assert sum("what was found in the sharing bank" in line for line in lines) == 4
    assert "makkerlesing" not in "".join(lines)


async def test_filters_narrow_and_an_unknown_one_is_left_out(pages: Pages) -> None:
    async with pages.visit(NB, "/bank") as browser:
        assert set(found(await search(browser, "", year="2026"))) == set(SAID)
        assert found(await search(browser, "makkerlesing", stage="kindergarten")) == []
        assert found(await search(browser, "makkerlesing", area="made-up", year="1999")) == [NB]
        assert (await search(browser, "", year="x")).status == 400
        assert (await search(browser, "", start="-1")).status == 400
        assert (await search(browser, "", area="a" * 300)).status == 400
        assert (await search(browser, "x", municipality="elsewhere")).status == 404
        assert (await search(browser, "makkerlesing", start="4000")).status == 200


async def test_peoples_words_are_harmless_and_in_no_address_and_stored_nowhere(pages: Pages) -> None:
    async with pages.visit(NN, "/bank") as browser:
        shown = await search(browser, "klasseleiing hemmelighetskremmeri <script>")
        assert "<script>" not in shown.text
        assert shown.url.path_qs == "/bank/search"
        assert shown.headers["Cache-Control"] == "no-store"
        assert "hemmelighetskremmeri" not in re.sub(r"<input[^>]*>|<bdi>.*?</bdi>", "", shown.text)
        assert (await browser.get("/bank/search?sought=makkerlesing")).url.path_qs == "/bank"
        entry = await browser.get(entry_of(await search(browser, "klasseleiing")))
        assert html.escape(ODD, quote=False) in entry.text
        assert 'dir="auto">Klasseledelse' in entry.text
    assert await stored(pages.house, "hemmelighetskremmeri") == []


async def test_who_may_not_read_an_entry_learns_no_more_than_of_an_entry_that_never_was(pages: Pages) -> None:
    async with pages.visit(NB, "/bank") as browser:
        theirs = entry_of(await search(browser, "makkerlesing"))
    async with pages.visit("nils", "/bank") as browser:
        assert found(await browser.get("/bank")) == ["ali"], "shared with the municipality"
        assert found(await search(browser, "makkerlesing")) == []
        told = [await browser.get(path) for path in (theirs, f"{theirs[:-4]}0000", theirs.replace("nordvik", "x"))]
        assert {one.status for one in told} == {410}
        assert len({re.sub(r'value="[^"]*"', "", one.text) for one in told}) == 1
        assert (await browser.get("/bank/nordvik/none")).status == 404
    async with pages.browser() as stranger:
        assert (await stranger.get(theirs, led=False)).status == 303
        assert (await stranger.post("/bank/search", {"sought": "x"}, led=False)).status == 403


@pytest.mark.parametrize(("who", "gone"), [(NB, "Dette er ikke her lenger"), (NN, "Dette er ikkje her lenger")])
async def test_an_entry_taken_back_between_list_and_page_is_gone_in_kind_words(
    pages: Pages, who: str, gone: str
) -> None:
    author = NN if who == NB else NB
    async with pages.visit(who, "/bank") as browser:
        shown = await search(browser, "friminutt" if author == NN else "makkerlesing")
        assert found(shown) == [author]
        client = pages.house.cast[author]
        await client.press(prompt_of(client, "Trekk tilbake"), "Trekk tilbake")
        opened = await browser.post(entry_of(shown), {"csrf": shown.csrf, "sought": "friminutt"})
        assert opened.status == 410
        assert gone in opened.text
        assert author not in found(await browser.get("/bank"))
