"""The Bot Connector API: what a bot may do in conversations, and what it is refused, as Teams does both."""

import base64
import binascii
import json
from collections.abc import Callable

from bot.rehearsal.faults import Faults
from bot.rehearsal.wire_answers import Answer, Json, Question, refuse
from bot.rehearsal.wire_conversations import Conversation, Message, Person, World

SIZE_LIMIT = 100 * 1024
_PAGE_LEAST, _PAGE_USUAL, _PAGE_MOST = 50, 200, 500


class RefusalError(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.answer = refuse(status, code, message)


def _refusals_answered(handler: Callable[["Connector", Question], Answer]) -> Callable[["Connector", Question], Answer]:
    def answered(connector: "Connector", question: Question) -> Answer:
        try:
            return handler(connector, question)
        except RefusalError as refused:
            return refused.answer

    return answered


class Connector:
    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    @_refusals_answered
    def create(self, question: Question) -> Answer:
        body = _json(question)
        return self._new_thread(body) if body.get("isGroup") else self._personal(body)

    @_refusals_answered
    def send(self, question: Question) -> Answer:
        conversation, body = self._writable(question), _activity(question.body)
        if question.thread and not conversation.thread(question.thread):
            raise RefusalError(404, "ConversationNotFound", "Conversation not found.")
        if body["type"] != "message":
            return Answer(201, {"id": self._world.event_id()})
        written = self._write(conversation, body, root=question.thread)
        if len(written) > 1:
            return Answer(202, {}, activity=written[-1].id)
        return Answer(201, {"id": written[0].id}, activity=written[0].id)

    @_refusals_answered
    def update(self, question: Question) -> Answer:
        conversation, body = self._writable(question), _activity(question.body)
        message = self._own_message(conversation, question.activity)
        conversation.edit(message, body, at=self._world.now())
        return Answer(200, {"id": message.id})

    @_refusals_answered
    def delete(self, question: Question) -> Answer:
        conversation = self._writable(question)
        conversation.delete(self._own_message(conversation, question.activity))
        return Answer(200)

    @_refusals_answered
    def members(self, question: Question) -> Answer:
        members = self._readable(question).members
        if not question.member:
            return Answer(200, [member.as_member() for member in members])
        found = [one for one in members if question.member in (one.id, one.object_id)]
        if not found:
            raise RefusalError(404, "MemberNotFoundInConversation", "Member not found in conversation.")
        return Answer(200, found[0].as_member())

    @_refusals_answered
    def paged_members(self, question: Question) -> Answer:
        conversation = self._readable(question)
        start = _start_of_page(question.query.get("continuationToken", ""))
        end = start + _page_size(question.query.get("pageSize", "")) if conversation.is_channel else None
        page: Json = {"members": [member.as_member() for member in conversation.members[start:end]]}
        if end is not None and end < len(conversation.members):
            page["continuationToken"] = base64.urlsafe_b64encode(str(end).encode()).decode()
        return Answer(200, page)

    def _personal(self, body: Json) -> Answer:
        """A first message sent along is not delivered in a chat, only in a channel."""
        wanted = [member.get("id") for member in body.get("members") or []]
        if len(wanted) != 1:
            raise RefusalError(400, "BadSyntax", "A chat is created with exactly one member.")
        person = self._person(wanted[0], tenant=_tenant(body))
        conversation = self._world.chat_with(person)
        conversation.bot_in = True
        return Answer(201, {"id": conversation.id}, conversation=conversation.id)

    def _person(self, wanted: str, *, tenant: str) -> Person:
        person = next((one for one in self._world.people.values() if wanted in (one.id, one.object_id)), None)
        if person is None or person.tenant != tenant:
            raise RefusalError(400, "BadArgument", "Failed to decrypt pairwise id.")
        if not self._world.may_meet(person):
            raise RefusalError(403, "ForbiddenOperationException", "Bot is not installed in user's personal scope.")
        return person

    def _new_thread(self, body: Json) -> Answer:
        channel = ((body.get("channelData") or {}).get("channel") or {}).get("id", "")
        conversation = self._roster_checked(channel)
        written = self._write(conversation, _activity(body.get("activity")))
        root = written[0].id
        address = f"{conversation.id};messageid={root}"
        if len(written) > 1:
            return Answer(202, {"id": address}, activity=written[-1].id, conversation=address)
        return Answer(201, {"id": address, "activityId": root}, activity=root, conversation=address)

    def _write(self, conversation: Conversation, body: Json, *, root: str = "") -> list[Message]:
        """Text and attachments in one activity become two messages, and nobody is told their ids."""
        written: list[Message] = []
        for part in _split(body):
            first = root or (written[0].id if written else "")
            message = conversation.add(
                part,
                id=self._world.message_id(conversation),
                sender=self._world.bot_id,
                from_bot=True,
                at=self._world.now(),
                root=first,
            )
            written.append(message)
        return written

    def _readable(self, question: Question) -> Conversation:
        return self._roster_checked(question.conversation)

    def _roster_checked(self, id: str) -> Conversation:  # noqa: A002 - Teams' own word
        conversation = self._world.conversations.get(id)
        if conversation is None:
            raise RefusalError(404, "ConversationNotFound", "Conversation not found.")
        if not conversation.bot_in:
            raise RefusalError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return conversation

    def _writable(self, question: Question) -> Conversation:
        conversation = self._roster_checked(question.conversation)
        if not conversation.is_channel and conversation.members[0].id in self._faults.blocked:
            raise RefusalError(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
        return conversation

    def _own_message(self, conversation: Conversation, id: str) -> Message:  # noqa: A002 - Teams' own word
        message = conversation.find(id)
        if message is None or message.deleted:
            raise RefusalError(404, "ActivityNotFoundInConversation", "The activity was not found in the conversation.")
        if not message.from_bot:
            raise RefusalError(403, "ForbiddenOperationException", "A bot can change only messages of its own.")
        return message


def _json(question: Question) -> Json:
    if question.body is None:
        raise RefusalError(400, "BadSyntax", "The body is not a JSON object.")
    return question.body


def _activity(body: Json | None) -> Json:
    """What may be written: typed, not empty, and not above 100 KB as UTF-16."""
    if not body or not isinstance(body.get("type"), str):
        raise RefusalError(400, "BadSyntax", "An activity needs a type.")
    if body["type"] == "message" and not body.get("text") and not body.get("attachments"):
        raise RefusalError(400, "BadSyntax", "Activity must include non empty 'text' field or at least 1 attachment.")
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    if len(written.encode("utf-16-le", "surrogatepass")) > SIZE_LIMIT:
        raise RefusalError(413, "MessageSizeTooBig", "Message size too large.")
    return body


def _split(body: Json) -> list[Json]:
    if not (body.get("text") and body.get("attachments")):
        return [body]
    return [{**body, "attachments": []}, {**body, "text": ""}]


def named_tenant(body: Json) -> str:
    """The one a conversation shall be made in, "" where none is named."""
    channel_data = body.get("channelData") or {}
    tenant: str = (channel_data.get("tenant") or {}).get("id") or body.get("tenantId") or ""
    return tenant


def _tenant(body: Json) -> str:
    tenant = named_tenant(body)
    if not tenant:
        raise RefusalError(400, "BadSyntax", "A chat is created with channelData.tenant.id or tenantId.")
    return tenant


def _page_size(asked: str) -> int:
    size = int(asked) if asked.isdecimal() else _PAGE_USUAL
    return min(max(size, _PAGE_LEAST), _PAGE_MOST)


def _start_of_page(token: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(token) or b"0")
    except (binascii.Error, ValueError):
        raise RefusalError(400, "BadArgument", "Invalid continuationToken.") from None
