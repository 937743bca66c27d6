"""Chromium for the rehearsal's people: whatever they follow, fill in and press is in sight, and found by its words."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser as Chromium
from playwright.async_api import FilePayload, Locator
from playwright.async_api import Page as ChromiumPage

from bot.rehearsal.page_browser import SIGN_IN, Browsers
from bot.rehearsal.page_forms import File
from bot.rehearsal.page_tree import Page
from tests.bot.web.chromium import Reader, open_chromium

_NEAREST = """(found, near) => {
  const steps = (one) => {
    let count = 0;
    for (let at = one; at !== null; at = at.parentElement, count += 1)
      if (at.textContent.replace(/\\s+/g, " ").includes(near)) return count;
    return Infinity;
  };
  const counts = found.map(steps);
  return counts.indexOf(Math.min(...counts));
}"""
_TOLD = "main [role=alert], main [role=status], main .ds-validation-message"


class ChromiumBrowser:
    def __init__(self, page: ChromiumPage, address: str, name: str) -> None:
        self._page = page
        self._address = address
        self._name = name

    async def home(self) -> None:
        await self._page.goto(f"{self._address}/")
        if await self._page.get_by_role("link", name=SIGN_IN, exact=True).count():
            await self.follow(SIGN_IN)
            await self.follow(self._name)

    async def follow(self, name: str, near: str = "") -> None:
        links, folded = self._page.get_by_role("link", name=_begins(name)), self._page.locator(".set-up > summary")
        if not await links.count() and await folded.count():
            await folded.click()
        await self._lead_on(await self._one(links, name, near))

    async def unfold(self, name: str, near: str = "") -> None:
        summary = await self._one(self._page.locator("summary", has_text=_begins(name)), name, near)
        if not await summary.evaluate("(one) => one.parentElement.open"):
            await summary.click()
            await summary.locator("xpath=following-sibling::*[1]").wait_for()  # unfolds by and by

    async def fill(self, label: str, value: str, near: str = "") -> None:
        await (await self._field(label, near)).fill(value)

    async def choose(self, label: str, option: str, near: str = "") -> None:
        await (await self._field(label, near)).select_option(label=option)

    async def tick(self, label: str, near: str = "") -> None:
        await (await self._field(label, near)).check()

    async def untick(self, label: str, near: str = "") -> None:
        await (await self._field(label, near)).uncheck()

    async def pick(self, label: str, *files: File) -> None:
        payloads = [FilePayload(name=one.name, mimeType="", buffer=one.content) for one in files]
        await (await self._field(label, "")).set_input_files(payloads)

    async def press(self, name: str, near: str = "") -> None:
        await self._lead_on(await self._one(self._page.get_by_role("button", name=_begins(name)), name, near))

    async def page(self) -> Page:
        """All of this is in sight: text that is folded or hidden is left out."""
        heading = await self._page.locator("h1").first.inner_text()
        told = [line for text in await self._page.locator(_TOLD).all_inner_texts() for line in _lines(text)]
        return Page(heading, tuple(told), tuple(_lines(await self._page.inner_text("main"))))

    async def _lead_on(self, pressed: Locator) -> None:
        """Until the next page is there: a click returns before the browser has begun to leave this."""
        async with self._page.expect_navigation():
            await pressed.click()

    async def _field(self, label: str, near: str) -> Locator:
        labelled = await self._one(self._page.locator("label", has_text=_begins(label)), label, near)
        return self._page.locator(f'[id="{await labelled.get_attribute("for")}"]')

    async def _one(self, found: Locator, name: str, near: str) -> Locator:
        """In sight, and called just so if anything is; of several the nearest to the words, then the first."""
        seen = found.filter(visible=True)
        texts = [" ".join(text.split()) for text in await seen.all_text_contents()]
        exact = [number for number, text in enumerate(texts) if text == name]
        among = exact or [*range(len(texts))]
        if not among:
            raise LookupError(f"nothing in sight is called «{name}» on {await self._page.inner_text('main')}")
        if not near:
            return seen.nth(among[0])
        handles = [await seen.nth(number).element_handle() for number in among]
        return seen.nth(
            among[await self._page.evaluate(f"([found, near]) => ({_NEAREST})(found, near)", [handles, near])]
        )


def _begins(name: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(name)}")


def _lines(text: str) -> list[str]:
    return [told for line in text.split("\n") if (told := " ".join(line.split()))]


class ChromiumBrowsers:
    """`faults` are what any of the pages has done wrong, apart from leading to the issuer."""

    def __init__(self, chromium: Chromium, address: str) -> None:
        self._chromium = chromium
        self._address = address
        self._opened: dict[str, ChromiumBrowser] = {}
        self.readers: list[Reader] = []

    async def of(self, name: str) -> ChromiumBrowser:
        if name not in self._opened:
            page = await (await self._chromium.new_context(locale="nb-NO")).new_page()
            page.set_default_timeout(20_000)
            self.readers.append(Reader(page, self._address))
            self._opened[name] = ChromiumBrowser(page, self._address, name)
        return self._opened[name]

    @property
    def faults(self) -> list[str]:
        return [one for reader in self.readers for one in reader.faults if not one.startswith("asks another host")]


@asynccontextmanager
async def chromium_browsers(address: str) -> AsyncIterator[Browsers]:
    """Raises AssertionError at the end for a fault of any page."""
    async with open_chromium() as chromium:
        browsers = ChromiumBrowsers(chromium, address)
        yield browsers
        assert browsers.faults == []
