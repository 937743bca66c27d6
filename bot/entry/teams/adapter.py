"""The SDK's turn, with nothing behind it: what is said goes through the messenger, so the SDK never sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity, InvokeResponse

from bot.entry.teams.reading import text_at

_ARRIVED = "sloyfa.arrived"
# Where the SDK looks whether an invoke has been answered.
_INVOKE_RESPONSE = BotAdapter._INVOKE_RESPONSE_KEY  # noqa: SLF001 - it has no other name


@dataclass(frozen=True)
class Arrived:
    """An activity as it came, which the SDK's model does not keep whole, and when (UTC)."""

    activity: Mapping[str, Any]
    now: datetime


def arrived(context: TurnContext) -> Arrived:
    found = context.turn_state[_ARRIVED]
    assert isinstance(found, Arrived)  # noqa: S101 - put there below, and typed as anything by the SDK
    return found


def answer(context: TurnContext, response: InvokeResponse) -> None:
    """What an invoke is answered with. Returned to the SDK it would be copied, field by field, to be sent nowhere."""
    context.turn_state[_INVOKE_RESPONSE] = response


class Adapter(BotAdapter):  # type: ignore[misc]  # the SDK has no types
    async def turn(self, came: Arrived, handler: TeamsActivityHandler) -> InvokeResponse | None:
        """Runs the handler; what it answers an invoke with, None for everything else. Its errors come out."""
        context = TurnContext(self, modelled(came.activity))
        context.turn_state[_ARRIVED] = came
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


def modelled(activity: Mapping[str, Any]) -> Activity:
    """What the SDK tells turns apart by, and no more.

    It would read every field, which takes longer than anything else in a turn, and fail on those it cannot read; what
    we want to know of an activity we read ourselves.
    """
    return Activity(**{field: text_at(activity, field) for field in ("type", "id", "name")})
