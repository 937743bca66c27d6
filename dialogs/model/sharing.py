"""The sharing ladder (delingsnivå) and a reader's circles."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID


class Rung(IntEnum):
    """The sharing ladder (delingsnivå), narrowest first; only the author moves an answer along it."""

    ONLY_ME = 0
    GROUP = 1
    UNIT = 2
    PRINCIPALS = 3
    MUNICIPALITY = 4
    NETWORK = 5


@dataclass(frozen=True)
class Standing:
    """A reader's place on a rung of somebody's ladder from `since` until `until` (UTC, None: always, still).

    `anchor` is the id of the group, unit, municipality (for principals and municipality) or network. An answer reaches
    the reader if its rung is `rung` or wider and it was given in `anchor` within the time.
    """

    rung: Rung
    anchor: str
    since: datetime | None = None
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether the reader stood there at that instant."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Beyond:
    """What a member of a network's own groups reads of other municipalities: releases to the network.

    `municipalities` are the others tied to it; `standings` are the reader's times in its own groups.
    """

    network: str
    municipalities: tuple[str, ...]
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Reading:
    """All that a reader may read: circles, and the reader's own answers (`author`; None for a channel).

    `channel` is the conversation of a reading channel, None for a person: a channel is shown only answers given while
    it was the group's channel. `leads`: the reader leads a group, or may, and is shown nothing before its step closes
    where leaders speak last.
    """

    municipality: str
    standings: tuple[Standing, ...]
    author: UUID | None = None
    channel: str | None = None
    leads: bool = True
