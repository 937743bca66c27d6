"""The form of a need of support, and the people who answer for the municipality."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, trying
from bot.context.promises import Reader
from content.vocabulary.committing import NeedForm, NobodyToHelp, Place
from dialogs.knowledge import commitments as rules
from dialogs.model import Promiser


def owner_of(reader: Reader) -> str:
    """The name of the municipality, which owns its schools."""
    return reader.town.units[reader.town.id].name


async def answering(c: AsyncConnection, place: Place, asker: UUID, *, now: datetime) -> tuple[UUID, ...]:
    """The group's coordinators, else the municipality's; a coordinator's own need goes to the others of these."""
    found = await recipients.coordinators(c, place.municipality, place.group, now=now)
    everywhere = await recipients.all_coordinators(c, place.municipality, now=now)
    others = tuple(one for one in found if one != asker)
    return others or tuple(one for one in everywhere if one != asker)


async def blank_form(
    c: AsyncConnection, reader: Reader, place: Place, *, text: str = "", now: datetime
) -> NeedForm | NobodyToHelp:
    if not await answering(c, place, reader.person.id, now=now):
        return NobodyToHelp(owner_of(reader))
    day = rules.usual_need_day(now=now)
    people = await trying.readers(c, reader, place, Promiser.PERSON, now=now)
    return NeedForm(place, owner_of(reader), text, day.isoformat(), people)
