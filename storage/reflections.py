"""People's answers, each read by and for its author; others read by `storage/readable_reflections.py`."""

from collections.abc import Collection, Sequence
from itertools import zip_longest
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, Part, Person, Reflection, Rung, Signature
from storage.people import person_of
from storage.prepared import Prepared
from storage.tables.people import accounts, people
from storage.tables.sessions import reflection_parts, reflections
from storage.turnout import counts
from storage.upserts import put

_SHOWN = ("shown_first", "shown_second")
_AND_PARTS = (
    *reflections.c,
    reflection_parts.c.position.label("part"),
    reflection_parts.c.text,
    reflection_parts.c.source,
    reflection_parts.c.follow_up,
    reflection_parts.c.choice,
)
_ITS_PARTS = and_(
    reflection_parts.c.municipality == reflections.c.municipality,
    reflection_parts.c.reflection == reflections.c.id,
)
_WITH_PARTS = (
    select(*_AND_PARTS)
    .outerjoin(reflection_parts, _ITS_PARTS)
    .where(reflections.c.municipality == bindparam("municipality"))
    .order_by(reflection_parts.c.position)
)
_OWN = Prepared(
    _WITH_PARTS.where(
        reflections.c.session == bindparam("session"),
        reflections.c.position == bindparam("position"),
        reflections.c.author == bindparam("author"),
    )
)
_OWN_OF = _WITH_PARTS.where(
    reflections.c.session == bindparam("session"),
    reflections.c.position == bindparam("position"),
    reflections.c.author.in_(bindparam("authors", expanding=True)),
)
_ALL_OF = _WITH_PARTS.where(reflections.c.author == bindparam("author"))
_BY_ID = Prepared(_WITH_PARTS.where(reflections.c.id == bindparam("id")))


async def own(c: AsyncConnection, municipality: str, session: str, position: int, author: UUID) -> Reflection | None:
    mine = {"municipality": municipality, "session": session, "position": position, "author": author}
    return _with_parts((await _OWN.run(c, **mine)).mappings().all())


_ANSWERERS = Prepared(
    select(*(column.label(f"person_{column.name}") for column in people.c), *_AND_PARTS)
    .select_from(people)
    .join(accounts, and_(accounts.c.municipality == people.c.municipality, accounts.c.person == people.c.id))
    .outerjoin(
        reflections,
        and_(
            reflections.c.municipality == people.c.municipality,
            reflections.c.municipality == bindparam("municipality"),
            reflections.c.session == bindparam("session"),
            reflections.c.position == bindparam("position"),
            reflections.c.author == people.c.id,
        ),
    )
    .outerjoin(reflection_parts, _ITS_PARTS)
    .where(accounts.c.tenant == bindparam("tenant"), accounts.c.object_id == bindparam("object_id"))
    .order_by(people.c.municipality, reflection_parts.c.position)
)


async def answerer(
    c: AsyncConnection, account: Account, municipality: str, session: str, position: int
) -> tuple[tuple[Person, ...], Reflection | None]:
    """The persons behind the account, one per municipality, and the step's answer of this municipality's person."""
    step = {"municipality": municipality, "session": session, "position": position}
    theirs = {**step, "tenant": account.tenant, "object_id": account.object_id}
    rows = (await _ANSWERERS.run(c, **theirs)).mappings().all()
    persons = {row["person_municipality"]: person_of(row, prefix="person_") for row in rows}
    return tuple(persons.values()), _with_parts([row for row in rows if row["id"] is not None])


async def own_of(
    c: AsyncConnection, municipality: str, session: str, position: int, authors: Collection[UUID]
) -> dict[UUID, Reflection]:
    """The answers of many authors; authors without an answer are left out."""
    theirs = {"municipality": municipality, "session": session, "position": position, "authors": list(authors)}
    rows: dict[UUID, list[RowMapping]] = {}
    for row in (await c.execute(_OWN_OF, theirs)).mappings():
        rows.setdefault(row["author"], []).append(row)
    found = {author: _with_parts(of_one) for author, of_one in rows.items()}
    return {author: reflection for author, reflection in found.items() if reflection is not None}


async def all_of(c: AsyncConnection, municipality: str, author: UUID) -> tuple[Reflection, ...]:
    """All answers of one author, for the author alone; in no particular order."""
    rows: dict[UUID, list[RowMapping]] = {}
    mine = {"municipality": municipality, "author": author}
    for row in (await c.execute(_ALL_OF, mine)).mappings():
        rows.setdefault(row["id"], []).append(row)
    found = map(_with_parts, rows.values())
    return tuple(one for one in found if one is not None)


async def shared_in(c: AsyncConnection, municipality: str, session: str) -> tuple[Reflection, ...]:
    """The session's answers that others may read, whoever they are: for the index of a digest that is given back."""
    shared = and_(reflections.c.session == session, counts(), reflections.c.rung > int(Rung.ONLY_ME))
    rows: dict[UUID, list[RowMapping]] = {}
    for row in (await c.execute(_WITH_PARTS.where(shared), {"municipality": municipality})).mappings():
        rows.setdefault(row["id"], []).append(row)
    found = map(_with_parts, rows.values())
    return tuple(one for one in found if one is not None)


async def by_id(c: AsyncConnection, municipality: str, reflection: UUID) -> Reflection | None:
    found = await _BY_ID.run(c, municipality=municipality, id=reflection)
    return _with_parts(found.mappings().all())


def _with_parts(rows: Sequence[RowMapping]) -> Reflection | None:
    """`rows` has a row per part, and a row without a part for an answer without parts."""
    if not rows:
        return None
    parts = tuple(
        Part(row["text"], row["source"], row["follow_up"], row["choice"]) for row in rows if row["part"] is not None
    )
    return reflection_of(rows[0], parts)


