"""Items that people put on a meeting's agenda."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class AgendaEntry:
    """An item of the meeting that `meant` names, in the order of `position`. Nothing tells who wrote it."""

    municipality: str
    id: UUID
    series: str
    group: str
    meant: datetime
    title: str
    minutes: int
    position: int
    goes_at: datetime
    version: int = 1
