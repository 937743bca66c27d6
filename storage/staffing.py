"""The remaining sessions of each series, and the vacant posts already reported to coordinators."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Series, Stage
from storage.prepared import Prepared
from storage.series import all_series, one_series
from storage.tables.people import municipalities
from storage.tables.sessions import meetings, sessions
from storage.tables.vacancies import vacancies

_LOOKED_AT_EVERY = timedelta(hours=1)

Ahead = tuple[Series, Mapping[str, tuple[datetime, datetime]]]
"""A series, and for each group its first and last session that is not over (UTC)."""


async def ahead(c: AsyncConnection, municipality: str) -> tuple[Ahead, ...]:
    """Series with a session or a meeting that is not over."""
    found = []
    for series_id in await all_series(c, municipality):
        one = await one_series(c, municipality, series_id)
        if one is None:
            continue
        spans = {group: span for group in one.groups if (span := await _span(c, municipality, series_id, group))}
        if spans or await _meets(c, municipality, series_id):
            found.append((one, spans))
    return tuple(found)


async def _span(c: AsyncConnection, municipality: str, series_id: str, group: str) -> tuple[datetime, datetime] | None:
    """(first, last) opening of the remaining sessions: two index look-ups per stage, however many are planned."""
    its = {"municipality": municipality, "series": series_id, "group": group}
    known: list[datetime] = [at for end in _ENDS for at in (await end.run(c, **its)).scalars()]
    return (min(known), max(known)) if known else None


_ENDS = tuple(
    Prepared(
        select(sessions.c.opens_at)
        .where(
            sessions.c.municipality == bindparam("municipality"),
            sessions.c.group == bindparam("group"),
            sessions.c.series == bindparam("series"),
            sessions.c.stage == stage,
        )
        .order_by(order)
        .limit(1)
    )
    for stage in (Stage.OPEN.value, Stage.PLANNED.value, Stage.WAITING.value)
    for order in (sessions.c.opens_at.asc(), sessions.c.opens_at.desc())
)


async def _meets(c: AsyncConnection, municipality: str, series_id: str) -> bool:
    return bool((await _MEETINGS.run(c, municipality=municipality, series=series_id)).scalar())


_MEETINGS = Prepared(
    select(func.count())
    .select_from(meetings)
    .where(
        meetings.c.municipality == bindparam("municipality"),
        meetings.c.series == bindparam("series"),
        meetings.c.done.is_(False),
    )
)


async def to_look_at(c: AsyncConnection, *, now: datetime) -> tuple[str, ...]:
    """Municipalities whose posts were not checked within the hour, or not since an import or a plan."""
    return tuple((await _TO_LOOK_AT.run(c, before=now - _LOOKED_AT_EVERY)).scalars())


def _is_time(before: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return or_(municipalities.c.staffed_at.is_(None), municipalities.c.staffed_at <= before)


_TO_LOOK_AT = Prepared(select(municipalities.c.id).where(_is_time(bindparam("before"))).order_by(municipalities.c.id))


async def look_at(c: AsyncConnection, municipality: str, *, now: datetime) -> bool:
    """True for the caller that is to check; replicas compete."""
    is_time = _is_time(now - _LOOKED_AT_EVERY)
    mine = update(municipalities).where(municipalities.c.id == municipality, is_time).values(staffed_at=now)
    return (await c.execute(mine)).rowcount == 1


async def look_again(c: AsyncConnection, municipality: str) -> None:
    """Make the check due, after an import or a plan."""
    await c.execute(update(municipalities).where(municipalities.c.id == municipality).values(staffed_at=None))


async def told(c: AsyncConnection, municipality: str) -> dict[str, datetime]:
    """Keys of the vacant posts that coordinators were told of, each with the time of telling."""
    return {row.key: row.told_at for row in await _TOLD.run(c, municipality=municipality)}


_TOLD = Prepared(
    select(vacancies.c.key, vacancies.c.told_at).where(vacancies.c.municipality == bindparam("municipality"))
)


async def keep_told(
    c: AsyncConnection, municipality: str, new: Collection[str], gone: Collection[str], *, now: datetime
) -> None:
    """Store the vacancies told now, and forget the vacancies filled since, which would be told anew."""
    if gone:
        mine = and_(vacancies.c.municipality == municipality, vacancies.c.key.in_(gone))
        await c.execute(delete(vacancies).where(mine))
    if new:
        rows = [{"municipality": municipality, "key": key, "told_at": now} for key in new]
        await c.execute(insert(vacancies), rows)
