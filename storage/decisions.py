"""What meetings decided: added, changed, taken away, and read by meeting."""

from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import DECISION_KEPT, Decision
from storage.tables.decisions import decisions


async def add(c: AsyncConnection, one: Decision) -> None:
    values: dict[str, object] = {
        "municipality": one.municipality,
        "id": one.id,
        "digest": one.digest,
        "author": one.author,
        "text": one.text,
        "commitment": one.commitment,
        "made_at": one.made_at,
        "version": one.version,
        "goes_at": one.made_at + DECISION_KEPT,
    }
    await c.execute(insert(decisions).values(**values))


async def reword(c: AsyncConnection, one: Decision, text: str) -> bool:
    """False where it has changed since it was read, or is gone."""
    mine = and_(_is(one.municipality, one.id), decisions.c.version == one.version)
    values = {"text": text, "version": one.version + 1}
    return (await c.execute(update(decisions).where(mine).values(**values))).rowcount == 1


async def remove(c: AsyncConnection, municipality: str, its_id: UUID) -> None:
    await c.execute(delete(decisions).where(_is(municipality, its_id)))


async def of_meeting(c: AsyncConnection, municipality: str, digest: UUID) -> tuple[Decision, ...]:
    """In the order of writing."""
    return await _all(c, select(decisions).where(_of(municipality), decisions.c.digest == digest))


async def of_author(c: AsyncConnection, municipality: str, person: UUID) -> tuple[Decision, ...]:
    return await _all(c, select(decisions).where(_of(municipality), decisions.c.author == person))


async def of_commitment(c: AsyncConnection, municipality: str, commitment: UUID) -> tuple[Decision, ...]:
    return await _all(c, select(decisions).where(_of(municipality), decisions.c.commitment == commitment))


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """The decisions stay, being the meeting's; their author is forgotten."""
    wrote = and_(_of(municipality), decisions.c.author == person)
    await c.execute(update(decisions).where(wrote).values(author=None))


async def _all(c: AsyncConnection, query: Select[tuple[object, ...]]) -> tuple[Decision, ...]:
    rows = await c.execute(query.order_by(decisions.c.made_at, decisions.c.id))
    return tuple(_decision(row) for row in rows.mappings())


def _of(municipality: str) -> ColumnElement[bool]:
    return decisions.c.municipality == municipality


def _is(municipality: str, its_id: UUID) -> ColumnElement[bool]:
    return and_(_of(municipality), decisions.c.id == its_id)


def _decision(row: RowMapping) -> Decision:
    return Decision(
        municipality=row["municipality"],
        id=row["id"],
        digest=row["digest"],
        author=row["author"],
        text=row["text"],
        made_at=row["made_at"],
        commitment=row["commitment"],
        version=row["version"],
        goes_at=row["goes_at"],
    )
