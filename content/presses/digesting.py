"""Pressed on a summary, or on a meeting's pack: its themes, its dilemmas, where a quote comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenDigest:
    """A summary among those offered, by its id: the pressed card becomes the summary as its presser may read it."""

    municipality: str
    digest: str


@dataclass(frozen=True)
class OpenOrigin:
    """A quote on the presser's own copy of a summary: where does it come from? `mark` is of the quote's words."""

    municipality: str
    digest: str
    mark: str


@dataclass(frozen=True)
class OpenThemes:
    """«Rydd i temaene»: the pressed summary becomes a form about question `number` (from 0) of those in `shown`.

    `shown` are the themes as the card showed them (`content/tidying.py`).
    """

    municipality: str
    digest: str
    shown: str
    number: int


@dataclass(frozen=True)
class KeepThemes:
    """«Lagre» on the form about the themes in `shown`; the names and the ticks arrive in the same data."""

    municipality: str
    digest: str
    shown: str
    number: int


@dataclass(frozen=True)
class LeaveThemes:
    """«Tilbake»: the form becomes the summary again."""

    municipality: str
    digest: str


@dataclass(frozen=True)
class OpenDilemmas:
    """The pressed pack becomes a list of the dilemmas offered to its meeting, from number `start` on (from 0)."""

    municipality: str
    digest: str
    start: int = 0


@dataclass(frozen=True)
class ChooseDilemma:
    """«Ta opp dette»: the meeting takes up the dilemma whose words have the `mark`."""

    municipality: str
    digest: str
    mark: str


@dataclass(frozen=True)
class LeaveDilemmas:
    """«Til møtepakken»: the list becomes the pack again."""

    municipality: str
    digest: str


OnThemes = OpenThemes | KeepThemes | LeaveThemes
"""Pressed on a summary whose themes the presser may put in order."""

OnDilemmas = OpenDilemmas | ChooseDilemma | LeaveDilemmas
"""Pressed on a meeting's pack by whoever coordinates the meeting."""
