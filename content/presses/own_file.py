"""The file of a person's own data, as an offer's card carries it to Teams and back: never a press."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.presses.codec import VERSION, UnknownPress

FORMS = ("page", "data")
"""The forms that a person's own data can be taken along in."""

_LAST_SECOND = 2**33  # since 1970; a moment written by hand may be of any size


@dataclass(frozen=True)
class OwnFile:
    """`asked_at` is in seconds since 1970."""

    form: str
    asked_at: int


def encode_file(file: OwnFile) -> dict[str, Any]:
    return {"sloyfa": VERSION, "file": file.form, "asked_at": file.asked_at}


def decode_file(data: object) -> OwnFile:
    """Raises UnknownPress for anything but a valid file."""
    if not isinstance(data, Mapping) or data.get("sloyfa") != VERSION:
        raise UnknownPress("not a file of this version")
    form, asked_at = data.get("file"), data.get("asked_at")
    if form not in FORMS or not isinstance(asked_at, int) or not 0 < asked_at < _LAST_SECOND:
        raise UnknownPress("no such file")
    return OwnFile(form, asked_at)
