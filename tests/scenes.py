"""A scene of the rehearsal, played once over the wire, with a check after each of its turning points."""

from collections.abc import Callable
from pathlib import Path

from bot.rehearsal.clients import texts_on
from bot.rehearsal.house import Scene, open_scene
from bot.rehearsal.page_browser import OpensBrowsers
from bot.rehearsal.stories import Moment, Story, moments

Check = Callable[[Scene, Moment], None]


class Checks:
    """The checks of one scene, by the name of the part they look at."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._by_name: dict[str, Check] = {}

    def after(self, name: str) -> Callable[[Check], Check]:
        """Register a check to run once the moment has happened."""

        def remember(check: Check) -> Check:
            self._by_name[name] = check
            return check

        return remember

    @property
    def names(self) -> set[str]:
        """The parts to be looked at."""
        return set(self._by_name)

    async def play(self, folder: Path, *, pages: OpensBrowsers | None = None) -> set[str]:
        """The parts of the story that were looked at; fails where a check fails. `pages`: other browsers than usual."""
        looked_at: set[str] = set()
        database_url = f"sqlite+aiosqlite:///{folder / 'scene.db'}"
        place = self._story.folder(folder)
        opened = open_scene(database_url, now=self._story.start, folder=place, pages=pages or self._story.pages)
        async with opened as scene:
            async for moment in moments(scene, self._story):
                await scene.stage.settle()
                if moment.name in self._by_name:
                    self._by_name[moment.name](scene, moment)
                    looked_at.add(moment.name)
        return looked_at


def goes_on_in_time(story: Story) -> bool:
    times = [part.at for part in story.parts]
    return times == sorted(set(times))


def newest(scene: Scene, who: str) -> list[str]:
    """The texts of the person's newest message, as it is now."""
    message = scene.cast[who].chat[-1]
    card = scene.cast[who].view(message)
    return texts_on(card) if card is not None else [message.text]


def everything(scene: Scene, who: str) -> str:
    chat = scene.cast[who].chat
    return "\n".join(text for one in chat for text in texts_on(scene.cast[who].view(one) or {}) or [one.text])
