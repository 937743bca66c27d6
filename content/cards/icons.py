"""The pictures of the cards, carried in each card itself: the signs in a band, the bar beside a quote."""

from base64 import b64encode
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Icon(StrEnum):
    """The kind of a card, at a glance; the words of the band tell the same to everybody."""

    QUESTION = "question"
    REMINDER = "clock"
    KEPT = "kept"
    CLOSED = "closed"
    QUOTES = "quotes"
    NOTE = "note"
    PAUSE = "pause"
    STOP = "stop"
    PERSON = "person"
    HELLO = "loop"
    PRIVACY = "shield"
    PEOPLE = "people"
    OPEN_TO_ALL = "eye"
    FURTHER = "arrow"


_BAR = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAAEAQMAAACTPww9AAAAA1BMVEVbX8f/sOoDAAAAC0lEQVR42mNg"
    "gAAAAAgAAST8BHIAAAAASUVORK5CYII="
)
"""Four purple pixels by four."""


def bar() -> dict[str, Any]:
    """The background of a quote: a bar along the left edge, seen where the colour of the box is not."""
    return {"url": _BAR, "fillMode": "RepeatVertically"}


def picture(icon: Icon) -> dict[str, Any]:
    """The Image of a card; a screen reader says «Sløyfa» in place of the picture."""
    return {"type": "Image", "url": _url(icon), "altText": "Sløyfa", "width": "32px", "height": "32px"}


@cache
def _url(icon: Icon) -> str:
    """A PNG, since phones may not draw SVG."""
    drawn = (files("content") / "cards" / "icons" / f"{icon.value}.png").read_bytes()
    return f"data:image/png;base64,{b64encode(drawn).decode()}"
