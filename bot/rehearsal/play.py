"""The demo: the fortnight, played against the real application over HTTP and told as it goes."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.rehearsal.fortnight import START, fortnight
from bot.rehearsal.house import open_scene
from bot.rehearsal.telling import Telling
from bot.rehearsal.visiting import keep_up
from bot.telemetry import log

_OPENING = (
    "A fortnight in Nordvik, a municipality that is made up, like everybody in it and every word they write.",
    "The application is the real one; Teams is a stand-in on this machine, and the clock jumps.",
)


async def play(*, stay: bool) -> None:
    """The database is a temporary one. `stay`: afterwards the bot is kept up for a client of one's own."""
    # A demo is read by people: only what has gone wrong is logged, to standard error.
    log.set_up(level=logging.ERROR)
    telling = Telling(Console(highlight=False, markup=False, emoji=False))
    with TemporaryDirectory(prefix="sloyfa-") as folder:
        await _tell(telling, f"sqlite+aiosqlite:///{Path(folder) / 'fortnight.db'}")
        if stay:
            await keep_up(Path(folder), say=telling.say)


async def _tell(telling: Telling, database_url: str) -> None:
    for line in _OPENING:
        telling.say(line)
    async with open_scene(database_url, now=START) as scene:
        async for moment in fortnight(scene):
            await scene.stage.settle()
            telling.tell(scene, moment)
