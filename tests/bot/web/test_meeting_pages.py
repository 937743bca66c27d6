"""A meeting's pack on the screen in the room, a single thing at a time; packs and digests on paper."""

import html
import re
import shutil
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio
from playwright.async_api import Browser as Chromium

from bot.rehearsal.cast import nordvik
from tests.bot.web.ahead_of_meeting import play_to_the_pack
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.bot.web.chromium import Reader, new_reader, open_chromium
from tests.nordvik import last

pytestmark = pytest.mark.asyncio(loop_scope="module")

ODD = "=1+1 <script>alert(1)</script> etter & «før»"
NYNORSK = "Eg veit ikkje korleis vi får med oss dei som kjem sist."
OWN = "Vi leser svarene sammen, og velger én ting å prøve."
LONG = "Vi begynte med det minste først. " * 18


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """Guro coordinates, and answers as a member of the group."""
    with TemporaryDirectory() as folder:
        place = Path(shutil.copytree(nordvik(), f"{folder}/nordvik"))
        people = (place / "people.csv").read_text("utf-8")
        (place / "people.csv").write_text(
            people.replace("rektorgruppa,coordinator", "rektorgruppa,participant"), "utf-8"
        )
        async with open_pages(f"sqlite+aiosqlite:///{folder}/sloyfa.db", folder=place) as opened:
            said = {"tor": ODD, "siv": NYNORSK, "guro": OWN, "ali": LONG}
            await play_to_the_pack(opened.house, Path(folder), {who: (words, "group") for who, words in said.items()})
            yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    async with open_chromium() as opened:
        yield opened


async def _all_digests(browser: Browser) -> list[str]:
    """The addresses, of the newest first: the pack's."""
    return re.findall(r'href="(/digests/nordvik/[0-9a-f-]{36})"', (await browser.get("/digests")).text)


async def _pack(browser: Browser) -> str:
    return (await _all_digests(browser))[0]


