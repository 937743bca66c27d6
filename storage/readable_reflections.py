"""Answers that a reader may read: others' answers leave the database here alone, filtered by circles."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Part, Reading, Reflection, Rung, Signature, Stage, Standing
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
    query = (
        select(reflections, _SIGNER)
        .join(
            steps,
            and_(
                steps.c.municipality == reflections.c.municipality,
                steps.c.session == reflections.c.session,
                steps.c.position == reflections.c.position,
            ),
        )
        .where(
            reflections.c.municipality == reading.municipality,
            reflections.c.session.in_(sessions),
            counts(),
            _within(reading),
        )
        .order_by(reflections.c.session, reflections.c.position, reflections.c.id)
    )
    rows = tuple((await c.execute(query)).mappings())
    texts = await _parts(c, reading.municipality, [row["id"] for row in rows])
    return tuple(reflection_of(row, texts.get(row["id"], ()), signer=row["signer"] or "") for row in rows)


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
    waits = and_(steps.c.leader_speaks_last, true() if reading.leads else _of_leader())
    shown = or_(steps.c.stage == Stage.CLOSED.value, and_(not_(steps.c.hides), not_(waits)))
    circles = or_(false(), *(_stands(standing) for standing in reading.standings))
    if reading.channel is not None:
        circles = and_(circles, reflections.c.channel == reading.channel)
    return or_(and_(shown, circles), reflections.c.author == reading.author)


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


def _stands(standing: Standing) -> ColumnElement[bool]:
    conditions = [reflections.c.rung >= int(standing.rung), _anchored(standing)]
    if standing.since is not None:
        conditions.append(reflections.c.circle_at >= standing.since)
    if standing.until is not None:
        conditions.append(reflections.c.circle_at < standing.until)
    return and_(*conditions)


def _anchored(standing: Standing) -> ColumnElement[bool]:
    match standing.rung:
        case Rung.ONLY_ME:
            return false()
        case Rung.GROUP:
            return reflections.c.group == standing.anchor
        case Rung.UNIT:
            return reflections.c.unit == standing.anchor
        case Rung.PRINCIPALS | Rung.MUNICIPALITY:
            return reflections.c.municipality == standing.anchor
        case Rung.NETWORK:
            return reflections.c.network == standing.anchor


async def _parts(c: AsyncConnection, municipality: str, ids: Sequence[UUID]) -> dict[UUID, tuple[Part, ...]]:
    query = (
        select(reflection_parts)
        .where(reflection_parts.c.municipality == municipality, reflection_parts.c.reflection.in_(ids))
        .order_by(reflection_parts.c.reflection, reflection_parts.c.position)
    )
    found: dict[UUID, tuple[Part, ...]] = {}
    for row in (await c.execute(query)).mappings():
        part = Part(row["text"], row["source"], row["follow_up"])
        found[row["reflection"]] = (*found.get(row["reflection"], ()), part)
    return found
