"""A network is tied together: what authors share with it reaches its groups in the other municipalities too."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import WrongNetwork
from dialogs.model import UnitKind
from storage import releases, roster
from storage.database import Database


async def tie_network(db: Database, network: str, municipalities: Sequence[str]) -> tuple[str, ...]:
    """All that are tied to it now. That two files use the same id ties nothing: somebody has to say it.

    Raises WrongNetwork.
    """

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        for municipality in municipalities:
            unit = await roster.unit(c, municipality, network)
            if unit is None or UnitKind.NETWORK not in unit.kinds:
                raise WrongNetwork(f"{municipality} has no network {network}; import its units.csv with that row first")
            await releases.tie(c, municipality, network)
        return (municipalities[0], *await releases.tied(c, municipalities[0], network))

    return await db.write(work)
