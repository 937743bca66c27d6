"""Municipalities, units, groups, people and who stands where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import (
    Account,
    Group,
    GroupKind,
    Language,
    Membership,
    Person,
    Role,
    Unit,
    UnitKind,
    user_name,
)
from storage.prepared import Prepared
from storage.tables.people import accounts, groups, memberships, municipalities, people, roster_marks, units
from storage.upserts import put


@dataclass(frozen=True)
class KeyedMembership:
    """A membership with the number of its row."""

    id: int
    membership: Membership


async def mark_changed(c: AsyncConnection) -> None:
    """What was worked out of who stands where is so no longer. A mark that was undone never comes again."""
    await _MARKING.run(c, another=uuid4())


_MARKING = Prepared(update(roster_marks).values(mark=bindparam("another")))


async def put_municipality(c: AsyncConnection, *, municipality: str, name: str) -> None:
    await put(c, municipalities, {"id": municipality}, {"name": name})


async def take_turn(c: AsyncConnection, municipality: str) -> None:
    """Until the transaction ends nobody else plans for this municipality: each would miss what the other adds."""
    await c.execute(select(municipalities.c.id).where(municipalities.c.id == municipality).with_for_update())


async def put_unit(c: AsyncConnection, municipality: str, unit: Unit) -> None:
    values = {
        "kinds": "+".join(sorted(unit.kinds)),
        "name": unit.name,
        "parent": unit.parent,
        "language": unit.language.value,
        "stages": unit.stages,
    }
    await put(c, units, {"municipality": municipality, "id": unit.id}, values)
    await mark_changed(c)


async def put_group(c: AsyncConnection, municipality: str, group: Group) -> None:
    values = {"unit": group.unit, "kind": group.kind.value, "name": group.name, "time": group.time}
    await put(c, groups, {"municipality": municipality, "id": group.id}, values)
    await mark_changed(c)


async def put_person(c: AsyncConnection, person: Person) -> None:
    values = {
        "name": person.name,
        "upn": person.upn,
        "language": person.language.value if person.language else None,
    }
    await put(c, people, {"municipality": person.municipality, "id": person.id}, values)


async def put_account(c: AsyncConnection, municipality: str, account: Account, person: UUID) -> None:
    key = {"municipality": municipality, "tenant": account.tenant, "object_id": account.object_id}
    await put(c, accounts, key, {"person": person})


async def add_membership(c: AsyncConnection, municipality: str, membership: Membership) -> None:
    newest = select(func.coalesce(func.max(memberships.c.id), 0)).where(memberships.c.municipality == municipality)
    values = {
        "municipality": municipality,
        "id": int((await c.execute(newest)).scalar_one()) + 1,
        "person": membership.person,
        "group": membership.group,
        "role": membership.role.value,
        "since": membership.since,
        "ended": membership.ended,
        "from_day": membership.from_day,
        "until_day": membership.until_day,
    }
    await c.execute(insert(memberships).values(values))
    await mark_changed(c)


async def note_unit(c: AsyncConnection, municipality: str, group: Group) -> None:
    """The group moves: all who have been in it until now were so where it belonged."""
    mine = and_(memberships.c.municipality == municipality, memberships.c.group == group.id)
    await c.execute(update(memberships).where(mine, memberships.c.unit.is_(None)).values(unit=group.unit))
    await mark_changed(c)


async def end_membership(c: AsyncConnection, municipality: str, number: int, *, at: datetime) -> None:
    """Ended at `at`; one that had not begun by then never counts, and stands as it was meant."""
    mine = and_(memberships.c.municipality == municipality, memberships.c.id == number)
    await c.execute(update(memberships).where(mine).values(ended=at))
    await mark_changed(c)


_UNITS = Prepared(select(units).where(units.c.municipality == bindparam("municipality")).order_by(units.c.id))
_GROUPS = Prepared(select(groups).where(groups.c.municipality == bindparam("municipality")).order_by(groups.c.id))


async def all_units(c: AsyncConnection, municipality: str) -> tuple[Unit, ...]:
    rows = await _UNITS.run(c, municipality=municipality)
    return tuple(_unit(row) for row in rows.mappings())


async def all_groups(c: AsyncConnection, municipality: str) -> tuple[Group, ...]:
    rows = await _GROUPS.run(c, municipality=municipality)
    return tuple(_group(row) for row in rows.mappings())


async def all_people(c: AsyncConnection, municipality: str) -> tuple[tuple[Person, frozenset[Account]], ...]:
    rows = await c.execute(select(people).where(people.c.municipality == municipality).order_by(people.c.upn))
    known = await c.execute(select(accounts).where(accounts.c.municipality == municipality))
    theirs: dict[UUID, set[Account]] = {}
    for row in known.mappings():
        theirs.setdefault(row["person"], set()).add(Account(row["tenant"], row["object_id"]))
    return tuple((person_of(row), frozenset(theirs.get(row["id"], ()))) for row in rows.mappings())


async def lasting_memberships(c: AsyncConnection, municipality: str, *, now: datetime) -> tuple[KeyedMembership, ...]:
    """Those that have not ended at `now`, also those that have not begun."""
    lasting = or_(memberships.c.ended.is_(None), memberships.c.ended > now)
    query = select(memberships).where(memberships.c.municipality == municipality, lasting).order_by(memberships.c.id)
    return tuple(KeyedMembership(row["id"], _membership(row)) for row in (await c.execute(query)).mappings())


async def memberships_of(c: AsyncConnection, municipality: str, person: UUID) -> tuple[Membership, ...]:
    """All there ever were, for the question who stood in a circle then."""
    query = select(memberships).where(memberships.c.municipality == municipality, memberships.c.person == person)
    return tuple(_membership(row) for row in (await c.execute(query)).mappings())


_DURING = and_(
    memberships.c.municipality == bindparam("municipality"),
    memberships.c.group.in_(bindparam("groups", expanding=True)),
    memberships.c.since <= bindparam("now"),
    or_(memberships.c.ended.is_(None), memberships.c.ended > bindparam("now")),
)
_MEMBERS = select(memberships).where(_DURING)
_AMONG = _MEMBERS.where(memberships.c.person.in_(bindparam("people", expanding=True)))


async def members(
    c: AsyncConnection,
    municipality: str,
    group_ids: Sequence[str],
    *,
    now: datetime,
    among: Collection[UUID] | None = None,
) -> tuple[Membership, ...]:
    """Those in any of the groups at `now`, of every role, in the order they came; `among` these people, or at all."""
    there = {"municipality": municipality, "groups": list(group_ids), "now": now}
    found = c.execute(_MEMBERS, there) if among is None else c.execute(_AMONG, {**there, "people": list(among)})
    # Asked for in this order, SQLite goes through everybody in the municipality to find them so.
    return tuple(_membership(row) for row in sorted((await found).mappings(), key=lambda row: row["id"]))


async def accounts_in(
    c: AsyncConnection, municipality: str, group: str, *, tenant: str, now: datetime
) -> frozenset[str]:
    """The object ids in this tenant of those who make the group's circle at `now`: its members but observers."""
    theirs = and_(accounts.c.municipality == memberships.c.municipality, accounts.c.person == memberships.c.person)
    query = (
        select(accounts.c.object_id)
        .join(memberships, theirs)
        .where(_DURING, memberships.c.role != Role.OBSERVER.value, accounts.c.tenant == tenant)
    )
    there = {"municipality": municipality, "groups": [group], "now": now}
    return frozenset((await c.execute(query, there)).scalars())


