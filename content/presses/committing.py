"""Pressed on cards of what somebody will try, or needs from the municipality."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenTry:
    """«Dette prøver jeg», «Dette prøver vi» (`whose`), or «Vi trenger støtte» ("need"): an empty form.

    `session` is the session that it is promised in, "" for none.
    """

    municipality: str
    group: str
    session: str
    whose: str


@dataclass(frozen=True)
class KeepTry:
    """The form of a commitment is sent; its fields `text`, `sign`, `day` and `in_group` arrive in the same data.

    `commitment` is "" for a new one, and `seen` the version that the form showed.
    """

    municipality: str
    group: str
    session: str
    whose: str
    commitment: str = ""
    seen: int = 0


@dataclass(frozen=True)
class LeaveTry:
    """«Ikke lagre»: a form is left, and nothing is kept."""


@dataclass(frozen=True)
class ShowTry:
    """One commitment of several: on the card of a session's opening («Neste»), or in the list."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class ChangeTry:
    """«Endre»: the commitment in its form."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class RemoveTry:
    """«Ta bort»: the commitment goes, from others' cards too."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class TellTry:
    """What came of it (`outcome`); the card's fields `because` and `learnt` arrive in the same data.

    Without an outcome, what was told is taken back, to be told anew.
    """

    municipality: str
    commitment: str
    seen: int
    outcome: str


@dataclass(frozen=True)
class AgreeTry:
    """«Ja, det prøver vi»: somebody else of the group stands by a commitment written for the group."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class ShowTries:
    """What the presser, their groups and the municipality try."""


@dataclass(frozen=True)
class SendNeed:
    """The form of a need is sent, with its fields `text`, `day` and `in_group`; `signed` is "name", or "" without."""

    municipality: str
    group: str
    session: str
    signed: str


@dataclass(frozen=True)
class AnswerNeed:
    """The municipality's answer, of this kind (`state`); the card's fields `text` and `day` arrive in the same data."""

    municipality: str
    need: str
    seen: int
    state: str


@dataclass(frozen=True)
class SayMore:
    """The asker's reply to a question from the municipality; the card's field `text` arrives in the same data."""

    municipality: str
    need: str
    seen: int


@dataclass(frozen=True)
class RemoveNeed:
    """«Ta tilbake»: the need goes, from the municipality's cards too."""

    municipality: str
    need: str


OnTry = OpenTry | KeepTry | LeaveTry | ShowTry | ChangeTry | RemoveTry | TellTry | AgreeTry | ShowTries
"""About what somebody will try."""

OnNeed = SendNeed | AnswerNeed | SayMore | RemoveNeed
"""About a need of support."""
