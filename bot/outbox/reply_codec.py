"""Encodes a reply that was left to the outbox as JSON, and decodes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from content.vocabulary.messages import Message
from dialogs.model import Language, Place


@dataclass(frozen=True)
class Reply:
    """A message, its place and language. `said_at` is when the reply was due (UTC)."""

    place: Place
    message: Message
    language: Language
    said_at: datetime


def pack(reply: Reply) -> dict[str, Any]:
    kind: Any = type(reply.message)
    return {
        "place": _adapter(Place).dump_python(reply.place, mode="json"),
        "kind": kind.__name__,
        "message": _adapter(kind).dump_python(reply.message, mode="json"),
        "language": reply.language.value,
        "said_at": reply.said_at.isoformat(),
    }


def unpack(packed: Mapping[str, Any]) -> Reply:
    """Raises KeyError and ValueError for a reply packed by another version of the program."""
    kind = {kind.__name__: kind for kind in get_args(Message)}[packed["kind"]]
    return Reply(
        place=_adapter(Place).validate_python(packed["place"]),
        message=_adapter(kind).validate_python(packed["message"]),
        language=Language(packed["language"]),
        said_at=datetime.fromisoformat(packed["said_at"]),
    )


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a class, which the cache's types do not take for one
    return TypeAdapter(kind)
