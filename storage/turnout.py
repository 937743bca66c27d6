"""People who have answered, passed or begun, for counting and asking: names are never shown."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Rung
from storage.tables.sessions import reflections


async def authors(c: AsyncConnection, municipality: str, session: str, position: int | None = None) -> frozenset[UUID]:
    """The authors of answers, «bare meg» included; for counting and for not asking again, never to be shown."""
    query = select(reflections.c.author).where(
        reflections.c.municipality == municipality, reflections.c.session == session, counts()
    )
    if position is not None:
        query = query.where(reflections.c.position == position)
    return frozenset((await c.execute(query)).scalars())


async def authors_and_signed(c: AsyncConnection, municipality: str, session: str) -> tuple[frozenset[UUID], bool]:
    """The authors, and whether the answer of any is signed: then nobody may be told how many have answered."""
    query = select(reflections.c.author, reflections.c.signature).where(
        reflections.c.municipality == municipality, reflections.c.session == session, counts()
    )
    rows = (await c.execute(query)).all()
    return frozenset(author for author, _ in rows), any(signature for _, signature in rows)


async def are_all_for(c: AsyncConnection, municipality: str, session: str, channel: str) -> bool:
    """Whether every author sharing in the session was told that the channel reads along."""
    elsewhere = and_(
        reflections.c.municipality == municipality,
        reflections.c.session == session,
        reflections.c.rung > int(Rung.ONLY_ME),
        reflections.c.channel != channel,
        counts(),
    )
    return not (await c.execute(select(exists().where(elsewhere)))).scalar()


async def has_answered(c: AsyncConnection, municipality: str, person: UUID) -> bool:
    """Whether the person has ever answered anything, including answers taken back since."""
    mine = and_(reflections.c.municipality == municipality, reflections.c.author == person)
    return bool((await c.execute(select(exists().where(mine)))).scalar())


async def begun(c: AsyncConnection, municipality: str, session: str, position: int) -> frozenset[UUID]:
    """Authors with a row for the step: answered, withdrawn, passed or opened again."""
    query = select(reflections.c.author).where(
        reflections.c.municipality == municipality,
        reflections.c.session == session,
        reflections.c.position == position,
    )
    return frozenset((await c.execute(query)).scalars())


async def settled(c: AsyncConnection, municipality: str, session: str, position: int) -> frozenset[UUID]:
    """People who have answered or passed: the step no longer waits for them."""
    query = select(reflections.c.author).where(
        reflections.c.municipality == municipality,
        reflections.c.session == session,
        reflections.c.position == position,
        or_(counts(), reflections.c.passed.is_(True)),
    )
    return frozenset((await c.execute(query)).scalars())


def counts() -> ColumnElement[bool]:
    """Whether a row of `reflections` is an answer: neither withdrawn nor passed."""
    return and_(reflections.c.withdrawn.is_(False), reflections.c.passed.is_(False))
