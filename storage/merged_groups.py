"""Groups that nobody belongs to any more: most of their members went to one other group, which takes over."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Promiser, Role
from storage.tables.commitments import commitments
from storage.tables.people import memberships

_AT_ONCE = timedelta(days=2)
"""Memberships that end and begin within so long belong to one change of the roster."""
_MOST = 1 / 2
_PARTICIPATES = memberships.c.role != Role.OBSERVER.value


async def left_with_promises(c: AsyncConnection, municipality: str, *, now: datetime) -> frozenset[str]:
    """The groups with promises of their own, and without a member, now or later."""
    of_group = and_(commitments.c.promiser == Promiser.GROUP.value, commitments.c.agreed)
    lasting = exists().where(
        memberships.c.municipality == commitments.c.municipality,
        memberships.c.group == commitments.c.group,
        _PARTICIPATES,
        _lasts(now),
    )
    query = select(commitments.c.group).where(commitments.c.municipality == municipality, of_group, ~lasting).distinct()
    return frozenset((await c.execute(query)).scalars())


async def heir_of(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> tuple[str, frozenset[UUID]]:
    """(the group that most of the last members joined then, those who are there now); ("", nobody) for none."""
    its = and_(memberships.c.municipality == municipality, _PARTICIPATES)
    query = select(memberships.c.person, memberships.c.ended).where(its, memberships.c.group == group)
    rows = (await c.execute(query)).all()
    ends = [ended for _, ended in rows if ended is not None]
    if not ends or len(ends) < len(rows) or max(ends) > now:
        return "", frozenset()
    begun = max(ends) - _AT_ONCE
    people = {person for person, ended in rows if ended >= begun}
    joined = select(memberships.c.person, memberships.c.group).where(
        its, memberships.c.person.in_(people), memberships.c.since >= begun, _lasts(now)
    )
    found = {(person, to) for person, to in (await c.execute(joined)).all()}
    most = Counter(to for _, to in found)
    heir = min(most, key=lambda to: (-most[to], to), default="")
    if not heir or most[heir] < _MOST * len(people):
        return "", frozenset()
    return heir, frozenset(person for person, to in found if to == heir)


async def merged_into(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> tuple[str, ...]:
    """The groups with promises that `group` takes over."""
    left = sorted(await left_with_promises(c, municipality, now=now))
    return tuple([one for one in left if (await heir_of(c, municipality, one, now=now))[0] == group])


def _lasts(now: datetime) -> ColumnElement[bool]:
    return or_(memberships.c.ended.is_(None), memberships.c.ended > now)
