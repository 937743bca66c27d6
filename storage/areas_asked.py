"""Which areas groups have been asked about, and when: plans and ids, nobody's name and nobody's words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Stage
from storage.tables.sessions import sessions, steps

_ASKED = (Stage.OPEN.value, Stage.CLOSED.value)


@dataclass(frozen=True)
class AreaAsked:
    """The area of the first question of a group's session, which opened at `at`."""

    group: str
    area: str
    at: datetime


async def areas_asked(
    c: AsyncConnection, municipality: str, groups: Collection[str], *, since: datetime, until: datetime
) -> tuple[AreaAsked, ...]:
    """Of the groups' sessions that opened from `since` on and before `until`, the earliest first."""
    of_session = and_(sessions.c.municipality == steps.c.municipality, sessions.c.id == steps.c.session)
    query = (
        select(sessions.c.group, steps.c.area_id, sessions.c.opens_at)
        .join(sessions, of_session)
        .where(
            sessions.c.municipality == municipality,
            sessions.c.group.in_(groups),
            sessions.c.stage.in_(_ASKED),
            sessions.c.opens_at >= since,
            sessions.c.opens_at < until,
            steps.c.position == 0,
        )
        .order_by(sessions.c.opens_at, sessions.c.group, sessions.c.id)
    )
    return tuple(AreaAsked(*row) for row in await c.execute(query))
