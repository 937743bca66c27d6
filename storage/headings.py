"""Headings of a session's digest: from the draft until the digest is deleted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import SectionHeading
from storage.prepared import Prepared, Row
from storage.tables.headings import headings


async def of_session(c: AsyncConnection, municipality: str, session: str) -> tuple[SectionHeading, ...]:
    """In the order of the digest."""
    found = await _OF_SESSION.run(c, municipality=municipality, session=session)
    return tuple(_heading(row) for row in found.mappings())


_OF_SESSION = Prepared(
    select(headings)
    .where(headings.c.municipality == bindparam("municipality"), headings.c.session == bindparam("session"))
    .order_by(headings.c.place, headings.c.position)
)


async def put(c: AsyncConnection, municipality: str, session: str, all_of: Sequence[SectionHeading]) -> None:
    """In place of all that the session had."""
    await remove(c, municipality, session)
    rows = [
        {
            "municipality": municipality,
            "session": session,
            "position": one.position,
            "text": one.text,
            "place": one.place,
            "person": one.person,
        }
        for one in all_of
    ]
    if rows:
        await c.execute(insert(headings), rows)


async def remove(c: AsyncConnection, municipality: str, session: str) -> None:
    await c.execute(delete(headings).where(_of(municipality, session)))


async def of_person(c: AsyncConnection, municipality: str, person: UUID) -> tuple[tuple[str, SectionHeading], ...]:
    """(session, heading) of all that the person has written."""
    query = select(headings).where(_by(municipality, person)).order_by(headings.c.session, headings.c.place)
    return tuple((row["session"], _heading(row)) for row in (await c.execute(query)).mappings())


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """The question alone stands above those answers again."""
    await c.execute(delete(headings).where(_by(municipality, person)))


def _of(municipality: str, session: str) -> ColumnElement[bool]:
    return and_(headings.c.municipality == municipality, headings.c.session == session)


def _by(municipality: str, person: UUID) -> ColumnElement[bool]:
    return and_(headings.c.municipality == municipality, headings.c.person == person)


def _heading(row: Row) -> SectionHeading:
    return SectionHeading(row["position"], row["text"], row["place"], row["person"])
