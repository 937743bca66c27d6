"""Commitments: added, changed, answered, read within the reader's circles, and woken on their day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Circle, Commitment, Found, Outcome, Promiser, Reading, Rung, Stage
from storage.circles import within
from storage.tables.commitments import commitments
from storage.tables.sessions import sessions
from storage.tables.tries import tries

_TRY = and_(tries.c.municipality == commitments.c.municipality, tries.c.commitment == commitments.c.id)
_SELECT = select(commitments, tries.c.entry).select_from(commitments.outerjoin(tries, _TRY))


async def add(c: AsyncConnection, commitment: Commitment) -> None:
    key = {"municipality": commitment.municipality, "id": commitment.id}
    await c.execute(insert(commitments).values(**key, **_values(commitment)))


async def save(c: AsyncConnection, after: Commitment) -> bool:
    """Store the commitment as the version after its own; False where it has changed meanwhile, or is gone."""
    mine = and_(_is(after.municipality, after.id), commitments.c.version == after.version)
    values = {**_values(after), "version": after.version + 1}
    return (await c.execute(update(commitments).where(mine).values(**values))).rowcount == 1


async def remove(c: AsyncConnection, municipality: str, its_id: UUID) -> None:
    await c.execute(delete(commitments).where(_is(municipality, its_id)))


async def readable(
    c: AsyncConnection,
    reading: Reading,
    *,
    groups: Collection[str] | None = None,
    session: str | None = None,
    met_in: str | None = None,
    is_open: bool | None = None,
) -> tuple[Commitment, ...]:
    """What the reader may read: the municipality's first, then the groups', then the people's; each oldest first.

    `groups` and `session` limit the result to what was promised there, `met_in` to what a session opened with; a
    municipality's commitment is of no group.
    Other people's wait until the session that they were made in is over, as answers may.
    """
    query = _SELECT.where(commitments.c.municipality == reading.municipality, _readable(reading))
    if groups is not None:
        query = query.where(or_(commitments.c.group.in_(groups), _of(Promiser.MUNICIPALITY)))
    if session is not None:
        query = query.where(commitments.c.session == session)
    if met_in is not None:
        query = query.where(commitments.c.met_in == met_in)
    if is_open is not None:
        query = query.where(commitments.c.outcome.is_(None) if is_open else commitments.c.outcome.is_not(None))
    return await _all(c, query)


async def of_author(c: AsyncConnection, municipality: str, person: UUID) -> tuple[Commitment, ...]:
    """All that the person has written, on behalf of a group or the municipality too."""
    mine = and_(commitments.c.municipality == municipality, commitments.c.author == person)
    return await _all(c, _SELECT.where(mine))


async def by_ids(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> tuple[Commitment, ...]:
    """Whoever may read them: for what a meeting decided, whose readers the meeting's writer was told of."""
    if not ids:
        return ()
    return await _all(c, _SELECT.where(commitments.c.municipality == municipality, commitments.c.id.in_(ids)))


async def told_of_by(c: AsyncConnection, municipality: str, person: UUID) -> tuple[Commitment, ...]:
    """Those of which the person has told what came of them."""
    told = and_(commitments.c.municipality == municipality, commitments.c.told_by == person)
    return await _all(c, _SELECT.where(told))


async def open_of_promiser(
    c: AsyncConnection, municipality: str, promiser: Promiser, *, group: str = "", author: UUID | None = None
) -> tuple[Commitment, ...]:
    """The open ones of a person, a group or the municipality, whoever may read them."""
    query = _SELECT.where(commitments.c.municipality == municipality, _of(promiser), _IS_OPEN)
    match promiser:
        case Promiser.PERSON:
            query = query.where(commitments.c.author == author)
        case Promiser.GROUP:
            query = query.where(commitments.c.group == group)
        case Promiser.MUNICIPALITY:
            pass
    return await _all(c, query)


async def of_municipality(c: AsyncConnection, municipality: str) -> tuple[Commitment, ...]:
    """All that the municipality itself will try, or has told of."""
    query = _SELECT.where(commitments.c.municipality == municipality, _of(Promiser.MUNICIPALITY))
    return await _all(c, query)


async def to_open_with(c: AsyncConnection, municipality: str, group: str, *, by: date) -> tuple[Commitment, ...]:
    """Open ones of the group that a session opening on the day `by` asks about: each once, since `meet` says so."""
    query = _SELECT.where(
        commitments.c.municipality == municipality,
        commitments.c.group == group,
        commitments.c.wakes_at.is_not(None),
        commitments.c.look_on <= by,
        _IS_OPEN,
    )
    return await _all(c, query)


async def due(c: AsyncConnection, *, now: datetime, most: int) -> tuple[Commitment, ...]:
    """Those that the clock looks at now, open or not."""
    query = _SELECT.where(commitments.c.wakes_at <= now).order_by(commitments.c.wakes_at).limit(most)
    return tuple(_commitment(row) for row in (await c.execute(query)).mappings())


async def meet(c: AsyncConnection, these: Sequence[Commitment], session: str) -> None:
    """The session opens with them, and no other asks about them again."""
    for one in these:
        its = _is(one.municipality, one.id)
        await c.execute(update(commitments).where(its).values(wakes_at=None, met_in=session))