def _way(shown: Shown, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', shown.text)
    return html.unescape(found.group(1)) if found else ""


async def _walked(browser: Browser, pack: str) -> list[Shown]:
    """Every step from the first to the last, by the links forward."""
    found = [await browser.get(f"{pack}/room")]
    while onward := _way(found[-1], "next"):
        found.append(await browser.get(onward))
    return found


def _quoted(shown: Shown) -> list[tuple[str, str]]:
    found = re.findall(r'<blockquote class="said" data-length="\w+" lang="(\w+)" dir="auto">(.*?)<', shown.text)
    return [(language, html.unescape(text).strip()) for language, text in found]


async def test_one_thing_at_a_time_from_the_agenda_to_what_to_decide(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        pack = await _pack(browser)
        assert f'href="{pack}/room"' in (await browser.get(pack)).text
        steps = await _walked(browser, pack)
    assert {step.status for step in steps} == {200}
    assert {len(_quoted(step)) for step in steps} == {0, 1}, "never two quotes at once"
    said = [quote for step in steps for quote in _quoted(step)]
    assert sorted(said) == sorted([("nb", ODD), ("nn", NYNORSK), ("nb", OWN), ("nb", LONG.strip())])
    assert "Forslag til saksliste" in steps[0].text
    assert "Hva prøver vi til neste gang" in steps[-1].text
    assert [f"{number} av {len(steps)}" in step.text for number, step in enumerate(steps, 1)] == [True] * len(steps)
    minutes = [re.findall(r"(\d+)–(\d+) min", step.text)[0] for step in steps[1:]]
    assert all(one == other or one[1] == other[0] for one, other in pairwise(minutes)), "the agenda's, one by one"
    assert minutes[-1][1] == "45"


async def test_the_screen_marks_nobodys_words_and_names_nobody_who_has_not_signed(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        pack = await _pack(browser)
        assert "Dine ord" in (await browser.get(pack)).text, "on the coordinator's own page"
        for step in await _walked(browser, pack):
            assert "Dine ord" not in step.text
            for who in ("guro", "tor", "siv", "ali"):
                assert pages.name_of(who) not in step.text
            assert "<script>" not in step.text


async def test_back_and_forth_is_by_links_that_lead_where_they_say(pages: Pages) -> None:
    async with pages.visit("guro") as browser:
        pack = await _pack(browser)
        first, second = await browser.get(f"{pack}/room"), await browser.get(f"{pack}/room?step=1")
        assert (_way(first, "prev"), _way(first, "up")) == ("", pack)
        assert _way(second, "prev") == f"{pack}/room?step=0"
        ended = await browser.get(_way(first, "last"))
        assert _way(ended, "next") == ""
        assert _way(ended, "first") == f"{pack}/room"
        for odd in ("9999", "99999", "-1", "%C2%B2", "%3Cscript%3E", ""):
            shown = await browser.get(f"{pack}/room?step={odd}")
            assert shown.status == 200
            assert _way(shown, "up") == pack
        assert (await browser.get(f"{pack}/room?step=9999")).text == ended.text, "words may have been taken back"
        script = re.findall(r'src="(/look/[^"]+/room\.js)"', first.text)[0]
        assert (await browser.get(script)).status == 200


@pytest.mark.browser
async def test_keys_lead_through_it_and_out_of_it(pages: Pages, chromium: Chromium) -> None:
    async with pages.visit("guro") as browser:
        pack = str(pages.url.with_path(await _pack(browser)))
        page = (await new_reader(chromium, pages, "guro", "nb", viewport={"width": 900, "height": 500})).page
        await page.goto(f"{pack}/room")
        for key, step in (("ArrowRight", 1), ("PageDown", 2), ("Space", 3), ("ArrowLeft", 2), ("Shift+Space", 1)):
            await page.keyboard.press(key)
            await page.wait_for_url(f"{pack}/room?step={step}")
        await page.keyboard.press("Home")
        await page.wait_for_url(f"{pack}/room")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.className") == "ds-skip-link"
        await page.keyboard.press("End")
        await page.wait_for_url(re.compile(r"step=\d+"))
        assert await page.locator("a[rel=next]").count() == 0
        await page.keyboard.press("Escape")
        await page.wait_for_url(pack)
        # A text longer than the screen is read to the end first.
        steps = [step for step in await _walked(browser, await _pack(browser)) if LONG.strip() in step.text]
        await page.set_viewport_size({"width": 320, "height": 300})
        await page.goto(str(steps[0].url))
        await page.keyboard.press("PageDown")
        await page.wait_for_function("scrollY > 0")
        assert page.url == str(steps[0].url)


async def test_only_who_coordinates_the_meeting_shows_it(pages: Pages) -> None:
    async with pages.visit("tor") as browser:
        pack = await _pack(browser)
        assert f"{pack}/room" not in (await browser.get(pack)).text
        assert (await browser.get(f"{pack}/room")).status == 404
    async with pages.visit("pia") as browser:
        assert (await browser.get(f"{pack}/room")).status == 404
    async with pages.browser() as browser:
        assert (await browser.get(f"{pack}/room?step=2", led=False)).headers["Location"].startswith("/signin?to=")
    async with pages.visit("guro") as browser:
        session = (await _all_digests(browser))[1]
        assert (await browser.get(f"{session}/room")).status == 404


async def _printed(reader: Reader) -> bytes:
    """The page as a PDF, complete on paper."""
    await reader.page.emulate_media(media="print", color_scheme="dark")
    unseen = "es => es.filter(e => !e.checkVisibility({contentVisibilityAuto: true})).map(e => e.textContent)"
    assert await reader.page.eval_on_selector_all(".words, main details p, main figure, main .theme", unseen) == []
    assert await reader.page.eval_on_selector_all("h1, section:not(.no-print) > h2, .lead, .area", unseen) == []
    seen = "es => es.filter(e => e.checkVisibility()).map(e => e.textContent)"
    assert await reader.page.eval_on_selector_all("nav, footer, main a, .own-mark, form, button", seen) == []
    assert await reader.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    return await reader.page.pdf(prefer_css_page_size=True, tagged=True, outline=True)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("who", "language", "title"),
    [
        ("guro", "nb", "Dette delte vi før møtet"),
        ("siv", "nn", "To minutt før møtet"),
        ("tor", "nb", "To minutter før møtet"),
    ],
)
async def test_a_pack_a_reading_and_a_digest_are_good_sheets_of_paper(
    pages: Pages, chromium: Chromium, who: str, language: str, title: str
) -> None:
    async with pages.visit(who) as browser:
        reader = await new_reader(chromium, pages, who, language)
        for path in await _all_digests(browser):
            await reader.open(f"{pages.url.origin()}{path}")
            heading = await reader.page.title()
            assert path != await _pack(browser) or heading.startswith(title)
            pdf = await _printed(reader)
            assert b"/StructTreeRoot" in pdf
            assert b"/Marked true" in pdf
            assert f"/Lang ({language})".encode() in pdf
            assert heading.encode("utf-16-be").hex().encode() in pdf.lower() or heading.encode("utf-16-be") in pdf
            assert b"/S /BlockQuote" in pdf, "people's words are tagged as quotations"
            assert b"/MediaBox [0 0 59" in pdf, "A4"
            assert b"/URI (" not in pdf


async def test_in_nynorsk_and_without_words_taken_back(pages: Pages) -> None:
    """The last test: changes the reader's language, and takes words back."""
    guro, tor = pages.house.cast["guro"], pages.house.cast["tor"]
    await guro.say("språk nynorsk")
    await tor.say("slett mine data")
    await tor.press(last(tor), "Slett alt")
    await pages.house.stage.settle()
    async with pages.visit("guro") as browser:
        steps = await _walked(browser, await _pack(browser))
    assert "Forslag til sakliste" in steps[0].text
    assert ">Førre</a>" in steps[1].text
    assert "Kva prøver vi til neste gong" in steps[-1].text
    assert not [step for step in steps if "alert(1)" in step.text]
