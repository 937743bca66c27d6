"""A page in Teams' frame looks as Teams does: Microsoft's own script asks, and a stand-in for Teams' window answers."""

import pytest
from playwright.async_api import Frame, Page, Route

from bot.entry.web.look import Look
from tests.bot.web.browsing import open_pages
from tests.bot.web.chromium import open_chromium

pytestmark = [pytest.mark.browser, pytest.mark.npm]

TEAMS = "https://teams.microsoft.com/frame"
WINDOW = """<!doctype html><title>Teams</title><iframe src="PAGE" style="width: 700px; height: 500px"></iframe>
<script>
  window.theme = "dark";
  addEventListener("message", ({ data, source, origin }) => {
    const told = {
      initialize: ["content", "web", JSON.stringify({ apiVersion: 4, supports: {} }), "2.0.0"],
      getContext: [{ theme: window.theme, locale: "nb-no", entityId: "pages" }],
    }[data.func];
    if (told) source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args: told }, origin);
  });
  window.change = (theme) => {
    window.theme = theme;
    document.querySelector("iframe").contentWindow.postMessage({ func: "themeChange", args: [theme] }, "*");
  };
</script>"""


async def framed(page: Page, address: str) -> Frame:
    """The page's frame in a window of Teams' own address, which nobody but this test answers for."""
    html = WINDOW.replace("PAGE", address)

    async def teams(route: Route) -> None:
        await route.fulfill(body=html, content_type="text/html")

    await page.route("https://teams.microsoft.com/**", teams)
    await page.route("https://res.cdn.office.net/**", lambda route: route.abort())
    await page.goto(TEAMS)
    handle = await page.wait_for_selector("iframe")
    frame = await handle.content_frame() if handle is not None else None
    assert frame is not None
    return frame


async def worn(frame: Frame, scheme: str, contrast: str) -> str:
    """The paper's colour, once the page wears the theme."""
    wears = f'html[data-color-scheme="{scheme}"][data-contrast="{contrast}"]'
    await frame.wait_for_selector(wears, state="attached", timeout=10_000)
    return str(await frame.evaluate("getComputedStyle(document.body).backgroundColor"))


async def test_a_page_in_teams_wears_its_theme_and_changes_with_it(sqlite_url: str) -> None:
    assert Look().has("teams.js")
    async with open_pages(sqlite_url) as pages, open_chromium() as chromium:
        # Chromium asks before a page of the internet shows one of this machine.
        allowed = ["local-network-access"]
        context = await chromium.new_context(color_scheme="light", permissions=allowed)
        page = await context.new_page()
        frame = await framed(page, f"{pages.url}/signed-out")
        dark = await worn(frame, "dark", "normal")
        await page.evaluate("change('contrast')")
        assert await worn(frame, "dark", "more") == "rgb(0, 0, 0)"
        await page.evaluate("change('default')")
        light = await worn(frame, "light", "normal")
        assert light == "rgb(255, 255, 255)" != dark
        alone = await context.new_page()
        await alone.goto(f"{pages.url}/signed-out")
        assert await alone.get_attribute("html", "data-color-scheme") == "auto", "as the machine, outside Teams"
        assert await alone.locator("script").count() == 0
