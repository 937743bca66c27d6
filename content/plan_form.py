"""The fields of a plan's form, as a card or a page sends them."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from content.cleaning import clean_line
from content.vocabulary.planning import PlanForm

MOST_VALUES = 200
"""Of one field."""
_LONGEST = 200  # characters of a value


def filled(sent: Callable[[str], Sequence[str]]) -> PlanForm:
    """`sent` gives a field's values by its name, () for none; data may be made by hand."""
    found: dict[str, Any] = {}
    for one in fields(PlanForm):
        values = _values(sent(one.name))
        found[one.name] = values if one.default == () else (values or ("",))[0]
    return PlanForm(**found)


def _values(sent: Sequence[str]) -> tuple[str, ...]:
    cleaned = (clean_line(value)[:_LONGEST] for value in sent[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in cleaned if value))
