"""Draw the icons: `make icons` has chromium make a PNG file beside each SVG file of the app and of the cards.

A card carries its icon in itself, so the smaller, the better: a purple disc with a white sign needs sixteen colours.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.cards.chromium import open_chromium
from tests.png import Pixel, read_png, write_png

_CONTENT = Path(__file__).parents[1] / "content"
OF_CARDS = tuple(sorted((_CONTENT / "cards" / "icons").glob("*.svg")))
OF_APP: Mapping[Path, int] = {
    _CONTENT / "app_icons" / "color.svg": 192,
    _CONTENT / "app_icons" / "outline.svg": 32,
}
"""Icon -> width and height, in pixels, as Teams asks for them."""

_SIDE = 64  # pixels: twice the side on the card, for screens with small pixels
_PURPLE, _WHITE = (0x5B, 0x5F, 0xC7), (0xFF, 0xFF, 0xFF)
_STEPS = 8  # shades at the disc's edge, and again from purple to white
_OPAQUE = 0xF0  # of 255; less is the disc's edge

# A canvas of the icon's own size keeps what is transparent transparent.
_DRAW = """
const draw = async ([size, url]) => {
  const image = new Image(); image.src = url; await image.decode();
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = size;
  canvas.getContext('2d').drawImage(image, 0, 0, size, size);
  return canvas.toDataURL('image/png').split(',')[1];
};
"""


def draw(icons: Iterable[tuple[Path, int]]) -> list[bytes]:
    """Each SVG file as a PNG file of the width and height, drawn by chromium."""
    asked = json.dumps([[size, _data_url(svg)] for svg, size in icons])
    with open_chromium() as chromium:
        drawn = chromium.run(f"{_DRAW}; Promise.all({asked}.map(draw))")
    return [base64.b64decode(png) for png in drawn]


def _data_url(svg: Path) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.read_bytes()).decode()}"


def in_sixteen_colours(png: bytes) -> bytes:
    """A drawing of a purple disc with a white sign, made small."""
    rows = [[_index(pixel) for pixel in row] for row in read_png(png).rows]
    edge = [(*_PURPLE, round(255 * step / _STEPS)) for step in range(_STEPS)]
    return write_png(rows, [*edge, *(_mixed(step / (_STEPS - 1)) for step in range(_STEPS))])


def _index(pixel: Pixel) -> int:
    """The palette's nearest colour: 0 to 7 for the disc's edge, 8 to 15 from purple to white."""
    red, _, _, opacity = pixel
    if opacity < _OPAQUE:
        return min(_STEPS - 1, round(_STEPS * opacity / 255))
    return _STEPS + round((_STEPS - 1) * (red - _PURPLE[0]) / (_WHITE[0] - _PURPLE[0]))


def _mixed(share: float) -> Pixel:
    red, green, blue = (round(dark + share * (light - dark)) for dark, light in zip(_PURPLE, _WHITE, strict=True))
    return red, green, blue, 255


def main() -> None:
    of_app, of_cards = draw(OF_APP.items()), draw((svg, _SIDE) for svg in OF_CARDS)
    for svg, png in zip([*OF_APP, *OF_CARDS], [*of_app, *map(in_sixteen_colours, of_cards)], strict=True):
        svg.with_suffix(".png").write_bytes(png)


if __name__ == "__main__":
    main()
