"""Pressed where somebody lays a municipality's own layer over the catalogue, on the pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DraftLayer:
    """«Lagre som utkast»: the file's words come with the form; `by` is whoever decided."""

    municipality: str
    by: str = ""


@dataclass(frozen=True)
class AdoptLayer:
    """«Ta i bruk»: the draft with this number, where `mark` is of the differences that the reader was shown."""

    municipality: str
    number: int
    mark: str = ""


@dataclass(frozen=True)
class DiscardLayer:
    """«Kast utkastet»: the draft with this number, whose text is gone afterwards."""

    municipality: str
    number: int


@dataclass(frozen=True)
class RemoveLayer:
    """«Ta ut av bruk»: the layer in force, where `mark` is of the differences that the reader was shown."""

    municipality: str
    mark: str = ""


OnLayers = DraftLayer | AdoptLayer | DiscardLayer | RemoveLayer
