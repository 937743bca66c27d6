"""Every card: of the made-up messages in every language, and as the rehearsal really sends them."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.rehearsal.house import Scene, open_scene
from bot.rehearsal.play import SCENES
from bot.rehearsal.stories import Story, moments
from content.language import Language
from content.render import render
from tests.content.example_messages import MESSAGES, TOO_LONG


@dataclass(frozen=True)
class Found:
    """A card. `kind` is the message's class, or a scene and a moment; `number` counts a kind's cards in a language.
    `summary` is the notification's text.
    """

    kind: str
    number: int
    language: str
    summary: str
    card: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.kind} {self.number}"


def example_cards(language: Language) -> Iterator[Found]:
    counts = Counter[str]()
    for message in (*MESSAGES, *TOO_LONG):
        rendered = render(message, language)
        if rendered.card is not None:
            kind = type(message).__name__
            counts[kind] += 1
            yield Found(kind, counts[kind], language.value, rendered.summary, rendered.card)


async def rehearsed_cards() -> list[Found]:
    """Every different card in a chat or a channel, after every moment of every scene.

    A meeting of two hundred sends hundreds of cards of the kinds that one of twenty does.
    """
    played = ((name, story) for name, story in SCENES.items() if name != "meeting-200")
    found = [each for name, story in played async for each in _sent(name, story)]
    return list(_numbered(_different(found)))


async def _sent(scene_name: str, story: Story) -> AsyncIterator[Found]:
    with TemporaryDirectory(prefix="sloyfa-") as folder:
        url, municipality = f"sqlite+aiosqlite:///{folder}/cards.db", story.folder(Path(folder))
        async with open_scene(url, now=story.start, folder=municipality, pages=story.pages) as scene:
            async for moment in moments(scene, story):
                for found in _standing(scene, f"{scene_name}: {moment.name}"):  # answered presses, seen until settled
                    yield found
                await scene.stage.settle()
                for found in _standing(scene, f"{scene_name}: {moment.name}"):
                    yield found


def _standing(scene: Scene, kind: str) -> Iterator[Found]:
    seen = [(one, client.view(one)) for client in scene.cast.people.values() for one in client.chat]
    posted = [(one, one.card) for place in scene.teams.world.conversations.values() for one in place.messages]
    for message, card in (*seen, *posted):
        if message.from_bot and card is not None:
            yield Found(kind, 1, card["lang"], message.summary, card)


def _different(found: Iterable[Found]) -> Iterable[Found]:
    """The first of equal cards, where the data of buttons does not count."""
    first: dict[str, Found] = {}
    for each in found:
        first.setdefault(json.dumps(_without_data(each.card)), each)
    return first.values()


def _without_data(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_data(inner) for key, inner in value.items() if key != "data"}
    return [_without_data(inner) for inner in value] if isinstance(value, list) else value


def _numbered(found: Iterable[Found]) -> Iterator[Found]:
    counts = Counter[tuple[str, str]]()
    for each in found:
        counts[each.kind, each.language] += 1
        yield Found(each.kind, counts[each.kind, each.language], each.language, each.summary, each.card)
