"""`koble til <gruppe>`: a facilitator or coordinator makes a channel the group's own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import asking
from content.vocabulary.conversing import Linked, LinkElsewhere, LinkRefused, LinkUnknown, NotImported
from dialogs import understanding
from dialogs.events import LinkAsked
from dialogs.model import Group, Person, Role, Scope
from dialogs.turn import Turn
from storage import deliveries, places, roster
from storage.database import Database

_MAY_LINK = frozenset({Role.FACILITATOR, Role.COORDINATOR})


async def link_group(db: Database, event: LinkAsked, *, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        about = event.about
        language = await asking.language_for(c, about)
        if about.place.scope is not Scope.CHANNEL:
            return Turn(language, say=(LinkElsewhere(),))
        persons = await roster.persons_behind(c, about.account)
        if not persons:
            return Turn(language, say=(NotImported(),))
        known, mine = await _groups(c, persons, now=now)
        found = next((pair for pair in known if _is_called(pair[1], event.group)), None)
        if found is None:
            return Turn(language, say=(LinkUnknown(event.group, tuple(group.name for _, group in mine)),))
        if found not in mine:
            return Turn(language, say=(LinkRefused(found[1].name),))
        municipality, group = found
        await places.link_channel(c, municipality, group.id, about.place, now=now)
        await deliveries.wake_channel(c, municipality, group.id, now=now)
        return Turn(await asking.language_for(c, about), say=(Linked(group.name),))

    return await db.write(work)


async def _groups(
    c: AsyncConnection, persons: tuple[Person, ...], *, now: datetime
) -> tuple[list[tuple[str, Group]], list[tuple[str, Group]]]:
    """All groups of the speaker's municipalities, and those the speaker may link."""
    known: list[tuple[str, Group]] = []
    mine: list[tuple[str, Group]] = []
    for person in persons:
        may = await _may_link(c, person.municipality, person.id, now=now)
        for group in await roster.all_groups(c, person.municipality):
            known.append((person.municipality, group))
            if group.id in may:
                mine.append((person.municipality, group))
    # A name may stand in several schools («Trinn 5»): the one the speaker may link is the one they mean.
    return mine + [pair for pair in known if pair not in mine], mine


async def _may_link(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> frozenset[str]:
    return frozenset(
        membership.group
        for membership in await roster.memberships_of(c, municipality, person)
        if membership.role in _MAY_LINK
        and membership.since <= now
        and (membership.ended is None or now < membership.ended)
    )


def _is_called(group: Group, name: str) -> bool:
    return _plain(name) in {_plain(group.id), _plain(group.name)}


def _plain(name: str) -> str:
    """As `koble til` is understood: blanks count once, and marks around it not at all."""
    return " ".join(name.casefold().split()).strip(understanding.AROUND)
