"""The demo: a story, played against the real application over HTTP and told as it goes."""

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from rich.console import Console

from bot.errors import UnknownScene
from bot.rehearsal.awkward import AWKWARD
from bot.rehearsal.desk import DESK
from bot.rehearsal.fortnight import FORTNIGHT
from bot.rehearsal.house import open_scene
from bot.rehearsal.meeting import network_meeting
from bot.rehearsal.pages import pages_of
from bot.rehearsal.promising import PROMISES
from bot.rehearsal.stories import Story, moments
from bot.rehearsal.telling import Telling
from bot.rehearsal.trust import TRUST
from bot.rehearsal.visiting import keep_up
from bot.telemetry import log

SCENES: Mapping[str, Story] = MappingProxyType(
    {
        "fortnight": FORTNIGHT,
        "trust": TRUST,
        "awkward": AWKWARD,
        "promises": PROMISES,
        "desk": DESK,
        **{f"meeting-{people}": network_meeting(people) for people in (6, 20, 200)},
    }
)
_STAND_IN = "The application is the real one; Teams is a stand-in on this machine, and the clock jumps."


async def play(scene: str, *, stay: bool) -> None:
    """The database is a temporary one.

    `stay`: afterwards the pages show what was played, and the bot is kept up for a client of one's own.

    Raises UnknownScene.
    """
    if scene not in SCENES:
        raise UnknownScene(f"--scene: there is no scene {scene}; there are {', '.join(SCENES)}")
    # A demo is read by people: only what has gone wrong is logged, to standard error.
    log.set_up(level=logging.ERROR)
    telling = Telling(Console(highlight=False, markup=False, emoji=False))
    with TemporaryDirectory(prefix="sloyfa-") as folder:
        place = Path(folder)
        database_url = f"sqlite+aiosqlite:///{place / 'story.db'}"
        over, files = await _tell(telling, SCENES[scene], database_url, place)
        if stay:
            async with pages_of(database_url, files, now=over) as address:
                telling.say(f"\nWhat was played, on pages: {address}/ (choose who of its people to be).")
                await keep_up(place, say=telling.say)


async def _tell(telling: Telling, story: Story, database_url: str, place: Path) -> tuple[datetime, Path]:
    """When the story is over, and the municipality's files."""
    for line in (story.opening, _STAND_IN):
        telling.say(line)
    opened = open_scene(database_url, now=story.start, folder=story.folder(place), pages=story.pages)
    async with opened as scene:
        async for moment in moments(scene, story):
            await scene.stage.settle()
            telling.tell(scene, moment)
        return scene.stage.now, scene.folder
