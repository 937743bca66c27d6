"""The sender of an event: account, conversation, activity, as Teams names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Account:
    """A tenant and an Entra object id (`from.aadObjectId`)."""

    tenant: str
    object_id: str


class Scope(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"
    GROUP_CHAT = "groupChat"


@dataclass(frozen=True)
class Place:
    """A conversation with everything needed to write to it again.

    `conversation` never holds `;messageid=`; `thread` is the root message's id, "" outside threads. `user` is Teams' id
    of the sender (29:…), `bot` of the bot (28:…). `channel` is the channel's id, or the team's where Teams names no
    channel (General).
    """

    tenant: str
    service_url: str
    conversation: str
    scope: Scope
    bot: str
    user: str
    channel: str = ""
    team: str = ""
    thread: str = ""


@dataclass(frozen=True)
class Happening:
    """Sender, conversation and activity of an event.

    `account.object_id` is "" where Teams names none (some guests). `locale` is the client's, maybe "". `fingerprint` is
    a hash of the content, equal when Teams sends an activity again under a new id. `pressed` is the id of the message
    whose card was pressed, "" for anything but a press; `in_place`: that card can become another for the presser alone.
    `name` is the sender's display name, maybe "".
    """

    account: Account
    place: Place
    activity: str
    at: datetime
    kind: str
    fingerprint: str
    locale: str = ""
    pressed: str = ""
    name: str = ""
    in_place: bool = False


@dataclass(frozen=True)
class PendingQuestion:
    """A question to one person that a yes confirms: `press` is what its button sends, and what a yes does.

    A press holds ids and numbers, never words that somebody wrote. From `expires_at` a yes confirms nothing any more.
    """

    press: Mapping[str, Any]
    asked_at: datetime
    expires_at: datetime
