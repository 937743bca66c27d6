"""Signing in and out in a real browser: cookies, redirects and the page's own rules work together."""

import pytest

from tests.bot.web.browsing import open_pages
from tests.bot.web.chromium import new_reader, open_chromium

pytestmark = pytest.mark.browser

LED_ON = "asks another host"  # the issuer, to sign in and out


async def test_somebody_signs_in_at_the_issuer_and_out_again(sqlite_url: str) -> None:
    async with open_pages(sqlite_url) as pages, open_chromium() as chromium:
        reader = await new_reader(chromium, pages, "", "nb")
        page = reader.page
        await page.goto(str(pages.url))
        await page.get_by_role("link", name="Logg inn med jobbkontoen").click()
        assert await page.get_by_role("heading").inner_text() == "Hvem vil du være?"
        await page.get_by_role("link", name="Siv Rektor").click()
        assert page.url == f"{pages.url}/"
        assert await page.locator(".who").inner_text() == "Siv Rektor"
        [cookie] = [one for one in await page.context.cookies() if one["name"] == "sloyfa"]
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert await page.evaluate("document.cookie") == ""
        await page.go_back()
        await page.go_forward()
        assert await page.locator(".who").inner_text() == "Siv Rektor"
        # The rule on where forms may lead lets the issuer end its own session.
        await page.get_by_role("button", name="Logg ut").click()
        await page.wait_for_url("**/signed-out")
        assert await page.get_by_role("heading").inner_text() == "Du er logget ut"
        assert pages.issuer.asked[-1].endswith("/logout")
        assert [fault for fault in reader.faults if not fault.startswith(LED_ON)] == []
