"""Draw the icons of the cards: each `content/cards/icons/*.svg` in chromium, as a PNG of the same name beside it.

`make icons` runs `python -m tests.icons`. An icon is a purple disc with a white sign, so sixteen colours are enough;
the card carries the PNG in itself, so the smaller, the better.
"""

import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ICONS = Path(__file__).parents[1] / "content" / "cards" / "icons"

_SIDE = 64  # pixels: twice the side on the card, for screens with small pixels
_PURPLE, _WHITE = (0x5B, 0x5F, 0xC7), (0xFF, 0xFF, 0xFF)
_STEPS = 8  # shades at the disc's edge, and again from purple to white
_FORMAT = struct.pack(">IIBBBBB", _SIDE, _SIDE, 4, 3, 0, 0, 0)  # four bits a pixel, by a palette


def draw(svg: Path) -> bytes:
    """The drawing as a PNG of sixteen colours."""
    with TemporaryDirectory(prefix="sloyfa-") as folder:
        page, shot = Path(folder) / "icon.html", Path(folder) / "icon.png"
        style = f"body {{margin: 0}} svg {{display: block; width: {_SIDE}px; height: {_SIDE}px}}"
        page.write_text(f"<!doctype html><style>{style}</style>{svg.read_text(encoding='utf-8')}", encoding="utf-8")
        subprocess.run(  # noqa: S603 - our own arguments
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *("--default-background-color=00000000", f"--window-size={_SIDE},{_SIDE}"),
                *(f"--user-data-dir={folder}/profile", f"--screenshot={shot}", page.as_uri()),
            ],
            check=True,
            capture_output=True,
        )
        return _small(shot.read_bytes())


def _small(png: bytes) -> bytes:
    packed = b"".join(
        b"\0" + bytes(_index(row[x : x + 4]) << 4 | _index(row[x + 4 : x + 8]) for x in range(0, 4 * _SIDE, 8))
        for row in _rows(png)
    )
    shades = [_mixed(step / (_STEPS - 1)) for step in range(_STEPS)]
    palette = bytes(_PURPLE) * _STEPS + b"".join(map(bytes, shades))
    alphas = bytes(round(255 * step / _STEPS) for step in range(_STEPS))
    chunks = (
        (b"IHDR", _FORMAT),
        (b"PLTE", palette),
        (b"tRNS", alphas),
        (b"IDAT", zlib.compress(packed, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _index(pixel: bytes) -> int:
    """The palette's nearest colour: 0 to 7 for the disc's edge, 8 to 15 from purple to white."""
    red, _, _, alpha = pixel
    if alpha < 0xF0:
        return min(_STEPS - 1, round(_STEPS * alpha / 255))
    return _STEPS + round((_STEPS - 1) * (red - _PURPLE[0]) / (_WHITE[0] - _PURPLE[0]))


def _mixed(share: float) -> tuple[int, ...]:
    return tuple(round(dark + share * (light - dark)) for dark, light in zip(_PURPLE, _WHITE, strict=True))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _rows(png: bytes) -> Iterator[bytes]:
    """The rows of a PNG with eight bits each of red, green, blue and alpha, unfiltered."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    raw, before = zlib.decompress(data), bytes(4 * _SIDE)
    for start in range(0, len(raw), 4 * _SIDE + 1):
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + 4 * _SIDE], before)
        yield before


def _unfiltered(kind: int, row: bytes, above: bytes) -> bytes:
    out = bytearray()
    for at, byte in enumerate(row):
        left, corner = (out[at - 4], above[at - 4]) if at >= 4 else (0, 0)
        guesses = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))
        out.append((byte + guesses[kind]) & 0xFF)
    return bytes(out)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


def main() -> None:
    for svg in sorted(ICONS.glob("*.svg")):
        svg.with_suffix(".png").write_bytes(draw(svg))


if __name__ == "__main__":
    main()
