"""The glass box: a municipality's rules, announced deletions, and its record."""

from dataclasses import dataclass
from datetime import date, datetime

from content.dates import Period
from content.presses import ShowRecords
from content.vocabulary.looking_after import DeletionAhead


@dataclass(frozen=True)
class Recorded:
    """An act at `at` (local) of the person `name` ("" for nobody in particular) in the role `by`.

    `act` is the name of the part with the words, and `about` fills the blanks: names of things, numbers and days. A
    session is told by `group` (a name) and `day` where both are there, else by its id.
    """

    at: datetime
    by: str
    name: str
    act: str
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Rules:
    """How long each kind of thing is kept: None throughout where the municipality has decided nothing."""

    answers: Period | None = None
    summaries: Period | None = None
    logs: Period | None = None
    deliveries: Period | None = None


@dataclass(frozen=True)
class Held:
    """The archive's hold in force, until and with `until` (None: not known)."""

    reason: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class GlassBox:
    """A page of the record of `municipality` (a name), newest first. The first page shows the rules.

    `older` shows the next page, None on the last page; `newer` the previous page, None on the first page.
    """

    municipality: str
    records: tuple[Recorded, ...]
    is_first: bool = True
    rules: Rules | None = None
    ahead: tuple[DeletionAhead, ...] = ()
    hold: Held | None = None
    older: ShowRecords | None = None
    newer: ShowRecords | None = None
