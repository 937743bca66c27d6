"""Memberships: a person in a group, with a role, from one instant to another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import accumulate
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Group, Membership, Role
from storage.prepared import Prepared
from storage.roster_version import roster_changed
from storage.tables.people import accounts, memberships


@dataclass(frozen=True)
class KeyedMembership:
    """A membership and the number of its row."""

    id: int
    membership: Membership


async def add_memberships(
    c: AsyncConnection, municipality: str, wanted: Sequence[Membership], *, by_hand: bool = False
) -> None:
    newest = select(func.coalesce(func.max(memberships.c.id), 0)).where(memberships.c.municipality == municipality)
    before = int((await c.execute(newest)).scalar_one())
    rows = [
        {
            "municipality": municipality,
            "id": number,
            "person": membership.person,
            "group": membership.group,
            "role": membership.role.value,
            "since": membership.since,
            "ended": membership.ended,
            "from_day": membership.from_day,
            "until_day": membership.until_day,
            "by_hand": by_hand,
        }
        for number, membership in enumerate(wanted, before + 1)
    ]
    if rows:
        await _ADD.run_each(c, rows)
    await roster_changed(c, municipality)


_ADD = Prepared(insert(memberships), columns=[column.name for column in memberships.c if column.name != "unit"])
_ITS_MUNICIPALITY = memberships.c.municipality == bindparam("its_municipality")
_NOTE_UNIT = Prepared(
    update(memberships)
    .where(_ITS_MUNICIPALITY, memberships.c.group == bindparam("its_group"), memberships.c.unit.is_(None))
    .values(unit=bindparam("of_unit"))
)
_END = Prepared(
    update(memberships)
    .where(_ITS_MUNICIPALITY, memberships.c.id == bindparam("number"))
    .values(ended=bindparam("ended_at"), by_hand=or_(memberships.c.by_hand, bindparam("hand", type_=Boolean)))
)


async def note_units(c: AsyncConnection, municipality: str, moving: Sequence[Group]) -> None:
    """Store, in the memberships of groups about to move, the unit to which each group has belonged."""
    if moving:
        mine = {"its_municipality": municipality}
        await _NOTE_UNIT.run_each(c, [{**mine, "its_group": group.id, "of_unit": group.unit} for group in moving])
    await roster_changed(c, municipality)


async def end_memberships(
    c: AsyncConnection, municipality: str, ends: Sequence[tuple[int, datetime | None]], *, by_hand: bool = False
) -> None:
    """End memberships, each a number and an instant, None for one that goes on.

    A membership that begins after its end never counts.
    """
    if ends:
        mine = {"its_municipality": municipality, "hand": by_hand}
        await _END.run_each(c, [{**mine, "number": number, "ended_at": at} for number, at in ends])
    await roster_changed(c, municipality)


async def lasting_memberships(c: AsyncConnection, municipality: str, *, now: datetime) -> tuple[KeyedMembership, ...]:
    """Memberships that have not ended at `now`, whether or not they have begun."""
    lasting = or_(memberships.c.ended.is_(None), memberships.c.ended > now)
    query = select(memberships).where(memberships.c.municipality == municipality, lasting).order_by(memberships.c.id)
    return tuple(KeyedMembership(row["id"], _membership(row)) for row in (await c.execute(query)).mappings())


async def places_by_hand(c: AsyncConnection, municipality: str) -> frozenset[tuple[UUID, str]]:
    """(person, group) of every membership begun or ended by hand, and not taken over by the files since."""
    query = select(memberships.c.person, memberships.c.group).distinct()
    found = await c.execute(query.where(memberships.c.municipality == municipality, memberships.c.by_hand))
    return frozenset((row[0], row[1]) for row in found)


async def give_to_files(c: AsyncConnection, municipality: str, places: Collection[tuple[UUID, str]]) -> None:
    """The files say the same as was done by hand: from now on they decide again."""
    for person, group in places:
        mine = and_(memberships.c.municipality == municipality, memberships.c.person == person)
        await c.execute(update(memberships).where(mine, memberships.c.group == group).values(by_hand=False))


async def give_to_hands(c: AsyncConnection, municipality: str, places: Collection[tuple[UUID, str]]) -> None:
    """The opposite of `give_to_files`."""
    for person, group in places:
        mine = and_(memberships.c.municipality == municipality, memberships.c.person == person)
        await c.execute(update(memberships).where(mine, memberships.c.group == group).values(by_hand=True))


async def rows_by_place(
    c: AsyncConnection, municipality: str
) -> dict[tuple[UUID, str], tuple[tuple[int, datetime | None], ...]]:
    """All memberships, past ones too: (person, group) -> the number and the end of each."""
    columns = (memberships.c.person, memberships.c.group, memberships.c.id, memberships.c.ended)
    query = select(*columns).where(memberships.c.municipality == municipality).order_by(memberships.c.id)
    found: dict[tuple[UUID, str], list[tuple[int, datetime | None]]] = {}
    for person, group, number, ended in await c.execute(query):
        found.setdefault((person, group), []).append((number, ended))
    return {place: tuple(rows) for place, rows in found.items()}


async def never_count(c: AsyncConnection, municipality: str, numbers: Collection[int]) -> None:
    """End the memberships where they began."""
    if numbers:
        await _NEVER.run_each(c, [{"its_municipality": municipality, "number": number} for number in numbers])
    await roster_changed(c, municipality)


_NEVER = Prepared(
    update(memberships)
    .where(_ITS_MUNICIPALITY, memberships.c.id == bindparam("number"))
    .values(ended=memberships.c.since)
)


async def lasting_of_posts(
    c: AsyncConnection, municipality: str, *, people: Collection[UUID], groups: Collection[str], now: datetime
) -> tuple[Membership, ...]:
    """Memberships of these people, in these groups, and as coordinator, that have not ended at `now`."""
    of_posts = or_(
        memberships.c.person.in_(people), memberships.c.group.in_(groups), memberships.c.role == Role.COORDINATOR.value
    )
    lasting = or_(memberships.c.ended.is_(None), memberships.c.ended > now)
    query = select(memberships).where(memberships.c.municipality == municipality, of_posts, lasting)
    return tuple(_membership(row) for row in (await c.execute(query.order_by(memberships.c.id))).mappings())


async def memberships_of(c: AsyncConnection, municipality: str, person: UUID) -> tuple[Membership, ...]:
    """All of the person's memberships, past and future too: an answer's circle is fixed at the time of answering."""
    found = await _OF_PERSON.run(c, its_municipality=municipality, person=person)
    return tuple(_membership(row) for row in found.mappings())


_OF_PERSON = Prepared(select(memberships).where(_ITS_MUNICIPALITY, memberships.c.person == bindparam("person")))


async def memberships_of_members(
    c: AsyncConnection, municipality: str, group: str, *, now: datetime
) -> dict[UUID, tuple[Membership, ...]]:
    """All memberships, as `memberships_of` has them, of everybody who is in the group now."""
    others = memberships.alias()
    in_group = exists().where(
        others.c.municipality == memberships.c.municipality,
        others.c.person == memberships.c.person,
        others.c.group == group,
        others.c.since <= now,
        or_(others.c.ended.is_(None), others.c.ended > now),
    )
    query = select(memberships).where(memberships.c.municipality == municipality, in_group)
    found: dict[UUID, tuple[Membership, ...]] = {}
    for row in (await c.execute(query)).mappings():
        found[row["person"]] = (*found.get(row["person"], ()), _membership(row))
    return found


_DURING = and_(
    memberships.c.municipality == bindparam("municipality"),
    memberships.c.group.in_(bindparam("groups", expanding=True)),
    memberships.c.since <= bindparam("now"),
    or_(memberships.c.ended.is_(None), memberships.c.ended > bindparam("now")),
)
_MEMBERS = select(memberships).where(_DURING)
_AMONG = _MEMBERS.where(memberships.c.person.in_(bindparam("people", expanding=True)))


async def members_of(
    c: AsyncConnection,
    municipality: str,
    group_ids: Sequence[str],
    *,
    now: datetime,
    among: Collection[UUID] | None = None,
) -> tuple[Membership, ...]:
    """Memberships of any role in any of the groups at `now`, in the order of joining; `among`: only of these people."""
    there = {"municipality": municipality, "groups": list(group_ids), "now": now}
    found = c.execute(_MEMBERS, there) if among is None else c.execute(_AMONG, {**there, "people": list(among)})
    # Sorted here, since ORDER BY makes SQLite scan all memberships of the municipality.
    return tuple(_membership(row) for row in sorted((await found).mappings(), key=lambda row: row["id"]))


async def circle_members(
    c: AsyncConnection, municipality: str, group_ids: Sequence[str], *, now: datetime
) -> tuple[Membership, ...]:
    """Memberships in the circle of the groups at `now`: all but observers'."""
    found = await members_of(c, municipality, group_ids, now=now)
    return tuple(member for member in found if member.role is not Role.OBSERVER)


