"""The school years of a page: the nearest ones with sessions."""

from collections.abc import Collection, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year
from dialogs.model import Group
from storage.sessions import first_and_last_opening


async def around(c: AsyncConnection, year: int, groups: Mapping[str, Collection[Group]]) -> tuple[int, int]:
    """The nearest years before and after `year` between the groups' first session and their last; 0 for none."""
    known: set[int] = set()
    for municipality, of_place in groups.items():
        found = await first_and_last_opening(c, municipality, [group.id for group in of_place])
        if found is not None:
            first, last = (school_year(local(at).date()) for at in found)
            known.update(range(first, last + 1))
    before, after = [one for one in known if one < year], [one for one in known if one > year]
    return max(before, default=0), min(after, default=0)