async def save(c: AsyncConnection, reflection: Reflection, *, before: Reflection | None = None) -> None:
    """Store the reflection with its parts; `before` is the stored version, None for a first answer."""
    key = {
        "municipality": reflection.municipality,
        "session": reflection.session,
        "position": reflection.position,
        "author": reflection.author,
    }
    values = {
        "id": reflection.id,
        "group": reflection.group,
        "unit": reflection.unit,
        "network": reflection.network,
        "channel": reflection.channel,
        "rung": int(reflection.rung),
        "circle_at": reflection.circle_at,
        "version": reflection.version,
        "withdrawn": reflection.withdrawn,
        "passed": reflection.passed,
        "reopened": reflection.reopened,
        "going_on": reflection.going_on,
        "given_at": reflection.given_at,
        "signature": reflection.signature.value,
        "lifting": None if reflection.lifting is None else int(reflection.lifting),
        "offered": reflection.offered,
        "wished": None if reflection.wished is None else int(reflection.wished),
        **dict(zip_longest(_SHOWN, reflection.shown)),
        "keyword": reflection.keyword,
        "alone": reflection.alone,
    }
    await put(c, reflections, key, values)
    await _save_parts(c, reflection, before.parts if before else ())


async def signed_and_unsigned(
    c: AsyncConnection, municipality: str, session: str, position: int
) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The authors of the step's signed answers, and of those without a signature that others can read."""
    shared = and_(*_of_step(municipality, session, position), reflections.c.rung > int(Rung.ONLY_ME), counts())
    rows = (await c.execute(select(reflections.c.author, reflections.c.signature).where(shared))).all()
    signed = frozenset(author for author, signature in rows if signature)
    return signed, frozenset(author for author, _ in rows) - signed


async def hide_signatures(c: AsyncConnection, municipality: str, session: str, position: int) -> None:
    signed = and_(*_of_step(municipality, session, position), reflections.c.signature != Signature.NONE.value)
    await c.execute(update(reflections).where(signed).values(signature=Signature.HIDDEN.value))


def _of_step(municipality: str, session: str, position: int) -> tuple[ColumnElement[bool], ...]:
    return (
        reflections.c.municipality == municipality,
        reflections.c.session == session,
        reflections.c.position == position,
    )


async def _save_parts(c: AsyncConnection, reflection: Reflection, before: Sequence[Part]) -> None:
    """Write only parts that differ."""
    mine = {"municipality": reflection.municipality, "reflection": reflection.id}
    for position, part in enumerate(reflection.parts):
        if position >= len(before) or before[position] != part:
            values = {"text": part.text, "source": part.source, "follow_up": part.follow_up, "choice": part.choice}
            await put(c, reflection_parts, {**mine, "position": position}, values)
    if len(before) > len(reflection.parts):
        await _FURTHER_PARTS.run(c, **{**mine, "from": len(reflection.parts)})


_FURTHER_PARTS = Prepared(
    delete(reflection_parts).where(
        reflection_parts.c.municipality == bindparam("municipality"),
        reflection_parts.c.reflection == bindparam("reflection"),
        reflection_parts.c.position >= bindparam("from"),
    )
)


async def erase(c: AsyncConnection, reflection: Reflection) -> None:
    """The answer with its parts, and the row that says whose it was."""
    await c.execute(delete(reflection_parts).where(*_parts_of(reflection)))
    await c.execute(delete(reflections).where(*_row_of(reflection)))


async def pass_on(c: AsyncConnection, reflection: Reflection, *, nobody: UUID, its_id: UUID) -> None:
    """The answer as nobody's, under another id and unsigned; when and in which messages it was written goes."""
    told: dict[str, Any] = {"version": 1, "given_at": None, "reopened": False, "going_on": 0, "lifting": None}
    told |= {"wished": None, "offered": False}
    told |= {"signature": "", **dict.fromkeys(_SHOWN)}
    await c.execute(update(reflections).where(*_row_of(reflection)).values(author=nobody, id=its_id, **told))
    parts = update(reflection_parts).where(*_parts_of(reflection))
    await c.execute(parts.values(reflection=its_id, source=None))


def _row_of(reflection: Reflection) -> tuple[ColumnElement[bool], ...]:
    return (reflections.c.municipality == reflection.municipality, reflections.c.id == reflection.id)


def _parts_of(reflection: Reflection) -> tuple[ColumnElement[bool], ...]:
    return (
        reflection_parts.c.municipality == reflection.municipality,
        reflection_parts.c.reflection == reflection.id,
    )


def reflection_of(row: RowMapping, parts: tuple[Part, ...], *, signer: str = "") -> Reflection:
    return Reflection(
        municipality=row["municipality"],
        id=row["id"],
        session=row["session"],
        position=row["position"],
        group=row["group"],
        unit=row["unit"],
        network=row["network"],
        author=row["author"],
        rung=Rung(row["rung"]),
        circle_at=row["circle_at"],
        parts=parts,
        version=row["version"],
        withdrawn=row["withdrawn"],
        passed=row["passed"],
        reopened=row["reopened"],
        going_on=row["going_on"],
        channel=row["channel"],
        given_at=row["given_at"],
        lifting=None if row["lifting"] is None else Rung(row["lifting"]),
        offered=row["offered"],
        wished=None if row["wished"] is None else Rung(row["wished"]),
        signature=Signature(row["signature"]),
        signer=signer,
        shown=tuple(row[name] for name in _SHOWN if row[name] is not None),
        keyword=row["keyword"],
        alone=row["alone"],
    )
