"""What makes two activities the same thing said: Teams may send one again under a new id."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.entry.teams.pressing import press_data
from bot.entry.teams.reading import objects_at, text_at, value_at

_TEAMS_OWN = "msteams"
# ASCII, so that nothing somebody sends can fail to be encoded.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, check_circular=False)


def fingerprint(activity: Mapping[str, Any]) -> str:
    """In hexadecimal. A press is the same whether it comes as an invoke or as a message."""
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
        # They bear the original's id, which does not change; without it two deletions would be one.
        kept = ["id", "text"]
    else:
        kept = ["action", "name", "text", "value", "membersAdded", "membersRemoved"]
    happened = text_at(activity, "channelData", "eventType")
    return [kind, happened, *(value_at(activity, name) for name in kept), *_beside_text(activity)]


def _beside_text(activity: Mapping[str, Any]) -> list[str]:
    """What a message without text says, and what came along; addresses differ when it is sent again."""
    attachments = objects_at(activity, "attachments")
    found = [text_at(one, "content") or text_at(one, "name") for one in attachments]
    return [] if text_at(activity, "text").strip() else [one for one in found if one]


def _ours(data: object) -> object:
    if not isinstance(data, Mapping):
        return data
    return {name: value for name, value in data.items() if name != _TEAMS_OWN}
