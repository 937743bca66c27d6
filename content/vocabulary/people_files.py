"""A municipality's list of people sent on a page: what it would change, what is wrong in it, and what was done."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from content.vocabulary.file_faults import Fault
from content.vocabulary.looking_after import VacantPost


class ListTrouble(StrEnum):
    """Why the files that were sent cannot be read as a list at all."""

    NOTHING = "nothing"  # no file was chosen
    TOO_LARGE = "too_large"  # with all that is packed in it
    TOO_MANY = "too_many"  # files
    MISSING = "missing"  # one of the three files, or all
    TWICE = "twice"  # a file of the same name
    NESTED = "nested"  # a packed file within the packed file
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    WORKBOOK = "workbook"  # Excel's, Numbers' or LibreOffice's
    DOCUMENT = "document"  # a text document, or a presentation
    OTHER = "other"  # a file of another kind


@dataclass(frozen=True)
class ListRefused:
    """`names` are the files meant; `most` is a number of megabytes, or of files."""

    trouble: ListTrouble
    names: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True)
class FaultRows:
    """The first faults of a list; `more` are not shown."""

    faults: tuple[Fault, ...]
    more: int = 0


class Done(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True)
class FieldChanged:
    """`field` is a column's name in the files; "" for nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ThingRow:
    """A unit, a group or a person (`thing`); `told` is an id or a user name."""

    done: Done
    thing: str
    name: str
    told: str
    fields: tuple[FieldChanged, ...] = ()
    has_further_account: bool = False


@dataclass(frozen=True)
class PlaceTerm:
    """A role's id, from one day to another, both included; None for no limit."""

    role: str
    from_day: date | None = None
    until_day: date | None = None


@dataclass(frozen=True)
class PlaceRow:
    """Somebody's place in a group; before and after are the same where the group has moved."""

    done: Done
    name: str
    before: tuple[PlaceTerm, ...]
    after: tuple[PlaceTerm, ...]


@dataclass(frozen=True)
class RoleCount:
    """How many places of the role begin and end."""

    role: str
    begun: int
    ended: int


@dataclass(frozen=True)
class GroupRows:
    """The places in a group that change, `more` of them not shown."""

    name: str
    roles: tuple[RoleCount, ...]
    rows: tuple[PlaceRow, ...]
    more: int = 0


@dataclass(frozen=True)
class StayingPlace:
    """A place that stays as it is, though the list has another: somebody has changed it by hand, or it is one's own."""

    name: str
    group: str
    before: tuple[PlaceTerm, ...]
    after: tuple[PlaceTerm, ...]


@dataclass(frozen=True)
class FormerIdAsked:
    """A row of the list that may be somebody known; see `OfFormerId`."""

    line: int
    row_name: str
    upn: str
    former: str
    name: str
    are_one: bool


@dataclass(frozen=True)
class ListShown:
    """What a list would change, carried out by a press with `seen`, which stands for exactly this.

    `things` are the units and groups, then the people, of which `more_people` are not shown. `own_groups` are the
    reader's own, which stay in their unit.
    """

    id: str
    seen: str
    added: int
    changed: int
    ended: int
    things: tuple[ThingRow, ...]
    people: tuple[ThingRow, ...]
    more_people: int
    groups: tuple[GroupRows, ...]
    by_hand: tuple[StayingPlace, ...] = ()
    own: tuple[StayingPlace, ...] = ()
    own_groups: tuple[str, ...] = ()
    asks: tuple[FormerIdAsked, ...] = ()
    vacant: tuple[VacantPost, ...] = ()


@dataclass(frozen=True)
class LeftAsIs:
    """What stays as it has become when a list is undone, by names."""

    units: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class ListDone:
    """A list carried out within the last day; `left` would stay if it were undone, or has stayed."""

    id: str
    by: str
    people: int
    begun: int
    ended: int
    done_at: datetime
    until: datetime
    left: LeftAsIs
    undone_at: datetime | None = None


@dataclass(frozen=True)
class PeopleListPage:
    """`is_new`: the list, or what it would change, is not any more what its sender pressed for.

    `is_gone`: the list that its sender pressed for has waited too long, and nothing was carried out.
    """

    municipality: str
    name: str
    refused: ListRefused | None = None
    wrong: FaultRows | None = None
    shown: ListShown | None = None
    is_new: bool = False
    is_gone: bool = False
    done: tuple[ListDone, ...] = ()
