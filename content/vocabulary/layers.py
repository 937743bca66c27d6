"""A municipality's own layer over the catalogue, for whoever lays it: versions, differences, and what is wrong."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from content.vocabulary.uploads import FileNotTaken

How = Literal["added", "changed", "hidden", "reordered", "with", "without", "both"]


@dataclass(frozen=True)
class LayerChange:
    """A change of the catalogue: `kind` and `id` of the item, and the item's words in `said`.

    Of cues, `said` are those added and `gone` those taken away; of a new order, `said` are the areas' ids.
    """

    how: How
    kind: str
    id: str
    said: str
    gone: str = ""


@dataclass(frozen=True)
class LayerFault:
    """A fault in the file at `line` (0 where unknown) and `key` ("" for the whole); `problem` is technical English."""

    line: int
    key: str
    problem: str


class LayerTrouble(StrEnum):
    """Why nothing was stored, or put in force."""

    EMPTY = "empty"
    NO_BY = "no_by"
    LONG_BY = "long_by"
    NOT_UTF8 = "not_utf8"  # the file is of another kind, or saved in another way
    NOT_YOURS = "not_yours"  # the file is another municipality's
    FAULTS = "faults"
    GONE = "gone"  # not a draft any more, or no such version


class LayerState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


@dataclass(frozen=True)
class LayerVersion:
    """A version of the layer; moments are local."""

    number: int
    state: LayerState
    by: str
    why: str
    made_at: datetime
    since: datetime | None = None
    until: datetime | None = None


class LayerDone(StrEnum):
    ADOPTED = "adopted"
    REMOVED = "removed"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class LayersShown:
    """A municipality's versions, the newest first, and the form for a new one as filled in."""

    municipality: str
    name: str
    versions: tuple[LayerVersion, ...]
    text: str = ""
    by: str = ""
    trouble: LayerTrouble | None = None
    faults: tuple[LayerFault, ...] = ()
    done: LayerDone | None = None

    @property
    def in_force(self) -> LayerVersion | None:
        return next((one for one in self.versions if one.state is LayerState.IN_FORCE), None)


@dataclass(frozen=True)
class LayerShown:
    """A version with its file; or, without a version, the end of the layer in force.

    `changes` are the differences from what is in force now, and `mark` is of them: just those are carried out.
    `is_changed`: they are not any more as the reader was shown them.
    """

    municipality: str
    name: str
    version: LayerVersion | None
    text: str = ""
    changes: tuple[LayerChange, ...] = ()
    trouble: LayerTrouble | None = None
    faults: tuple[LayerFault, ...] = ()
    mark: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class LayersPage:
    """`refused` is the reason for not taking a file that was chosen."""

    shown: LayersShown
    refused: FileNotTaken | None = None


@dataclass(frozen=True)
class LayerPage:
    shown: LayerShown


Layers = LayersShown | LayerShown
