"""The contents of a message: the author's words, and attachments that cannot be taken."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.entry.teams.foreign_json import objects_at, text_at
from bot.entry.teams.markup import Markup, read_markup
from content.cleaning import clean
from dialogs.events import Along

# Placeholders in the text for quoted or forwarded messages, e.g. <quoted messageId="17"/>.
_MARKER = re.compile(r"<(quoted|forwarded|attachment)\s([^<>]*)>(?:[^<]*</\1\s*>)?", re.IGNORECASE)
_NAMES = re.compile(r"\b(?:message)?id\s*=", re.IGNORECASE)
_QUOTED_IN_TEXT = re.compile(r"schema\.skype\.com/(?:reply|forward)", re.IGNORECASE)
_TELLING = ("blockquote", "schema.skype", "<img", "<svg", "<picture", "<audio", "<video")
_WORDS_ALONE = frozenset({"text/html", "text/plain"})
_PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "heic", "heif", "webp", "bmp", "svg", "tif", "tiff"})
_RECORDINGS = frozenset({"m4a", "mp3", "wav", "ogg", "oga", "aac", "flac", "mp4", "mov", "m4v", "webm", "avi", "3gp"})
_REFERENCES = frozenset({"messagereference", "forwardedmessagereference"})
_TAGS = {"img": Along.PICTURE, "svg": Along.PICTURE, "picture": Along.PICTURE} | dict.fromkeys(
    ("audio", "video"), Along.RECORDING
)
_DOWNLOAD = "application/vnd.microsoft.teams.file."


@dataclass(frozen=True)
class Contents:
    """`text` holds mentions as `<at>name</at>`; `from_markup`: it was read from HTML."""

    text: str
    along: Along | None
    from_markup: bool = False


def contents(activity: Mapping[str, Any]) -> Contents:
    """Teams sends the words as text, and mostly as HTML beside it; a quotation may be in either."""
    text, attachments = text_at(activity, "text"), objects_at(activity, "attachments")
    has_words = clean(text).strip() != ""
    markup = _markup(attachments, has_words=has_words)
    if "<" in text and _QUOTED_IN_TEXT.search(text):
        text, from_markup = read_markup(text).text, True
    elif markup is not None and (markup.quotes or not has_words):
        text, from_markup = markup.text, True
    else:
        text, from_markup = _without_markers(text) if "<" in text else text, False
    return Contents(text, _along(activity, attachments, markup), from_markup)


def _markup(attachments: Iterable[Mapping[str, Any]], *, has_words: bool) -> Markup | None:
    """None where the HTML adds nothing to the text, which is so for most messages."""
    found = (
        text_at(attachment, "content")
        for attachment in attachments
        if text_at(attachment, "contentType").lower() == "text/html"
    )
    content = "\n".join(filter(None, found))
    plain = content.lower()
    if not content or (has_words and not any(sign in plain for sign in _TELLING)):
        return None
    return read_markup(content)


def _along(
    activity: Mapping[str, Any], attachments: Iterable[Mapping[str, Any]], markup: Markup | None
) -> Along | None:
    """The first kind of attachment in the order of Along: people are told of one only."""
    found = {
        _kind(attachment)
        for attachment in attachments
        if text_at(attachment, "contentType").lower() not in _WORDS_ALONE
    }
    if markup is not None:
        found |= {_TAGS[tag] for tag in markup.items & _TAGS.keys()}
        found |= {Along.OTHER for item in markup.items if "fluid" in item or "card" in item}
    quotes = (markup is not None and markup.quotes) or _is_marked(text_at(activity, "text"))
    return next((along for along in Along if along in found), Along.QUOTATION if quotes else None)


def _is_marked(text: str) -> bool:
    return "<" in text and _without_markers(text) != text


def _without_markers(text: str) -> str:
    return _MARKER.sub(lambda found: "" if _NAMES.search(found[2]) else found[0], text)


def _kind(attachment: Mapping[str, Any]) -> Along:
    named = text_at(attachment, "contentType").lower()
    if named in _REFERENCES:
        return Along.QUOTATION
    ending = (text_at(attachment, "content", "fileType") or text_at(attachment, "name").rpartition(".")[2]).lower()
    if named.startswith("image/") or ending in _PICTURES:
        return Along.PICTURE
    if named.startswith(("audio/", "video/")) or ending in _RECORDINGS:
        return Along.RECORDING
    if named.startswith(_DOWNLOAD) or named == "reference" or not named.startswith("application/vnd.microsoft."):
        return Along.FILE
    return Along.OTHER
