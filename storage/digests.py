"""Digests of sessions and ahead of meetings: their counts, never their words."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Digest, Session
from storage import pack_plans
from storage.prepared import Prepared, Row
from storage.sessions import session_from
from storage.tables.people import groups
from storage.tables.sessions import digests, sessions
from storage.upserts import put, put_if_absent


async def add(c: AsyncConnection, digest: Digest) -> bool:
    """True if the digest was not stored before."""
    return await put_if_absent(c, digests, {"municipality": digest.municipality, "id": digest.id}, _values(digest))


async def bring_up_to_date(c: AsyncConnection, digest: Digest) -> None:
    """Store a meeting's digest in place of its draft, or of one of a meeting that was called off for a time."""
    await put(c, digests, {"municipality": digest.municipality, "id": digest.id}, _values(digest))


def _values(digest: Digest) -> dict[str, object]:
    return {
        "series": digest.series,
        "session": digest.session,
        "meeting_at": digest.meeting_at,
        "meeting_group": digest.meeting_group,
        "since": digest.since,
        "made_at": digest.made_at,
        "answered": digest.answered,
        "invited": digest.invited,
        "missed": digest.missed,
        "is_draft": digest.is_draft,
        "called_off": digest.called_off,
        "pack": pack_plans.as_json(digest.pack),
    }


async def call_off(
    c: AsyncConnection, municipality: str, series: str, *, held: Collection[tuple[str, datetime]], since: datetime
) -> tuple[UUID, ...]:
    """Mark digests of meetings after `since` by whether the meeting is among `held`: (group, instant).

    The ids of those that changed.
    """
    mine = and_(digests.c.municipality == municipality, digests.c.series == series, digests.c.meeting_at > since)
    found = tuple(_digest(row) for row in (await c.execute(select(digests).where(mine))).mappings())
    changed = [one for one in found if one.called_off == ((one.meeting_group, one.meeting_at) in held)]
    for one in changed:
        its = and_(digests.c.municipality == municipality, digests.c.id == one.id)
        await c.execute(update(digests).where(its).values(called_off=not one.called_off))
    return tuple(one.id for one in changed)


async def one(c: AsyncConnection, municipality: str, digest: UUID) -> Digest | None:
    row = (await _ONE.run(c, municipality=municipality, id=digest)).mappings().one_or_none()
    return _digest(row) if row else None


_ITS_MUNICIPALITY = digests.c.municipality == bindparam("municipality")
_ONE = Prepared(select(digests).where(_ITS_MUNICIPALITY, digests.c.id == bindparam("id")))
_OF_SESSION = Prepared(select(digests).where(_ITS_MUNICIPALITY, digests.c.session == bindparam("session")))


async def of_session(c: AsyncConnection, municipality: str, session: str) -> Digest | None:
    row = (await _OF_SESSION.run(c, municipality=municipality, session=session)).mappings().one_or_none()
    return _digest(row) if row else None


async def mark_indexed(c: AsyncConnection, municipality: str, session: str) -> None:
    """The session's digest is in the sharing bank's index."""
    its = and_(digests.c.municipality == municipality, digests.c.session == session)
    await c.execute(update(digests).where(its).values(indexed=True))


async def not_indexed(c: AsyncConnection, *, most: int) -> tuple[Session, ...]:
    """Sessions whose digests are not in the sharing bank's index, in all municipalities."""
    its = and_(sessions.c.municipality == digests.c.municipality, sessions.c.id == digests.c.session)
    waiting = and_(digests.c.indexed.is_(False), digests.c.session.is_not(None))
    query = select(sessions).join(digests, its).where(waiting)
    rows = (await c.execute(query.order_by(digests.c.municipality, digests.c.session).limit(most))).mappings()
    return tuple(map(session_from, rows))


async def of_series(
    c: AsyncConnection, municipality: str, series: str, *, since: datetime | None, until: datetime
) -> tuple[Digest, ...]:
    """Digests of the series' sessions, made after `since` and no later than `until`, the oldest first."""
    query = select(digests).where(
        digests.c.municipality == municipality,
        digests.c.series == series,
        digests.c.session.is_not(None),
        digests.c.made_at <= until,
    )
    if since is not None:
        query = query.where(digests.c.made_at > since)
    found = await c.execute(query.order_by(digests.c.made_at, digests.c.session))
    return tuple(_digest(row) for row in found.mappings())


async def ahead_of_meetings(c: AsyncConnection) -> tuple[Digest, ...]:
    """Every digest ahead of a meeting, in all municipalities."""
    query = select(digests).where(digests.c.session.is_(None)).order_by(digests.c.municipality, digests.c.made_at)
    return tuple(_digest(row) for row in (await c.execute(query)).mappings())


async def of_meetings(c: AsyncConnection, municipality: str, *, since: datetime, until: datetime) -> tuple[Digest, ...]:
    """The digests of meetings held after `since` and no later than `until`, the latest first."""
    held = and_(digests.c.municipality == municipality, digests.c.called_off.is_(False))
    query = select(digests).where(held, digests.c.meeting_at > since, digests.c.meeting_at <= until)
    found = await c.execute(query.order_by(digests.c.meeting_at.desc(), digests.c.id))
    return tuple(_digest(row) for row in found.mappings())


async def meeting_before(c: AsyncConnection, digest: Digest) -> Digest | None:
    """The digest of the same group's meeting before this digest's."""
    query = select(digests).where(_same_meetings(digest), digests.c.meeting_at < digest.meeting_at)
    row = (await c.execute(query.order_by(digests.c.meeting_at.desc()).limit(1))).mappings().one_or_none()
    return _digest(row) if row else None


