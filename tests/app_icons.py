"""Draw the app's icons: `make icons` has chromium make a PNG file of each SVG file in content/app_icons.

A canvas of the icon's own size keeps what is transparent transparent.
"""

import base64
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cards.chromium import open_chromium

ICONS = Path(__file__).parents[1] / "content" / "app_icons"
SIZES: Mapping[str, int] = {"color": 192, "outline": 32}
"""Icon -> width and height, in pixels, as Teams asks for them."""

Pixel = tuple[int, int, int, int]
"""Red, green, blue and opacity, each from 0 to 255."""

_DRAW = """
const draw = async ([name, size, url]) => {
  const image = new Image(); image.src = url; await image.decode();
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = size;
  canvas.getContext('2d').drawImage(image, 0, 0, size, size);
  return [name, canvas.toDataURL('image/png').split(',')[1]];
};
"""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = {2: 3, 6: 4}  # PNG's type of colour -> bytes a pixel: RGB, and RGB with opacity


def draw() -> Mapping[str, bytes]:
    """Each icon as a PNG file, drawn by chromium."""
    icons = json.dumps([[name, size, _data_url(ICONS / f"{name}.svg")] for name, size in SIZES.items()])
    with open_chromium() as chromium:
        drawn = chromium.run(f"{_DRAW}; Promise.all({icons}.map(draw))")
    return {name: base64.b64decode(png) for name, png in drawn}


def _data_url(svg: Path) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.read_bytes()).decode()}"


@dataclass(frozen=True)
class Picture:
    """A PNG file's pixels, row by row from the top."""

    width: int
    height: int
    rows: tuple[tuple[Pixel, ...], ...]

    @property
    def pixels(self) -> tuple[Pixel, ...]:
        return tuple(pixel for row in self.rows for pixel in row)


def read_png(file: bytes) -> Picture:
    """The picture of a PNG file with 8 bits a colour, not interlaced; ValueError for any other."""
    if not file.startswith(_SIGNATURE):
        raise ValueError("not a PNG file")
    chunks = dict(_chunks(file))
    width, height, bits, colour, *how = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if bits != 8 or colour not in _COLOURS or any(how):
        raise ValueError(f"a PNG file of another kind: {bits} bits, colours {colour}, {how}")
    size = _COLOURS[colour]
    lines = _unfiltered(zlib.decompress(chunks[b"IDAT"]), width * size, size)
    return Picture(width, height, tuple(tuple(_pixels(line, size)) for line in lines))


def _chunks(file: bytes) -> list[tuple[bytes, bytes]]:
    """Each chunk's kind and data; the data of all IDAT chunks is one."""
    found: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at < len(file):
        length, kind = struct.unpack(">I4s", file[at : at + 8])
        found[kind] = found.get(kind, b"") + file[at + 8 : at + 8 + length]
        at += length + 12
    return list(found.items())


def _unfiltered(data: bytes, length: int, size: int) -> list[bytes]:
    """The rows' bytes, each taken out of PNG's five filters."""
    rows, above = [], bytes(length)
    for at in range(0, len(data), length + 1):
        row = bytearray(data[at + 1 : at + 1 + length])
        for i in range(length):
            left, up, corner = (row[i - size], above[i], above[i - size]) if i >= size else (0, above[i], 0)
            row[i] = (row[i] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[data[at]]) % 256
        above = bytes(row)
        rows.append(above)
    return rows


def _paeth(left: int, up: int, corner: int) -> int:
    return min((left, up, corner), key=lambda one: abs(left + up - corner - one))


def _pixels(row: bytes, size: int) -> list[Pixel]:
    found = [tuple(row[at : at + size]) for at in range(0, len(row), size)]
    return [(one[0], one[1], one[2], one[3] if size == _COLOURS[6] else 255) for one in found]


def main() -> None:
    for name, png in draw().items():
        (ICONS / f"{name}.png").write_bytes(png)


if __name__ == "__main__":
    main()
