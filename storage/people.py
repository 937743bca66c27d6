"""People and their accounts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, Language, Person, user_name
from storage.memberships import lasting_memberships
from storage.prepared import Prepared
from storage.tables.people import accounts, people
from storage.upserts import put_each


async def put_people(c: AsyncConnection, wanted: Sequence[Person]) -> None:
    rows = [
        {
            "municipality": person.municipality,
            "id": person.id,
            "name": person.name,
            "upn": person.upn,
            "language": person.language.value if person.language else None,
        }
        for person in wanted
    ]
    await put_each(c, people, ("municipality", "id"), rows)


async def put_accounts(c: AsyncConnection, municipality: str, wanted: Sequence[tuple[Account, UUID]]) -> None:
    """Store accounts, each with its person."""
    rows = [
        {
            "municipality": municipality,
            "tenant": account.tenant,
            "object_id": account.object_id,
            "person": person,
        }
        for account, person in wanted
    ]
    await put_each(c, accounts, ("municipality", "tenant", "object_id"), rows)


async def all_people(c: AsyncConnection, municipality: str) -> tuple[tuple[Person, frozenset[Account]], ...]:
    rows = await _PEOPLE.run(c, municipality=municipality)
    known = await _ACCOUNTS.run(c, municipality=municipality)
    theirs: dict[UUID, set[Account]] = {}
    for row in known.mappings():
        theirs.setdefault(row["person"], set()).add(Account(row["tenant"], row["object_id"]))
    return tuple((person_of(row), frozenset(theirs.get(row["id"], ()))) for row in rows.mappings())


_PEOPLE = Prepared(select(people).where(people.c.municipality == bindparam("municipality")).order_by(people.c.upn))
_ACCOUNTS = Prepared(select(accounts).where(accounts.c.municipality == bindparam("municipality")))
_PERSON = Prepared(
    select(people).where(people.c.municipality == bindparam("municipality"), people.c.id == bindparam("id"))
)


async def one_person(c: AsyncConnection, municipality: str, person_id: UUID) -> Person | None:
    row = (await _PERSON.run(c, municipality=municipality, id=person_id)).mappings().one_or_none()
    return person_of(row) if row else None


async def persons_by_id(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> dict[UUID, Person]:
    query = select(people).where(people.c.municipality == municipality, people.c.id.in_(ids))
    return {row["id"]: person_of(row) for row in (await c.execute(query)).mappings()}


_BEHIND = Prepared(
    select(people)
    .join(accounts, and_(accounts.c.municipality == people.c.municipality, accounts.c.person == people.c.id))
    .where(accounts.c.tenant == bindparam("tenant"), accounts.c.object_id == bindparam("object_id"))
    .order_by(people.c.municipality)
)


async def persons_behind(c: AsyncConnection, account: Account) -> tuple[Person, ...]:
    """The account's persons, one per municipality: a tenant may serve several municipalities."""
    found = await _BEHIND.run(c, tenant=account.tenant, object_id=account.object_id)
    return tuple(person_of(row) for row in found.mappings())


async def all_tenants(c: AsyncConnection) -> tuple[str, ...]:
    """Every tenant with an account."""
    return tuple((await c.execute(select(accounts.c.tenant).distinct().order_by(accounts.c.tenant))).scalars())


def person_of(row: RowMapping, *, prefix: str = "") -> Person:
    """`prefix` is prepended to the column names of a person."""
    language, own = row[f"{prefix}language"], row[f"{prefix}own_language"]
    return Person(
        row[f"{prefix}municipality"],
        row[f"{prefix}id"],
        row[f"{prefix}name"],
        row[f"{prefix}upn"],
        Language(language) if language is not None else None,
        row[f"{prefix}notice_version"],
        row[f"{prefix}reminders"],
        row[f"{prefix}paused_from"],
        row[f"{prefix}paused_until"],
        row[f"{prefix}notice_due"],
        Language(own) if own is not None else None,
        frozenset(row[f"{prefix}noted"].split()),
    )


async def person_named(c: AsyncConnection, municipality: str, who: str, *, now: datetime) -> Person | None:
    """The person with this Entra object id, or with this UPN, in any letter case.

    A UPN shared with a former colleague means the person in a group at `now`; None if both are in groups, or neither.
    """
    wanted = user_name(who)
    found: list[Person] = []
    for person, theirs in await all_people(c, municipality):
        if any(account.object_id == wanted for account in theirs):
            return person
        if wanted and user_name(person.upn) == wanted:  # somebody erased has none
            found.append(person)
    if len(found) > 1:
        lasting = await lasting_memberships(c, municipality, now=now)
        there = {one.membership.person for one in lasting}
        found = [person for person in found if person.id in there]
    return found[0] if len(found) == 1 else None
