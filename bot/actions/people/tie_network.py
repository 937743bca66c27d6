"""Tie municipalities to a network, whose groups then read answers shared by all tied municipalities; or untie."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.recording import record
from bot.context.rights import require
from bot.errors import WrongNetwork
from dialogs.model import Act, Actor, UnitKind
from dialogs.permissions import Verb
from storage import releases
from storage.database import Database
from storage.units import one_unit


async def tie_network(
    db: Database, network: str, municipalities: Sequence[str], *, actor: Actor, now: datetime, dry_run: bool = False
) -> tuple[str, ...]:
    """All municipalities now tied to the network. Equal ids in two files tie nothing until an administrator does.

    Raises WrongNetwork and UnknownMunicipality.
    """
    require(actor, Verb.TIE_NETWORK)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        tied = await releases.all_tied(c, network)
        for municipality in municipalities:
            await _known_there(c, network, municipality)
            if municipality not in tied:
                await record(c, actor, Act.NETWORK_TIED, municipality, network=network, now=now)
        await releases.tie(c, municipalities, network)
        return (municipalities[0], *await releases.tied(c, municipalities[0], network))

    return await db.write_or_try(work, dry_run=dry_run)


async def untie_network(
    db: Database, network: str, municipalities: Sequence[str], *, actor: Actor, now: datetime, dry_run: bool = False
) -> tuple[str, ...]:
    """Untie, and return the municipalities still tied; neither side reads the other's shared answers any more.

    Raises WrongNetwork and UnknownMunicipality.
    """
    require(actor, Verb.TIE_NETWORK)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        tied = await releases.all_tied(c, network)
        for municipality in municipalities:
            await _known_there(c, network, municipality)
            if municipality not in tied:
                raise WrongNetwork(f"{municipality} is not tied to {network}")
            await record(c, actor, Act.NETWORK_UNTIED, municipality, network=network, now=now)
        await releases.untie(c, municipalities, network)
        return await releases.all_tied(c, network)

    return await db.write_or_try(work, dry_run=dry_run)


async def _known_there(c: AsyncConnection, network: str, municipality: str) -> None:
    await lookup.municipality_called(c, municipality)
    unit = await one_unit(c, municipality, network)
    if unit is None or UnitKind.NETWORK not in unit.kinds:
        raise WrongNetwork(f"{municipality} has no network {network}; import its units.csv with that row first")
