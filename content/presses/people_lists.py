"""Pressed where a coordinator sends a municipality's list of people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SendList:
    """The list arrives as a value in the same form."""

    municipality: str


@dataclass(frozen=True)
class CarryOutList:
    """«Gjennomfør» of the list `sent`: `seen` stands for what the presser was shown; anything else is shown first."""

    municipality: str
    sent: str
    seen: str


@dataclass(frozen=True)
class DropList:
    """«Avbryt»: nothing is kept of the list."""

    municipality: str


@dataclass(frozen=True)
class UndoList:
    """«Angre» of the list `done`, carried out within the last day."""

    municipality: str
    done: str


OnPeopleList = SendList | CarryOutList | DropList | UndoList
