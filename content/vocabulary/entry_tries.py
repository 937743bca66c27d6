"""What is said of groups' tries of an entry of the sharing bank: «Vi prøver dette», and what came of it."""

from dataclasses import dataclass
from typing import Literal

from content.vocabulary.committing import Promised, Wrong
from content.vocabulary.guarding import Stopped

Readers = Literal["", "unit", "entry"]
"""Who reads what a group told, beside the entry: nobody beyond the group, its school, or whoever reads the entry."""


@dataclass(frozen=True)
class TryingGroup:
    """A group that may try the entry, with the name of its school, kindergarten or service."""

    group: str
    name: str
    unit: str


@dataclass(frozen=True)
class EntryTryForm:
    """Before a group's try is kept. `text` are the group's own words, none of the entry's; "" before any are written.

    `area` is what the entry is about; `group` is the id of the chosen one; `day` is an ISO date.
    """

    municipality: str
    entry: str
    area: str
    groups: tuple[TryingGroup, ...]
    group: str
    text: str
    day: str
    wrong: Wrong = ""
    stopped: Stopped | None = None


@dataclass(frozen=True)
class CameOfEntry:
    """What came of one try, in words that the reader may read. `by` names the school to the entry's author alone."""

    outcome: str
    because: str = ""
    learnt: str = ""
    by: str = ""


@dataclass(frozen=True)
class OwnEntryTry:
    """A try of one of the reader's groups; `may_take_back`: the reader said it."""

    promise: Promised
    may_take_back: bool


@dataclass(frozen=True)
class EntryTries:
    """An entry's tries as one reader may know them.

    `tried` and `to_try` are numbers of schools, of other places too where not `schools_alone`; never of people.
    `may_try`: a group of the reader's has not tried the entry.
    """

    tried: int = 0
    to_try: int = 0
    schools_alone: bool = True
    came: tuple[CameOfEntry, ...] = ()
    own: tuple[OwnEntryTry, ...] = ()
    may_try: bool = False


NO_TRIES = EntryTries()


@dataclass(frozen=True)
class TellOnAsked:
    """To who has told what came of a try: shall others read the words beside the entry, exactly as they stand here?

    `people` read the entry; `unit` is the name of the group's school, and `unit_people` how many belong to it.
    """

    promise: Promised
    people: int
    unit: str
    unit_people: int


@dataclass(frozen=True)
class EntryTriesTold:
    """To an entry's author: schools that want to try what was shared (`wanting`), and what came of it (`came`).

    `area` and `title` name the entry: its question, in the author's language.
    """

    municipality: str
    entry: str
    area: str
    title: str
    wanting: tuple[str, ...] = ()
    came: tuple[CameOfEntry, ...] = ()


@dataclass(frozen=True)
class OwnEntry:
    """The reader has shared the entry, and tries it already."""


@dataclass(frozen=True)
class NoSchoolToTryFor:
    """The reader belongs to no group of a school, a kindergarten or a service."""


TryingEntries = EntryTryForm | TellOnAsked | EntryTriesTold | OwnEntry | NoSchoolToTryFor
