"""What Teams sends a bot: activities with every field a real one bears, and the headers beside them."""

import html
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.rehearsal.wire_conversations import Conversation, Person

Json = dict[str, Any]
BOT_NAME = "Sløyfa"
_ZONE = "Europe/Oslo"


@dataclass(frozen=True)
class Stamp:
    """What every activity of one Teams has in common at one moment."""

    now: datetime
    service_url: str
    bot_id: str

    def times(self) -> Json:
        utc = self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        local = self.now.astimezone(ZoneInfo(_ZONE)).isoformat(timespec="milliseconds")
        return {"timestamp": utc, "localTimestamp": local}


def activity(
    kind: str,
    *,
    id: str,  # noqa: A002 - Teams' own word
    stamp: Stamp,
    person: Person,
    locale: str,
    conversation: Json,
    channel_data: Json,
    body: Json,
) -> Json:
    """`body` is what this kind of activity has beside what all have."""
    return {
        **body,
        "type": kind,
        "id": id,
        **stamp.times(),
        "localTimezone": _ZONE,
        "channelId": "msteams",
        "serviceUrl": stamp.service_url,
        "from": {"id": person.id, "name": person.name, "aadObjectId": person.object_id},
        "conversation": conversation,
        "recipient": {"id": stamp.bot_id, "name": BOT_NAME},
        "entities": [*body.get("entities", []), client_info(locale)],
        "channelData": channel_data,
        "locale": locale,
    }


def again(sent: Json, *, id: str, stamp: Stamp) -> Json:  # noqa: A002 - Teams' own word
    """The same, sent anew under another id and at another time."""
    return {**sent, "id": id, **stamp.times()}


def headers(sent: Json) -> dict[str, str]:
    conversation = sent.get("conversation") or {}
    tenant = (sent.get("channelData") or {}).get("tenant") or {}
    return {
        "Content-Type": "application/json; charset=utf-8",
        "x-ms-conversation-id": str(conversation.get("id", "")),
        "x-ms-tenant-id": str(tenant.get("id", "")),
    }


def client_info(locale: str) -> Json:
    return {"type": "clientInfo", "locale": locale, "country": "NO", "platform": "Web", "timezone": _ZONE}


def place_of(conversation: Conversation, *, root: str = "") -> Json:
    """`conversation` as an activity names it."""
    if conversation.is_group:
        return {
            "id": conversation.id,
            "conversationType": "groupChat",
            "tenantId": conversation.tenant,
            "isGroup": True,
        }
    if not conversation.is_channel:
        return {"id": conversation.id, "conversationType": "personal", "tenantId": conversation.tenant}
    address = f"{conversation.id};messageid={root}" if root else conversation.id
    return {"id": address, "conversationType": "channel", "tenantId": conversation.tenant, "isGroup": True}


def channel_data_of(conversation: Conversation) -> Json:
    tenant = {"tenant": {"id": conversation.tenant}}
    if not conversation.is_channel:
        return tenant
    named = {"channel": {"id": conversation.id}, "team": {"id": conversation.team}}
    return {"teamsChannelId": conversation.id, "teamsTeamId": conversation.team, **named, **tenant}


def words(text: str, *, mention: str = "") -> Json:
    """What a typed message holds; `mention` is the bot's id where it is spoken to by name.

    Teams sends the same words as HTML beside the text, as an attachment.
    """
    if not mention:
        return {"text": text, "textFormat": "plain", "attachments": [_html(_escaped(text))]}
    tag = f"<at>{BOT_NAME}</at>"
    span = f'<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">{BOT_NAME}</span>&nbsp;'
    mentioned = {"id": mention, "name": BOT_NAME}
    return {
        "text": f"{tag} {text}",
        "textFormat": "plain",
        "attachments": [_html(span + _escaped(text))],
        "entities": [{"type": "mention", "mentioned": mentioned, "text": tag}],
    }


def words_of(sent: Json) -> Json:
    """What was said in an activity, and whom it mentioned."""
    mentions = [one for one in sent.get("entities") or [] if one.get("type") == "mention"]
    said: Json = {name: sent[name] for name in ("text", "textFormat", "attachments") if name in sent}
    return {**said, "entities": mentions}


def executed(action: Json, data: Json) -> Json:
    """What a pressed Action.Execute sends."""
    named = {name: action.get(name, "") for name in ("id", "title", "verb")}
    pressed = {"type": "Action.Execute", **named, "data": data}
    return {"name": "adaptiveCard/action", "value": {"action": pressed, "trigger": "manual"}}


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _html(inner: str) -> Json:
    return {"contentType": "text/html", "content": f"<p>{inner}</p>"}
