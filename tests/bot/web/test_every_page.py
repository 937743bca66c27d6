"""Every page in a real browser: to be read by anybody, at any size, with the keys alone, and without scripts."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp_jinja2
import pytest
import pytest_asyncio
from jinja2 import Template
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.bot.web.chromium import Reader, new_reader, open_chromium, sign_in
from tests.bot.web.every_page import NOT_OF_THE_NETWORK, PAGES, ROWS, SCRIPTED, Opened, Sent
from tests.bot.web.examining import against_axe, at_widths, by_keyboard, in_forced_colours, in_the_dark, prepare, send
from tests.bot.web.network import Network, open_network, packed

pytestmark = [pytest.mark.browser, pytest.mark.npm, pytest.mark.asyncio(loop_scope="module")]

_FROM_NPM = re.compile(r"/look/\w+/(?:theme|designsystemet)\.css$")
EACH = pytest.mark.parametrize(
    ("opened", "language"),
    [(one, language) for language in ("nb", "nn") for one in ROWS if language in one.readers],
    ids=lambda told: told if isinstance(told, str) else f"{told.path} {getattr(told, 'button', '')}",
)


@dataclass
class Room:
    """The network's pages, and a browser for each language, with a single reader signed in at a time."""

    network: Network
    chromium: Browser
    browsers: dict[str, Reader] = field(default_factory=dict)
    cookies: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    walked: list[Opened | Sent] = field(default_factory=list)
    rendered: set[str] = field(default_factory=set)

    async def reader(self, who: str, language: str) -> Reader:
        """The language's browser, with the cookies of `who` and nobody else's; `who` signs in the first time."""
        if language not in self.browsers:
            self.browsers[language] = await new_reader(self.chromium, self.network.pages, "", language)
            await prepare(self.browsers[language].page.context)
        reader = self.browsers[language]
        context = reader.page.context
        await context.clear_cookies()
        if (who, language) in self.cookies:
            await context.add_cookies(self.cookies[who, language])
        elif who:
            await sign_in(reader, self.network.pages, who)
            self.cookies[who, language] = [*await context.cookies()]
        return reader

    async def open(self, opened: Opened | Sent, language: str) -> Reader:
        self.walked.append(opened)
        reader = await self.reader(opened.readers[language], language)
        address = self.network.address(opened.path)
        response = await reader.open(address)
        if isinstance(opened, Sent):
            await self._send(reader.page, opened)
            return reader
        assert (response.status, reader.page.url) == (opened.status, address)
        assert await reader.page.get_attribute("html", "lang") == language
        return reader

    def noting(self, get_template: Callable[..., Template]) -> Callable[..., Template]:
        """The same, with the name of each template noted."""

        def noted(name: str, *given: Any, **more: Any) -> Template:  # noqa: ANN401 - jinja's own
            self.rendered.add(name)
            return get_template(name, *given, **more)

        return noted

    async def _send(self, page: Page, sent: Sent) -> None:
        if sent.file is not None:
            name, content = sent.file
            taken: FilePayload = {"name": name, "mimeType": "", "buffer": content or packed(self.network.pages)}
            await page.set_input_files("input[type=file]", taken)
        answer = await send(page, sent.button, sent.filled)
        if sent.then:
            answer = await send(page, sent.then, {})
        assert answer.status == sent.status, await page.inner_text("main")
        await expect(page.locator(sent.sees).first).to_be_visible()

    async def without_scripts(self, who: str) -> Reader:
        return await new_reader(self.chromium, self.network.pages, who, "nb", java_script_enabled=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room() -> AsyncIterator[Room]:
    async with open_network() as network, open_chromium() as chromium:
        room = Room(network, chromium)
        templates = network.pages.house.stage.app.web_app()[aiohttp_jinja2.APP_KEY]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(templates, "get_template", room.noting(templates.get_template))
            yield room


@EACH
async def test_a_page_can_be_read_by_anybody(room: Room, opened: Opened | Sent, language: str) -> None:
    reader = await room.open(opened, language)
    page = reader.page
    assert bool(await page.locator("script").count()) == (opened in SCRIPTED)
    # The same colours and the same links are on the page in every language.
    found = [*await against_axe(page, colours=language == "nb"), *await at_widths(page)]
    if language == "nb":
        found += [*await in_the_dark(page), *await in_forced_colours(page), *await by_keyboard(page)]
    assert [*found, *reader.faults] == []


@pytest.mark.parametrize("opened", SCRIPTED, ids=lambda one: one.path)
async def test_a_page_without_scripts_says_all_that_it_says_with_them(room: Room, opened: Opened) -> None:
    unscripted = await room.without_scripts(opened.readers["nb"])
    await unscripted.open(room.network.address(opened.path))
    assert await unscripted.page.locator("h1").count() == 1
    reader = await room.open(opened, "nb")
    assert await unscripted.page.inner_text("body") == await reader.page.inner_text("body")
    assert unscripted.faults == []


@pytest.mark.parametrize("path", ["{digest}", "{pack}"])
async def test_the_plain_look_alone_makes_a_good_page(room: Room, path: str) -> None:
    """As on a machine without npm: pages name no other sheet."""
    reader = await room.reader("eva", "nb")
    page = reader.page
    async with plain(page):
        await reader.open(room.network.address(path))
    assert await page.evaluate("getComputedStyle(document.querySelector('h1')).getPropertyValue('--ds-size-4')") == ""
    found = [*await against_axe(page), *await in_the_dark(page), *await at_widths(page), *await by_keyboard(page)]
    assert [*found, *reader.faults] == []


@asynccontextmanager
async def plain(page: Page) -> AsyncIterator[None]:
    """Pages opened meanwhile get nothing of Designsystemet's sheets."""
    await page.route(_FROM_NPM, lambda route: route.fulfill(content_type="text/css", body=""))
    yield
    await page.unroute(_FROM_NPM)


async def test_a_search_of_the_bank_is_read_page_by_page_and_an_entry_leads_back(room: Room) -> None:
    """No address has the search: pages of findings are shown by forms alone."""
    reader = await room.without_scripts("eva")
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
    found = [*await against_axe(page), *await in_the_dark(page), *await in_forced_colours(page), *await at_widths(page)]
    assert [*found, *reader.faults] == []


async def test_on_a_phone_the_menu_unfolds_by_a_button_and_a_search_has_a_field_to_be_seen(room: Room) -> None:
    reader = await room.reader("eva", "nb")
    page = reader.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await reader.open(room.network.address("/bank"))
    edge = await page.locator("#sought").evaluate("(field) => getComputedStyle(field).borderTopWidth")
    assert float(edge.removesuffix("px")) >= 1
    assert not await page.locator(".menu").is_visible()
    await page.focus(".open-menu")
    await page.keyboard.press("Enter")
    assert await page.locator(".menu").is_visible()
    await page.keyboard.press("Escape")
    assert not await page.locator(".menu").is_visible()
    await page.click(".open-menu")
    await page.get_by_role("link", name="Årshjulet", exact=True).click()
    assert page.url == room.network.address("/plan")
    await page.set_viewport_size({"width": 1000, "height": 800})
    assert await page.locator(".menu").is_visible()
    assert not await page.locator(".open-menu").is_visible()


NO_PAGES = re.compile(
    r"/api/|/healthz|/readyz|/look/|/signin|/calendar/|/signed-out/by|/bank/search|.*/file/|.*\.(ics|json)$"
)
"""Addresses of programs and files, and those that lead on, to sign in or elsewhere; a tab's own pages need Teams."""


async def test_every_page_of_the_program_is_in_the_table(room: Room) -> None:
    routes = room.network.pages.house.stage.app.web_app().router.routes()
    patterns = {route.resource.canonical for route in routes if route.method == "GET" and route.resource}
    examined = [opened.path.format_map(room.network.places) for opened in PAGES]
    missing = [
        one for one in patterns if not any(re.fullmatch(re.sub(r"{\w+}", "[^/]+", one), path) for path in examined)
    ]
    assert sorted(one for one in missing if not NO_PAGES.match(one)) == sorted(NOT_OF_THE_NETWORK)


NOT_WALKED = {"FurtherPage.html", "SchoolYearsPage.html", "TeamsTabPage.html", "TeamsTabSettingsPage.html"}
"""Of the addresses in `NOT_OF_THE_NETWORK`, and a tab's own pages, which need Teams."""


async def test_every_template_of_a_page_is_walked_by_a_row(room: Room) -> None:
    """Pages behind a form too; rows that ran in this process before are not walked again."""
    for one in ROWS:
        if one not in room.walked:
            await room.open(one, "nb")
    templates = set(room.network.pages.house.stage.app.web_app()[aiohttp_jinja2.APP_KEY].list_templates())
    assert {name for name in templates if name.endswith("Page.html")} - room.rendered == NOT_WALKED


async def test_somebody_signs_in_reads_prints_takes_along_is_refused_and_signs_out(room: Room) -> None:
    network, place = room.network, room.network.places
    reader = await new_reader(room.chromium, network.pages, "eva", "nb", accept_downloads=True)
    page = reader.page
    await page.get_by_role("link", name="Oppsummeringer", exact=True).click()
    await page.locator(f'main a[href="{place["digest"]}"]').click()
    heading = await page.locator("h1").inner_text()
    # A sheet of A4 with the page's structure and language, and without the menu.
    printed = await page.pdf(prefer_css_page_size=True, tagged=True)
    assert printed.startswith(b"%PDF-")
    assert re.search(rb"/MediaBox \[0 0 59[45]\S* 84[12]\S*\]", printed)
    assert all(part in printed for part in (b"/StructTreeRoot", b"/Lang (nb)"))
    await page.emulate_media(media="print")
    assert [await page.locator(part).first.is_visible() for part in ("h1", ".top", ".menu", ".take")] == [
        True,
        *[False] * 3,
    ]
    await page.emulate_media(media="screen")
    await page.locator(".quote a").first.click()
    await page.go_back()
    assert await page.locator("h1").inner_text() == heading
    async with page.expect_download() as waited:
        await page.locator('.take a[href$="/file/docx"]').click()
    taken = await waited.value
    assert re.fullmatch(r"sloyfa-\d{4}-\d\d-\d\d\.docx", taken.suggested_filename)
    assert (await taken.path()).read_bytes().startswith(b"PK")
    refused = await reader.open(f"{network.pages.url}/digests/tenkevik/00000000-0000-4000-8000-000000000001")
    assert refused.status == 404
    assert await page.locator("h1").inner_text() == "Denne siden finnes ikke"
    await page.get_by_role("button", name="Logg ut").click()
    await page.wait_for_url("**/signed-out")
    await page.goto(network.address("{digest}"))
    assert await page.get_by_role("heading").inner_text() == "Hvem vil du være?", "the issuer's page"
