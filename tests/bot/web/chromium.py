"""Debian's chromium: a page for each reader, signed in through the issuer, and every fault of a page."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page, Request, Response, async_playwright

from tests.bot.web.browsing import Pages

_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
_WIDE = {"width": 1280, "height": 900}
# Runs before the page's own scripts: a broken rule of the page's stands in no log of the server's.
_WATCH = """
addEventListener("securitypolicyviolation",
  (told) => console.error(`Content-Security-Policy: ${told.violatedDirective} ${told.blockedURI}`));
"""


@asynccontextmanager
async def open_chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


class Reader:
    """A page in a browser of its own. `faults` are errors of the page and requests to other hosts than the site's."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.faults: list[str] = []
        self._site = site
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._asked)

    async def open(self, address: str) -> Response:
        """The page's response; earlier faults are forgotten."""
        self.faults.clear()
        response = await self.page.goto(address)
        assert response is not None
        return response

    def _console(self, kind: str, text: str) -> None:
        # A status of 404 is an error to the browser's console, and rightly.
        if kind in {"error", "warning"} and not text.startswith("Failed to load resource: the server responded"):
            self.faults.append(text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._site, "data:")):
            self.faults.append(f"asks another host: {request.url}")


async def new_reader(browser: Browser, pages: Pages, who: str, language: str, **options: Any) -> Reader:  # noqa: ANN401
    """A browser with `who` signed in, or nobody for "". `options` are playwright's for a context."""
    context = await browser.new_context(**{"locale": f"{language}-NO", "viewport": _WIDE, **options})
    await context.add_init_script(_WATCH)
    reader = Reader(await context.new_page(), str(pages.url))
    if who:
        await sign_in(reader, pages, who)
    return reader


async def sign_in(reader: Reader, pages: Pages, who: str) -> None:
    await reader.page.goto(f"{pages.url}/signin")
    await reader.page.get_by_role("link", name=pages.name_of(who), exact=True).click()
