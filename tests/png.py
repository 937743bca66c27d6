"""PNG files: read into pixels, and written in the sixteen colours of a card's icon."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

Pixel = tuple[int, int, int, int]
"""Red, green, blue and opacity, each from 0 to 255."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = {2: 3, 6: 4}  # PNG's type of colour -> bytes a pixel: RGB, and RGB with opacity
_BY_PALETTE, _MOST_IN_PALETTE = 3, 16


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
    chunks = _chunks(file)
    width, height, bits, colour, *how = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if bits != 8 or colour not in _COLOURS or any(how):
        raise ValueError(f"a PNG file of another kind: {bits} bits, colours {colour}, {how}")
    size = _COLOURS[colour]
    lines = _unfiltered(zlib.decompress(chunks[b"IDAT"]), width * size, size)
    return Picture(width, height, tuple(tuple(_pixels(line, size)) for line in lines))


def write_png(rows: Sequence[Sequence[int]], palette: Sequence[Pixel]) -> bytes:
    """A PNG file of four bits a pixel: rows, even in length, of indices into a palette of at most sixteen colours."""
    if len(palette) > _MOST_IN_PALETTE:
        raise ValueError(f"{len(palette)} colours in a palette of {_MOST_IN_PALETTE}")
    packed = (bytes(left << 4 | right for left, right in zip(row[::2], row[1::2], strict=True)) for row in rows)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 4, _BY_PALETTE, 0, 0, 0)),
        (b"PLTE", b"".join(bytes(pixel[:3]) for pixel in palette)),
        (b"tRNS", bytes(pixel[3] for pixel in palette).rstrip(b"\xff")),
        (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in packed), 9)),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _chunks(file: bytes) -> dict[bytes, bytes]:
    """Each chunk's kind and data; the data of all IDAT chunks is one."""
    found: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at < len(file):
        length, kind = struct.unpack(">I4s", file[at : at + 8])
        found[kind] = found.get(kind, b"") + file[at + 8 : at + 8 + length]
        at += length + 12
    return found


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
