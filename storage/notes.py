"""People's notes, each read by and for its author; a note at its end goes with all that `storage/inbox.py` forgets."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, RowMapping, and_, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import NOTE_KEPT, NOTE_KEPT_AFTER_USE, Note, StepRef
from storage.municipality_settings import is_held
from storage.tables.notes import notes
from storage.tables.people import memberships, people


async def of_person(c: AsyncConnection, municipality: str, person: UUID) -> tuple[Note, ...]:
    """The oldest first."""
    query = select(notes).where(_of(municipality, person)).order_by(notes.c.noted_at, notes.c.id)
    return tuple(_note(row) for row in (await c.execute(query)).mappings())


async def add(c: AsyncConnection, municipality: str, person: UUID, note: Note) -> None:
    values = {"id": note.id, "text": note.text, "areas": " ".join(sorted(note.areas)), "noted_at": note.noted_at}
    values["goes_at"] = note.goes_at
    await c.execute(insert(notes).values(municipality=municipality, person=person, **values))
    await _tell_person(c, municipality, person)


async def remove(c: AsyncConnection, municipality: str, person: UUID, note: UUID) -> bool:
    """False where the person has no such note."""
    gone = await c.execute(delete(notes).where(_of(municipality, person), notes.c.id == note))
    await _tell_person(c, municipality, person)
    return gone.rowcount == 1


async def use(
    c: AsyncConnection, municipality: str, person: UUID, these: Collection[UUID], step: StepRef, *, now: datetime
) -> None:
    """The notes fill the step's form, and are offered to no other step."""
    used = {"session": step.session, "position": step.position, "used_at": now, "goes_at": now + NOTE_KEPT_AFTER_USE}
    is_new = and_(_of(municipality, person), notes.c.id.in_(these), notes.c.used_at.is_(None))
    await c.execute(update(notes).where(is_new).values(**used))
    await _tell_person(c, municipality, person)


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    await c.execute(delete(notes).where(_of(municipality, person)))
    await _tell_person(c, municipality, person)


def are_old(now: datetime | BindParameter[datetime], today: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether a note has come to its end, on the local date `today`; while the archive holds none does."""
    return and_(notes.c.goes_at <= now, ~is_held(notes.c.municipality, today))


async def forget_old(c: AsyncConnection, *, now: datetime, today: date) -> None:
    """Delete the old notes; no question offers any of them from then on."""
    old = are_old(now, today)
    theirs = (await c.execute(select(notes.c.municipality, notes.c.person).where(old).distinct())).all()
    await c.execute(delete(notes).where(old))
    for municipality, person in theirs:
        await _tell_person(c, municipality, person)


async def end_with_memberships(c: AsyncConnection, municipality: str) -> None:
    """Notes go no later than their author's last membership ends; called wherever memberships end."""
    theirs = and_(memberships.c.municipality == notes.c.municipality, memberships.c.person == notes.c.person)
    last = select(func.max(memberships.c.ended)).where(theirs).scalar_subquery()
    stays = exists().where(theirs, memberships.c.ended.is_(None))
    leaving = and_(notes.c.municipality == municipality, ~stays, notes.c.goes_at > last)
    await c.execute(update(notes).where(leaving).values(goes_at=last))


async def stay(c: AsyncConnection, municipality: str, of: Collection[UUID], *, until: datetime | None = None) -> None:
    """Notes shortened with their authors' memberships stay `until` then, or with None as long as notes usually do."""
    query = select(notes).where(notes.c.municipality == municipality, notes.c.person.in_(of))
    for row in (await c.execute(query)).mappings().all():
        usual = row["used_at"] + NOTE_KEPT_AFTER_USE if row["used_at"] else row["noted_at"] + NOTE_KEPT
        goes_at = min(usual, until) if until is not None else usual
        if goes_at > row["goes_at"]:
            await c.execute(update(notes).where(notes.c.id == row["id"]).values(goes_at=goes_at))


async def _tell_person(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """The areas of notes yet to be offered, where composing a prompt reads them with the person."""
    offered = select(notes.c.areas).where(_of(municipality, person), notes.c.used_at.is_(None))
    areas = {area for row in (await c.execute(offered)).scalars() for area in row.split()}
    one = and_(people.c.municipality == municipality, people.c.id == person)
    await c.execute(update(people).where(one).values(noted=" ".join(sorted(areas))))


def _of(municipality: str, person: UUID) -> ColumnElement[bool]:
    return and_(notes.c.municipality == municipality, notes.c.person == person)


def _note(row: RowMapping) -> Note:
    used_for = None
    if row["session"] is not None:
        used_for = StepRef(row["municipality"], row["session"], row["position"])
    return Note(row["id"], row["text"], frozenset(row["areas"].split()), row["noted_at"], row["goes_at"], used_for)
