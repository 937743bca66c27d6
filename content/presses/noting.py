"""Pressed on cards of the presser's own notes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowNotes:
    """The presser's own notes."""


@dataclass(frozen=True)
class OpenNote:
    """One of the presser's own notes, by its id."""

    note: str


@dataclass(frozen=True)
class DropNote:
    """«Slett notatet»: the presser's own note goes."""

    note: str


OwnNotes = ShowNotes | OpenNote | DropNote