async def accounts_in(
    c: AsyncConnection, municipality: str, group: str, *, tenant: str, now: datetime
) -> frozenset[str]:
    """Object ids, in the tenant, of the group's circle at `now`: all members but observers."""
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
    """Memberships of any role in any of the groups at `now`, of people who are or were in `group` too; unordered."""
    theirs = memberships.alias()
    there = select(theirs.c.person).where(theirs.c.municipality == municipality, theirs.c.group == group)
    query = _MEMBERS.where(memberships.c.person.in_(there))
    found = await c.execute(query, {"municipality": municipality, "groups": list(group_ids), "now": now})
    return tuple(_membership(row) for row in found.mappings())


async def count_people(
    c: AsyncConnection, municipality: str, circles: Sequence[Sequence[str]], *, now: datetime
) -> tuple[int, ...]:
    """The number of people in each circle of groups at `now`: the groups' members but observers, each counted once.

    The circles are given from the narrowest, and each contains all before.
    """
    there = {"municipality": municipality, "groups": list(circles[-1]), "now": now}
    named = {f"circle{number}": list(groups) for number, groups in enumerate(circles[:-1])}
    found = (await c.execute(_by_circle(len(circles)), {**there, **named})).all()
    people = {int(row[0]): int(row[1]) for row in found}
    return tuple(accumulate(people.get(number, 0) for number in range(len(circles))))


