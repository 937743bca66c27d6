"""The list from which a meeting's coordinator chooses a dilemma."""

from dataclasses import dataclass

from content.vocabulary.digesting import DigestRef
from content.vocabulary.packing import Chosen


@dataclass(frozen=True)
class DilemmasShown:
    """Every dilemma for the meeting, first the pack's own; empty if authors have taken all back.

    `start` is the place of the first dilemma on the card, from 0.
    """

    ref: DigestRef
    meeting: str
    dilemmas: tuple[Chosen, ...]
    start: int = 0


Dilemmas = DilemmasShown
