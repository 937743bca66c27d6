"""Which version of the privacy notice Teams has taken to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.tables.people import accounts, people
from storage.tables.places import contacts


@dataclass(frozen=True)
class Shown:
    """A version of a municipality's notice in somebody's own chat."""

    municipality: str
    tenant: str
    conversation: str
    version: int


async def mark_shown(c: AsyncConnection, shown: Sequence[Shown], *, now: datetime) -> None:
    """A version shown before keeps its moment. Rows are written in order: two writers of the same cannot deadlock."""
    rows = [
        {
            "its_municipality": one.municipality,
            "its_tenant": one.tenant,
            "its_conversation": one.conversation,
            "its_version": one.version,
            "shown_at": now,
        }
        for one in sorted(shown, key=lambda one: (one.municipality, one.tenant, one.conversation))
    ]
    if rows:
        await _MARK.run_each(c, rows)


_OF_CHAT = (
    select(accounts.c.person)
    .join(contacts, and_(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id))
    .where(
        accounts.c.municipality == bindparam("its_municipality"),
        contacts.c.tenant == bindparam("its_tenant"),
        contacts.c.conversation == bindparam("its_conversation"),
    )
)
_MARK = Prepared(
    update(people)
    .where(
        people.c.municipality == bindparam("its_municipality"),
        people.c.id.in_(_OF_CHAT),
        people.c.notice_version < bindparam("its_version"),
    )
    .values(notice_version=bindparam("its_version"), notice_at=bindparam("shown_at"))
)
