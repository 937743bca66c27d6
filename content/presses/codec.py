"""A press as the data of a card, and back."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, get_args
from uuid import UUID

from content.presses.press import Press
from content.presses.steps import StepRef, step_in

VERSION = 1


class UnknownPress(ValueError):
    """The data of a press is not of a card we know how to read."""


_KINDS: Mapping[str, type[Press]] = {kind.__name__: kind for kind in get_args(Press)}


def encode(press: Press) -> dict[str, Any]:
    """The press as a card's `data`."""
    values = {name: dict(vars(value)) if isinstance(value, StepRef) else value for name, value in vars(press).items()}
    return {"sloyfa": VERSION, "press": type(press).__name__, **values}


def decode(data: object) -> Press:
    """The press in a card's `data`, among inputs and Teams' own keys.

    Raises UnknownPress for anything but a valid press: data may be made by hand.
    """
    if not isinstance(data, Mapping) or data.get("sloyfa") != VERSION:
        raise UnknownPress("not a press of this version")
    kind = _KINDS.get(str(data.get("press")))
    if kind is None:
        raise UnknownPress("no such press")
    found: dict[str, Any] = {field.name: _value(field, data) for field in fields(kind)}
    return kind(**found)


def _value(field: Field[Any], data: Mapping[str, Any]) -> StepRef | str | int:
    default = None if field.default is MISSING else field.default  # a card of an earlier version lacks the field
    value: object = data.get(field.name, default)
    if field.type is StepRef and (step := step_in(value)):
        return step
    if isinstance(value, str) and field.type is str:
        return value
    if isinstance(value, int) and field.type is int and not isinstance(value, bool):
        return value
    raise UnknownPress(f"{field.name} is not what it should be")


def id_in(text: str) -> UUID | None:
    """The id in a press, None for other text: data may be made by hand."""
    try:
        return UUID(text)
    except ValueError:
        return None
