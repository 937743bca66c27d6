"""The fields of a card: text of several lines or of one, and a choice; each with a label, for screen readers too."""

from collections.abc import Sequence

from content.cards.elements import Element

LONGEST_ANSWER = 4000
"""Characters a field for an answer takes."""


def text_field(
    name: str, *, label: str, text: str, missing: str, hint: str = "", longest: int = LONGEST_ANSWER
) -> Element:
    """A field of several lines; `missing` is the error message for an empty field, "" where it may stay empty.

    `hint` stands in an empty field.
    """
    field: Element = {
        "type": "Input.Text",
        "id": name,
        "label": label,
        **({"isRequired": True, "errorMessage": missing} if missing else {}),
        "maxLength": longest,
        "isMultiline": True,
    }
    return field | ({"placeholder": hint} if hint else {}) | ({"value": text} if text else {})


def line_field(name: str, *, label: str, text: str, missing: str, longest: int) -> Element:
    """A field of a single line; `missing` is the error message for an empty field, "" where it may stay empty."""
    field: Element = {
        "type": "Input.Text",
        "id": name,
        "label": label,
        **({"isRequired": True, "errorMessage": missing} if missing else {}),
        "maxLength": longest,
    }
    return {**field, "value": text} if text else field


def yes_field(name: str, *, label: str, chosen: bool) -> Element:
    """A tick; "true" or "false" is sent."""
    return {"type": "Input.Toggle", "id": name, "title": label, "value": str(chosen).lower(), "wrap": True}


def place_field(name: str, *, label: str, chosen: int, among: int, missing: str) -> Element:
    """A number from 1 to `among`, in a list that opens."""
    numbers = [str(number) for number in range(1, among + 1)]
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "errorMessage": missing,
        "value": str(chosen),
        "choices": [{"title": number, "value": number} for number in numbers],
        "style": "compact",
    }


def choice_field(name: str, *, label: str, offered: Sequence[tuple[str, str]], chosen: str, missing: str) -> Element:
    """A choice that is always made; `offered` holds (value sent, words shown).

    All are shown, one below the other: in a list that opens, a phone would cut long ones short.
    """
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "errorMessage": missing,
        "value": chosen,
        "choices": [{"title": title, "value": value} for value, title in offered],
        "style": "expanded",
        "wrap": True,
    }


def day_field(name: str, *, label: str, day: str, missing: str) -> Element:
    """A day, chosen from a calendar and filled in beforehand; `day` is an ISO date."""
    return {"type": "Input.Date", "id": name, "label": label, "errorMessage": missing, "value": day}


def list_field(name: str, *, label: str, offered: Sequence[tuple[str, str]], chosen: str, missing: str) -> Element:
    """A choice in a list that opens, for short words; `offered` holds (value sent, words shown)."""
    field = choice_field(name, label=label, offered=offered, chosen=chosen, missing=missing)
    return {**field, "style": "compact"}


def time_field(name: str, *, label: str, time: str, missing: str) -> Element:
    """A time of day, filled in beforehand: `time` is HH:MM."""
    return {"type": "Input.Time", "id": name, "label": label, "errorMessage": missing, "value": time}
