"""The web pages of the sharing bank: a search with filters and the entries found, and an entry."""

from dataclasses import dataclass
from typing import Literal, get_args

from content.vocabulary.bank import ANYTHING, PAGE, BankEntry, BankFilters, BankPage
from content.vocabulary.entry_tries import NO_TRIES, EntryTries, EntryTryForm
from content.vocabulary.messages import Message
from content.vocabulary.practicing import PracticeAsked, PracticeForm, PracticeKept

EntryOutcome = Literal["", "tried", "taken_back"]
OUTCOMES: tuple[EntryOutcome, ...] = get_args(EntryOutcome)


@dataclass(frozen=True)
class BankSought:
    """A search from a form, stored nowhere: `municipality` is an id, "" for the reader's first.

    `start` is the number of the first entry to show.
    """

    municipality: str = ""
    words: str = ""
    filters: BankFilters = ANYTHING
    start: int = 0


@dataclass(frozen=True)
class Choice:
    """An id, and a name for the id in the reader's language."""

    id: str
    name: str


@dataclass(frozen=True)
class BankChoices:
    """The filters to choose from: `requirements` by law, `years` the newest first."""

    municipalities: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    requirements: tuple[tuple[str, tuple[Choice, ...]], ...]
    years: tuple[Choice, ...]


@dataclass(frozen=True)
class BankSearchPage:
    """A search and the entries found; before any search, the newest entries that the reader may read.

    `size` is how many entries a page has.
    """

    sought: BankSought
    choices: BankChoices
    page: BankPage
    size: int = PAGE


@dataclass(frozen=True)
class BankEntryPage:
    """An entry in full; `sought` leads back to the search that found the entry, None without a search.

    `form` is for a group of the reader's to try the entry, None where there is none; `told` says why it was not kept.
    `outcome` is what the reader has just done.
    """

    entry: BankEntry
    sought: BankSought | None = None
    tries: EntryTries = NO_TRIES
    form: EntryTryForm | None = None
    told: tuple[Message, ...] = ()
    outcome: EntryOutcome = ""


@dataclass(frozen=True)
class PracticeFormPage:
    """The form of a practice, new or in the bank; `told` are messages that the chat would have said beside it."""

    form: PracticeForm
    told: tuple[Message, ...] = ()


@dataclass(frozen=True)
class PracticeAskedPage:
    """The preview of a practice, with everything that was filled in, to put it in the bank or to go on writing."""

    asked: PracticeAsked
    told: tuple[Message, ...] = ()


@dataclass(frozen=True)
class OwnPracticesPage:
    """What the reader has put into the bank, the newest first; `is_taken_out`: one has just been taken out."""

    practices: tuple[PracticeKept, ...]
    told: tuple[Message, ...] = ()
    is_taken_out: bool = False
