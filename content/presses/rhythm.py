"""Pressed on the card of reminders and pauses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowRhythm:
    """«Færre påminnelser»: the presser's own choice of reminders, and a pause, on a card of their own."""


@dataclass(frozen=True)
class ChooseReminders:
    """The most reminders of a prompt that the presser wants: `number` is 0, 1 or 2."""

    number: int


@dataclass(frozen=True)
class TakePause:
    """A pause from prompts, of `number` days from the press on."""

    number: int


@dataclass(frozen=True)
class EndPause:
    """The presser's pause is over."""


OwnRhythm = ShowRhythm | ChooseReminders | TakePause | EndPause
"""About the presser and no step."""
