"""Answers to the checkpoints of series: given, read by series and by author."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import CHECKPOINT_KEPT, Answered, CheckpointAnswer
from storage.prepared import Prepared
from storage.tables.checkpoints import checkpoints
from storage.upserts import put

_SETTLING = [one.value for one in Answered if one.settles]


async def save(c: AsyncConnection, one: CheckpointAnswer) -> None:
    """In place of an earlier answer to the checkpoint."""
    key = {"municipality": one.municipality, "series": one.series, "group": one.group, "mark": one.mark}
    values = {
        "answered": one.answered.value,
        "because": one.because,
        "by": one.by,
        "at": one.at,
        "revision": one.revision,
        "goes_at": one.at + CHECKPOINT_KEPT,
    }
    await put(c, checkpoints, key, values)


async def settled(c: AsyncConnection, municipality: str, series: str) -> Mapping[str, frozenset[str]]:
    """By group, the marks of the series' checkpoints that stand in no phase's way any more."""
    found = defaultdict[str, set[str]](set)
    for group, mark in await _SETTLED.run(c, municipality=municipality, series=series):
        found[group].add(mark)
    return {group: frozenset(marks) for group, marks in found.items()}


_SETTLED = Prepared(
    select(checkpoints.c.group, checkpoints.c.mark).where(
        checkpoints.c.municipality == bindparam("municipality"),
        checkpoints.c.series == bindparam("series"),
        checkpoints.c.answered.in_(_SETTLING),
    )
)


async def of_series(c: AsyncConnection, municipality: str, series: str) -> tuple[CheckpointAnswer, ...]:
    mine = and_(_of(municipality), checkpoints.c.series == series)
    rows = await c.execute(select(checkpoints).where(mine).order_by(checkpoints.c.revision))
    return tuple(_answer(row) for row in rows.mappings())


async def of_author(c: AsyncConnection, municipality: str, person: UUID) -> tuple[CheckpointAnswer, ...]:
    mine = and_(_of(municipality), checkpoints.c.by == person)
    rows = await c.execute(
        select(checkpoints).where(mine).order_by(checkpoints.c.at, checkpoints.c.mark, checkpoints.c.group)
    )
    return tuple(_answer(row) for row in rows.mappings())


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """The answers stay, being the series'; their author is forgotten."""
    await c.execute(update(checkpoints).where(_of(municipality), checkpoints.c.by == person).values(by=None))


def _of(municipality: str) -> ColumnElement[bool]:
    return checkpoints.c.municipality == municipality


def _answer(row: RowMapping) -> CheckpointAnswer:
    return CheckpointAnswer(
        municipality=row["municipality"],
        series=row["series"],
        group=row["group"],
        mark=row["mark"],
        answered=Answered(row["answered"]),
        because=row["because"],
        by=row["by"],
        at=row["at"],
        revision=row["revision"],
    )
