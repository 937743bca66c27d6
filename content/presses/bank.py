"""Pressed on cards of the sharing bank."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchBank:
    """The sharing bank's entries from number `start` on; `search` and `sought` as in ShowOwnAnswers.

    `kind` is one of `content/vocabulary/bank.py`, "" for any; the button beside the field sends the one chosen there.
    """

    start: int
    search: str = ""
    kind: str = ""


@dataclass(frozen=True)
class OpenBankEntry:
    """An entry of the list, in full; `start`, `search` and `kind` lead back to the list's page."""

    municipality: str
    entry: str
    start: int = 0
    search: str = ""
    kind: str = ""


@dataclass(frozen=True)
class ReadInserted:
    """«Vis» on a card that somebody has inserted in a chat: the entry, for the presser alone."""

    municipality: str
    entry: str


@dataclass(frozen=True)
class TryEntry:
    """«Vi prøver dette»: the form for a group of the presser's."""

    municipality: str
    entry: str


@dataclass(frozen=True)
class KeepEntryTry:
    """The form is sent; its fields `text`, `day` and `whose` (the group's id) arrive in the same data."""

    municipality: str
    entry: str


@dataclass(frozen=True)
class AskTellOn:
    """«La andre lese det»: the told words of a try, and who would read them beside the entry."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class TellOn:
    """Whether what was told of a try is read beside the entry: by its `readers`, see `Readers`; "" for nobody.

    `seen` is the version that the card showed.
    """

    municipality: str
    commitment: str
    seen: int
    readers: str


OnEntryTry = TryEntry | KeepEntryTry | AskTellOn | TellOn
"""About a group's try of an entry."""

OnBank = SearchBank | OpenBankEntry | ReadInserted | OnEntryTry
"""About what stands in the sharing bank."""
