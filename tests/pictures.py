"""Draw the README's pictures in chromium: three cards of the demo at a phone's width, and pages on a small laptop.

`make pictures` runs `python -m tests.pictures`.
"""

import asyncio
import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.rehearsal.fortnight import FORTNIGHT, START
from bot.rehearsal.house import Scene, open_scene
from bot.rehearsal.stories import moments
from bot.telemetry import log
from tests.bot.web.chromium import new_reader, open_chromium
from tests.bot.web.network import COORDINATORS, open_network
from tests.cards.drawing import open_drawing

_FOLDER = Path(__file__).parents[1] / "content" / "pictures"
PICTURE = _FOLDER / "three-cards.png"
PAGES = {"start": "/", "pack": "{pack}", "digest": "{digest}", "wheel": "/plan"}
"""The picture's name -> the page's address among those of the played network."""

_SCREEN = {"width": 1000, "height": 1040}
SHOWN = (
    ("second prompt", "ali", "A question, on a Tuesday morning"),
    ("Ali answers", "ali", "Answered: the same card, four minutes later"),
    ("meeting digest", "guro", "Before the meeting: what the coordinator reads"),
)
"""(moment of the demo, viewer, heading above the card)"""

_TALLEST = 588
"""CSS pixels; what a card has below is left out of the picture."""


async def _cards() -> list[dict[str, Any]]:
    found = {}
    with TemporaryDirectory(prefix="sloyfa-") as folder:
        async with open_scene(f"sqlite+aiosqlite:///{folder}/pictures.db", now=START) as scene:
            async for moment in moments(scene, FORTNIGHT):
                if moment.name != "Ali answers":  # an answered press is seen until the message's update
                    await scene.stage.settle()
                found.update({name: _newest(scene, who) for name, who, _ in SHOWN if name == moment.name})
    return [found[name] for name, _, _ in SHOWN]


def _newest(scene: Scene, who: str) -> dict[str, Any]:
    client = scene.cast[who]
    card = client.view(client.chat[-1])
    if card is None:
        raise LookupError(f"{who}'s newest message has no card")
    return card


async def _draw_pages() -> None:
    """As the network's coordinator reads each page, from its top."""
    async with open_network() as network, open_chromium() as browser:
        reader = await new_reader(browser, network.pages, COORDINATORS["nb"], "nb", viewport=_SCREEN)
        for name, path in PAGES.items():
            await reader.open(network.address(path))
            await reader.page.screenshot(path=_FOLDER / f"page-{name}.png")


def main() -> None:
    log.set_up(level=logging.ERROR)
    cards = asyncio.run(_cards())
    _FOLDER.mkdir(exist_ok=True)
    asyncio.run(_draw_pages())
    with open_drawing() as drawing:
        PICTURE.write_bytes(drawing.row(cards, [title for _, _, title in SHOWN], tallest=_TALLEST))


if __name__ == "__main__":
    main()
