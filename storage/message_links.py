"""Which reflection a chat message went into."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Happening
from storage.tables.places import reflection_messages
from storage.upserts import put


@dataclass(frozen=True)
class MessageLink:
    """Which reflection a chat message went into; `source` is None once a card has merged its parts, "" once gone."""

    municipality: str
    reflection: UUID
    source: str | None


async def link_message(
    c: AsyncConnection, about: Happening, activity: str, *, municipality: str, reflection: UUID, source: str
) -> None:
    """The message went into the reflection, as the part that `source` names."""
    key = {"tenant": about.place.tenant, "conversation": about.place.conversation, "activity": activity}
    await put(c, reflection_messages, key, {"municipality": municipality, "reflection": reflection, "source": source})


async def message_link(c: AsyncConnection, about: Happening) -> MessageLink | None:
    """Which reflection the message that `about` is about (an edit or a deletion) went into."""
    query = select(reflection_messages).where(
        reflection_messages.c.tenant == about.place.tenant,
        reflection_messages.c.conversation == about.place.conversation,
        reflection_messages.c.activity == about.activity,
    )
    row = (await c.execute(query)).mappings().one_or_none()
    return MessageLink(row["municipality"], row["reflection"], row["source"]) if row else None


async def merge_messages(c: AsyncConnection, municipality: str, reflection: UUID, parts: Collection[str]) -> None:
    """A card has rewritten the reflection: these messages are no parts of their own any more."""
    await _relink(c, municipality, reflection, reflection_messages.c.source.in_(parts), source=None)


async def part_from_messages(c: AsyncConnection, municipality: str, reflection: UUID) -> None:
    """The words are taken back: what is written next has nothing of these messages."""
    await _relink(c, municipality, reflection, true(), source="")


async def _relink(
    c: AsyncConnection, municipality: str, reflection: UUID, these: ColumnElement[bool], *, source: str | None
) -> None:
    mine = and_(reflection_messages.c.municipality == municipality, reflection_messages.c.reflection == reflection)
    await c.execute(update(reflection_messages).where(mine, these).values(source=source))
