"""What Teams holds: people, their chats, channels, and the messages in them as they stand."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class Person:
    """`id` is Teams' own (29:…), another one for each bot."""

    id: str
    name: str
    object_id: str
    upn: str
    tenant: str

    def as_member(self) -> Json:
        first, _, last = self.name.partition(" ")
        return {
            "id": self.id,
            "name": self.name,
            "objectId": self.object_id,
            "aadObjectId": self.object_id,
            "givenName": first,
            "surname": last,
            "email": self.upn,
            "userPrincipalName": self.upn,
            "tenantId": self.tenant,
            "userRole": "user",
        }


@dataclass(frozen=True)
class Message:
    """A message as it stands now. `sender` is an id (28:… or 29:…).

    `root` is the id of the message its thread began with (its own, where it began one); "" in a chat. `activity` is
    all that was sent last.
    """

    id: str
    conversation: str
    sender: str
    from_bot: bool
    at: datetime
    text: str
    card: Json | None
    summary: str
    root: str
    activity: Json
    edited: tuple[datetime, ...] = ()
    deleted: bool = False

    @property
    def address(self) -> str:
        """The conversation's id as Teams names it in an activity, thread included."""
        return f"{self.conversation};messageid={self.root}" if self.root else self.conversation


def _text_in(activity: Json) -> str:
    """As it is read: names mentioned are shown without their tags."""
    return re.sub(r"</?at>", "", activity.get("text") or "")


def card_in(activity: Json) -> Json | None:
    """The first Adaptive Card attached."""
    attached = activity.get("attachments") or []
    return next((one.get("content") for one in attached if one.get("contentType") == CARD), None)


@dataclass
class Conversation:
    """A chat with one person, a channel, or a group's chat. `bot_in` says if the bot is in its roster."""

    id: str
    tenant: str
    team: str = ""
    is_group: bool = False
    members: list[Person] = field(default_factory=list)
    bot_in: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def is_channel(self) -> bool:
        return bool(self.team)

    def add(self, activity: Json, *, id: str, sender: str, from_bot: bool, at: datetime, root: str = "") -> Message:  # noqa: A002 - Teams' own word
        message = Message(
            id=id,
            conversation=self.id,
            sender=sender,
            from_bot=from_bot,
            at=at,
            text=_text_in(activity),
            card=card_in(activity),
            summary=activity.get("summary") or "",
            root=(root or id) if self.is_channel else "",
            activity=activity,
        )
        self.messages.append(message)
        return message

    def find(self, message: str) -> Message | None:
        return next((one for one in self.messages if one.id == message), None)

    def thread(self, root: str) -> list[Message]:
        return [one for one in self.messages if one.root == root]

    def edit(self, message: Message, activity: Json, *, at: datetime) -> Message:
        text, summary = _text_in(activity), activity.get("summary") or ""
        edited = (*message.edited, at)
        return self._put(
            replace(message, text=text, summary=summary, card=card_in(activity), activity=activity, edited=edited)
        )

    def delete(self, message: Message, *, deleted: bool = True) -> Message:
        return self._put(replace(message, deleted=deleted))

    def _put(self, message: Message) -> Message:
        place = next(place for place, one in enumerate(self.messages) if one.id == message.id)
        self.messages[place] = message
        return message


class World:
    """Everything one Teams knows; ids are made here, so that none comes twice."""

    def __init__(self, *, bot_id: str, now: Callable[[], datetime]) -> None:
        self.bot_id = bot_id
        self.people: dict[str, Person] = {}
        self.conversations: dict[str, Conversation] = {}
        self._now = now
        self._last = 0

    def now(self) -> datetime:
        return self._now().astimezone(UTC)

    def message_id(self, conversation: Conversation) -> str:
        """Milliseconds in channels, opaque in chats; unique though the clock stands still."""
        number = self._next_number()
        return str(number) if conversation.is_channel else f"1:{opaque(self.bot_id, str(number))}"

    def event_id(self) -> str:
        """For what is no message: a press, an installation."""
        return f"f:{opaque('event', str(self._next_number()))[:36]}"

    def _next_number(self) -> int:
        self._last = max(self._last + 1, int(self.now().timestamp() * 1000))
        return self._last

    def meet(self, person: Person) -> Conversation:
        """The person is known from now on; the chat with the bot is theirs, installed or not."""
        self.people[person.id] = person
        return self.open(Conversation(chat_id(person), person.tenant, members=[person]))

    def open(self, conversation: Conversation) -> Conversation:
        return self.conversations.setdefault(conversation.id, conversation)

    def chat_with(self, person: Person) -> Conversation:
        return self.conversations[chat_id(person)]

    def may_meet(self, person: Person) -> bool:
        """A bot may write first to those it is installed for, and to members of teams it is in."""
        return any(one.bot_in and person in one.members for one in self.conversations.values())

    def find(self, message: str) -> tuple[Conversation, Message]:
        for conversation in self.conversations.values():
            if found := conversation.find(message):
                return conversation, found
        raise LookupError(f"There is no message {message!r} in any conversation.")


def opaque(*parts: str) -> str:
    """An id that says nothing, the same for the same parts."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    return "1" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def chat_id(person: Person) -> str:
    return f"a:{opaque('chat', person.id)}"
