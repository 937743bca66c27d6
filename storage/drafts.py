"""Drafts of digests: a row from a session's close until its digest is given back, and never any words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Draft, Rung
from storage.tables.drafts import drafts
from storage.tables.sessions import reflections
from storage.turnout import counts
from storage.upserts import put_if_absent


async def begin(c: AsyncConnection, draft: Draft) -> bool:
    """True if the session had no draft before."""
    values = {
        "made_at": draft.made_at,
        "publish_at": draft.publish_at,
        "answered": draft.answered,
        "invited": draft.invited,
        "missed": draft.missed,
        "approved": draft.approved,
    }
    return await put_if_absent(c, drafts, {"municipality": draft.municipality, "session": draft.session}, values)


async def hold_in_group(c: AsyncConnection, municipality: str, session: str) -> None:
    """Answers that were to be read beyond the group wait there until their authors have said yes to the draft."""
    wider = and_(*_of_session(municipality, session), reflections.c.rung > int(Rung.GROUP))
    await c.execute(update(reflections).where(wider).values(wished=reflections.c.rung, rung=int(Rung.GROUP)))


async def stop_waiting(c: AsyncConnection, municipality: str, session: str) -> None:
    """What has no yes stays where it stands, and nothing tells which answers those are."""
    waits = and_(*_of_session(municipality, session), reflections.c.wished.is_not(None))
    await c.execute(update(reflections).where(waits).values(wished=None))


async def authors(c: AsyncConnection, municipality: str, session: str) -> tuple[UUID, ...]:
    """The authors of the session's answers that others can read."""
    shared = and_(*_of_session(municipality, session), counts(), reflections.c.rung > int(Rung.ONLY_ME))
    query = select(reflections.c.author).where(shared).distinct().order_by(reflections.c.author)
    return tuple((await c.execute(query)).scalars())


async def one(c: AsyncConnection, municipality: str, session: str) -> Draft | None:
    """None once the digest has been given back."""
    row = (await c.execute(select(drafts).where(_is(municipality, session)))).mappings().one_or_none()
    return _draft(row) if row else None


async def due(c: AsyncConnection, *, now: datetime, most: int) -> tuple[Draft, ...]:
    query = select(drafts).where(drafts.c.publish_at <= now).order_by(drafts.c.publish_at, drafts.c.session)
    return tuple(_draft(row) for row in (await c.execute(query.limit(most))).mappings())


async def end(c: AsyncConnection, draft: Draft) -> Draft | None:
    """The draft as it ended, for the caller whose DELETE took the row; None for any other."""
    taken = delete(drafts).where(_is(draft.municipality, draft.session)).returning(*drafts.c)
    row = (await c.execute(taken)).mappings().one_or_none()
    return _draft(row) if row else None


async def approve(c: AsyncConnection, municipality: str, session: str) -> None:
    await c.execute(update(drafts).where(_is(municipality, session)).values(approved=True))


async def postpone(c: AsyncConnection, draft: Draft, publish_at: datetime) -> bool:
    """Give the draft another time; False where it has ended, or has another time already."""
    its = and_(_is(draft.municipality, draft.session), drafts.c.publish_at == draft.publish_at)
    return (await c.execute(update(drafts).where(its).values(publish_at=publish_at))).rowcount == 1


def _is(municipality: str, session: str) -> ColumnElement[bool]:
    return and_(drafts.c.municipality == municipality, drafts.c.session == session)


def _of_session(municipality: str, session: str) -> tuple[ColumnElement[bool], ...]:
    return (reflections.c.municipality == municipality, reflections.c.session == session)


def _draft(row: RowMapping) -> Draft:
    return Draft(
        municipality=row["municipality"],
        session=row["session"],
        made_at=row["made_at"],
        publish_at=row["publish_at"],
        answered=row["answered"],
        invited=row["invited"],
        missed=row["missed"],
        approved=row["approved"],
    )
