"""The sharing bank: what is searched for, a page of what was found, and one entry as its reader may read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from content.vocabulary.entry_tries import NO_TRIES, EntryTries
from content.vocabulary.prompting import Quote

PAGE = 20
"""Entries of a page."""

Kind = Literal["quote", "practice"]


@dataclass(frozen=True)
class BankFilters:
    """Ids of the catalogue's areas and requirements, a school type, and the calendar year of August; "" and 0: any."""

    area: str = ""
    requirement: str = ""
    stage: str = ""
    year: int = 0
    kind: Kind | Literal[""] = ""


ANYTHING = BankFilters()


@dataclass(frozen=True)
class PracticeShown:
    """What we did, what we saw, what has to be in place ("" for nothing), and the school types that it suits.

    () suits all.
    """

    did: str
    saw: str
    needs: str = ""
    stages: tuple[str, ...] = ()


@dataclass(frozen=True)
class BankEntry:
    """An answer from a digest, or a practice, in its author's words. `id` is the entry's; `asked_at` is local.

    Of an answer, `where` is the group, and `area` and `question` are in the reader's language. Of a practice,
    `question` is the title, `quote` what we did, signed with the name where its author is credited by name, and
    `where` the credited school, "" where nobody is credited; `area` may be a legal requirement. `is_released`: of
    another municipality in the network, whose name stands in `where`; `municipality` is always the reader's.
    """

    municipality: str
    id: str
    kind: Kind
    quote: Quote
    area: str
    question: str
    where: str
    asked_at: datetime
    is_released: bool = False
    practice: PracticeShown | None = None


@dataclass(frozen=True)
class BankPage:
    """The entries from `start` on, in the order of the search, as many as a page has.

    `has_more`: another page follows. `forgiven`: nothing has the words as they were written, and these have some that
    are nearly the same. `is_blank`: the search had no word to search for, and no filter.
    """

    entries: tuple[BankEntry, ...]
    start: int = 0
    has_more: bool = False
    forgiven: bool = False
    is_blank: bool = False


@dataclass(frozen=True)
class BankReady:
    """A search in chat has found something; `search` are the words as they were written, kept nowhere.

    Teams keeps this message, which nobody can take words back from: so it holds none, and what was found is shown by a
    press, to the presser for the time being.
    """

    search: str


@dataclass(frozen=True)
class BankFound:
    """A page in chat, of fewer entries than PAGE; `search` are the words as they were written, kept nowhere.

    `kind` is the kind searched for, "" for any.
    """

    search: str
    page: BankPage
    kind: str = ""


@dataclass(frozen=True)
class BankOpened:
    """An entry in full; `search`, `start` and `kind` lead back to the list that it was opened from."""

    entry: BankEntry
    search: str = ""
    start: int = 0
    tries: EntryTries = NO_TRIES
    kind: str = ""


@dataclass(frozen=True)
class BankGone:
    """The entry is no more, or not the reader's to read: the two are told alike."""


@dataclass(frozen=True)
class BankOffered:
    """The entries that the searcher may insert in a chat; the searcher alone sees the list.

    `pages` is the address of the web pages, "" where none are served.
    """

    entries: tuple[BankEntry, ...]
    pages: str = ""


@dataclass(frozen=True)
class BankInserted:
    """The card that somebody inserts in a chat, among people who may read less, and that nobody can take back.

    So it holds nothing that a person wrote, and no name: of a practice, whose title is its author's, the area alone.
    `question` and `area` are of the catalogue; `address` is the entry's page, "" where no pages are served.
    """

    municipality: str
    id: str
    kind: Kind
    area: str
    question: str = ""
    address: str = ""


@dataclass(frozen=True)
class BankRead:
    """An entry on an inserted card, as it reads for the person who pressed «Vis», and who alone is shown it."""

    entry: BankEntry


@dataclass(frozen=True)
class BankClosed:
    """«Vis» on the card of an entry that is no more, or not the presser's to read: the two are told alike."""


@dataclass(frozen=True)
class BankNothing:
    """A search for something to insert has found nothing."""


@dataclass(frozen=True)
class BankHurried:
    """Somebody's searches come faster than they are answered."""


@dataclass(frozen=True)
class BankAway:
    """A search could not be answered, or not in time."""


BankLine = BankGone | BankClosed | BankNothing | BankHurried | BankAway
Banking = BankReady | BankFound | BankOpened | BankOffered | BankInserted | BankRead | BankLine
