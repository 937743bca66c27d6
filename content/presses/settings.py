"""Pressed where somebody looks after a municipality's settings, on the pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeepSettings:
    """«Lagre»: the change with this `mark`, as its reader was shown it. The fields come with the form."""

    municipality: str
    mark: str = ""


@dataclass(frozen=True)
class SetQuiet:
    """Nobody is asked from `begins` until `ends` (local, as 17:00); both "" for the usual hours.

    Kept where `mark` is of the moves that the reader was shown; `seen` are the hours that the form was opened with.
    """

    municipality: str
    begins: str = ""
    ends: str = ""
    mark: str = ""
    seen: str = ""


@dataclass(frozen=True)
class TieNetwork:
    """The municipality's own `way` ("yes" or "no") to share with the municipality `other` in the network."""

    municipality: str
    network: str
    other: str
    way: str


OnSettings = KeepSettings | SetQuiet | TieNetwork
