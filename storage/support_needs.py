"""Needs of support: told to the municipality, answered, read by the asker, the owner and the circle, and woken."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import NeedState, Reading, Rung, SupportNeed
from storage.circles import within
from storage.commitments import circle_of, circle_values
from storage.tables.commitments import support_needs


async def add(c: AsyncConnection, need: SupportNeed) -> None:
    key = {"municipality": need.municipality, "id": need.id}
    await c.execute(insert(support_needs).values(**key, **_values(need)))


async def save(c: AsyncConnection, after: SupportNeed) -> bool:
    """Store the need as the version after its own; False where it has changed meanwhile, or is gone."""
    mine = and_(_is(after.municipality, after.id), support_needs.c.version == after.version)
    values = {**_values(after), "version": after.version + 1}
    return (await c.execute(update(support_needs).where(mine).values(**values))).rowcount == 1


async def remove(c: AsyncConnection, municipality: str, its_id: UUID) -> None:
    await c.execute(delete(support_needs).where(_is(municipality, its_id)))


async def one_need(c: AsyncConnection, municipality: str, its_id: UUID) -> SupportNeed | None:
    """Whoever may read it."""
    found = await _all(c, _is(municipality, its_id))
    return found[0] if found else None


async def readable(
    c: AsyncConnection, reading: Reading, *, group: str | None = None, sessions: Sequence[str] | None = None
) -> tuple[SupportNeed, ...]:
    """The needs in the reader's circles and the reader's own, the oldest first; the owner's right is another."""
    mine = or_(within(support_needs, reading), support_needs.c.person == reading.author)
    conditions = [support_needs.c.municipality == reading.municipality, mine]
    if group is not None:
        conditions.append(support_needs.c.group == group)
    if sessions is not None:
        conditions.append(support_needs.c.session.in_(sessions))
    return await _all(c, and_(*conditions))


async def addressed_to_owner(
    c: AsyncConnection, municipality: str, *, states: frozenset[NeedState] = frozenset(NeedState)
) -> tuple[SupportNeed, ...]:
    """For whoever answers on behalf of the municipality, whatever the circle; the oldest first."""
    in_state = support_needs.c.state.in_([state.value for state in states])
    return await _all(c, and_(support_needs.c.municipality == municipality, in_state))


async def answered_for_group(
    c: AsyncConnection, municipality: str, group: str, *, since: datetime
) -> tuple[SupportNeed, ...]:
    """The group's needs answered since that instant, as far as they are shared with the group or wider."""
    is_shared = and_(support_needs.c.municipality == municipality, support_needs.c.group == group, _IS_SHARED)
    return await _all(c, and_(is_shared, support_needs.c.answered_at >= since))


async def of_person(c: AsyncConnection, municipality: str, person: UUID) -> tuple[SupportNeed, ...]:
    """The oldest first."""
    return await _all(c, and_(support_needs.c.municipality == municipality, support_needs.c.person == person))


async def answered_by(c: AsyncConnection, municipality: str, person: UUID) -> tuple[SupportNeed, ...]:
    """Those that the person has answered for the municipality."""
    return await _all(c, and_(support_needs.c.municipality == municipality, support_needs.c.answered_by == person))


async def due(c: AsyncConnection, *, now: datetime) -> tuple[SupportNeed, ...]:
    return await _all(c, support_needs.c.wakes_at <= now)


async def wake(c: AsyncConnection, need: SupportNeed, at: datetime | None) -> None:
    await c.execute(update(support_needs).where(_is(need.municipality, need.id)).values(wakes_at=at))


async def counts(c: AsyncConnection, municipality: str) -> dict[NeedState, int]:
    its = support_needs.c.municipality == municipality
    query = select(support_needs.c.state, func.count()).where(its).group_by(support_needs.c.state)
    return {NeedState(row[0]): int(row[1]) for row in (await c.execute(query)).all()}


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """The person's needs with their answers, and the person's name from answers to others'."""
    theirs = and_(support_needs.c.municipality == municipality, support_needs.c.person == person)
    await c.execute(delete(support_needs).where(theirs))
    answered = and_(support_needs.c.municipality == municipality, support_needs.c.answered_by == person)
    await c.execute(update(support_needs).where(answered).values(answered_by=None))


_IS_SHARED = support_needs.c.rung >= int(Rung.GROUP)


def _is(municipality: str, its_id: UUID) -> ColumnElement[bool]:
    return and_(support_needs.c.municipality == municipality, support_needs.c.id == its_id)


async def _all(c: AsyncConnection, condition: ColumnElement[bool]) -> tuple[SupportNeed, ...]:
    query = select(support_needs).where(condition).order_by(support_needs.c.told_at, support_needs.c.id)
    return tuple(_need(row) for row in (await c.execute(query)).mappings())


def _values(need: SupportNeed) -> dict[str, object]:
    return {
        "person": need.person,
        **circle_values(need.circle),
        "text": need.text,
        "signed": need.signed,
        "told_at": need.told_at,
        "look_on": need.look_on,
        "session": need.session,
        "state": need.state.value,
        "answer": need.answer,
        "answered_by": need.answered_by,
        "answered_at": need.answered_at,
        "version": need.version,
        "wakes_at": need.wakes_at,
        "goes_at": need.goes_at,
    }


def _need(row: RowMapping) -> SupportNeed:
    return SupportNeed(
        municipality=row["municipality"],
        id=row["id"],
        person=row["person"],
        text=row["text"],
        signed=row["signed"],
        told_at=row["told_at"],
        look_on=row["look_on"],
        circle=circle_of(row),
        session=row["session"],
        state=NeedState(row["state"]),
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
        version=row["version"],
        wakes_at=row["wakes_at"],
        goes_at=row["goes_at"],
    )
