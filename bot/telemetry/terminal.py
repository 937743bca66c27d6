"""Output for a terminal: characters that move the cursor, colour or reverse text are escaped."""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, except tab and line feed
    "\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
    "]"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")


def printable(text: str) -> str:
    """The text with unsafe characters escaped as in JSON, so JSON stays valid."""
    if not _UNSAFE.search(text):
        return text
    flags = {at for flag in _FLAG.finditer(text) for at in range(*flag.span())}
    return _UNSAFE.sub(lambda found: found[0] if found.start() in flags else _escaped(found[0]), text)


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


@contextmanager
def safely() -> Iterator[None]:
    """Makes all output within the block printable, to standard output and error."""
    with redirect_stdout(_over(sys.stdout)), redirect_stderr(_over(sys.stderr)):
        yield


def _over(stream: TextIO | None) -> Any:  # noqa: ANN401 - it passes for the stream
    return None if stream is None else _Printable(stream)


class _Printable:
    """A stream that writes printable text; every other attribute is the underlying stream's."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(printable(text))

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        if name == "buffer":  # writing to the buffer would bypass the escaping
            raise AttributeError(name)
        return getattr(self._stream, name)
