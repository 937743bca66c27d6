"""Sends messages to Teams as activities."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol
from uuid import uuid4

import orjson

from bot.entry.teams.connector import Connector
from bot.entry.teams.file_cards import file_card
from bot.ports import Outcome
from content.cards.fitting import ROOM
from content.cards.inserting import Listed
from content.render import FileLaid, FileOffer
from content.vocabulary.messages import Message
from content.vocabulary.prompting import PromptAsked
from dialogs.events import Place, Scope
from dialogs.model import Language

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"
_ANY_DELIVERY = str(uuid4())
"""Stands for the delivery that a card names; nobody can have written it."""
_FORMS = 128  # of the steps asked about last


class Rendered(Protocol):
    """A message in one language: a card, a text, a file or a list, and the notification line.

    The line is without quotes from people.
    """

    @property
    def summary(self) -> str: ...

    @property
    def text(self) -> str | None: ...

    @property
    def card(self) -> dict[str, Any] | None: ...

    @property
    def file(self) -> FileOffer | FileLaid | None: ...

    @property
    def listed(self) -> Sequence[Listed] | None: ...


class Render(Protocol):
    """`room` is how large a card may be, in bytes as UTF-16."""

    def __call__(self, message: Message, language: Language, *, room: int = ...) -> Rendered: ...


class TeamsMessenger:
    """`app_id` names the bot for places without a bot id; "" in insecure local mode."""

    def __init__(self, connector: Connector, *, app_id: str, render: Render) -> None:
        self._connector = connector
        self._app_id = app_id
        self._render = render
        self._prompt_form = lru_cache(_FORMS)(self._written)

    async def send(self, place: Place, message: Message, language: Language, *, room: int = ROOM) -> Outcome:
        if isinstance(message, PromptAsked) and place.scope is Scope.PERSONAL:
            written = self._prompt(place, message, language, room)
            return await self._connector.send(place.service_url, place.conversation, written)
        activity = self._new(place, message, language, room)
        if place.scope is Scope.CHANNEL and not place.thread:
            return await self._connector.create_conversation(place.service_url, self._thread(place, activity))
        return await self._connector.send(place.service_url, _conversation(place, place.thread), activity)

    async def update(
        self, place: Place, activity: str, message: Message, language: Language, *, room: int = ROOM
    ) -> Outcome:
        conversation = _conversation(place, place.thread or activity)
        changed = {**self._activity(place, message, language, room), "id": activity}
        return await self._connector.update(place.service_url, conversation, activity, changed)

    async def delete(self, place: Place, activity: str) -> Outcome:
        conversation = _conversation(place, place.thread or activity)
        return await self._connector.delete(place.service_url, conversation, activity)

    def _prompt(self, place: Place, message: PromptAsked, language: Language, room: int) -> bytes:
        """The step's card, rendered once for all readers, with the id of one delivery filled in.

        The cache is keyed by all that the card shows: a card that differs in anything is rendered anew.
        """
        form = self._prompt_form(self._bot(place), replace(message, delivery=_ANY_DELIVERY), language, room)
        return form.replace(_ANY_DELIVERY.encode(), orjson.dumps(message.delivery)[1:-1])

    def _written(self, bot: str, message: PromptAsked, language: Language, room: int) -> bytes:
        place = Place("", "", "", Scope.PERSONAL, bot=bot, user="")
        return orjson.dumps(self._new(place, message, language, room))

    def _new(self, place: Place, message: Message, language: Language, room: int) -> dict[str, Any]:
        """Only personal messages notify."""
        activity = self._activity(place, message, language, room)
        if place.scope is Scope.PERSONAL:
            activity["channelData"] = {"notification": {"alert": True}}
        return activity

    def _activity(self, place: Place, message: Message, language: Language, room: int) -> dict[str, Any]:
        """A card, a text or a file's card, never two: Teams would make two messages, and return the id of neither."""
        rendered = self._render(message, language, room=room)
        activity: dict[str, Any] = {
            "type": "message",
            "from": {"id": self._bot(place)},
            "locale": language.value,
            "summary": rendered.summary,
        }
        if rendered.file is not None:
            activity["attachments"] = [file_card(rendered.file)]
        elif rendered.card is not None:
            activity["attachments"] = [{"contentType": ADAPTIVE_CARD, "content": rendered.card}]
        else:
            # Plain: people's words may not be read as Markdown.
            activity |= {"text": rendered.text or rendered.summary, "textFormat": "plain"}
        return activity

    def _thread(self, place: Place, activity: dict[str, Any]) -> dict[str, Any]:
        return {
            "isGroup": True,
            "bot": {"id": self._bot(place)},
            "tenantId": place.tenant,
            "channelData": {"channel": {"id": place.channel or place.conversation}, "tenant": {"id": place.tenant}},
            "activity": activity,
        }

    def _bot(self, place: Place) -> str:
        return place.bot or f"28:{self._app_id}"


def _conversation(place: Place, thread: str) -> str:
    """Only channels have threads, and only the suffix puts a message in a thread."""
    return f"{place.conversation};messageid={thread}" if place.scope is Scope.CHANNEL else place.conversation
