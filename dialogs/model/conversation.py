"""Teams' side of an event: accounts, conversations and the moment of an activity."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Account:
    """Who Teams says somebody is: a tenant and an Entra object id (`from.aadObjectId`)."""

    tenant: str
    object_id: str


class Scope(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"
    GROUP_CHAT = "groupChat"


@dataclass(frozen=True)
class Place:
    """A conversation as Teams names it, all that is needed to write there again.

    `conversation` never holds `;messageid=`; `thread` is the root message's id where it was said in a thread.
    `user` is Teams' own id (29:…) of the one who spoke, `bot` that of the bot (28:…). `channel` is the channel's id,
    the team's where Teams names none (General).
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
    """What every event bears: who, where, and which activity it came as.

    `account.object_id` is "" where Teams named none (some guests). `locale` is what the client said, maybe "".
    `fingerprint` is a digest of what was said, the same when Teams sends it again under a new id. `pressed` is the
    message whose card was pressed, "" where it was no press. `name` is what Teams calls them, maybe "".
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
