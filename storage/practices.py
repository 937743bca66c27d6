"""Practices: put into the sharing bank, changed, taken out, and read within a reader's circles or by their author."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Beyond, Credit, Practice, PracticeSubject, PracticeWords, Reading, Rung, SchoolType
from storage.circles import stands, within
from storage.commitments import circle_of, circle_values
from storage.tables.people import people
from storage.tables.practices import practices
from storage.upserts import put_if_absent


async def add(c: AsyncConnection, one: Practice) -> bool:
    """False where there is one with its id: the same sent twice."""
    return await put_if_absent(
        c, practices, {"municipality": one.municipality, "id": one.id}, {"author": one.author, **_values(one)}
    )


async def save(c: AsyncConnection, after: Practice) -> bool:
    """Store the practice as the version after its own; False where it has changed meanwhile, or is gone."""
    mine = and_(_is(after.municipality, after.id), practices.c.version == after.version)
    values = {**_values(after), "version": after.version + 1}
    return (await c.execute(update(practices).where(mine).values(**values))).rowcount == 1


async def remove(c: AsyncConnection, municipality: str, its_id: UUID) -> None:
    await c.execute(delete(practices).where(_is(municipality, its_id)))


async def of_author(c: AsyncConnection, municipality: str, author: UUID) -> tuple[Practice, ...]:
    """The newest first."""
    mine = and_(practices.c.municipality == municipality, practices.c.author == author)
    return await _all(c, _selected().where(mine).order_by(practices.c.put_at.desc(), practices.c.id))


async def readable_by_id(
    c: AsyncConnection, reading: Reading, beyond: Beyond | None, ids: Collection[UUID]
) -> tuple[Practice, ...]:
    """Those of the practices with these ids that the reader may read."""
    if not ids:
        return ()
    is_read = or_(may_be_read(reading), *([may_be_read_beyond(beyond)] if beyond is not None else []))
    return await _all(c, _selected().where(practices.c.id.in_(list(ids)), is_read))


def may_be_read(reading: Reading) -> ColumnElement[bool]:
    """Whether the reader may read a row of `practices`."""
    is_read = or_(within(practices, reading), practices.c.author == reading.author)
    return and_(practices.c.municipality == reading.municipality, is_read)


def may_be_read_beyond(beyond: Beyond) -> ColumnElement[bool]:
    """Whether a row of `practices`, of another municipality, was shared with the network while the reader was there."""
    while_there = (stands(practices, Rung.NETWORK, beyond.network, one.since, one.until) for one in beyond.standings)
    return and_(practices.c.municipality.in_(beyond.municipalities), or_(false(), *while_there))


async def erase(c: AsyncConnection, municipality: str, author: UUID) -> None:
    mine = and_(practices.c.municipality == municipality, practices.c.author == author)
    await c.execute(delete(practices).where(mine))


# The author's name, looked up anew at each reading: with the person the name is gone.
_SIGNER = (
    select(people.c.name)
    .where(
        people.c.municipality == practices.c.municipality,
        people.c.id == practices.c.author,
        practices.c.credit == Credit.NAME.value,
    )
    .correlate(practices)
    .scalar_subquery()
    .label("signer")
)


def _selected() -> Select[Any]:
    return select(practices, _SIGNER)


def _is(municipality: str, its_id: UUID) -> ColumnElement[bool]:
    return and_(practices.c.municipality == municipality, practices.c.id == its_id)


async def _all(c: AsyncConnection, query: Select[Any]) -> tuple[Practice, ...]:
    return tuple(_practice(row) for row in (await c.execute(query)).mappings())


def _values(one: Practice) -> dict[str, object]:
    return {
        **circle_values(one.circle),
        **vars(one.words),
        "area_id": one.subject.area,
        "requirement_id": one.subject.requirement,
        "subject": one.subject.name,
        "stages": ",".join(one.subject.stages),
        "credit": one.credit.value,
        "put_at": one.put_at,
        "changed_at": one.changed_at,
        "version": one.version,
    }


def _practice(row: RowMapping) -> Practice:
    stages = tuple(SchoolType(one) for one in row["stages"].split(",") if one)
    return Practice(
        municipality=row["municipality"],
        id=row["id"],
        author=row["author"],
        words=PracticeWords(row["title"], row["did"], row["saw"], row["needs"]),
        subject=PracticeSubject(row["area_id"], row["requirement_id"], row["subject"], stages),
        credit=Credit(row["credit"]),
        circle=circle_of(row),
        put_at=row["put_at"],
        changed_at=row["changed_at"],
        version=row["version"],
        signer=row["signer"] or "",
    )
