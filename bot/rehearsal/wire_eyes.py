"""What one person sees: the messages as they stand, and for a while the cards only they were answered with."""

from dataclasses import replace
from typing import Any

from bot.rehearsal.teams import Response
from bot.rehearsal.wire_conversations import CARD, Message, World

Json = dict[str, Any]
_NOTICE = "application/vnd.microsoft.activity.message"
_OK = 200


class Eyes:
    def __init__(self, world: World) -> None:
        self.notices: list[str] = []
        self._world = world
        self._own_cards: dict[str, tuple[int, Json]] = {}

    def card(self, message: str) -> Json | None:
        """The answer to this person's press, until the message is updated for all."""
        _, current = self._world.find(message)
        if current.deleted:
            return None
        version, card = self._own_cards.get(current.id, (-1, None))
        return card if version == len(current.edited) else current.card

    def seen(self, messages: list[Message]) -> list[Message]:
        return [replace(one, card=self.card(one.id)) for one in messages if not one.deleted]

    def show(self, response: Response, message: str) -> None:
        """A card takes the pressed one's place; words are shown below it; an error leaves all as it was."""
        body = response.body if isinstance(response.body, dict) else {}
        if response.status != _OK or body.get("statusCode") != _OK:
            return
        if body.get("type") == _NOTICE:
            self.notices.append(str(body.get("value")))
        if body.get("type") == CARD:
            _, current = self._world.find(message)
            self._own_cards[current.id] = (len(current.edited), body["value"])
