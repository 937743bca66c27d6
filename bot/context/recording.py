"""The door to the record: an act is recorded in the transaction of the act."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import ABOUT, Act, Actor, ActorKind, By, RecordEntry
from storage.records import add_records, put_record

_OF_PROGRAMS = UUID("0a3c0c52-7d53-4c02-93a1-6a0d9d7e4f65")
_KINDS = {ActorKind.OPERATOR: By.OPERATOR, ActorKind.CLOCK: By.CLOCK}


async def record(
    c: AsyncConnection,
    actor: Actor,
    act: Act,
    municipality: str,
    *,
    now: datetime,
    in_group: str | None = None,
    **about: object,
) -> None:
    """Add an entry; `about` gives exactly the names that `ABOUT` has for the act, and never people's words.

    A person acts in the widest role in the group `in_group` (an id), or without a group in the widest anywhere.
    Raises ValueError for other names.
    """
    await add_records(c, _entry(actor, act, municipality, about, now=now, in_group=in_group))


async def record_by_partner(c: AsyncConnection, act: Act, municipality: str, *, now: datetime, **about: object) -> None:
    """As `record`, of an act in another municipality that holds for this one too: by nobody who belongs here."""
    await add_records(c, RecordEntry(municipality, now, By.PARTNER, None, act, _told(act, about)))


async def record_all(
    c: AsyncConnection,
    actor: Actor,
    acts: Iterable[tuple[Act, Mapping[str, object]]],
    municipality: str,
    *,
    now: datetime,
) -> None:
    """As `record`, for many acts in one statement."""
    await add_records(c, *(_entry(actor, act, municipality, about, now=now) for act, about in acts))


async def record_program(
    c: AsyncConnection, act: Act, municipality: str, of: tuple[str, date], *, now: datetime, **about: object
) -> None:
    """What a program of the municipality's has done so far on a day, in one entry that is written over.

    `of` are the id of the program's token and the day.
    """
    entry = uuid5(_OF_PROGRAMS, "\n".join((act, municipality, *map(str, of))))
    await put_record(c, entry, RecordEntry(municipality, now, By.PROGRAM, None, act, _told(act, about)))


def _told(act: Act, about: Mapping[str, object]) -> dict[str, str]:
    if about.keys() != ABOUT[act]:
        raise ValueError(f"{act} is about {sorted(ABOUT[act])}, not {sorted(about)}")
    return {name: str(value) for name, value in about.items()}


def _entry(
    actor: Actor,
    act: Act,
    municipality: str,
    about: Mapping[str, object],
    *,
    now: datetime,
    in_group: str | None = None,
) -> RecordEntry:
    person = actor.person_in(municipality)
    return RecordEntry(municipality, now, _acting(actor, municipality, in_group), person, act, _told(act, about))


def _acting(actor: Actor, municipality: str, group: str | None) -> By:
    if actor.kind in _KINDS:
        return _KINDS[actor.kind]
    return By.widest(actor.roles_in(municipality, group))