@cache
def _by_circle(circles: int) -> Select[Any]:
    """(circle, people): the number of people in the circle and in no narrower circle."""
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


async def next_membership_change(c: AsyncConnection, municipality: str, *, now: datetime) -> datetime | None:
    """The next instant at which a membership in the municipality begins or ends, None if none will."""
    of_each = [(await change.run(c, its_municipality=municipality, now=now)).scalar() for change in _NEXT_CHANGES]
    return min((at for at in of_each if at is not None), default=None)


_NEXT_CHANGES = tuple(
    Prepared(select(func.min(at, type_=at.type)).where(_ITS_MUNICIPALITY, at > bindparam("now")))
    for at in (memberships.c.since, memberships.c.ended)
)


async def memberships_with_role(
    c: AsyncConnection, municipality: str, role: Role, *, now: datetime
) -> tuple[Membership, ...]:
    """The municipality's memberships with this role at `now`, in the order of joining."""
    found = await _WITH_ROLE.run(c, its_municipality=municipality, role=role.value, now=now)
    return tuple(_membership(row) for row in found.mappings())


_WITH_ROLE = Prepared(
    select(memberships)
    .where(
        _ITS_MUNICIPALITY,
        memberships.c.role == bindparam("role"),
        memberships.c.since <= bindparam("now"),
        or_(memberships.c.ended.is_(None), memberships.c.ended > bindparam("now")),
    )
    .order_by(memberships.c.id)
)


async def leaders_meanwhile(
    c: AsyncConnection, municipality: str, group: str, *, opens_at: datetime, closes_at: datetime
) -> frozenset[UUID]:
    """The people who lead the group at some time between the two instants."""
    query = select(memberships.c.person).where(
        memberships.c.municipality == municipality,
        memberships.c.group == group,
        leads_meanwhile(opens_at, closes_at),
    )
    return frozenset((await c.execute(query)).scalars())


def leads_meanwhile(
    opens_at: datetime | ColumnElement[datetime], closes_at: datetime | ColumnElement[datetime]
) -> ColumnElement[bool]:
    """Whether a row of `memberships` is of a leader, for some time between the two instants."""
    return and_(
        memberships.c.role == Role.LEADER.value,
        memberships.c.since < closes_at,
        or_(memberships.c.ended.is_(None), memberships.c.ended > opens_at),
    )


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