async def members_in_both(
    c: AsyncConnection, municipality: str, group: str, group_ids: Sequence[str], *, now: datetime
) -> tuple[Membership, ...]:
    """Those in any of the groups at `now` who are or were in `group` as well, of every role and in any order."""
    theirs = memberships.alias()
    there = select(theirs.c.person).where(theirs.c.municipality == municipality, theirs.c.group == group)
    query = _MEMBERS.where(memberships.c.person.in_(there))
    found = await c.execute(query, {"municipality": municipality, "groups": list(group_ids), "now": now})
    return tuple(_membership(row) for row in found.mappings())


async def count_people(
    c: AsyncConnection, municipality: str, circles: Sequence[Sequence[str]], *, now: datetime
) -> tuple[int, ...]:
    """How many people make each circle of groups at `now`: the groups' members but observers, each once.

    The circles are given from the narrowest, and each holds those before it.
    """
    there = {"municipality": municipality, "groups": list(circles[-1]), "now": now}
    named = {f"circle{number}": list(groups) for number, groups in enumerate(circles[:-1])}
    found = (await c.execute(_by_circle(len(circles)), {**there, **named})).all()
    people = {int(row[0]): int(row[1]) for row in found}
    return tuple(accumulate(people.get(number, 0) for number in range(len(circles))))


async def next_change(c: AsyncConnection, municipality: str, *, now: datetime) -> datetime | None:
    """When somebody's time in a group of the municipality begins or ends next, as it is known by now."""
    of_each = []
    for at in (memberships.c.since, memberships.c.ended):
        query = select(func.min(at, type_=at.type)).where(memberships.c.municipality == municipality, at > now)
        of_each.append((await c.execute(query)).scalar())
    return min((at for at in of_each if at is not None), default=None)


async def with_role(c: AsyncConnection, municipality: str, role: Role, *, now: datetime) -> tuple[Membership, ...]:
    """Those of the municipality who have this role in any group at `now`, in the order they came."""
    during = and_(memberships.c.since <= now, or_(memberships.c.ended.is_(None), memberships.c.ended > now))
    mine = and_(memberships.c.municipality == municipality, memberships.c.role == role.value, during)
    found = (await c.execute(select(memberships).where(mine).order_by(memberships.c.id))).mappings()
    return tuple(_membership(row) for row in found)


