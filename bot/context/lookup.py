"""Lookup of a command's ids, each in one municipality; an unknown id is answered with the nearest known."""

from collections.abc import Collection, Iterable
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import UnknownMunicipality, UnknownPerson, UnknownSeries, UnknownSession
from dialogs.model import Person, Session
from storage.people import person_named
from storage.series import all_series, municipalities_with_series
from storage.sessions import sessions_called, some_session_ids
from storage.units import all_municipalities

_MOST_LOOKED_AT = 2000  # ids: comparing this many takes a second
_FEW = 20


async def municipality_called(c: AsyncConnection, wanted: str) -> str:
    """Raises UnknownMunicipality."""
    towns = await all_municipalities(c)
    if wanted not in towns:
        raise UnknownMunicipality(f"there is no municipality {wanted}{nearest(wanted, towns)}")
    return wanted


async def the_municipality(c: AsyncConnection, wanted: str | None) -> str:
    """The municipality wanted, or the only municipality there is. Raises UnknownMunicipality."""
    if wanted is not None:
        return await municipality_called(c, wanted)
    towns = await all_municipalities(c)
    if not towns:
        raise UnknownMunicipality("no municipality has been imported yet; begin with python -m bot import")
    if len(towns) > 1:
        raise UnknownMunicipality(f"there are several municipalities; add --municipality, one of {', '.join(towns)}")
    return towns[0]


async def person_called(c: AsyncConnection, wanted: str, municipality: str, *, now: datetime) -> Person:
    """By user name or object id, also of somebody who has left. Raises UnknownPerson."""
    found = await person_named(c, municipality, wanted, now=now)
    if found is None:
        several = "; where two have had the user name, the object id says which" if "@" in wanted else ""
        raise UnknownPerson(f"{wanted} is not among the people of {municipality}{several}")
    return found


async def session_called(c: AsyncConnection, wanted: str, municipality: str | None = None) -> Session:
    """Raises UnknownSession and UnknownMunicipality."""
    found = await sessions_called(c, wanted)
    if not found:
        near = nearest(wanted, await _ids_near(c, wanted), else_say="; python -m bot plan --list prints the ids")
        raise UnknownSession(f"there is no session {wanted}{near}")
    town = await town_of(c, wanted, [session.municipality for session in found], municipality, error=UnknownSession)
    return next(session for session in found if session.municipality == town)


async def series_called(c: AsyncConnection, wanted: str, municipality: str | None = None) -> str:
    """The municipality of the series with this id. Raises UnknownSeries and UnknownMunicipality."""
    found = await municipalities_with_series(c, wanted)
    if not found:
        raise UnknownSeries(f"there is no series {wanted}{nearest(wanted, await _all_series(c))}")
    return await town_of(c, wanted, found, municipality, error=UnknownSeries)


async def town_of(
    c: AsyncConnection, wanted: str, found: Collection[str], municipality: str | None,
    *, error: type[UnknownSession | UnknownSeries],
) -> str:  # fmt: skip
    """The municipality meant, of the municipalities with the id."""
    if municipality is not None and await municipality_called(c, municipality) not in found:
        raise error(f"{municipality} has no {wanted}; it is in {', '.join(found)}")
    if municipality is None and len(found) > 1:
        raise error(f"{wanted} is in several municipalities: {', '.join(found)}; add --municipality with one of them")
    return municipality or next(iter(found))


async def _all_series(c: AsyncConnection) -> list[str]:
    return [series for town in await all_municipalities(c) for series in await all_series(c, town)]


async def _ids_near(c: AsyncConnection, wanted: str) -> tuple[str, ...]:
    """Ids of sessions of the series named by the id's beginning."""
    known = await _all_series(c)
    series = get_close_matches(wanted.partition(".")[0], known, n=3)
    return await some_session_ids(c, series or known, most=_MOST_LOOKED_AT)


def nearest(wanted: str, known: Iterable[str], *, else_say: str = "") -> str:
    """«; did you mean x or y?»; without a near id, all of a few known ids, or `else_say`."""
    among = sorted(set(known))
    if close := get_close_matches(wanted, among, n=3):
        return f"; did you mean {' or '.join(close)}?"
    if else_say or not among:
        return else_say or "; there is none yet"
    return f"; there is {', '.join(among[:_FEW])}"
