"""People's own logs: acts with answers, read by their person alone.

The first giving of an answer has no row here: the instant stands with the answer.
"""

from uuid import UUID

from sqlalchemy import RowMapping, and_, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import OwnAct, OwnLogEntry, Rung
from storage.prepared import Prepared
from storage.tables.own_log import own_log
from storage.tables.sessions import reflections
from storage.upserts import put_each

_KEY = ("municipality", "person", "at", "session", "position", "act")


async def add(c: AsyncConnection, *entries: OwnLogEntry) -> None:
    """Store the entries, in the transaction of the acts; an entry stored before stays single."""
    rows = [
        {
            "municipality": one.municipality,
            "person": one.person,
            "at": one.at,
            "session": one.session,
            "position": one.position,
            "act": one.act.value,
            "from_rung": _number(one.from_rung),
            "to_rung": _number(one.to_rung),
        }
        for one in entries
    ]
    await put_each(c, own_log, _KEY, rows)


async def of_person(c: AsyncConnection, municipality: str, person: UUID) -> tuple[OwnLogEntry, ...]:
    """All of the person's acts, oldest first, with the first giving of each answer."""
    rows = await _LOGGED.run(c, municipality=municipality, person=person)
    logged = [_entry(row) for row in rows.mappings()]
    given = await _given(c, municipality, person, logged)
    return tuple(sorted((*given, *logged), key=lambda one: (one.at, one.session, one.position)))


async def _given(c: AsyncConnection, municipality: str, person: UUID, logged: list[OwnLogEntry]) -> list[OwnLogEntry]:
    rows = await _GIVEN.run(c, municipality=municipality, person=person)
    return [
        OwnLogEntry(
            municipality, person, at, OwnAct.GIVEN, session, position, None, _first(logged, session, position, rung)
        )
        for session, position, at, rung in rows
    ]


_LOGGED = Prepared(
    select(own_log).where(own_log.c.municipality == bindparam("municipality"), own_log.c.person == bindparam("person"))
)
_GIVEN = Prepared(
    select(reflections.c.session, reflections.c.position, reflections.c.given_at, reflections.c.rung).where(
        reflections.c.municipality == bindparam("municipality"),
        reflections.c.author == bindparam("person"),
        reflections.c.given_at.is_not(None),
    )
)


def _first(logged: list[OwnLogEntry], session: str, position: int, now_on: int) -> Rung:
    """The rung that the answer was given on: the rung before the first move, else the rung now."""
    of_answer = [one for one in logged if (one.session, one.position) == (session, position)]
    moved = [one.from_rung for one in sorted(of_answer, key=lambda one: one.at) if one.from_rung is not None]
    return moved[0] if moved else Rung(now_on)


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """Delete the person's log."""
    mine = and_(own_log.c.municipality == municipality, own_log.c.person == person)
    await c.execute(delete(own_log).where(mine))


def _entry(row: RowMapping) -> OwnLogEntry:
    return OwnLogEntry(
        municipality=row["municipality"],
        person=row["person"],
        at=row["at"],
        act=OwnAct(row["act"]),
        session=row["session"],
        position=row["position"],
        from_rung=_rung(row["from_rung"]),
        to_rung=_rung(row["to_rung"]),
    )


def _number(rung: Rung | None) -> int | None:
    return None if rung is None else int(rung)


def _rung(number: int | None) -> Rung | None:
    return None if number is None else Rung(number)
