"""Cards drawn in chromium with Microsoft's renderer, as Teams shows them: their pictures and their heights."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cards import packages
from tests.cards.chromium import Chromium, ChromiumError, missing, open_chromium
from tests.cards.looks import LIGHT, PHONE, Theme, host_config, style

_MARGIN = 12  # around a card in the page, CSS pixels
_AT_A_TIME = 40  # cards on a page


@dataclass(frozen=True)
class Drawn:
    """A card's place in the page, in CSS pixels, and the texts cut off."""

    x: float
    y: float
    width: float
    height: float
    cut: tuple[str, ...]


class Drawing:
    """A page for drawing cards."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._theme: Theme | None = None
        chromium.run(_scripts())

    def draw(self, cards: Sequence[dict[str, Any]], *, width: int = PHONE, theme: Theme = LIGHT) -> list[Drawn]:
        """The cards below one another, on an emptied page."""
        if theme is not self._theme:
            self._chromium.run(f"dress({json.dumps(style(theme))}, {json.dumps(host_config(theme))})")
            self._theme = theme
        self._chromium.resize(width + 2 * _MARGIN, 800)
        found = self._chromium.run(f"draw({json.dumps(list(cards))}, {width})")
        return [Drawn(**{**each, "cut": tuple(each["cut"])}) for each in found]

    def pictures(self, cards: Sequence[dict[str, Any]], *, width: int, theme: Theme) -> Iterator[tuple[Drawn, bytes]]:
        """Each card's place and picture (PNG), in the order of the cards."""
        for start in range(0, len(cards), _AT_A_TIME):
            places = self.draw(cards[start : start + _AT_A_TIME], width=width, theme=theme)
            self._chromium.resize(width + 2 * _MARGIN, round(places[-1].y + places[-1].height) + _MARGIN)
            for place in places:
                yield place, self._chromium.picture(*_around(place))

    def row(self, cards: Sequence[dict[str, Any]], titles: Sequence[str], *, tallest: int) -> bytes:
        """A picture (PNG) of cards beside one another, a title above each, cut off at `tallest` pixels."""
        self.draw(cards)
        self._chromium.resize(len(cards) * (PHONE + 2 * _MARGIN), tallest)
        told = self._chromium.run(f"layOut({json.dumps(list(titles))}, {tallest})")
        self._chromium.resize(told["width"], told["height"])
        return self._chromium.picture(0, 0, told["width"], told["height"])

    def height(self, card: dict[str, Any], *, width: int = PHONE) -> float:
        """In CSS pixels."""
        [place] = self.draw([card], width=width)
        return place.height


def _around(place: Drawn) -> tuple[float, float, float, float]:
    return place.x - _MARGIN, place.y - _MARGIN, place.width + 2 * _MARGIN, place.height + 2 * _MARGIN


@cache
def _scripts() -> str:
    renderer = (packages.FOLDER / "adaptivecards" / "dist" / "adaptivecards.min.js").read_text(encoding="utf-8")
    return renderer + Path(__file__).with_name("draw.js").read_text(encoding="utf-8")


@contextmanager
def open_drawing() -> Iterator[Drawing]:
    """Raises ChromiumError on a machine where cards would not look as in Teams."""
    if package := missing():
        raise ChromiumError(f"cards cannot be drawn here; Debian's package {package} would do")
    with open_chromium() as chromium:
        yield Drawing(chromium)


@pytest.fixture(scope="session")
def drawing() -> Iterator[Drawing]:
    """Draws cards: `drawing.height(card)` is a card's height in pixels at a width of 344 (`card`: the JSON in
    `Rendered.card`), and `drawing.draw([card])[0].cut` the texts cut off on a phone.

    A test with this fixture has the marks `browser` and `npm`. The tests of one process share one chromium.
    """
    with open_drawing() as opened:
        yield opened
