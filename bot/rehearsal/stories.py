"""A story in dated parts, played against the real application."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.rehearsal.acts import Act, Sight
from bot.rehearsal.cast import nordvik
from bot.rehearsal.house import Scene
from bot.rehearsal.page_browser import OpensBrowsers, http_browsers
from dialogs.calendar.instants import instant


@dataclass(frozen=True)
class Part:
    """`line` tells of the act; `full`: the cards are told in full."""

    at: datetime
    name: str
    line: str
    act: Act
    full: bool = False


@dataclass(frozen=True)
class Moment:
    """An act has been done: the instant, the act, and the messages to look at; further cards may be on the way."""

    at: datetime
    name: str
    line: str
    sights: tuple[Sight, ...]
    full: bool


@dataclass(frozen=True)
class Story:
    """`opening` is told before the first part. `furnish` writes a municipality's files, Nordvik's where it is None.

    `on_pages`: some of its parts are played on the pages.
    """

    opening: str
    parts: Sequence[Part]
    furnish: Callable[[Path], None] | None = None
    on_pages: bool = False

    @property
    def start(self) -> datetime:
        return self.parts[0].at

    @property
    def pages(self) -> OpensBrowsers | None:
        """The browsers that the story is played with, over HTTP."""
        return http_browsers if self.on_pages else None

    def folder(self, place: Path) -> Path:
        """The folder of the municipality's files, written under `place` unless it is Nordvik's own."""
        if self.furnish is None:
            return nordvik()
        self.furnish(place / "kommune")
        return place / "kommune"


async def moments(scene: Scene, story: Story) -> AsyncIterator[Moment]:
    """The caller settles the stage between two moments, and may kill the application before settling."""
    for part in story.parts:
        await scene.stage.to(part.at)
        sights = await part.act(scene)
        yield Moment(part.at, part.name, part.line, sights, part.full)


def in_autumn(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """The instant of a local wall time in the autumn of 2026."""
    return instant(datetime(2026, month, day, hour, minute))  # noqa: DTZ001 - local wall time
