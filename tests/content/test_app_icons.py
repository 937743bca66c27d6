"""The app's icons: as Teams asks for them, and as their drawings give them."""

from collections.abc import Iterator

import pytest

from content.app_listing import ACCENT, ICONS, icon
from tests.icons import OF_APP, draw
from tests.png import Picture, read_png

_ALIKE = 4  # of 255
_SMOOTHED = 0.02  # of all pixels, which another version of chromium may smooth otherwise, at edges
_INNER = range(48, 144)  # of 192: what no client cuts away


def seen(picture: Picture) -> Iterator[tuple[int, int]]:
    """Column and row of each pixel of the symbol."""
    ground = picture.rows[0][0]
    for y, row in enumerate(picture.rows):
        yield from ((x, y) for x, pixel in enumerate(row) if pixel != ground)


def test_the_icon_in_colour_has_its_symbol_in_the_middle_of_a_ground_in_the_cards_colour() -> None:
    picture = read_png(icon("color.png"))
    assert (picture.width, picture.height) == (192, 192)
    assert {pixel[3] for pixel in picture.pixels} == {255}
    assert "#{:02X}{:02X}{:02X}".format(*picture.rows[0][0][:3]) == ACCENT
    assert all(x in _INNER and y in _INNER for x, y in seen(picture))
    assert len(list(seen(picture))) > 1000


def test_the_outline_is_white_on_nothing_and_reaches_every_edge() -> None:
    picture = read_png(icon("outline.png"))
    assert (picture.width, picture.height) == (32, 32)
    assert {pixel[:3] for pixel in picture.pixels if pixel[3]} == {(255, 255, 255)}
    assert picture.rows[0][0][3] == 0
    columns, rows = zip(*seen(picture), strict=True)
    assert (min(columns), max(columns), min(rows), max(rows)) == (0, 31, 0, 31)


@pytest.mark.browser
def test_the_icons_are_what_their_drawings_give() -> None:
    """`make icons` draws them anew."""
    assert [svg.with_suffix(".png").name for svg in OF_APP] == list(ICONS)
    for name, drawn in zip(ICONS, draw(OF_APP.items()), strict=True):
        assert unlike(read_png(drawn), read_png(icon(name))) < _SMOOTHED, name


def unlike(one: Picture, other: Picture) -> float:
    """The share of the pixels that differ between two pictures of one size."""
    pairs = zip(one.pixels, other.pixels, strict=True)
    differing = sum(max(abs(a - b) for a, b in zip(*pair, strict=True)) > _ALIKE for pair in pairs)
    return differing / len(one.pixels)
