"""People at the field where a message is written: the app's search there, and a card put into the message."""

from typing import Any

from bot.rehearsal.clients import Client
from bot.rehearsal.teams import Response, StandInTeams
from bot.rehearsal.wire_conversations import Conversation, Message

Json = dict[str, Any]
_PAGE = 25


def open_chat_of_two(teams: StandInTeams, one: Client, other: Client) -> Conversation:
    """Two people's own chat, which Teams calls personal like a chat with the bot; the bot is not in it."""
    accounts = "_".join(sorted(each.person.object_id for each in (one, other)))
    members = [one.person, other.person]
    return teams.world.open(Conversation(f"19:{accounts}@unq.gbl.spaces", teams.tenant, members=members))


async def search(me: Client, words: str, chat: Conversation, *, start: int = 0) -> Response:
    """What the person's client sends for each letter typed, and, without words, when the search opens."""
    typed = {"name": "words", "value": words} if words else {"name": "initialRun", "value": "true"}
    asked = {"commandId": "bank", "parameters": [typed], "queryOptions": {"skip": start, "count": _PAGE}}
    return await me.tell("invoke", chat, {"name": "composeExtension/query", "value": asked})


def listed(found: Response) -> list[Json]:
    """The results to choose from; none where a line was shown instead."""
    return list(found.body["composeExtension"].get("attachments", []))


def insert(teams: StandInTeams, me: Client, chosen: Json, chat: Conversation) -> Message:
    """The person's own message with the card of a result, and without its preview; the bot is told nothing of it."""
    card = {name: chosen[name] for name in ("contentType", "content")}
    new = teams.world.message_id(chat)
    return chat.add({"attachments": [card]}, id=new, sender=me.id, from_bot=False, at=teams.world.now())
