"""Pressed on cards of what a meeting decided."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenDecision:
    """«Skriv det ned», or one of the things that the meeting decided (`decision`): its form."""

    municipality: str
    digest: str
    decision: str = ""


@dataclass(frozen=True)
class KeepDecision:
    """The form is sent; its fields `text`, `whose` and `day` arrive in the same data.

    `decision` is "" for a new one, and `seen` the version that the form showed. `waits` is 1 for a decision that is not
    given back before «Gi tilbake» is pressed.
    """

    municipality: str
    digest: str
    decision: str = ""
    seen: int = 0
    waits: int = 0


@dataclass(frozen=True)
class GiveBackDecisions:
    """«Gi tilbake»: what the meeting decided goes to whoever belongs to it."""

    municipality: str
    digest: str


@dataclass(frozen=True)
class RemoveDecision:
    """«Ta bort»: it goes, from others' cards too."""

    municipality: str
    digest: str
    decision: str


@dataclass(frozen=True)
class ShowDecisions:
    """«Ikke nå»: what the meeting has decided so far."""

    municipality: str
    digest: str


OnDecision = OpenDecision | KeepDecision | GiveBackDecisions | RemoveDecision | ShowDecisions
"""About what a meeting decided."""
