"""The cards of a digest before readers' eyes, brought up to date after what people did with its themes."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.update_slots import end_of_slot
from dialogs.model import Delivery
from storage import delivery_links, outbox, outbox_queries


async def shown(c: AsyncConnection, municipality: str, digest: UUID) -> list[Delivery]:
    found = await outbox_queries.digests_shown(c, municipality, [digest])
    known = await delivery_links.with_readers(c, found)
    await delivery_links.link_again(c, known)
    return known


async def want_cards(c: AsyncConnection, municipality: str, digest: UUID, *, now: datetime) -> None:
    due_at = end_of_slot(municipality, now=now)
    await outbox.want_again(c, *(replace(one, due_at=due_at) for one in await shown(c, municipality, digest)))
