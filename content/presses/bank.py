"""Pressed on cards of the sharing bank."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchBank:
    """The sharing bank's entries from number `start` on; `search` and `sought` as in ShowOwnAnswers."""

    start: int
    search: str = ""


@dataclass(frozen=True)
class OpenBankEntry:
    """An entry of the list, in full; `start` and `search` lead back to the list's page."""

    municipality: str
    entry: str
    start: int = 0
    search: str = ""


@dataclass(frozen=True)
class ReadInserted:
    """«Vis» on a card that somebody has inserted in a chat: the entry, for the presser alone."""

    municipality: str
    entry: str


OnBank = SearchBank | OpenBankEntry | ReadInserted
"""About what stands in the sharing bank."""
