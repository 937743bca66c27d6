"""Places in Teams as columns, and places that have become unreachable."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Place, Scope
from storage.prepared import Row
from storage.tables.places import channels, contacts

PLACE_COLUMNS = ("service_url", "conversation", "scope", "bot", "user", "channel", "team")


def place_columns(place: Place) -> dict[str, Any]:
    return {
        "service_url": place.service_url,
        "conversation": place.conversation,
        "scope": place.scope.value,
        "bot": place.bot,
        "user": place.user,
        "channel": place.channel,
        "team": place.team,
    }


def place_from(row: Row) -> Place:
    return Place(
        tenant=row["tenant"],
        service_url=row["service_url"],
        conversation=row["conversation"],
        scope=Scope(row["scope"]),
        bot=row["bot"],
        user=row["user"],
        channel=row["channel"],
        team=row["team"],
    )


async def mark_unreachable(c: AsyncConnection, *, tenant: str, conversation: str, now: datetime) -> None:
    """Mark the conversation as unreachable, until the bot is installed again or hears a message in the conversation."""
    for table, gone in ((contacts, {"name": ""}), (channels, {})):
        here = and_(table.c.tenant == tenant, table.c.conversation == conversation)
        await c.execute(update(table).where(here).values(reachable=False, changed_at=now, **gone))
