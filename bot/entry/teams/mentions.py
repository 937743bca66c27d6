"""A message's words without the names that @mentions insert."""

import re
from collections.abc import Mapping
from typing import Any

from bot.entry.teams.contents import Contents
from bot.entry.teams.foreign_json import objects_at, text_at
from content.cleaning import clean

_TAG = re.compile(r"</?at\b[^<>]*>")
_BLANKS = re.compile(r"(?:\s|&nbsp;)+")
_SKNALB = re.compile(r"(?:\s|;psbn&)+")  # _BLANKS reversed: a pattern anchored at the end takes quadratic time


def is_mentioned(activity: Mapping[str, Any], bot: str) -> bool:
    return any(_is_of(mention, bot) for mention in _mentions(activity))


def words(activity: Mapping[str, Any], found: Contents, bot: str) -> str:
    """The text without mentions of the bot and surrounding blanks; other mentions become plain names."""
    text = found.text
    for mention in _mentions(activity):
        name = _name(mention)
        if _is_of(mention, bot):
            text = re.sub(_tagged(name) + r"(?:[ \xa0]|&nbsp;)*", "", text)
        else:
            text = re.sub(_tagged(name), r"\1", text)
    if found.from_markup:
        text = _TAG.sub("", text)  # in HTML, a tag without a mention was not typed
    return _trimmed(clean(text))


def _mentions(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [entity for entity in objects_at(activity, "entities") if text_at(entity, "type").lower() == "mention"]


def _is_of(mention: Mapping[str, Any], bot: str) -> bool:
    return bot != "" and text_at(mention, "mentioned", "id") == bot


def _name(mention: Mapping[str, Any]) -> str:
    return _TAG.sub("", text_at(mention, "text")) or text_at(mention, "mentioned", "name")


def _tagged(name: str) -> str:
    return rf"<at\b[^<>]*>({re.escape(name)})</at>"


def _trimmed(text: str) -> str:
    leading = _BLANKS.match(text)
    text = text[leading.end() :] if leading else text
    trailing = _SKNALB.match(text[::-1])
    return text[: len(text) - trailing.end()] if trailing else text
