"""A press on one of our cards, whichever way Teams brings it, becomes an event."""

from collections.abc import Mapping
from typing import Any

from bot.teams.reading import text_at, value_at
from content.presses import (
    ChoosePrompt,
    OpenAnswer,
    OpenNextStep,
    Press,
    SendAnswer,
    SkipPrompt,
    UnknownPress,
    WithdrawAnswer,
    decode,
)
from dialogs.events import (
    AnswerOpened,
    AnswerSent,
    AnswerTakenBack,
    NextStepAsked,
    PromptChosen,
    PromptSkipped,
    StrangePress,
)
from dialogs.model import Happening, Rung

ACTION = "adaptiveCard/action"
LARGEST = 2**31 - 1  # what every database takes for an integer

Pressed = AnswerSent | PromptSkipped | AnswerOpened | AnswerTakenBack | PromptChosen | NextStepAsked | StrangePress

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


def _event(about: Happening, press: Press, data: object) -> Pressed:
    match press:
        case SendAnswer(step, delivery, seen):
            rung = _RUNGS.get(text_at(data, "rung"))
            return AnswerSent(about, step, delivery, seen, text_at(data, "answer"), rung)
        case SkipPrompt(step, delivery, seen):
            return PromptSkipped(about, step, delivery, seen)
        case OpenAnswer(step, delivery, seen):
            return AnswerOpened(about, step, delivery, seen)
        case WithdrawAnswer(step, delivery, seen):
            return AnswerTakenBack(about, step, delivery, seen)
        case ChoosePrompt(step, message):
            return PromptChosen(about, step, message)
        case OpenNextStep(step):
            return NextStepAsked(about, step)


def _in_range(press: Press) -> bool:
    """Numbers made by hand may be of any size."""
    numbers = [press.step.position, getattr(press, "seen", 0)]
    return all(0 <= number <= LARGEST for number in numbers)
