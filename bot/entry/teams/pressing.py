"""A press on one of our cards, whichever way Teams brings it, becomes an event."""

from collections.abc import Mapping
from typing import Any

from bot.entry.teams.reading import text_at, value_at
from content.cleaning import clean
from content.presses import (
    ChoosePrompt,
    FollowUpPress,
    LeaveAnswer,
    LeaveFollowUp,
    LinkChannel,
    NotAnAnswer,
    OpenAnswer,
    OpenFollowUp,
    OpenNextStep,
    Press,
    SendAnswer,
    SendFollowUp,
    ShowAnswer,
    SkipPrompt,
    UnknownPress,
    WithdrawAnswer,
    WithdrawFollowUp,
    decode,
)
from dialogs.events import (
    AnswerDenied,
    AnswerLeft,
    AnswerLookedUp,
    AnswerOpened,
    AnswerSent,
    AnswerTakenBack,
    FollowUpLeft,
    FollowUpOpened,
    FollowUpSent,
    FollowUpTakenBack,
    LinkConfirmed,
    NextStepAsked,
    PromptChosen,
    PromptSkipped,
    StrangePress,
)
from dialogs.model import Happening, Rung

ACTION = "adaptiveCard/action"
LARGEST = 2**31 - 1  # what every database takes for an integer

OnFollowUp = FollowUpOpened | FollowUpSent | FollowUpLeft | FollowUpTakenBack
OnAnswer = AnswerSent | PromptSkipped | AnswerOpened | AnswerLeft | AnswerTakenBack | AnswerLookedUp
Pressed = OnAnswer | OnFollowUp | PromptChosen | AnswerDenied | NextStepAsked | LinkConfirmed | StrangePress

_RUNGS = {rung.name.lower(): rung for rung in Rung}


def press_data(activity: Mapping[str, Any]) -> object | None:
    """What the pressed card sent: by Action.Execute in an invoke, by Action.Submit in a message without text."""
    kind = text_at(activity, "type")
    if kind == "invoke" and text_at(activity, "name") == ACTION:
        data = value_at(activity, "value", "action", "data")
        return {} if data is None else data
    value = value_at(activity, "value")
    if kind != "message" or value is None:
        return None
    ours = isinstance(value, Mapping) and "sloyfa" in value
    return value if ours or not text_at(activity, "text").strip() else None


def pressed(about: Happening, data: object) -> Pressed:
    try:
        press = decode(data)
    except UnknownPress:
        return StrangePress(about)
    return _event(about, press, data) if _in_range(press) else StrangePress(about)


def _event(about: Happening, press: Press, data: object) -> Pressed:  # noqa: C901, PLR0911 - the table of presses
    match press:
        case SendAnswer(step, delivery, seen):
            rung = _RUNGS.get(text_at(data, "rung"))
            return AnswerSent(about, step, delivery, seen, clean(text_at(data, "answer")), rung)
        case SkipPrompt(step, delivery, seen):
            return PromptSkipped(about, step, delivery, seen)
        case OpenAnswer(step, delivery, seen):
            return AnswerOpened(about, step, delivery, seen)
        case LeaveAnswer(step, delivery, seen):
            return AnswerLeft(about, step, delivery, seen)
        case WithdrawAnswer(step, delivery, seen):
            return AnswerTakenBack(about, step, delivery, seen)
        case ShowAnswer(step, delivery):
            return AnswerLookedUp(about, step, delivery)
        case ChoosePrompt(step, message):
            return PromptChosen(about, step, message)
        case NotAnAnswer(step, message):
            return AnswerDenied(about, step, message)
        case OpenNextStep(step):
            return NextStepAsked(about, step)
        case LinkChannel(municipality, group, others):
            return LinkConfirmed(about, municipality, group, others)
        case OpenFollowUp() | SendFollowUp() | LeaveFollowUp() | WithdrawFollowUp():
            return _on_follow_up(about, press, data)


def _on_follow_up(about: Happening, press: FollowUpPress, data: object) -> OnFollowUp:
    step, delivery, seen, number = press.step, press.delivery, press.seen, press.number
    match press:
        case OpenFollowUp():
            return FollowUpOpened(about, step, delivery, seen, number)
        case SendFollowUp(rung=rung):
            return FollowUpSent(about, step, delivery, seen, number, clean(text_at(data, "answer")), _RUNGS.get(rung))
        case LeaveFollowUp():
            return FollowUpLeft(about, step, delivery, seen, number)
        case WithdrawFollowUp():
            return FollowUpTakenBack(about, step, delivery, seen, number)


def _in_range(press: Press) -> bool:
    """Numbers made by hand may be of any size."""
    position = 0 if isinstance(press, LinkChannel) else press.step.position
    numbers = [position, *(getattr(press, name, 0) for name in ("seen", "number", "others"))]
    return all(0 <= number <= LARGEST for number in numbers)
