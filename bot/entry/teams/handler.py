"""A turn: an activity becomes an event, the event is answered, and the answer is sent or returned."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import InvokeResponse

from bot.entry.teams.adapter import answer, received
from bot.entry.teams.foreign_json import brief, text_at
from bot.entry.teams.inbound import event_of
from bot.entry.teams.message_extension import results
from bot.entry.teams.messenger import ADAPTIVE_CARD, Render
from bot.entry.try_limit import TryLimit
from bot.ports import Say
from content.language import Language
from content.vocabulary.bank import BankAway, BankHurried
from content.vocabulary.messages import Message
from dialogs.events import AnyPress, BankSearched, Event, FileAnswered, Scope
from dialogs.turn import Turn

MESSAGE = "application/vnd.microsoft.activity.message"

MOST_SEARCHES, SEARCHES_SECONDS = 60, 20.0
"""Of one account, whose every letter may be a search."""

Answer = Callable[[Event], Awaitable[Turn]]
TurnScope = Callable[[Event], AbstractAsyncContextManager[None]]
"""Entered when an event has come, left when every reply has been sent or left to the outbox."""
_log = logging.getLogger(__name__)


@asynccontextmanager
async def unmeasured(_event: Event) -> AsyncIterator[None]:
    """Measures nothing."""
    yield


class Handler(TeamsActivityHandler):  # type: ignore[misc]  # the SDK has no types
    """`bot` is Teams' id of the bot, for activities without a recipient.

    The SDK's own steps are all overridden: they fetch the roster once per new member, fail on values they do not
    expect, and answer 501 to unknown invokes.
    """

    def __init__(self, *, answer: Answer, say: Say, render: Render, bot: str, turn_scope: TurnScope) -> None:
        self._answer = answer
        self._said = say
        self._render = render
        self._bot = bot
        self._turn_scope = turn_scope
        self._searches = TryLimit(most=MOST_SEARCHES, seconds=SEARCHES_SECONDS)

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._hear(turn_context)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        await self._hear(turn_context)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        await self._hear(turn_context)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._hear(turn_context)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._hear(turn_context)

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        await self._hear(turn_context)

    async def on_event_activity(self, turn_context: TurnContext) -> None:
        await self._hear(turn_context)

    async def on_unrecognized_activity_type(self, turn_context: TurnContext) -> None:
        await self._hear(turn_context)

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        event = self._event(turn_context)
        if isinstance(event, BankSearched):
            body = await self._searched(event, now=received(turn_context).now.timestamp())
        else:
            body = {} if event is None else await self._invoked(event)
        answer(turn_context, InvokeResponse(status=200, body=body))

    async def _searched(self, event: BankSearched, *, now: float) -> dict[str, Any]:
        """The results in the response alone: nothing is said in the conversation, where the bot may not be."""
        key = f"{event.about.account.tenant} {event.about.account.object_id}"
        if self._searches.wait(key, now=now):
            return results(self._render(BankHurried(), Language.of(event.about.locale)))
        self._searches.count(key, now=now)
        async with self._turn_scope(event):
            turn = await self._answer(event)
        [message] = (turn.show,) if turn.show is not None else turn.say
        return results(self._render(message, turn.language))

    def not_searched(self, activity: Mapping[str, Any]) -> dict[str, Any]:
        """What a searcher is told of a search that failed."""
        return results(self._render(BankAway(), Language.of(text_at(activity, "locale"))))

    async def _invoked(self, event: Event) -> dict[str, Any]:
        async with self._turn_scope(event):
            turn = await self._answer(event)
            if isinstance(event, FileAnswered):
                await self._say(event, turn)
                return {}
            if turn.aloud or (turn.show is not None and event.about.place.scope is Scope.PERSONAL):
                await self._say(event, turn)
        return self._shown(turn)

    async def _hear(self, context: TurnContext) -> None:
        event = self._event(context)
        if event is None:
            return
        async with self._turn_scope(event):
            turn = await self._answer(event)
            # The reply to a press is for the person who pressed; a message in a channel would reach everybody.
            if turn.aloud or not (isinstance(event, AnyPress) and event.about.place.scope is not Scope.PERSONAL):
                await self._say(event, turn)

    def _event(self, context: TurnContext) -> Event | None:
        activity = received(context)
        event = event_of(activity.activity, now=activity.now, bot=self._bot)
        if event is None:
            _log.info("nothing to do for an activity of type %s", brief(context.activity.type))
        return event

    async def _say(self, event: Event, turn: Turn) -> None:
        if turn.say:
            await self._said(event.about, event.about.place, turn.say, turn.language)

    def _shown(self, turn: Turn) -> dict[str, Any]:
        """The pressed card's replacement, or a line beside the card; only the person who pressed sees either."""
        card = self._render(turn.show, turn.language).card if turn.show is not None else None
        if card is not None:
            return {"statusCode": 200, "type": ADAPTIVE_CARD, "value": card}
        messages = turn.say if turn.show is None else (turn.show,)
        return {"statusCode": 200, "type": MESSAGE, "value": "\n\n".join(self._plain(m, turn) for m in messages)}

    def _plain(self, message: Message, turn: Turn) -> str:
        rendered = self._render(message, turn.language)
        return rendered.text or rendered.summary
