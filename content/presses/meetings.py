"""Pressed where somebody plans, moves or calls off a meeting."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowMeeting:
    """The meeting that `meant` names, an instant in ISO 8601."""

    municipality: str
    series: str
    group: str
    meant: str


@dataclass(frozen=True)
class OpenNewMeeting:
    """«Nytt møte»: the form."""

    municipality: str


@dataclass(frozen=True)
class PlanMeeting:
    """The form of a new meeting is sent; its fields arrive in the same data. `anyway` is "yes" once warned."""

    municipality: str
    which: str = ""
    day: str = ""
    time: str = ""
    minutes: str = ""
    digest: str = ""
    draft: str = ""
    prompt: str = ""
    anyway: str = ""


@dataclass(frozen=True)
class MoveMeeting:
    """The form of a known meeting is sent; `mark` is of what the form showed."""

    municipality: str
    series: str
    group: str
    meant: str
    mark: str = ""
    day: str = ""
    time: str = ""
    minutes: str = ""
    digest: str = ""
    draft: str = ""
    prompt: str = ""
    anyway: str = ""


@dataclass(frozen=True)
class CallOffMeeting:
    """«Avlys»: the meeting is not held."""

    municipality: str
    series: str
    group: str
    meant: str
    mark: str = ""


@dataclass(frozen=True)
class KeepItem:
    """«Legg til sak», or a known `item` in other words: the fields `item_title` and `lasts` arrive in the same data.

    `seen` is the version that the form showed.
    """

    municipality: str
    series: str
    group: str
    meant: str
    item: str = ""
    seen: int = 0
    item_title: str = ""
    lasts: str = ""


@dataclass(frozen=True)
class ShiftItem:
    """The item goes a place up."""

    municipality: str
    series: str
    group: str
    meant: str
    item: str


@dataclass(frozen=True)
class RemoveItem:
    """The item goes from the agenda."""

    municipality: str
    series: str
    group: str
    meant: str
    item: str


OnAgenda = KeepItem | ShiftItem | RemoveItem
OnMeeting = ShowMeeting | OpenNewMeeting | PlanMeeting | MoveMeeting | CallOffMeeting
