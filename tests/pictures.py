"""Draw the README's picture: three cards of the demo as sent over the wire, in chromium at a phone's width.

`make pictures` runs `python -m tests.pictures ADAPTIVECARDS.js`; the argument is Microsoft's renderer of cards.
"""

import asyncio
import json
import logging
import subprocess
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.rehearsal.fortnight import FORTNIGHT, START
from bot.rehearsal.house import Scene, open_scene
from bot.rehearsal.stories import moments
from bot.telemetry import log

PICTURE = Path(__file__).parents[1] / "content" / "pictures" / "three-cards.png"
SHOWN = (
    ("second prompt", "ali", "A question, on a Tuesday morning"),
    ("Ali answers", "ali", "Answered: the same card, four minutes later"),
    ("meeting digest", "guro", "Before the meeting: what the coordinator reads"),
)
"""(moment of the demo, viewer, heading above the card)"""

_WIDTH, _HEIGHT = 1152, 750  # CSS pixels
_HOST = {
    "fontFamily": "'Liberation Sans', Arial, sans-serif",
    "spacing": {"small": 6, "default": 10, "medium": 14, "large": 20, "extraLarge": 26, "padding": 16},
    "fontSizes": {"small": 12, "default": 14, "medium": 15, "large": 18, "extraLarge": 22},
    "containerStyles": {"emphasis": {"backgroundColor": "#f0f0f0"}},
    "actions": {"buttonSpacing": 8, "actionsOrientation": "horizontal", "maxActions": 6},
}
_STYLE = """
body {margin: 0; padding: 18px 20px; display: flex; gap: 28px; background: #f5f5f5; font: 14px 'Liberation Sans', Arial}
section {width: 352px} h2 {font: 600 14px 'Liberation Sans', Arial; color: #444; margin: 0 2px 10px}
.card {background: #fff; border: 1px solid #e0e0e0; border-radius: 6px; max-height: 678px; overflow: hidden}
.ac-pushButton {font: 600 14px 'Liberation Sans'; padding: 6px 12px; border: 1px solid #d1d1d1; border-radius: 4px;
 background: #fff} .ac-pushButton.style-positive {background: #5b5fc7; color: #fff; border-color: #5b5fc7}
.ac-input {box-sizing: border-box; width: 100%; padding: 6px 8px; border: 1px solid #d1d1d1; border-radius: 4px;
 font: 14px 'Liberation Sans'; background: #fff} textarea {min-height: 64px}
"""


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


def _page(cards: list[dict[str, Any]], renderer: str) -> str:
    """`renderer` is the script's text: a page that loads nothing needs no permission to read files."""
    sections = "".join(f'<section><h2>{escape(title)}</h2><div class="card"></div></section>' for _, _, title in SHOWN)
    data = json.dumps(cards, ensure_ascii=False).replace("<", "\\u003c")
    draw = (
        f"const cards = {data}, places = document.querySelectorAll('.card');"
        f"cards.forEach((json, at) => {{const card = new AdaptiveCards.AdaptiveCard();"
        f"card.hostConfig = new AdaptiveCards.HostConfig({json.dumps(_HOST)}); card.parse(json);"
        f"places[at].appendChild(card.render())}})"
    )
    head = f'<meta charset="utf-8"><style>{_STYLE}</style>'
    return f"<!doctype html>{head}{sections}<script>{renderer}</script><script>{draw}</script>"


def main(renderer: Path) -> None:
    log.set_up(level=logging.ERROR)
    page = _page(asyncio.run(_cards()), renderer.read_text(encoding="utf-8"))
    PICTURE.parent.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="sloyfa-") as folder:
        written = Path(folder) / "cards.html"
        written.write_text(page, encoding="utf-8")
        subprocess.run(  # noqa: S603 - our own arguments
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *(f"--user-data-dir={folder}/profile", f"--window-size={_WIDTH},{_HEIGHT}"),
                *(f"--screenshot={PICTURE}", written.as_uri()),
            ],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
