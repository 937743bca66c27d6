"""The door to the record: an act is recorded in the transaction of the act."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import ABOUT, Act, Actor, ActorKind, By, RecordEntry
from storage.records import add_records

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


def _entry(
    actor: Actor,
    act: Act,
    municipality: str,
    about: Mapping[str, object],
    *,
    now: datetime,
    in_group: str | None = None,
) -> RecordEntry:
    if about.keys() != ABOUT[act]:
        raise ValueError(f"{act} is about {sorted(ABOUT[act])}, not {sorted(about)}")
    told = {name: str(value) for name, value in about.items()}
    person = actor.person_in(municipality)
    return RecordEntry(municipality, now, _acting(actor, municipality, in_group), person, act, told)


def _acting(actor: Actor, municipality: str, group: str | None) -> By:
    if actor.kind in _KINDS:
        return _KINDS[actor.kind]
    return By.widest(actor.roles_in(municipality, group))
