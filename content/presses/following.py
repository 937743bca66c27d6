"""Pressed on the questions that follow an answer."""

from dataclasses import dataclass

from content.presses.steps import StepRef


@dataclass(frozen=True)
class OpenFollowUp:
    """«Tenk litt videre», or back to an answered follow-up: the receipt becomes the follow-up `number`, from 1."""

    step: StepRef
    delivery: str
    seen: int
    number: int


@dataclass(frozen=True)
class SendFollowUp:
    """«Send svar» on a follow-up. `rung` names the readers shown; the input `answer` is in the same data."""

    step: StepRef
    delivery: str
    seen: int
    number: int
    rung: str


@dataclass(frozen=True)
class LeaveFollowUp:
    """«Nei takk, det holder»: back to the receipt."""

    step: StepRef
    delivery: str
    seen: int
    number: int


@dataclass(frozen=True)
class WithdrawFollowUp:
    """«Ta bort dette svaret»: the answer to the follow-up goes, and no more."""

    step: StepRef
    delivery: str
    seen: int
    number: int


FollowUpPress = OpenFollowUp | SendFollowUp | LeaveFollowUp | WithdrawFollowUp
