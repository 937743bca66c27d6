"""People's answers. Others' answers leave only through `readable`, which filters by circles."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, delete, exists, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, Part, Person, Reading, Reflection, Rung, Stage, Standing
from storage.people import person_of
from storage.prepared import Prepared
from storage.tables.people import accounts, people
from storage.tables.sessions import reflection_parts, reflections, steps
from storage.upserts import put

_AND_PARTS = (
    *reflections.c,
    reflection_parts.c.position.label("part"),
    reflection_parts.c.text,
    reflection_parts.c.source,
    reflection_parts.c.follow_up,
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


async def by_id(c: AsyncConnection, municipality: str, reflection: UUID) -> Reflection | None:
    found = await _BY_ID.run(c, municipality=municipality, id=reflection)
    return _with_parts(found.mappings().all())


def _with_parts(rows: Sequence[RowMapping]) -> Reflection | None:
    """`rows` has a row per part, and a row without a part for an answer without parts."""
    if not rows:
        return None
    parts = tuple(Part(row["text"], row["source"], row["follow_up"]) for row in rows if row["part"] is not None)
    return _reflection(rows[0], parts)


async def save(c: AsyncConnection, reflection: Reflection, *, before: Reflection | None = None) -> None:
    """Stores the reflection with its parts; `before` is the stored version, None for a first one."""
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
    }
    await put(c, reflections, key, values)
    await _save_parts(c, reflection, before.parts if before else ())


async def _save_parts(c: AsyncConnection, reflection: Reflection, before: Sequence[Part]) -> None:
    """Writes only parts that differ."""
    mine = {"municipality": reflection.municipality, "reflection": reflection.id}
    for position, part in enumerate(reflection.parts):
        if position >= len(before) or before[position] != part:
            values = {"text": part.text, "source": part.source, "follow_up": part.follow_up}
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


async def authors(c: AsyncConnection, municipality: str, session: str, position: int | None = None) -> frozenset[UUID]:
    """The authors of answers, «bare meg» included; for counting and for not asking again, never to be shown."""
    query = select(reflections.c.author).where(
        reflections.c.municipality == municipality, reflections.c.session == session, _counts()
    )
    if position is not None:
        query = query.where(reflections.c.position == position)
    return frozenset((await c.execute(query)).scalars())


async def are_all_for(c: AsyncConnection, municipality: str, session: str, channel: str) -> bool:
    """Whether every author who shared in the session knew that this channel reads along."""
    elsewhere = and_(
        reflections.c.municipality == municipality,
        reflections.c.session == session,
        reflections.c.rung > int(Rung.ONLY_ME),
        reflections.c.channel != channel,
        _counts(),
    )
    return not (await c.execute(select(exists().where(elsewhere)))).scalar()


async def has_answered(c: AsyncConnection, municipality: str, person: UUID) -> bool:
    """Whether the person has ever answered anything, including answers taken back since."""
    mine = and_(reflections.c.municipality == municipality, reflections.c.author == person)
    return bool((await c.execute(select(exists().where(mine)))).scalar())


async def begun(c: AsyncConnection, municipality: str, session: str, position: int) -> frozenset[UUID]:
    """Authors with a row for the step: answered, withdrawn, passed or opened again."""
    query = select(reflections.c.author).where(
        reflections.c.municipality == municipality,
        reflections.c.session == session,
        reflections.c.position == position,
    )
    return frozenset((await c.execute(query)).scalars())


async def settled(c: AsyncConnection, municipality: str, session: str, position: int) -> frozenset[UUID]:
    """People who have answered or passed: the step no longer waits for them."""
    query = select(reflections.c.author).where(
        reflections.c.municipality == municipality,
        reflections.c.session == session,
        reflections.c.position == position,
        or_(_counts(), reflections.c.passed.is_(True)),
    )
    return frozenset((await c.execute(query)).scalars())


async def readable(c: AsyncConnection, reading: Reading, sessions: Sequence[str]) -> tuple[Reflection, ...]:
    """The sessions' answers open to the reader, by step; the order within a step is not to be shown.

    A step that hides answers shows only the reader's own before closing.
    """
    query = (
        select(reflections)
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
            _counts(),
            _within(reading),
        )
        .order_by(reflections.c.session, reflections.c.position, reflections.c.id)
    )
    rows = tuple((await c.execute(query)).mappings())
    texts = await _parts(c, reading.municipality, [row["id"] for row in rows])
    return tuple(_reflection(row, texts.get(row["id"], ())) for row in rows)


def _within(reading: Reading) -> ColumnElement[bool]:
    shown = or_(steps.c.hides.is_(False), steps.c.stage == Stage.CLOSED.value)
    circles = or_(false(), *(_stands(standing) for standing in reading.standings))
    if reading.channel is not None:
        circles = and_(circles, reflections.c.channel == reading.channel)
    return or_(and_(shown, circles), reflections.c.author == reading.author)


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


def _counts() -> ColumnElement[bool]:
    return and_(reflections.c.withdrawn.is_(False), reflections.c.passed.is_(False))


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


def _reflection(row: RowMapping, parts: tuple[Part, ...]) -> Reflection:
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
    )
