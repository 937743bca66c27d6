"""The sharing ladder (delingsnivå) and a reader's circles."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID


class Rung(IntEnum):
    """The sharing ladder (delingsnivå), narrowest first; only the author climbs it."""

    ONLY_ME = 0
    GROUP = 1
    UNIT = 2
    PRINCIPALS = 3
    MUNICIPALITY = 4
    NETWORK = 5


@dataclass(frozen=True)
class Standing:
    """That a reader stood on a rung of somebody's ladder from `since` until `until` (UTC, None: always, still).

    `anchor` is the group's id, the unit's, the municipality's (for principals and municipality) or the network's. An
    answer reaches the reader if its rung is `rung` or wider, it came from there, and was given in that time.
    """

    rung: Rung
    anchor: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Reading:
    """All that one reader may read: the circles they stand in, and what they wrote (`author`; None for a channel).

    `channel` is the conversation of the channel that reads, None for a person: a channel is shown only what was given
    while it was the group's.
    """

    municipality: str
    standings: tuple[Standing, ...]
    author: UUID | None = None
    channel: str | None = None
