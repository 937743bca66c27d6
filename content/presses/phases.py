"""Pressed on the card or the page of a series' phases, by people who plan the series."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowPhases:
    """The phases of the series, with checkpoints to answer; `group` is chosen on the card, "" for the first to wait."""

    municipality: str
    series: str
    group: str = ""


@dataclass(frozen=True)
class AnswerCheckpoint:
    """«Ja», «Ikke ennå», «Frafall»: the checkpoint, by its mark, and the reason arrive in the same data.

    `answered` is a value of Answered; `seen` is of the newest answer that the card or page showed. `for_group` is the
    group shown, "" on cards from before groups answered for themselves.
    """

    municipality: str
    series: str
    answered: str
    seen: int
    for_group: str = ""


OnPhases = ShowPhases | AnswerCheckpoint
"""About the phases of a series."""