async def call_off(c: AsyncConnection, municipality: str, session: str, *, now: datetime) -> None:
    """The session's open ones are to be met by another: the clock looks at them now."""
    met = and_(commitments.c.municipality == municipality, commitments.c.met_in == session)
    await c.execute(update(commitments).where(met, _IS_OPEN).values(wakes_at=now))


async def agree(c: AsyncConnection, one: Commitment) -> None:
    """Somebody else of the group stands by it."""
    its = _is(one.municipality, one.id)
    await c.execute(update(commitments).where(its).values(agreed=True, version=commitments.c.version + 1))


async def wake(c: AsyncConnection, these: Sequence[Commitment], at: datetime | None) -> None:
    """When the clock looks at them next, None for never again: the same whatever has been answered."""
    for one in these:
        await c.execute(update(commitments).where(_is(one.municipality, one.id)).values(wakes_at=at))


async def counts(c: AsyncConnection, municipality: str) -> dict[tuple[str, Promiser, Outcome | None], int]:
    """(group, whose, what came of them) -> how many; what a group has not said yes to is not the group's yet."""
    by = (commitments.c.group, commitments.c.promiser, commitments.c.outcome)
    query = (
        select(*by, func.count()).where(commitments.c.municipality == municipality, commitments.c.agreed).group_by(*by)
    )
    rows = (await c.execute(query)).all()
    return {(row[0], Promiser(row[1]), Outcome(row[2]) if row[2] else None): int(row[3]) for row in rows}


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """The person's own go, and so do a group's that nobody else has said yes to; what else they wrote loses its author.

    What they told of a group's goes as well, apart from the outcome.
    """
    wrote = and_(commitments.c.municipality == municipality, commitments.c.author == person)
    is_theirs = or_(_of(Promiser.PERSON), and_(_of(Promiser.GROUP), commitments.c.agreed.is_(False)))
    await c.execute(delete(commitments).where(wrote, is_theirs))
    await c.execute(update(commitments).where(wrote).values(author=None))
    told = and_(commitments.c.municipality == municipality, commitments.c.told_by == person)
    await c.execute(update(commitments).where(told).values(told_by=None, because="", learnt=""))


_IS_OPEN = commitments.c.outcome.is_(None)
_SESSION_GOES_ON = exists().where(
    sessions.c.municipality == commitments.c.municipality,
    sessions.c.id == commitments.c.session,
    sessions.c.stage == Stage.OPEN.value,
)


def _readable(reading: Reading) -> ColumnElement[bool]:
    is_shown = or_(commitments.c.promiser != Promiser.PERSON.value, ~_SESSION_GOES_ON)
    return or_(and_(is_shown, within(commitments, reading)), commitments.c.author == reading.author)


def _of(promiser: Promiser) -> ColumnElement[bool]:
    return commitments.c.promiser == promiser.value


def _is(municipality: str, its_id: UUID) -> ColumnElement[bool]:
    return and_(commitments.c.municipality == municipality, commitments.c.id == its_id)


_ORDER = (Promiser.MUNICIPALITY, Promiser.GROUP, Promiser.PERSON)


async def _all(c: AsyncConnection, query: Select[Any]) -> tuple[Commitment, ...]:
    found = [_commitment(row) for row in (await c.execute(query)).mappings()]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.promiser), one.made_at, one.id)))


def _values(one: Commitment) -> dict[str, object]:
    found = one.found
    return {
        "promiser": one.promiser.value,
        "author": one.author,
        **circle_values(one.circle),
        "text": one.text,
        "sign": one.sign,
        "look_on": one.look_on,
        "made_at": one.made_at,
        "session": one.session,
        "met_in": one.met_in,
        "agreed": one.agreed,
        "outcome": found.outcome.value if found else None,
        "because": found.because if found else "",
        "learnt": found.learnt if found else "",
        "told_by": found.person if found else None,
        "told_at": found.at if found else None,
        "version": one.version,
        "wakes_at": one.wakes_at,
        "goes_at": one.goes_at,
    }


def circle_values(circle: Circle) -> dict[str, object]:
    return {
        "group": circle.group,
        "unit": circle.unit,
        "network": circle.network,
        "channel": circle.channel,
        "rung": int(circle.rung),
        "circle_at": circle.at,
    }


def circle_of(row: RowMapping) -> Circle:
    return Circle(row["group"], row["unit"], row["network"], Rung(row["rung"]), row["circle_at"], row["channel"])


def _commitment(row: RowMapping) -> Commitment:
    return Commitment(
        municipality=row["municipality"],
        id=row["id"],
        promiser=Promiser(row["promiser"]),
        author=row["author"],
        text=row["text"],
        sign=row["sign"],
        look_on=row["look_on"],
        made_at=row["made_at"],
        circle=circle_of(row),
        session=row["session"],
        met_in=row["met_in"],
        agreed=row["agreed"],
        found=_found(row),
        version=row["version"],
        wakes_at=row["wakes_at"],
        goes_at=row["goes_at"],
        entry=row["entry"],
    )


def _found(row: RowMapping) -> Found | None:
    if row["outcome"] is None:
        return None
    return Found(Outcome(row["outcome"]), row["because"], row["learnt"], row["told_by"], row["told_at"])
