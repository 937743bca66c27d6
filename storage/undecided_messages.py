"""Messages waiting for their author's choice of a prompt."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, Happening
from storage.tables.places import undecided
from storage.upserts import put


@dataclass(frozen=True)
class Undecided:
    """A message waiting for its author's choice; `author` is an Entra object id."""

    activity: str
    author: str
    text: str
    said_at: datetime


async def add(c: AsyncConnection, about: Happening, text: str) -> None:
    """Store a message until its author has chosen a prompt, or none."""
    key = {"tenant": about.place.tenant, "conversation": about.place.conversation, "activity": about.activity}
    values = {"object_id": about.account.object_id, "text": text, "said_at": about.at}
    await put(c, undecided, key, values)


async def find(c: AsyncConnection, about: Happening, activity: str) -> Undecided | None:
    """The held message `activity` in the same conversation, of any author."""
    query = select(undecided).where(
        undecided.c.tenant == about.place.tenant,
        undecided.c.conversation == about.place.conversation,
        undecided.c.activity == activity,
    )
    row = (await c.execute(query)).mappings().one_or_none()
    return Undecided(row["activity"], row["object_id"], row["text"], row["said_at"]) if row else None


async def of_account(c: AsyncConnection, account: Account) -> tuple[Undecided, ...]:
    """The account's held messages, the oldest first."""
    query = select(undecided).where(_its(account)).order_by(undecided.c.said_at)
    found = (await c.execute(query)).mappings()
    return tuple(Undecided(row["activity"], row["object_id"], row["text"], row["said_at"]) for row in found)


async def latest(c: AsyncConnection, about: Happening) -> Undecided | None:
    """The speaker's message in the conversation that was held last, if any."""
    query = (
        select(undecided)
        .where(_its(about.account), undecided.c.conversation == about.place.conversation)
        .order_by(undecided.c.said_at.desc())
        .limit(1)
    )
    row = (await c.execute(query)).mappings().one_or_none()
    return Undecided(row["activity"], row["object_id"], row["text"], row["said_at"]) if row else None


async def has_text(c: AsyncConnection, about: Happening, text: str) -> bool:
    """Whether a message of the same author with exactly this text is held in the same conversation."""
    mine = and_(
        undecided.c.tenant == about.place.tenant,
        undecided.c.conversation == about.place.conversation,
        undecided.c.object_id == about.account.object_id,
        undecided.c.text == text,
    )
    return bool((await c.execute(select(exists().where(mine)))).scalar())


async def remove(c: AsyncConnection, about: Happening, activity: str) -> None:
    await c.execute(
        delete(undecided).where(
            undecided.c.tenant == about.place.tenant,
            undecided.c.conversation == about.place.conversation,
            undecided.c.activity == activity,
        )
    )


async def remove_all(c: AsyncConnection, account: Account) -> None:
    await c.execute(delete(undecided).where(_its(account)))


def _its(account: Account) -> ColumnElement[bool]:
    return and_(undecided.c.tenant == account.tenant, undecided.c.object_id == account.object_id)
