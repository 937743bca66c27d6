"""Teams (the groups of people) and their channels, where the bot is installed for all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.rehearsal.teams import Response, StandInTeams
from bot.rehearsal.wire_conversations import Conversation, Message, opaque

if TYPE_CHECKING:
    from bot.rehearsal.clients import Client  # a client speaks in channels, a team knows its members

Json = dict[str, Any]
Event = Literal["installationUpdate", "conversationUpdate"]


@dataclass(frozen=True)
class _Change:
    """What Teams calls the same change in its two events."""

    members: str
    event: str
    action: str


_ADDED = _Change("membersAdded", "teamMemberAdded", "add")
_REMOVED = _Change("membersRemoved", "teamMemberRemoved", "remove")


@dataclass(frozen=True)
class Channel:
    name: str
    team: "Team"
    conversation: Conversation

    @property
    def id(self) -> str:
        return self.conversation.id

    @property
    def messages(self) -> list[Message]:
        """As they stand, deleted ones too."""
        return self.conversation.messages

    def thread(self, root: str) -> list[Message]:
        return self.conversation.thread(root)


class Team:
    """General is there from the start, and its id is the team's."""

    def __init__(self, teams: StandInTeams, name: str, *, tenant: str = "") -> None:
        self.name = name
        self.tenant = tenant or teams.tenant
        self.members: list[Client] = []
        self.channels: list[Channel] = []
        self._teams = teams
        self.id = _channel_id(name, "General")
        self.general = self.open_channel("General")
        self._installed_in = self.general

    def open_channel(self, name: str) -> Channel:
        conversation = Conversation(_channel_id(self.name, name), self.tenant, team=self.id)
        conversation.members = [member.person for member in self.members]
        conversation.bot_in = any(channel.conversation.bot_in for channel in self.channels)
        channel = Channel(name, self, self._teams.world.open(conversation))
        self.channels.append(channel)
        return channel

    def add(self, *people: "Client") -> None:
        """They are members; the bot is not told (`join` tells it)."""
        for person in people:
            self.members.append(person)
            for channel in self.channels:
                channel.conversation.members.append(person.person)

    async def join(self, person: "Client", *, by: "Client | None" = None) -> Response:
        self.add(person)
        return await self._tell_roster(_ADDED, person, by=by or person)

    async def leave(self, person: "Client", *, by: "Client | None" = None) -> Response:
        self.members.remove(person)
        for channel in self.channels:
            channel.conversation.members.remove(person.person)
        return await self._tell_roster(_REMOVED, person, by=by or person)

    async def install(
        self, *, by: "Client", channel: Channel | None = None, only: Event | None = None
    ) -> tuple[Response, ...]:
        """The bot is added to the team, in `channel` (General where none is named)."""
        self._bot_in(present=True)
        self._installed_in = channel or self.general
        return await self._tell_both(_ADDED, by=by, only=only)

    async def uninstall(self, *, by: "Client", only: Event | None = None) -> tuple[Response, ...]:
        self._bot_in(present=False)
        return await self._tell_both(_REMOVED, by=by, only=only)

    def _bot_in(self, *, present: bool) -> None:
        for channel in self.channels:
            channel.conversation.bot_in = present

    async def _tell_both(self, change: _Change, *, by: "Client", only: Event | None) -> tuple[Response, ...]:
        channel = self._installed_in
        data = self._channel_data(channel)
        told: dict[Event, tuple[Json, Json]] = {
            "conversationUpdate": ({change.members: [{"id": self._teams.bot_id}]}, {"eventType": change.event}),
            "installationUpdate": ({"action": change.action}, {"source": {"name": "message"}}),
        }
        return tuple(
            [
                await by.tell(kind, channel.conversation, body, channel_data={**data, **extra})
                for kind, (body, extra) in told.items()
                if only in (None, kind)
            ]
        )

    async def _tell_roster(self, change: _Change, person: "Client", *, by: "Client") -> Response:
        """Told with the team's id for conversation, whichever channel the bot was installed in."""
        member = {"id": person.id, "aadObjectId": person.person.object_id}
        data = {**self._channel_data(self.general), "eventType": change.event}
        body = {change.members: [member]}
        return await by.tell("conversationUpdate", self.general.conversation, body, channel_data=data)

    def _channel_data(self, channel: Channel) -> Json:
        return {
            "settings": {"selectedChannel": {"id": channel.id}},
            "team": {"id": self.id, "name": self.name},
            "channel": {"id": channel.id},
            "tenant": {"id": self.tenant},
        }


@dataclass(frozen=True)
class GroupChat:
    """The chat of several people, or a meeting's, with the bot added: no team, no threads."""

    conversation: Conversation

    @property
    def messages(self) -> list[Message]:
        return self.conversation.messages


def open_group_chat(teams: StandInTeams, name: str, *people: "Client", meeting: bool = False) -> GroupChat:
    kind = f"meeting_{opaque('meeting', name)}" if meeting else opaque("group chat", name)[:32]
    members = [one.person for one in people]
    conversation = Conversation(f"19:{kind}@thread.v2", teams.tenant, is_group=True, members=members, bot_in=True)
    return GroupChat(teams.world.open(conversation))


def _channel_id(team: str, channel: str) -> str:
    return f"19:{opaque('channel', team, channel)}@thread.tacv2"
