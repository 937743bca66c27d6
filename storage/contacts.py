"""Contacts: each account's own conversation with the bot, and whether it can be written to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, and_, bindparam, exists, false, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, Place
from storage.places import place_columns, place_from
from storage.prepared import Prepared
from storage.tables.people import accounts
from storage.tables.places import contacts
from storage.upserts import put

_LONGEST_NAME = 200


@dataclass(frozen=True)
class Contact:
    """An account's own conversation with the bot; `name` is stored only until the account is imported."""

    account: Account
    place: Place
    locale: str
    reachable: bool
    installed_at: datetime | None
    name: str = ""


async def put_contact(
    c: AsyncConnection, account: Account, place: Place, *, locale: str, name: str, now: datetime
) -> None:
    """Store where the account was heard from, as reachable.

    A chat belongs to one account: another account known in the same chat is no longer reachable there.
    """
    here = {"its_tenant": account.tenant, "its_conversation": place.conversation, "its_object_id": account.object_id}
    await _LEAVE_TO.run(c, **here, now=now)
    key = {"tenant": account.tenant, "object_id": account.object_id}
    heard = {"locale": locale, "name": name[:_LONGEST_NAME], "reachable": True, "changed_at": now}
    await put(c, contacts, key, {**place_columns(place), **heard})


_LEAVE_TO = Prepared(
    update(contacts)
    .where(
        contacts.c.tenant == bindparam("its_tenant"),
        contacts.c.conversation == bindparam("its_conversation"),
        contacts.c.object_id != bindparam("its_object_id"),
        contacts.c.reachable,
    )
    .values(reachable=false(), name="", changed_at=bindparam("now"))
)


async def forget_names(c: AsyncConnection, municipality: str) -> None:
    """Clear the names of contacts whose accounts the municipality has imported."""
    known = exists().where(_ITS_ACCOUNT, accounts.c.municipality == municipality)
    await c.execute(update(contacts).where(contacts.c.name != "", known).values(name=""))


async def reachable_accounts(c: AsyncConnection, municipality: str) -> frozenset[Account]:
    """The municipality's accounts with a reachable contact."""
    query = select(contacts.c.tenant, contacts.c.object_id).join(accounts, _ITS_ACCOUNT)
    found = await c.execute(query.where(accounts.c.municipality == municipality, contacts.c.reachable))
    return frozenset(Account(row[0], row[1]) for row in found)


_ITS_ACCOUNT = and_(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id)
_IMPORTED = exists().where(_ITS_ACCOUNT)


async def strangers(c: AsyncConnection, municipality: str) -> tuple[str, ...]:
    """Names of accounts that have added the bot and are not imported, in tenants of this municipality alone.

    In a tenant shared by several municipalities a stranger may belong to any, so none is told.
    """
    mine = select(accounts.c.tenant).where(accounts.c.municipality == municipality)
    alone = (
        select(accounts.c.tenant)
        .where(accounts.c.tenant.in_(mine))
        .group_by(accounts.c.tenant)
        .having(func.count(accounts.c.municipality.distinct()) == 1)
    )
    query = select(contacts.c.name).where(
        contacts.c.tenant.in_(alone), contacts.c.reachable.is_(True), contacts.c.name != "", ~_IMPORTED
    )
    return tuple((await c.execute(query.order_by(contacts.c.name))).scalars())


async def mark_installed(c: AsyncConnection, account: Account, *, now: datetime) -> bool:
    """True the first time: Teams reports an installation more than once."""
    done = await _MARK_INSTALLED.run(c, its_tenant=account.tenant, its_object_id=account.object_id, now=now)
    return done.rowcount == 1


_MARK_INSTALLED = Prepared(
    update(contacts)
    .where(
        contacts.c.tenant == bindparam("its_tenant"),
        contacts.c.object_id == bindparam("its_object_id"),
        contacts.c.installed_at.is_(None),
    )
    .values(installed_at=bindparam("now"))
)


async def mark_uninstalled(c: AsyncConnection, account: Account, *, now: datetime) -> None:
    mine = and_(contacts.c.tenant == account.tenant, contacts.c.object_id == account.object_id)
    await c.execute(update(contacts).where(mine).values(installed_at=None, reachable=False, name="", changed_at=now))


_CONTACT = Prepared(
    select(contacts).where(contacts.c.tenant == bindparam("tenant"), contacts.c.object_id == bindparam("object_id"))
)
_CONTACTS_OF = Prepared(
    select(contacts)
    .join(accounts, _ITS_ACCOUNT)
    .where(accounts.c.municipality == bindparam("municipality"), accounts.c.person == bindparam("person"))
    .order_by(contacts.c.reachable.desc(), contacts.c.changed_at.desc())
    .limit(1)
)


async def contact(c: AsyncConnection, account: Account) -> Contact | None:
    mine = {"tenant": account.tenant, "object_id": account.object_id}
    row = (await _CONTACT.run(c, **mine)).mappings().one_or_none()
    return _contact(row) if row else None


async def contact_of(c: AsyncConnection, municipality: str, person: UUID) -> Contact | None:
    """The person's reachable contact heard from last, else the unreachable contact heard from last."""
    theirs = {"municipality": municipality, "person": person}
    row = (await _CONTACTS_OF.run(c, **theirs)).mappings().one_or_none()
    return _contact(row) if row else None


async def contacts_of(c: AsyncConnection, municipality: str, persons: Collection[UUID]) -> dict[UUID, Contact]:
    """`contact_of` for many persons; a person without any contact is left out."""
    query = (
        select(accounts.c.person, contacts)
        .join(accounts, _ITS_ACCOUNT)
        .where(accounts.c.municipality == municipality, accounts.c.person.in_(persons))
        .order_by(contacts.c.reachable, contacts.c.changed_at)
    )
    # The last of each is the one to be written to.
    return {row["person"]: _contact(row) for row in (await c.execute(query)).mappings()}


def _contact(row: RowMapping) -> Contact:
    return Contact(
        Account(row["tenant"], row["object_id"]),
        place_from(row),
        row["locale"],
        row["reachable"],
        row["installed_at"],
        row["name"],
    )
