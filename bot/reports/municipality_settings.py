"""Lines on an administrator's settings for municipalities: the file's, quiet hours, and networks."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.rights import require
from bot.errors import WrongNetwork
from bot.reports.plans import when
from dialogs.model import Actor, UnitKind
from dialogs.permissions import Verb
from storage import school_year as days_store
from storage import ties
from storage.database import Database
from storage.municipality_settings import settings_of
from storage.units import all_municipalities, all_units


async def municipality_lines(db: Database, *, actor: Actor) -> tuple[str, ...]:
    """A line per setting of each municipality, in the words of the file."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        lines = [
            f"{municipality}: {key}: {value or 'not set'}"
            for municipality in await all_municipalities(c)
            for key, value in (await settings_of(c, municipality)).as_in_file.items()
        ]
        return tuple(lines) or ("no municipality has been imported yet; begin with python -m bot import",)

    return await db.read(work)


async def quiet_line(db: Database, municipality: str, *, actor: Actor) -> str:
    """The quiet hours in force, and since when. Raises UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> str:
        await lookup.municipality_called(c, municipality)
        hours = await days_store.quiet_hours(c, municipality)
        own, since = await days_store.quiet_since(c, municipality)
        told = f", since {when(since)}" if since else ""
        return f"{municipality} is quiet {hours}{told}" + ("" if own else " (as where nothing else is said)")

    return await db.read(work)


async def network_lines(db: Database, network: str | None = None, *, actor: Actor) -> tuple[str, ...]:
    """A line per network, or for `network`: its tied municipalities, and untied ones that name it.

    Raises WrongNetwork.
    """
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        known: dict[str, list[str]] = {}
        for municipality in await all_municipalities(c):
            for unit in await all_units(c, municipality):
                if UnitKind.NETWORK in unit.kinds:
                    known.setdefault(unit.id, []).append(municipality)
        if network is not None and network not in known:
            raise WrongNetwork(f"there is no network {network}{lookup.nearest(network, known)}")
        wanted = [network] if network is not None else sorted(known)
        found = [_network(id_, await ties.all_tied(c, id_), known[id_]) for id_ in wanted]
        return tuple(found) or ("there is no network; units.csv names them",)

    return await db.read(work)


def _network(network: str, tied: Sequence[str], having: Sequence[str]) -> str:
    loose = [municipality for municipality in having if municipality not in tied]
    told = f"ties together {', '.join(tied)}" if tied else "ties nothing together"
    return f"{network} {told}" + (f"; not tied: {', '.join(loose)}" if loose else "")
