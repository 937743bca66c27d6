"""How a person meets an Adaptive Card: what is read on it, which fields it has, what a button sends."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]
_TOGGLE = "Action.ToggleVisibility"
_WITHIN = ("selectAction", "body", "items", "columns", "rows", "cells", "actions", "card", "inlineAction")


class NotOnCardError(LookupError):
    """The person looks for something that this card does not show."""


class NotFilledInError(ValueError):
    """Teams' client holds the press back, and shows the card's own message."""


def texts_on(card: Json | None) -> list[str]:
    """All that can be read, in order: texts, labels, what stands in the fields, choices, buttons.

    What is folded can be read too, by whoever unfolds it.
    """
    unfolded = _unfolded(card)
    return [text for element in _elements(card, hidden=unfolded) for text in _texts_of(element) if text]


def buttons_on(card: Json | None) -> list[str]:
    """The buttons that send something."""
    return [str(element.get("title", "")) for element in _elements(card) if _is_action(element)]


def _unfolded(card: Json | None, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """The ids of elements that a button shows and hides: one on the card, or in what another button has shown."""
    toggles = (element for element in _elements(card, hidden=known) if _type(element) == _TOGGLE)
    found = known.union(str(target) for toggle in toggles for target in toggle.get("targetElements", ()))
    return known if found == known else _unfolded(card, found)


def inputs_on(card: Json | None) -> dict[str, Json]:
    """The fields by id, hidden ones too: they are sent as well."""
    fields = (element for element in _elements(card, hidden=None) if _type(element).startswith("Input."))
    return {str(field["id"]): field for field in fields}


def action_on(card: Json | None, title: str, *, by: str) -> Json:
    """The action behind a button, folded or not.

    `by="submit"` takes the fallback, as a client does that knows no Action.Execute.
    """
    found = _elements(card, hidden=_unfolded(card))
    named = [element for element in found if _is_action(element) and element.get("title") == title]
    if not named:
        raise NotOnCardError(f"No button {title!r} on this card; it has {buttons_on(card)}.")
    if by == "execute" or _type(named[0]) == "Action.Submit":
        return named[0]
    fallback = named[0].get("fallback")
    if not isinstance(fallback, dict):
        raise NotOnCardError(f"The button {title!r} has no fallback, and is not there on clients that need one.")
    return fallback


def data_sent(card: Json | None, action: Json, inputs: Mapping[str, str]) -> Json:
    """The action's own data with the fields' values beside it; fields left alone send what they showed."""
    fields = inputs_on(card)
    if strangers := inputs.keys() - fields.keys():
        raise NotOnCardError(f"No field {sorted(strangers)} on this card; it has {sorted(fields)}.")
    data = dict(action.get("data") or {})
    if action.get("associatedInputs", "auto").casefold() == "none":
        return data
    filled = {**_shown(fields), **inputs}
    for name, field in fields.items():
        _check(name, field, filled.get(name, ""))
    return {**data, **filled}


def _shown(fields: Mapping[str, Json]) -> dict[str, str]:
    return {name: value for name, field in fields.items() if (value := _value(field)) is not None}


def _value(field: Json) -> str | None:
    if _type(field) == "Input.Toggle":
        return str(field.get("value", field.get("valueOff", "false")))
    if "value" in field:
        return str(field["value"])
    return "" if _type(field) == "Input.Text" else None


def _check(name: str, field: Json, value: str) -> None:
    if field.get("isRequired") and not value.strip():
        raise NotFilledInError(field.get("errorMessage") or f"The field {name!r} must be filled in.")
    if _type(field) != "Input.ChoiceSet" or field.get("style") == "filtered" or not value:
        return
    offered = {choice.get("value") for choice in field.get("choices", [])}
    chosen = value.split(",") if field.get("isMultiSelect") else [value]
    if not offered.issuperset(chosen):
        raise NotOnCardError(f"The field {name!r} does not offer {value!r}, only {sorted(offered)}.")


def _type(element: Json) -> str:
    return str(element.get("type", ""))


def _is_action(element: Json) -> bool:
    return _type(element).startswith("Action.") and _type(element) != _TOGGLE


def _elements(node: object, *, hidden: frozenset[str] | None = frozenset()) -> Iterator[Json]:
    """Every element in reading order, a container before what it holds.

    Of those that are not visible only the ones with an id in `hidden`; None for all of them.
    """
    if isinstance(node, list):
        for one in node:
            yield from _elements(one, hidden=hidden)
    if not isinstance(node, dict) or _is_skipped(node, hidden):
        return
    yield node
    for name in _WITHIN:
        if inner := node.get(name):
            yield from _elements(inner, hidden=hidden)


def _is_skipped(element: Json, hidden: frozenset[str] | None) -> bool:
    return element.get("isVisible") is False and hidden is not None and element.get("id") not in hidden


def _texts_of(element: Json) -> list[str]:
    kind = _type(element)
    if kind.startswith("Action."):
        return [element.get("title", "")]
    if kind.startswith("Input."):
        return _texts_of_input(element)
    if kind == "RichTextBlock":
        return ["".join(run if isinstance(run, str) else run.get("text", "") for run in element.get("inlines", []))]
    if kind == "FactSet":
        return [fact.get(part, "") for fact in element.get("facts", []) for part in ("title", "value")]
    return [element["text"]] if isinstance(element.get("text"), str) else []


def _texts_of_input(field: Json) -> list[str]:
    texts = [field.get("label", ""), field.get("title", "")]
    if _type(field) == "Input.ChoiceSet":
        return [*texts, *(choice.get("title", "") for choice in field.get("choices", []))]
    if _type(field) == "Input.Toggle":
        return texts
    return [*texts, str(field.get("value") or field.get("placeholder") or "")]
