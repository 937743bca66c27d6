"""People at their own Teams: what they say, edit, delete and press, and what they see."""

from collections.abc import Mapping
from typing import Any, Literal

from bot.rehearsal.teams import Response, StandInTeams
from bot.rehearsal.wire_activities import activity, again, channel_data_of, executed, place_of, words, words_of
from bot.rehearsal.wire_cards import (
    NotFilledInError,
    NotOnCardError,
    action_on,
    buttons_on,
    data_sent,
    inputs_on,
    texts_on,
)
from bot.rehearsal.wire_conversations import Conversation, Message, Person, opaque
from bot.rehearsal.wire_eyes import Eyes
from bot.rehearsal.wire_files import consented, offered
from bot.rehearsal.wire_team import Channel, Event, GroupChat, Team, open_group_chat

__all__ = [
    "Channel",
    "Client",
    "GroupChat",
    "NotFilledInError",
    "NotOnCardError",
    "Response",
    "Team",
    "buttons_on",
    "inputs_on",
    "open_group_chat",
    "texts_on",
]

Json = dict[str, Any]


class Client:
    """One person with the bot at hand."""

    def __init__(
        self,
        teams: StandInTeams,
        name: str,
        object_id: str,
        upn: str,
        *,
        tenant: str = "",
        locale: str = "nb-NO",
    ) -> None:
        user = f"29:{opaque('person', teams.bot_id, object_id)}"
        self.person = Person(user, name, object_id, upn, tenant or teams.tenant)
        self.locale = locale
        self._teams = teams
        self._own = teams.world.meet(self.person)
        self._eyes = Eyes(teams.world)

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def notices(self) -> list[str]:
        """What presses were answered with where it was words and not a card."""
        return self._eyes.notices

    @property
    def conversation(self) -> Conversation:
        """The chat with the bot as it is stored, with what was deleted."""
        return self._own

    @property
    def chat(self) -> list[Message]:
        """The chat with the bot as this person sees it."""
        return self._eyes.seen(self._own.messages)

    def reads(self, channel: Channel, *, thread: Message | str | None = None) -> list[Message]:
        """A channel, or one thread in it, as this person sees it."""
        return self._eyes.seen(channel.messages if thread is None else channel.thread(_id(thread)))

    def view(self, message: Message | str) -> Json | None:
        """The card this person sees: what a press was answered with, until the message is updated for all."""
        return self._eyes.card(_id(message))

    async def install(self, *, only: Event | None = None) -> tuple[Response, ...]:
        """Both events, as Teams sends them; `only` where one of them gets lost."""
        self._own.bot_in = True
        return await self._tell_both("membersAdded", "add", only)

    async def uninstall(self, *, only: Event | None = None) -> tuple[Response, ...]:
        self._own.bot_in = False
        return await self._tell_both("membersRemoved", "remove", only)

    async def say(self, text: str) -> Response:
        """In the chat with the bot."""
        return await self._write(self._own, words(text))

    async def send(self, body: Json) -> Response:
        """In the chat with the bot, a message that holds something else than typed words."""
        return await self._write(self._own, body)

    async def say_in(
        self, channel: Channel | GroupChat, text: str, thread: Message | str | None = None, *, mention: bool = True
    ) -> Response:
        """In a channel, a new thread or an old one; in a group's chat, without a thread.

        Without `mention` a bot hears it only where the team has consented to that (RSC); here it always does.
        """
        spoken = words(text, mention=self._teams.bot_id if mention else "")
        return await self._write(channel.conversation, spoken, root=_id(thread) if thread else "")

    async def edit(self, message: Message | str, text: str) -> Response:
        conversation, old = self._own_message(message)
        spoken = words(text, mention=self._teams.bot_id if words_of(old.activity)["entities"] else "")
        conversation.edit(old, {**old.activity, **spoken}, at=self._teams.world.now())
        return await self._tell_changed("messageUpdate", "editMessage", old, spoken)

    async def replace(self, message: Message | str, body: Json) -> Response:
        """Edit a message so that it holds something else than typed words."""
        conversation, old = self._own_message(message)
        conversation.edit(old, {**old.activity, **body}, at=self._teams.world.now())
        return await self._tell_changed("messageUpdate", "editMessage", old, body)

    async def delete(self, message: Message | str) -> Response:
        """The bot is told which, and no words."""
        conversation, old = self._own_message(message)
        conversation.delete(old)
        return await self._tell_changed("messageDelete", "softDeleteMessage", old, {})

    async def undelete(self, message: Message | str) -> Response:
        conversation, old = self._own_message(message)
        conversation.delete(old, deleted=False)
        return await self._tell_changed("messageUpdate", "undeleteMessage", old, words_of(old.activity))

    async def press(
        self,
        message: Message | str,
        title: str,
        inputs: Mapping[str, str] | None = None,
        *,
        by: Literal["execute", "submit"] = "execute",
        shown: Json | None = None,
        forged: Mapping[str, object] | None = None,
    ) -> Response:
        """Press a button on a card, the fields filled in with `inputs`.

        `shown` is the card where another device still shows an old one; `forged` is put into the data by a tampered
        client, unchecked.
        """
        conversation, current = self._teams.world.find(_id(message))
        card = shown or self.view(current)
        action = action_on(card, title, by=by)
        data = {**data_sent(card, action, inputs or {}), **(forged or {})}
        body: Json
        if action.get("type") == "Action.Submit":
            kind, new, body = "message", self._teams.world.message_id(conversation), {"value": data}
        else:
            kind, new, body = "invoke", self._teams.world.event_id(), executed(action, data)
        body["replyToId"] = current.id
        return await self._deliver(self._activity(kind, conversation, body, id=new, root=current.root))

    async def answer_file(self, message: Message | str, *, yes: bool, upload: Json | None = None) -> Response:
        """Consent to an offered file, or not; `upload` is where a tampered client wants the file laid."""
        conversation, current = self._teams.world.find(_id(message))
        offer = offered(current)
        if offer is None:
            raise NotOnCardError("No file is offered in this message.")
        named = upload or self._teams.drive.upload(f"http://{self._teams.host}", offer["name"])
        body = {**consented(offer, named if yes else None), "replyToId": current.id}
        return await self._deliver(self._activity("invoke", conversation, body, root=current.root))

    async def again(self, sent: Response | Json, *, new_id: bool = False) -> Response:
        """Teams sends the same once more, byte for byte, or under a new id and time."""
        made = sent.activity if isinstance(sent, Response) else sent
        if new_id:
            made = again(made, id=self._new_id(made), stamp=self._teams.stamp())
        return await self._deliver(made)

    async def tell(
        self, kind: str, conversation: Conversation, body: Json, *, channel_data: Json | None = None
    ) -> Response:
        """Something that is no message, told to the bot on this person's behalf."""
        return await self._deliver(self._activity(kind, conversation, body, channel_data=channel_data))

    async def _tell_both(self, change: str, action: str, only: Event | None) -> tuple[Response, ...]:
        told: dict[Event, Json] = {
            "conversationUpdate": {change: [{"id": self._teams.bot_id}]},
            "installationUpdate": {"action": action},
        }
        return tuple([await self.tell(kind, self._own, told[kind]) for kind in told if only in (None, kind)])

    async def _tell_changed(self, kind: str, event: str, message: Message, body: Json) -> Response:
        """It bears the id of the message that was changed."""
        conversation = self._teams.conversation(message.conversation)
        data = {**channel_data_of(conversation), "eventType": event}
        made = self._activity(kind, conversation, body, id=message.id, root=message.root, channel_data=data)
        self._teams.ledger.ring()
        return await self._deliver(made)

    async def _write(self, conversation: Conversation, spoken: Json, *, root: str = "") -> Response:
        new = self._teams.world.message_id(conversation)
        first = (root or new) if conversation.is_channel else ""
        body = {**spoken, "replyToId": root} if root else spoken
        made = self._activity("message", conversation, body, id=new, root=first)
        conversation.add(made, id=new, sender=self.id, from_bot=False, at=self._teams.world.now(), root=root)
        self._teams.ledger.ring()
        return await self._deliver(made)

    def _activity(
        self,
        kind: str,
        conversation: Conversation,
        body: Json,
        *,
        id: str = "",  # noqa: A002 - Teams' own word
        root: str = "",
        channel_data: Json | None = None,
    ) -> Json:
        return activity(
            kind,
            id=id or self._teams.world.event_id(),
            stamp=self._teams.stamp(),
            person=self.person,
            locale=self.locale,
            conversation=place_of(conversation, root=root),
            channel_data=channel_data or channel_data_of(conversation),
            body=body,
        )

    async def _deliver(self, made: Json) -> Response:
        response = await self._teams.post(made)
        if made.get("type") == "invoke":
            self._eyes.show(response, str(made.get("replyToId", "")))
        self._teams.ledger.ring()
        return response

    def _own_message(self, message: Message | str) -> tuple[Conversation, Message]:
        conversation, found = self._teams.world.find(_id(message))
        if found.sender != self.id:
            raise LookupError(f"{self.name} did not write the message {found.id!r}, and cannot change it.")
        return conversation, found

    def _new_id(self, made: Json) -> str:
        if made.get("type") != "message":
            return self._teams.world.event_id()
        return self._teams.world.message_id(self._teams.conversation(made["conversation"]["id"]))


def _id(message: Message | str) -> str:
    return message if isinstance(message, str) else message.id
