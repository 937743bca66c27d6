"""Webhooks: where a municipality's own programs are told of digests."""

from sqlalchemy import RowMapping, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Webhook
from storage.tables.webhooks import webhooks
from storage.upserts import put


async def add(c: AsyncConnection, webhook: Webhook) -> None:
    values = {"url": webhook.url, "secret": webhook.secret, "made_at": webhook.made_at}
    await put(c, webhooks, {"municipality": webhook.municipality, "id": webhook.id}, values)


async def of_municipality(c: AsyncConnection, municipality: str) -> tuple[Webhook, ...]:
    """The oldest first."""
    query = select(webhooks).where(webhooks.c.municipality == municipality)
    rows = await c.execute(query.order_by(webhooks.c.made_at, webhooks.c.id))
    return tuple(_webhook(row) for row in rows.mappings())


async def one(c: AsyncConnection, municipality: str, webhook_id: str) -> Webhook | None:
    its = and_(webhooks.c.municipality == municipality, webhooks.c.id == webhook_id)
    row = (await c.execute(select(webhooks).where(its))).mappings().one_or_none()
    return _webhook(row) if row is not None else None


async def remove(c: AsyncConnection, municipality: str, webhook_id: str) -> bool:
    """False where the municipality has no such webhook."""
    its = and_(webhooks.c.municipality == municipality, webhooks.c.id == webhook_id)
    return (await c.execute(delete(webhooks).where(its))).rowcount == 1


def _webhook(row: RowMapping) -> Webhook:
    return Webhook(row["municipality"], row["id"], row["url"], row["secret"], row["made_at"])
