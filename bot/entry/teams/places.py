"""The place an activity comes from: tenant, conversation and thread."""

from collections.abc import Mapping
from typing import Any

from bot.entry.teams.foreign_json import id_at, text_at, value_at
from dialogs.events import Place, Scope
from dialogs.model import limits

_THREAD = ";messageid="
_THREADS, _BETWEEN_TWO = "19:", "@unq.gbl.spaces"
_SCOPES = {scope.value.lower(): scope for scope in Scope}


def tenant_of(activity: Mapping[str, Any]) -> str:
    """In lower case, "" where channelData names none; no other field may stand in for it."""
    return text_at(activity, "channelData", "tenant", "id").lower()


def place_of(activity: Mapping[str, Any], *, bot: str) -> Place:
    conversation, _, root = text_at(activity, "conversation", "id").partition(_THREAD)
    scope = _scope(activity)
    return Place(
        tenant=tenant_of(activity),
        service_url=text_at(activity, "serviceUrl"),
        conversation=conversation,
        scope=scope,
        bot=bot_of(activity, bot=bot),
        user=text_at(activity, "from", "id"),
        channel=_channel(activity),
        team=id_at(activity, "channelData", "team", "id"),
        thread=(root[: limits.FOREIGN_ID] or _root(activity)) if scope is Scope.CHANNEL else "",
    )


def bot_of(activity: Mapping[str, Any], *, bot: str) -> str:
    """Teams' id of the bot; `bot` for activities without a recipient."""
    return id_at(activity, "recipient", "id") or bot


def _scope(activity: Mapping[str, Any]) -> Scope:
    named = _SCOPES.get(text_at(activity, "conversation", "conversationType").lower())
    if named is not None and not (named is Scope.PERSONAL and _is_of_people(activity)):
        return named
    # A wrong guess would show one person's words to a whole team, so a team's id decides where the type is missing.
    if text_at(activity, "channelData", "team", "id"):
        return Scope.CHANNEL
    is_group = value_at(activity, "conversation", "isGroup") is True
    return Scope.GROUP_CHAT if is_group or _is_of_people(activity) else Scope.PERSONAL


def _is_of_people(activity: Mapping[str, Any]) -> bool:
    """Whether the conversation is of people who have the bot along, though it may be called personal.

    A bot's own chat with a person is `a:…`, or named by both of them. A chat between two people is named by the two,
    and a meeting's has no type at all.
    """
    conversation = text_at(activity, "conversation", "id")
    app_id = text_at(activity, "recipient", "id").removeprefix("28:")
    is_own = conversation.endswith(_BETWEEN_TWO) and app_id != "" and app_id in conversation
    return conversation.startswith(_THREADS) and not is_own


def _channel(activity: Mapping[str, Any]) -> str:
    """The channel's id; for General, which Teams does not name, the team's; at installation the selected channel's."""
    return (
        id_at(activity, "channelData", "channel", "id")
        or id_at(activity, "channelData", "settings", "selectedChannel", "id")
        or id_at(activity, "channelData", "team", "id")
    )


def _root(activity: Mapping[str, Any]) -> str:
    """The thread's root where the conversation id does not hold it: the message replied to, else the message itself."""
    answered = id_at(activity, "replyToId")
    return answered or (id_at(activity, "id") if text_at(activity, "type") == "message" else "")