@cache
def _by_circle(circles: int) -> Select[Any]:
    """(circle, people): how many stand in it, and in none before it."""
    whens = [
        (memberships.c.group.in_(bindparam(f"circle{number}", expanding=True)), number) for number in range(circles - 1)
    ]
    circle = case(*whens, else_=circles - 1) if whens else literal(0)
    narrowest = (
        select(func.min(circle).label("circle"))
        .where(_DURING, memberships.c.role != Role.OBSERVER.value)
        .group_by(memberships.c.person)
        .subquery()
    )
    return select(narrowest.c.circle, func.count()).group_by(narrowest.c.circle)


async def group(c: AsyncConnection, municipality: str, group_id: str) -> Group | None:
    query = select(groups).where(groups.c.municipality == municipality, groups.c.id == group_id)
    row = (await c.execute(query)).mappings().one_or_none()
    return _group(row) if row else None


async def unit(c: AsyncConnection, municipality: str, unit_id: str) -> Unit | None:
    query = select(units).where(units.c.municipality == municipality, units.c.id == unit_id)
    row = (await c.execute(query)).mappings().one_or_none()
    return _unit(row) if row else None


_PERSON = Prepared(
    select(people).where(people.c.municipality == bindparam("municipality"), people.c.id == bindparam("id"))
)


async def person(c: AsyncConnection, municipality: str, person_id: UUID) -> Person | None:
    row = (await _PERSON.run(c, municipality=municipality, id=person_id)).mappings().one_or_none()
    return person_of(row) if row else None


async def persons(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> dict[UUID, Person]:
    query = select(people).where(people.c.municipality == municipality, people.c.id.in_(ids))
    return {row["id"]: person_of(row) for row in (await c.execute(query)).mappings()}


async def named(c: AsyncConnection, municipality: str, who: str, *, now: datetime) -> Person | None:
    """The person with this Entra object id, or with this UPN, in any letter case.

    A UPN that has been given to a newcomer is that of whoever belongs to a group now; nobody's, if that does not tell.
    """
    wanted = user_name(who)
    found: list[Person] = []
    for person, theirs in await all_people(c, municipality):
        if any(account.object_id == wanted for account in theirs):
            return person
        if user_name(person.upn) == wanted:
            found.append(person)
    if len(found) > 1:
        lasting = await lasting_memberships(c, municipality, now=now)
        there = {one.membership.person for one in lasting}
        found = [person for person in found if person.id in there]
    return found[0] if len(found) == 1 else None


_BEHIND = Prepared(
    select(people)
    .join(accounts, and_(accounts.c.municipality == people.c.municipality, accounts.c.person == people.c.id))
    .where(accounts.c.tenant == bindparam("tenant"), accounts.c.object_id == bindparam("object_id"))
    .order_by(people.c.municipality)
)


async def persons_behind(c: AsyncConnection, account: Account) -> tuple[Person, ...]:
    """One for each municipality that knows the account: a tenant may hold several."""
    found = await _BEHIND.run(c, tenant=account.tenant, object_id=account.object_id)
    return tuple(person_of(row) for row in found.mappings())


async def all_tenants(c: AsyncConnection) -> tuple[str, ...]:
    """The tenants that anybody's account is in."""
    return tuple((await c.execute(select(accounts.c.tenant).distinct().order_by(accounts.c.tenant))).scalars())


async def all_municipalities(c: AsyncConnection) -> tuple[str, ...]:
    rows = await c.execute(select(municipalities.c.id).order_by(municipalities.c.id))
    return tuple(str(row) for row in rows.scalars())


def _unit(row: RowMapping) -> Unit:
    kinds = frozenset(UnitKind(kind) for kind in str(row["kinds"]).split("+"))
    return Unit(row["id"], kinds, row["name"], row["parent"], Language(row["language"]), row["stages"])


def _group(row: RowMapping) -> Group:
    return Group(row["id"], row["unit"], GroupKind(row["kind"]), row["name"], row["time"])


def person_of(row: RowMapping, *, prefix: str = "") -> Person:
    """`prefix` is that of the labels of a person's columns."""
    municipality, id_, name, upn, language = (
        row[f"{prefix}{name}"] for name in ("municipality", "id", "name", "upn", "language")
    )
    return Person(municipality, id_, name, upn, Language(language) if language is not None else None)


def _membership(row: RowMapping) -> Membership:
    return Membership(
        person=row["person"],
        group=row["group"],
        role=Role(row["role"]),
        since=row["since"],
        ended=row["ended"],
        from_day=row["from_day"],
        until_day=row["until_day"],
        unit=row["unit"],
    )
