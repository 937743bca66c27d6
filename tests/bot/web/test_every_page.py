"""Every page in a real browser: to be read by anybody, at any size, with the keys alone, and without scripts."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.bot.web.chromium import Reader, new_reader, open_chromium
from tests.bot.web.every_page import PAGES, Opened
from tests.bot.web.examining import against_axe, at_widths, by_keyboard, in_forced_colours, prepare
from tests.bot.web.network import Network, open_network

pytestmark = [pytest.mark.browser, pytest.mark.npm, pytest.mark.asyncio(loop_scope="module")]

_FROM_NPM = re.compile(r"/look/\w+/(?:theme|designsystemet)\.css$")
EACH = pytest.mark.parametrize("opened", PAGES, ids=lambda one: f"{one.path} of {one.readers['nb'] or 'nobody'}")


@dataclass
class Room:
    """The network's pages, and its readers' browsers: each reader signs in once."""

    network: Network
    chromium: Browser
    readers: dict[tuple[str, str, str], Reader] = field(default_factory=dict)

    async def reader(self, who: str, language: str, *, without_scripts: bool = False, plain: bool = False) -> Reader:
        """The browser of somebody; `plain`: it gets nothing of Designsystemet's sheets."""
        key = (who, language, "unscripted" if without_scripts else "plain" if plain else "")
        if key not in self.readers:
            reader = await new_reader(
                self.chromium, self.network.pages, who, language, java_script_enabled=not without_scripts
            )
            if plain:
                await reader.page.route(_FROM_NPM, lambda route: route.fulfill(content_type="text/css", body=""))
            self.readers[key] = reader
        return self.readers[key]

    async def open(self, opened: Opened, language: str) -> Reader:
        reader = await self.reader(opened.readers[language], language)
        response = await reader.open(self.network.address(opened.path))
        assert response.status == opened.status
        assert await reader.page.get_attribute("html", "lang") == language
        return reader


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room() -> AsyncIterator[Room]:
    async with open_network() as network, open_chromium() as chromium:
        yield Room(network, chromium)


@EACH
@pytest.mark.parametrize("language", ["nb", "nn"])
async def test_a_page_can_be_read_by_anybody(room: Room, opened: Opened, language: str) -> None:
    reader = await room.open(opened, language)
    page = reader.page
    await prepare(page)
    found = [*await against_axe(page), *await in_forced_colours(page), *await at_widths(page)]
    if language == "nb":  # the same links stand on the page in every language
        found += await by_keyboard(page)
    assert [*found, *reader.faults] == []


@EACH
async def test_a_page_without_scripts_says_all_that_it_says_with_them(room: Room, opened: Opened) -> None:
    reader = await room.open(opened, "nb")
    said = await reader.page.inner_text("body")
    unscripted = await room.reader(opened.readers["nb"], "nb", without_scripts=True)
    await unscripted.open(room.network.address(opened.path))
    assert await unscripted.page.inner_text("body") == said
    assert await unscripted.page.locator("h1").count() == 1
    assert unscripted.faults == []


@pytest.mark.parametrize("path", ["{digest}", "{pack}"])
async def test_the_plain_look_alone_makes_a_good_page(room: Room, path: str) -> None:
    """As on a machine without npm, whose pages name no other sheet."""
    reader = await room.reader("eva", "nb", plain=True)
    await reader.open(room.network.address(path))
    page = reader.page
    await prepare(page)
    assert await page.evaluate("getComputedStyle(document.querySelector('h1')).getPropertyValue('--ds-size-4')") == ""
    assert [*await against_axe(page), *await at_widths(page), *await by_keyboard(page), *reader.faults] == []


async def test_a_search_of_the_bank_is_read_page_by_page_and_an_entry_leads_back(room: Room) -> None:
    """No address has the search: the pages of what was found are shown by forms alone."""
    reader = await room.reader("eva", "nb", without_scripts=True)
    await reader.open(room.network.address("/bank"))
    page = reader.page
    await page.click(".filters summary")
    await page.select_option("#year", "2026")
    await page.click(".filters button")
    first, more = page.locator(".rows button"), page.get_by_role("button", name="Neste side")
    assert await first.count() == 20
    on_first = await first.all_inner_texts()
    await more.click()
    on_second = await first.all_inner_texts()
    assert await more.count() == 0
    assert 0 < len(on_second) <= 20
    assert on_second != on_first
    await first.nth(0).click()
    assert page.url.startswith(room.network.address("/bank/tenkevik/"))
    await page.get_by_role("button", name="Tilbake til treffene").click()
    assert await first.all_inner_texts() == on_second
    assert await page.input_value("#year") == "2026"
    await page.get_by_role("button", name="Forrige side").click()
    assert await first.all_inner_texts() == on_first
    assert page.url == room.network.address("/bank/search")
    assert reader.faults == []


async def test_what_a_search_of_the_bank_has_found_can_be_read_by_anybody(room: Room) -> None:
    reader = await room.reader("olav", "nn")
    await reader.open(room.network.address("/bank"))
    page = reader.page
    await page.fill("#sought", "barnehagen")
    await page.click(".search button")
    await page.click(".filters summary")
    await prepare(page)
    assert [*await against_axe(page), *await in_forced_colours(page), *await at_widths(page), *reader.faults] == []
