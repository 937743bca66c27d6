"""Links from chat messages to reflections."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Happening
from storage.tables.places import reflection_messages
from storage.upserts import put


@dataclass(frozen=True)
class MessageLink:
    """The reflection that holds a chat message's words, and their part.

    `source` is the part's, None once a card has merged the reflection's parts, "" once the words are taken back.
    """

    municipality: str
    reflection: UUID
    source: str | None


async def link_message(
    c: AsyncConnection, about: Happening, activity: str, *, municipality: str, reflection: UUID, source: str
) -> None:
    """Store that the message became the part `source` of the reflection."""
    key = {"tenant": about.place.tenant, "conversation": about.place.conversation, "activity": activity}
    await put(c, reflection_messages, key, {"municipality": municipality, "reflection": reflection, "source": source})


async def message_link(c: AsyncConnection, about: Happening) -> MessageLink | None:
    """The link of the message that `about`, an edit or a deletion, concerns."""
    query = select(reflection_messages).where(
        reflection_messages.c.tenant == about.place.tenant,
        reflection_messages.c.conversation == about.place.conversation,
        reflection_messages.c.activity == about.activity,
    )
    row = (await c.execute(query)).mappings().one_or_none()
    return MessageLink(row["municipality"], row["reflection"], row["source"]) if row else None


async def merge_messages(c: AsyncConnection, municipality: str, reflection: UUID, parts: Collection[str]) -> None:
    """Store that a card has rewritten the reflection, and merged the messages' parts."""
    await _relink(c, municipality, reflection, reflection_messages.c.source.in_(parts), source=None)


async def part_from_messages(c: AsyncConnection, municipality: str, reflection: UUID) -> None:
    """Store that the words are taken back: the reflection has no parts of its messages any more."""
    await _relink(c, municipality, reflection, true(), source="")


async def forget(c: AsyncConnection, municipality: str, reflection: UUID) -> None:
    """Delete the links: a message edited from then on is a new one."""
    mine = and_(reflection_messages.c.municipality == municipality, reflection_messages.c.reflection == reflection)
    await c.execute(delete(reflection_messages).where(mine))


async def _relink(
    c: AsyncConnection, municipality: str, reflection: UUID, these: ColumnElement[bool], *, source: str | None
) -> None:
    mine = and_(reflection_messages.c.municipality == municipality, reflection_messages.c.reflection == reflection)
    await c.execute(update(reflection_messages).where(mine, these).values(source=source))
