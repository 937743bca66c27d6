"""An entry in the record for documents written."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.recording import record
from bot.context.rights import require
from dialogs.model import Act, Actor
from dialogs.permissions import Verb
from storage.database import Database


async def record_documents(
    db: Database, municipality: str, titles: Sequence[str], *, actor: Actor, now: datetime
) -> None:
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> None:
        await record(c, actor, Act.DOCUMENTS_WRITTEN, municipality, now=now, names=", ".join(titles))

    await db.write(work)
