"""The SDK's adapter, cut down to running a turn: messages go through our messenger, so the SDK never sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity, InvokeResponse

from bot.entry.teams.foreign_json import text_at

_RECEIVED = "sloyfa.received"
# The key under which the SDK looks for an invoke's response.
_INVOKE_RESPONSE = BotAdapter._INVOKE_RESPONSE_KEY  # noqa: SLF001 - it has no public name


@dataclass(frozen=True)
class ReceivedActivity:
    """An activity as received (the SDK's model drops fields), and the time (UTC)."""

    activity: Mapping[str, Any]
    now: datetime


def received(context: TurnContext) -> ReceivedActivity:
    found = context.turn_state[_RECEIVED]
    assert isinstance(found, ReceivedActivity)  # noqa: S101 - put there by `turn`; the SDK types it as Any
    return found


def answer(context: TurnContext, response: InvokeResponse) -> None:
    """Set the response to an invoke. The SDK would copy a returned response field by field and discard the copy."""
    context.turn_state[_INVOKE_RESPONSE] = response


class Adapter(BotAdapter):  # type: ignore[misc]  # the SDK has no types
    async def turn(self, received_activity: ReceivedActivity, handler: TeamsActivityHandler) -> InvokeResponse | None:
        """Run the handler; returns an invoke's response, None for all other activities.

        Errors are raised to the caller.
        """
        context = TurnContext(self, sdk_activity(received_activity.activity))
        context.turn_state[_RECEIVED] = received_activity
        await self.run_pipeline(context, handler.on_turn)
        response = context.turn_state.get(_INVOKE_RESPONSE)
        assert response is None or isinstance(response, InvokeResponse)  # noqa: S101 - put there by `answer`
        return response

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> NoReturn:  # noqa: ARG002 - the SDK's
        _unsupported()

    async def update_activity(self, context: TurnContext, activity: Activity) -> NoReturn:  # noqa: ARG002 - the SDK's
        _unsupported()

    async def delete_activity(self, context: TurnContext, reference: object) -> NoReturn:  # noqa: ARG002 - the SDK's
        _unsupported()


def _unsupported() -> NoReturn:
    raise NotImplementedError("a turn answers with dialogs.turn.Turn; the SDK's own sending is not connected")


def sdk_activity(activity: Mapping[str, Any]) -> Activity:
    """The activity with the fields by which the SDK dispatches, and no others.

    Parsing every field takes longer than all the rest of a turn, and fails on values the SDK does not expect; other
    fields are read from the JSON itself.
    """
    return Activity(**{field: text_at(activity, field) for field in ("type", "id", "name")})
