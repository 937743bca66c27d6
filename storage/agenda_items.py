"""Items of meetings' agendas: added, changed, put in order, and taken off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import AgendaEntry
from storage.tables.meetings import agenda_items


async def add(c: AsyncConnection, item: AgendaEntry) -> None:
    await c.execute(insert(agenda_items).values(**vars(item)))


async def reword(c: AsyncConnection, item: AgendaEntry) -> bool:
    """Store the title and minutes as the version after the item's own; False where it changed meanwhile, or is gone."""
    mine = and_(_is(item.municipality, item.id), agenda_items.c.version == item.version)
    values = {"title": item.title, "minutes": item.minutes, "version": item.version + 1}
    return (await c.execute(update(agenda_items).where(mine).values(**values))).rowcount == 1


async def place(c: AsyncConnection, municipality: str, its_id: UUID, position: int) -> None:
    await c.execute(update(agenda_items).where(_is(municipality, its_id)).values(position=position))


async def remove(c: AsyncConnection, municipality: str, its_id: UUID) -> None:
    await c.execute(delete(agenda_items).where(_is(municipality, its_id)))


async def follow(
    c: AsyncConnection, municipality: str, series: str, group: str, *, old: datetime, new: datetime, goes_at: datetime
) -> None:
    """The meeting named `old` is named `new`, and keeps its items."""
    mine = _of_meeting(municipality, series, group, old)
    await c.execute(update(agenda_items).where(mine).values(meant=new, goes_at=goes_at))


async def of_agenda(
    c: AsyncConnection, municipality: str, series: str, group: str, meant: datetime
) -> tuple[AgendaEntry, ...]:
    """In the order of the agenda."""
    query = select(agenda_items).where(_of_meeting(municipality, series, group, meant))
    rows = (await c.execute(query.order_by(agenda_items.c.position, agenda_items.c.id))).mappings()
    return tuple(map(_item, rows))


def _of_meeting(municipality: str, series: str, group: str, meant: datetime) -> ColumnElement[bool]:
    return and_(
        agenda_items.c.municipality == municipality,
        agenda_items.c.series == series,
        agenda_items.c.group == group,
        agenda_items.c.meant == meant,
    )


def _is(municipality: str, its_id: UUID) -> ColumnElement[bool]:
    return and_(agenda_items.c.municipality == municipality, agenda_items.c.id == its_id)


def _item(row: RowMapping) -> AgendaEntry:
    return AgendaEntry(**row)
