"""The whole card of a message, in the schema of Adaptive Cards 1.5, as the tests check for every card."""

from collections.abc import Iterator, Sequence
from typing import Any

from content.cards.buttons import action_sets, in_rows
from content.cards.elements import Action, Element
from content.language import Language
from content.wording import phrase

Card = dict[str, Any]
_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


def card(
    message: object,
    language: Language,
    body: Sequence[Element],
    *,
    actions: Sequence[Action] = (),
    below: Sequence[Element] = (),
    wide: bool = False,
    summary: str = "",
) -> Card:
    """The message's card as JSON; clients unable to show the card show `summary`, or the message's own.

    Several rows of buttons become elements of the body, and so do buttons with elements `below` them.
    """
    rows = in_rows(actions)
    are_elements = len(rows) > 1 or bool(below)
    built: Card = {
        "$schema": _SCHEMA,
        "type": "AdaptiveCard",
        "lang": language.value,
        "version": "1.5",
        "fallbackText": summary or phrase(message, "summary", language),
        "body": [*_touching(body), *(action_sets(actions) if are_elements else []), *below],
    }
    if rows and not are_elements:
        [built["actions"]] = rows
    if wide:
        built["msteams"] = {"width": "full"}
    return built


def _touching(body: Sequence[Element]) -> Iterator[Element]:
    """The elements, with a line and no empty strip between two from edge to edge: a band and a chapter beneath it."""
    for before, element in zip((None, *body), body, strict=False):
        touches = before is not None and before.get("bleed") and element.get("bleed")
        yield {**element, "spacing": "None", "separator": True} if touches else element
