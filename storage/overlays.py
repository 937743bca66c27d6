"""Municipalities' overlays on the catalogue: drafts, the version in force, and replaced versions."""

from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import OverlayVersion
from storage.prepared import Prepared
from storage.tables.overlays import overlays


async def add(c: AsyncConnection, municipality: str, *, text: str, why: str, by: str, now: datetime) -> OverlayVersion:
    """Store a draft with the next version number. The caller holds the municipality's lock (`units.take_turn`)."""
    newest = select(func.coalesce(func.max(overlays.c.version), 0)).where(overlays.c.municipality == municipality)
    made = OverlayVersion(municipality, int((await c.execute(newest)).scalar_one()) + 1, text, why, by, made_at=now)
    values = {
        "municipality": municipality,
        "version": made.version,
        "text": text,
        "why": why,
        "by": by,
        "made_at": now,
    }
    await c.execute(insert(overlays).values(values))
    return made


async def put_in_force(c: AsyncConnection, municipality: str, version: int, *, now: datetime) -> bool:
    """Put a draft in force in place of the version before; False if the version is no draft."""
    its = _draft(municipality, version)
    if (await c.execute(update(overlays).where(its).values(since=now))).rowcount != 1:
        return False
    others = and_(
        overlays.c.municipality == municipality,
        overlays.c.version != version,
        overlays.c.since.is_not(None),
        overlays.c.until.is_(None),
    )
    await c.execute(update(overlays).where(others).values(until=now))
    return True


async def discard(c: AsyncConnection, municipality: str, version: int, *, now: datetime) -> bool:
    """Throw a draft and its words away; False if the version is no draft. Its number is not used again."""
    gone = {"text": "", "why": "", "by": "", "until": now}
    return (await c.execute(update(overlays).where(_draft(municipality, version)).values(**gone))).rowcount == 1


def _draft(municipality: str, version: int) -> ColumnElement[bool]:
    mine = and_(overlays.c.municipality == municipality, overlays.c.version == version)
    return and_(mine, overlays.c.since.is_(None), overlays.c.until.is_(None))


async def put_out_of_force(c: AsyncConnection, municipality: str, *, now: datetime) -> bool:
    """End the version in force; False without one."""
    holds = and_(overlays.c.municipality == municipality, overlays.c.since.is_not(None), overlays.c.until.is_(None))
    return (await c.execute(update(overlays).where(holds).values(until=now))).rowcount > 0


async def in_force(c: AsyncConnection, municipality: str, *, at: datetime) -> OverlayVersion | None:
    """The version in force at an instant."""
    row = (await _IN_FORCE.run(c, municipality=municipality, at=at)).mappings().one_or_none()
    return _version(row) if row else None


_IN_FORCE = Prepared(
    select(overlays)
    .where(
        overlays.c.municipality == bindparam("municipality"),
        overlays.c.since <= bindparam("at"),
        or_(overlays.c.until.is_(None), overlays.c.until > bindparam("at")),
    )
    .order_by(overlays.c.version.desc())
    .limit(1)
)


async def all_in_force(c: AsyncConnection, *, at: datetime) -> frozenset[tuple[str, int]]:
    """(municipality, version) of each layer in force at an instant."""
    holds = and_(overlays.c.since <= at, or_(overlays.c.until.is_(None), overlays.c.until > at))
    rows = await c.execute(select(overlays.c.municipality, overlays.c.version).where(holds))
    return frozenset((municipality, version) for municipality, version in rows)


async def versions(c: AsyncConnection, municipality: str) -> tuple[OverlayVersion, ...]:
    """Without the drafts thrown away."""
    stands = or_(overlays.c.since.is_not(None), overlays.c.until.is_(None))
    query = select(overlays).where(overlays.c.municipality == municipality, stands).order_by(overlays.c.version)
    return tuple(_version(row) for row in (await c.execute(query)).mappings())


def _version(row: RowMapping) -> OverlayVersion:
    return OverlayVersion(
        municipality=row["municipality"],
        version=row["version"],
        text=row["text"],
        why=row["why"],
        by=row["by"],
        made_at=row["made_at"],
        since=row["since"],
        until=row["until"],
    )
