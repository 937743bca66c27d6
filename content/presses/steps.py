"""A step of a session, in a press and as the value of a choice on a card."""

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class StepRef:
    """Which step of which session a card asks for."""

    municipality: str
    session: str
    position: int


def step_value(step: StepRef) -> str:
    """The step as the value of a choice on a card."""
    return json.dumps([step.municipality, step.session, step.position], ensure_ascii=False)


def step_of_value(value: str) -> StepRef | None:
    """None for anything but a `step_value`."""
    try:
        municipality, session, position = json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return None
    return step_in({"municipality": municipality, "session": session, "position": position})


def step_in(value: object) -> StepRef | None:
    """The step in a press's data, None for anything else: data may be made by hand."""
    if not isinstance(value, Mapping):
        return None
    municipality, session, position = value.get("municipality"), value.get("session"), value.get("position")
    if not isinstance(municipality, str) or not isinstance(session, str):
        return None
    if not isinstance(position, int) or isinstance(position, bool):
        return None
    return StepRef(municipality, session, position)
