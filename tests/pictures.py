"""Draw the README's picture: three cards of the demo as sent over the wire, in chromium at a phone's width.

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
from tests.cards.drawing import open_drawing

PICTURE = Path(__file__).parents[1] / "content" / "pictures" / "three-cards.png"
SHOWN = (
    ("second prompt", "ali", "A question, on a Tuesday morning"),
    ("Ali answers", "ali", "Answered: the same card, four minutes later"),
    ("meeting digest", "guro", "Before the meeting: what the coordinator reads"),
)
"""(moment of the demo, viewer, heading above the card)"""

_TALLEST = 678
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


def main() -> None:
    log.set_up(level=logging.ERROR)
    cards = asyncio.run(_cards())
    PICTURE.parent.mkdir(exist_ok=True)
    with open_drawing() as drawing:
        PICTURE.write_bytes(drawing.row(cards, [title for _, _, title in SHOWN], tallest=_TALLEST))


if __name__ == "__main__":
    main()
