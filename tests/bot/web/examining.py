"""A page examined in a real browser. Each function returns findings as sentences, none for a good page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import BrowserContext, Page, Response

from tests.cards.packages import FOLDER

AXE = FOLDER / "axe-core" / "axe.min.js"
_OURS = Path(__file__).with_suffix(".js")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
_OF_COLOURS = ["color-contrast", "link-in-text-block"]
_BUT_COLOURS = {"runOnly": _TAGS, "rules": {rule: {"enabled": False} for rule in _OF_COLOURS}}
_COLOURS = {"runOnly": {"type": "rule", "values": _OF_COLOURS}}
_SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
_PHONE, _ZOOMED, _WIDE = 320, 640, 1280  # CSS pixels; a window of 1280 at 200 % has 640


async def prepare(context: BrowserContext) -> None:
    """Once, before a page is opened: reading axe-core takes longer than most examinations."""
    for script in (AXE, _OURS):
        await context.add_init_script(script.read_text(encoding="utf-8"))


async def against_axe(page: Page, *, colours: bool = True) -> Sequence[str]:
    """axe-core's findings; without `colours`, of a page whose colours were looked at in another language."""
    found: Sequence[str] = await _asked(page, "axe", {"runOnly": _TAGS} if colours else _BUT_COLOURS)
    return found


async def in_the_dark(page: Page) -> Sequence[str]:
    """axe-core's findings about colours in dark."""
    await page.emulate_media(color_scheme="dark", forced_colors="none")
    found = [f"dark: {one}" for one in await _asked(page, "axe", _COLOURS)]
    await page.emulate_media(color_scheme="light", forced_colors="none")
    return found


async def in_forced_colours(page: Page) -> Sequence[str]:
    """The reader's own colours: a button still has an edge, and a picture's texts can be read."""
    found: list[str] = []
    for scheme in _SCHEMES:
        await page.emulate_media(color_scheme=scheme, forced_colors="active")
        found += [f"forced colours, {scheme}: {one}" for one in await _asked(page, "forced")]
    await page.emulate_media(color_scheme="light", forced_colors="none")
    return found


async def at_widths(page: Page) -> Sequence[str]:
    """Parts wider than a phone's window, or one at 200 %; with letters set further apart, or twice as large."""
    found = [f"{width} px: {one}" for width in (_PHONE, _ZOOMED) for one in await _wide(page, width)]
    await _asked(page, "space", True)
    found += [f"letters apart: {one}" for one in await _wide(page, _PHONE)]
    await _asked(page, "space", False)
    await _asked(page, "enlarge", "200%")
    found += [f"letters of 200 %: {one}" for one in await _wide(page, _WIDE)]
    await _asked(page, "enlarge", "")
    return found


async def by_keyboard(page: Page) -> Sequence[str]:
    """The tab key reaches everything once in the page's order, seen each time; the first leads past the menu."""
    for _ in range(await _asked(page, "listen")):
        await page.keyboard.down("Tab")  # held, and so moved on each time
    await page.keyboard.up("Tab")
    found = list(await _asked(page, "reached"))
    await page.focus(".ds-skip-link")
    await page.keyboard.press("Enter")
    if await page.evaluate("document.activeElement.id") != "main":
        found.append("the link past the menu leads elsewhere")
    return found


async def send(page: Page, button: str, filled: Mapping[str, str | Sequence[str]]) -> Response:
    """The answer to the form that the button is of."""
    async with page.expect_navigation() as waited:
        await _asked(page, "send", button, dict(filled))
    answer = await waited.value
    assert answer is not None
    return answer


async def _wide(page: Page, width: int) -> Any:  # noqa: ANN401 - JSON
    await page.set_viewport_size({"width": width, "height": 900})
    return await _asked(page, "wide")


async def _asked(page: Page, function: str, *given: object) -> Any:  # noqa: ANN401 - JSON
    return await page.evaluate(f"(given) => examining.{function}(...given)", list(given))
