"""A municipality's record for the command line, newest first; as lines of text, or as JSON, one object a line."""

import json
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.glass_box import with_names
from bot.context.rights import require
from content.cards.glass_box import recorded
from content.language import Language
from content.vocabulary.glass_box import Recorded
from dialogs.model import Actor
from dialogs.permissions import RecordOf, Verb
from storage.database import Database
from storage.records import records_of


async def record_lines(
    db: Database, municipality: str, *, actor: Actor, since: datetime | None = None, as_json: bool = False
) -> tuple[str, ...]:
    """Raises UnknownMunicipality."""
    require(actor, Verb.READ_RECORD, RecordOf(municipality))

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        await lookup.municipality_called(c, municipality)
        found = await with_names(c, municipality, await records_of(c, municipality, since=since))
        return tuple(_json(one) if as_json else recorded(one, Language.EN) for one in found)

    return await db.read(work)


def _json(one: Recorded) -> str:
    told = {"at": one.at.isoformat(), "by": one.by, "name": one.name, "act": one.act, "about": dict(one.about)}
    return json.dumps(told, ensure_ascii=False)
