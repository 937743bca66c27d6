"""The school years of a page: their beginnings and ends, and the nearest years with sessions."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.calendar.instants import instant, local
from dialogs.calendar.school_year import school_year
from dialogs.model import Group
from storage.sessions import first_and_last_opening

_AUGUST = 8


def lasts(year: int) -> tuple[datetime, datetime]:
    """The instants (UTC) of the beginning and the end of the school year from 1 August of `year`."""
    first, end = (datetime(one, _AUGUST, 1) for one in (year, year + 1))  # noqa: DTZ001 - local wall time
    return instant(first), instant(end)


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
