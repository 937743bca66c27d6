"""Pressed on cards of proposed questions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SendProposal:
    """«Send uten navn», «Send med navnet mitt»: `text` as the card showed it; `signed` is "name", or "" without one.

    `municipality` is the id of the one whose coordinators get it, "" for the sender's only one.
    """

    text: str
    signed: str
    municipality: str = ""


@dataclass(frozen=True)
class UnsentProposal:
    """«Ikke send»: the question goes nowhere."""


@dataclass(frozen=True)
class OpenProposal:
    """«Se og ta inn»: the form in which a coordinator words the question."""

    municipality: str
    proposal: str


@dataclass(frozen=True)
class TakeProposal:
    """«Ta inn»; the card's inputs `nb`, `nn` and `area` arrive in the same data."""

    municipality: str
    proposal: str


@dataclass(frozen=True)
class LeaveProposal:
    """«Ikke nå»."""

    municipality: str
    proposal: str


OnProposal = OpenProposal | TakeProposal | LeaveProposal
"""Pressed by a coordinator on a proposed question."""
