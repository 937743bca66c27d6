"""The plans of groups: sessions with the names of the sessions' themes, and meetings."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.catalogues import Catalogues
from content.dates import deadline
from content.vocabulary.overview import Coming
from dialogs.calendar.instants import local
from dialogs.model import Group, Language, Session
from storage.meetings import meetings_to_come
from storage.series import one_series


async def themes(
    c: AsyncConnection, catalogues: Catalogues, sessions: Sequence[Session], language: Language, *, now: datetime
) -> dict[str, tuple[str, ...]]:
    """The names of each series' areas, by series."""
    found: dict[str, tuple[str, ...]] = {}
    for municipality, name in dict.fromkeys((one.municipality, one.series) for one in sessions):
        catalogue = await catalogues.at(c, municipality, now)
        series = await one_series(c, municipality, name)
        areas = series.areas if series is not None else ()
        found[name] = tuple(catalogue.areas[area].name.to(language) for area in areas if area in catalogue.areas)
    return found


async def meetings(
    c: AsyncConnection, municipality: str, groups: Collection[Group], *, now: datetime
) -> tuple[Coming, ...]:
    names = {group.id: group.name for group in groups}
    found = await meetings_to_come(c, municipality, list(names), now=now)
    return tuple(Coming(deadline(local(at), now=now), names[group], is_meeting=True) for group, at in found)
