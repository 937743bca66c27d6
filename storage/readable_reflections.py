"""Answers that a reader may read: others' answers leave the database here alone, filtered by circles."""

from collections.abc import Collection, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, exists, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Part, Reading, Reflection, Rung, Signature, Stage
from storage.circles import stands, within
from storage.memberships import leads_meanwhile
from storage.reflections import reflection_of
from storage.tables.people import memberships, people
from storage.tables.sessions import reflection_parts, reflections, steps
from storage.turnout import counts


async def readable(c: AsyncConnection, reading: Reading, sessions: Sequence[str]) -> tuple[Reflection, ...]:
    """The sessions' answers open to the reader, by step; the order within a step is not to be shown.

    Before closing, a step that hides answers shows only the reader's own. Where leaders speak last, an open step shows
    no leader's answer to others, and nobody's to a reader who leads a group.
    """
    return await _readable(c, reading, reflections.c.session.in_(sessions))


async def readable_by_id(c: AsyncConnection, reading: Reading, ids: Collection[UUID]) -> tuple[Reflection, ...]:
    """As `readable`, of the answers with these ids that the reader may read."""
    return await _readable(c, reading, reflections.c.id.in_(list(ids))) if ids else ()


def may_be_read(reading: Reading) -> ColumnElement[bool]:
    """Whether the reader may read a row of `reflections`, joined with its step."""
    is_read = or_(_within(reading), reflections.c.author == reading.author)
    return and_(reflections.c.municipality == reading.municipality, counts(), is_read)


async def _readable(c: AsyncConnection, reading: Reading, these: ColumnElement[bool]) -> tuple[Reflection, ...]:
    query = (
        select(reflections, _SIGNER, *_OF_PART)
        .join(steps, OF_STEP)
        .outerjoin(reflection_parts, _ITS_PARTS)
        .where(these, may_be_read(reading))
        .order_by(reflections.c.session, reflections.c.position, reflections.c.id, reflection_parts.c.position)
    )
    by_answer = groupby((await c.execute(query)).mappings(), key=itemgetter("id"))
    return tuple(_with_parts(list(rows)) for _, rows in by_answer)


def _with_parts(rows: Sequence[RowMapping]) -> Reflection:
    """An answer from its rows, one for each part; a single row without words where there is no part."""
    parts = (
        Part(row["words"], row["source"], row["follow_up"], row["choice"]) for row in rows if row["words"] is not None
    )
    return reflection_of(rows[0], tuple(parts), signer=rows[0]["signer"] or "")


async def taken_back(c: AsyncConnection, reading: Reading, sessions: Sequence[str]) -> dict[tuple[str, int], int]:
    """How many answers the reader could read before their authors took them back, by session and position of the step.

    An erased answer has left no trace to be counted.
    """
    query = (
        select(reflections.c.session, reflections.c.position, func.count())
        .join(steps, OF_STEP)
        .where(
            reflections.c.municipality == reading.municipality,
            reflections.c.session.in_(sessions),
            reflections.c.withdrawn.is_(True),
            _within(reading),
        )
        .group_by(reflections.c.session, reflections.c.position)
    )
    return {(session, position): number for session, position, number in await c.execute(query)}


OF_STEP = and_(
    steps.c.municipality == reflections.c.municipality,
    steps.c.session == reflections.c.session,
    steps.c.position == reflections.c.position,
)


_ITS_PARTS = and_(
    reflection_parts.c.municipality == reflections.c.municipality,
    reflection_parts.c.reflection == reflections.c.id,
)
_OF_PART = (
    reflection_parts.c.text.label("words"),
    reflection_parts.c.source,
    reflection_parts.c.follow_up,
    reflection_parts.c.choice,
)


# The author's name, looked up anew at each reading: with the person the name is gone.
_SIGNER = (
    select(people.c.name)
    .where(
        people.c.municipality == reflections.c.municipality,
        people.c.id == reflections.c.author,
        reflections.c.signature == Signature.NAME.value,
    )
    .correlate(reflections)
    .scalar_subquery()
    .label("signer")
)


def _within(reading: Reading) -> ColumnElement[bool]:
    return and_(_is_shown(leads=reading.leads), within(reflections, reading))


def _is_shown(*, leads: bool) -> ColumnElement[bool]:
    waits = and_(steps.c.leader_speaks_last, true() if leads else _of_leader())
    return or_(steps.c.stage == Stage.CLOSED.value, and_(not_(steps.c.hides), not_(waits)))


def _of_leader() -> ColumnElement[bool]:
    """Whether the answer is by somebody who leads its group at some time while its step, joined by the query, is open.

    Of somebody whose role changes meanwhile, what was written before the change waits as well.
    """
    return exists().where(
        memberships.c.municipality == reflections.c.municipality,
        memberships.c.group == reflections.c.group,
        memberships.c.person == reflections.c.author,
        leads_meanwhile(steps.c.opens_at, steps.c.closes_at),
    )


# The same condition for prepared statements: a list of standings has no fixed number of parameters, so that each kind
# of reader has a statement of its own.

Kind = tuple[bool, tuple[tuple[Rung, bool, bool], ...]]
"""What a reader's condition looks like: whether the reader leads; each standing's rung, and its bounds in time."""


def kind_of(reading: Reading) -> tuple[Kind, dict[str, Any]]:
    """The kind of a person as a reader, and the values of the kind's parameters."""
    standings = sorted(reading.standings, key=lambda one: (one.rung, one.since is None, one.until is None, one.anchor))
    values: dict[str, Any] = {}
    for number, one in enumerate(standings):
        given = {f"anchor_{number}": one.anchor, f"since_{number}": one.since, f"until_{number}": one.until}
        values |= {name: value for name, value in given.items() if value is not None}
    return (reading.leads, tuple((one.rung, one.since is not None, one.until is not None) for one in standings)), values


def within_kind(kind: Kind) -> ColumnElement[bool]:
    leads, standings = kind
    circles = (
        stands(
            reflections,
            rung,
            bindparam(f"anchor_{number}"),
            bindparam(f"since_{number}") if begins else None,
            bindparam(f"until_{number}") if ends else None,
        )
        for number, (rung, begins, ends) in enumerate(standings)
    )
    return and_(_is_shown(leads=leads), or_(false(), *circles))
