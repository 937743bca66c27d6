"""The commitments of people, groups and municipalities, as the chat's «tiltak» lists them to the same reader."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import promises
from content.vocabulary.pictures import PromisesIn, PromisesPage
from dialogs.model import Actor


async def promises_page(c: AsyncConnection, actor: Actor, *, now: datetime) -> PromisesPage:
    found = []
    for one in actor.identities:
        reader = await promises.reader_for(c, actor, one.municipality, now=now)
        if reader is not None:
            name = reader.town.units[one.municipality].name
            found.append(PromisesIn(name, await promises.listed(c, reader, now=now)))
    return PromisesPage(tuple(found))
