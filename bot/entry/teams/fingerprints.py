"""Fingerprints of activities, equal when Teams sends the same content again under a new id."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.entry.teams.foreign_json import objects_at, text_at, value_at
from bot.entry.teams.pressing import press_data

_TEAMS_OWN = "msteams"
# ASCII: encoding cannot fail.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, check_circular=False)


def fingerprint(activity: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal. A press has the same fingerprint as invoke and as message."""
    parts = [
        text_at(activity, "conversation", "id"),
        text_at(activity, "from", "aadObjectId").lower() or text_at(activity, "from", "id"),
        *_content(activity),
    ]
    return hashlib.sha256(_CANONICAL.encode(parts).encode()).hexdigest()


def _content(activity: Mapping[str, Any]) -> list[object]:
    data = press_data(activity)
    if data is not None:
        return ["press", _ours(data)]
    kind = text_at(activity, "type")
    if kind in {"messageUpdate", "messageDelete"}:
        # Both bear the original message's id, which a resend keeps; without the id two deletions would look the same.
        kept = ["id", "text"]
    else:
        kept = ["action", "name", "text", "value", "membersAdded", "membersRemoved"]
    happened = text_at(activity, "channelData", "eventType")
    return [kind, happened, *(value_at(activity, name) for name in kept), *_beside_text(activity)]


def _beside_text(activity: Mapping[str, Any]) -> list[str]:
    """Contents and names of attachments, for a message without text; their addresses differ between resends."""
    attachments = objects_at(activity, "attachments")
    found = [text_at(one, "content") or text_at(one, "name") for one in attachments]
    return [] if text_at(activity, "text").strip() else [one for one in found if one]


def _ours(data: object) -> object:
    if not isinstance(data, Mapping):
        return data
    return {name: value for name, value in data.items() if name != _TEAMS_OWN}
