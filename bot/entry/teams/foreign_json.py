"""Reading of foreign JSON: types are never assumed, and a missing field is an empty value."""

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from dialogs.model import limits

DEEPEST = 40
# JSON can hold NUL and lone surrogates, databases cannot.
_UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")


class NotReadable(ValueError):
    """The body is not a usable JSON object."""


def read(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`, with characters no database stores replaced. Raises NotReadable."""
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite)
        if not _is_storable_as_it_is(body):
            found = _storable(found, DEEPEST)
    except (ValueError, RecursionError) as error:
        raise NotReadable("the body is not JSON") from error
    if not isinstance(found, dict):
        raise NotReadable("the body is not a JSON object")
    return found


def text_at(found: object, *path: str) -> str:
    """The text at the end of `path`, "" for anything else."""
    for name in path:
        if type(found) is not dict:
            return ""
        found = found.get(name)
    return found if type(found) is str else ""


def id_at(found: object, *path: str, longest: int = limits.FOREIGN_ID) -> str:
    """The text at the end of `path`, "" also for one longer than `longest`: no real id is."""
    text = text_at(found, *path)
    return text if len(text) <= longest else ""


def brief(text: str) -> str:
    """Foreign text, cut to fit a line of the log."""
    return text[: limits.FOREIGN_ID]


def value_at(found: object, *path: str) -> object:
    # JSON becomes dict and str and no others. Calls (of isinstance, or of this by `text_at`) would cost more than all
    # else here, which runs eighty times for each activity.
    for name in path:
        if type(found) is not dict:
            return None
        found = found.get(name)
    return found


def objects_at(found: object, *path: str) -> list[Mapping[str, Any]]:
    """The objects in the list at the end of `path`; other items are left out."""
    value = value_at(found, *path)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _is_storable_as_it_is(body: bytes) -> bool:
    """True for most bodies: such characters need escapes in JSON, and nesting needs as many brackets as levels."""
    return b"\\u" not in body and body.count(b"{") + body.count(b"[") < DEEPEST


def _storable(value: object, depth: int) -> object:
    if depth == 0:
        raise NotReadable("the body is nested too deep")
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_UNWRITABLE.sub("\ufffd", name): _storable(item, depth - 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_storable(item, depth - 1) for item in value]
    return value


def _finite(number: str) -> float:
    """The number; ValueError for overflow to infinity, which JSON cannot express."""
    found = float(number)
    if not isfinite(found):
        raise ValueError("a number is too large")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
