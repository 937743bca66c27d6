"""Frozen dataclasses as JSON and back, by the types of the fields."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

_Value = TypeVar("_Value")


def as_json(value: object) -> Any:  # noqa: ANN401, PLR0911 - whatever JSON has
    match value:
        case Enum():
            return value.value
        case UUID():
            return str(value)
        case date() | time():  # a datetime is a date
            return value.isoformat()
        case tuple():
            return [as_json(one) for one in value]
        case frozenset():
            return sorted(as_json(one) for one in value)
        case _ if is_dataclass(value):
            return {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
        case _:
            return value


def from_json(kind: type[_Value], stored: object) -> _Value:
    """The value that `as_json` has written."""
    found: _Value = _read(kind, stored)
    return found


def _read(kind: Any, stored: Any) -> Any:  # noqa: ANN401 - the table of types
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return None if stored is None else _read(next(one for one in inner if one is not NoneType), stored)
    if origin is tuple:
        kinds = inner[:1] * len(stored) if inner[-1] is Ellipsis else inner
        return tuple(_read(one, each) for one, each in zip(kinds, stored, strict=True))
    if origin is frozenset:
        return frozenset(_read(inner[0], each) for each in stored)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _read(of, stored[name]) for name, of in _types(kind).items()})
    if kind in {date, datetime, time}:
        return kind.fromisoformat(stored)
    return kind(stored)


@cache
def _types(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind)}