async def meeting_after(c: AsyncConnection, digest: Digest) -> Digest | None:
    query = select(digests).where(_same_meetings(digest), digests.c.meeting_at > digest.meeting_at)
    row = (await c.execute(query.order_by(digests.c.meeting_at).limit(1))).mappings().one_or_none()
    return _digest(row) if row else None


def _same_meetings(digest: Digest) -> ColumnElement[bool]:
    return and_(
        digests.c.municipality == digest.municipality,
        digests.c.series == digest.series,
        digests.c.meeting_group == digest.meeting_group,
        digests.c.called_off.is_(False),
    )


async def quoting(c: AsyncConnection, municipality: str, series: str, of: Collection[str]) -> tuple[Digest, ...]:
    """The digests of these sessions, and those ahead of meetings of the series that cover any of the digests."""
    in_series = and_(digests.c.municipality == municipality, digests.c.series == series)
    rows = (await c.execute(select(digests).where(in_series, digests.c.session.in_(of)))).mappings()
    own = tuple(_digest(row) for row in rows)
    if not own:
        return ()
    covers = or_(*(_over(one.made_at) for one in own))
    ahead = (await c.execute(select(digests).where(in_series, digests.c.session.is_(None), covers))).mappings()
    return (*own, *(_digest(row) for row in ahead))


async def by_ids(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> tuple[Digest, ...]:
    found = and_(digests.c.municipality == municipality, digests.c.id.in_(ids))
    return tuple(_digest(row) for row in (await c.execute(select(digests).where(found))).mappings())


async def packs(c: AsyncConnection, municipality: str, *, since: datetime) -> tuple[Digest, ...]:
    """The municipality's packs ahead of meetings, made at that instant or later."""
    made = and_(digests.c.municipality == municipality, digests.c.session.is_(None), digests.c.made_at >= since)
    return tuple(_digest(row) for row in (await c.execute(select(digests).where(made))).mappings())


async def of_network(c: AsyncConnection, network: str, *, but: str, released_at: datetime) -> tuple[Digest, ...]:
    """Digests ahead of meetings in the network's own groups that cover `released_at`, of municipalities except `but`.

    Municipalities no longer tied to the network are included: released words still stand on their readers' cards.
    """
    met = and_(groups.c.municipality == digests.c.municipality, groups.c.id == digests.c.meeting_group)
    beyond = and_(digests.c.municipality != but, groups.c.unit == network)
    query = select(digests).join(groups, met).where(beyond, _over(released_at))
    return tuple(_digest(row) for row in (await c.execute(query)).mappings())


def _over(at: datetime) -> ColumnElement[bool]:
    """The condition that a digest covers the moment `at`: later than its `since`, no later than its `made_at`."""
    return and_(or_(digests.c.since.is_(None), digests.c.since < at), digests.c.made_at >= at)


async def latest(
    c: AsyncConnection,
    municipality: str,
    *,
    groups: Collection[str],
    series: Collection[str],
    meeting_groups: Collection[str],
    most: int,
) -> tuple[Digest, ...]:
    """The latest digests of the groups' and the series' sessions, and ahead of meetings of `meeting_groups`."""
    of_session = and_(sessions.c.municipality == digests.c.municipality, sessions.c.id == digests.c.session)
    query = (
        select(digests)
        .outerjoin(sessions, of_session)
        .where(
            digests.c.municipality == municipality,
            or_(
                sessions.c.group.in_(groups),
                and_(digests.c.session.is_not(None), digests.c.series.in_(series)),
                digests.c.meeting_group.in_(meeting_groups),
            ),
        )
        .order_by(digests.c.made_at.desc(), digests.c.id)
        .limit(most)
    )
    return tuple(_digest(row) for row in (await c.execute(query)).mappings())


async def last_read(
    c: AsyncConnection, municipality: str, series: str, group: str, *, before: datetime
) -> datetime | None:
    """When the digest ahead of the group's last meeting before `before` was made: the next digest covers later words.

    A digest made after its meeting was never read, and does not count; nor does one of a meeting that was not held.
    """
    query = select(func.max(digests.c.made_at)).where(
        digests.c.municipality == municipality,
        digests.c.series == series,
        digests.c.meeting_group == group,
        digests.c.meeting_at < before,
        digests.c.made_at < digests.c.meeting_at,
        digests.c.called_off.is_(False),
    )
    found: datetime | None = (await c.execute(query)).scalar()
    return found


async def given_back(
    c: AsyncConnection, municipality: str, *, since: datetime, before: tuple[datetime, UUID] | None, most: int
) -> tuple[Digest, ...]:
    """The newest first, of sessions and of meetings that are held, made at `since` or later; no drafts.

    `before` is the time and the id of the last digest of the page before.
    """
    given = (digests.c.municipality == municipality, digests.c.is_draft.is_(False), digests.c.called_off.is_(False))
    query = select(digests).where(*given, digests.c.made_at >= since)
    if before is not None:
        made_at, its_id = before
        is_older = or_(digests.c.made_at < made_at, and_(digests.c.made_at == made_at, digests.c.id > its_id))
        query = query.where(is_older)
    rows = (await c.execute(query.order_by(digests.c.made_at.desc(), digests.c.id).limit(most))).mappings()
    return tuple(_digest(row) for row in rows)


def _digest(row: Row) -> Digest:
    return Digest(
        municipality=row["municipality"],
        id=row["id"],
        series=row["series"],
        made_at=row["made_at"],
        session=row["session"],
        meeting_at=row["meeting_at"],
        meeting_group=row["meeting_group"],
        since=row["since"],
        answered=row["answered"],
        invited=row["invited"],
        missed=row["missed"],
        is_draft=row["is_draft"],
        called_off=row["called_off"],
        pack=pack_plans.from_json(row["pack"]),
    )
