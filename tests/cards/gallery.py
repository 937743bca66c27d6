"""Draw every card in every language, at two widths in three themes, with a page to look through them.

`make cards` runs `python -m tests.cards.gallery`. Words after it choose: `nb` (a language), `phone` or `desktop`,
`light`, `dark` or `contrast`; any other is part of a card's name. Without any, all are drawn.
"""

import asyncio
import logging
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bot.telemetry import log
from content.language import Language
from tests.cards.drawing import Drawing, open_drawing
from tests.cards.found import Found, example_cards, rehearsed_cards
from tests.cards.looks import DESKTOP, PHONE, THEMES, Theme

FOLDER = Path(__file__).parents[2] / "build" / "cards"
WIDTHS = {"phone": PHONE, "desktop": DESKTOP}
_PAGE = Path(__file__).with_name("gallery.html")


@dataclass(frozen=True)
class Look:
    width: str
    theme: Theme

    @property
    def name(self) -> str:
        return f"{self.width} {self.theme.name}"

    @property
    def folder(self) -> Path:
        return Path(self.width, self.theme.name)


LOOKS = tuple(Look(width, theme) for width in WIDTHS for theme in THEMES)


@dataclass(frozen=True)
class Picture:
    """`file` is relative to the gallery's folder; `height` is the card's own, in CSS pixels."""

    found: Found
    look: Look
    file: Path
    height: int
    cut: tuple[str, ...]


def draw_all(drawing: Drawing, cards: Sequence[Found], looks: Iterable[Look]) -> Iterator[Picture]:
    for look in looks:
        (FOLDER / look.folder).mkdir(parents=True)
        drawn = drawing.pictures([each.card for each in cards], width=WIDTHS[look.width], theme=look.theme)
        for number, (found, (place, png)) in enumerate(zip(cards, drawn, strict=True)):
            file = look.folder / f"{number:04}-{found.language}.png"
            (FOLDER / file).write_bytes(png)
            yield Picture(found, look, file, round(place.height), place.cut)


def page(pictures: Iterable[Picture]) -> str:
    return _PAGE.read_text(encoding="utf-8").replace("<!-- pictures -->", "\n".join(map(_figure, pictures)))


def _figure(picture: Picture) -> str:
    found, look = picture.found, picture.look
    shown = [text for key in ("body", "actions") for text in _words(found.card.get(key))]
    alternative = escape(" ".join((found.summary, *shown))[:1000])
    told = f"{found.language}, {look.name}, {picture.height} px"
    cut = f"<strong>cut off: {escape(', '.join(picture.cut))}</strong>" if picture.cut else ""
    name = escape(found.name)
    return (
        f'<figure data-name="{name.lower()}" data-language="{found.language}" data-width="{look.width}"'
        f' data-theme="{look.theme.name}"><figcaption><b>{name}</b> <span>{told}</span> {cut}</figcaption>'
        f'<img loading="lazy" src="{picture.file.as_posix()}" alt="{alternative}"></figure>'
    )


def _words(value: object) -> Iterator[str]:
    """What is shown of it, without names and values of the schema."""
    if isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    if isinstance(value, dict):
        for key in ("title", "text", "label", "placeholder", "altText"):
            if isinstance(value.get(key), str):
                yield value[key]
        for key in ("items", "columns", "inlines", "actions", "body", "facts", "card"):
            yield from _words(value.get(key))


async def _cards(words: Sequence[str]) -> list[Found]:
    languages = [each for each in Language if each in words] or list(Language)
    found = [card for language in languages for card in example_cards(language)]
    found += [card for card in await rehearsed_cards() if card.language in languages]
    names = [word.lower() for word in words if word not in {*Language, *WIDTHS, *(theme.name for theme in THEMES)}]
    return [card for card in found if not names or any(name in card.name.lower() for name in names)]


def _looks(words: Sequence[str]) -> list[Look]:
    widths = [width for width in WIDTHS if width in words] or list(WIDTHS)
    themes = [theme.name for theme in THEMES if theme.name in words] or [theme.name for theme in THEMES]
    return [look for look in LOOKS if look.width in widths and look.theme.name in themes]


def main(words: Sequence[str]) -> None:
    log.set_up(level=logging.ERROR)
    cards = asyncio.run(_cards(words))
    shutil.rmtree(FOLDER, ignore_errors=True)
    with open_drawing() as drawing:
        pictures = list(draw_all(drawing, cards, _looks(words)))
    (FOLDER / "index.html").write_text(page(pictures), encoding="utf-8")
    cut = sum(bool(picture.cut) for picture in pictures)
    print(f"{len(pictures)} pictures of {len(cards)} cards, {cut} with something cut off: {FOLDER / 'index.html'}")


if __name__ == "__main__":
    main(sys.argv[1:])
