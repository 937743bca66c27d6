"""Facts for filling in a municipality's documents, read from the database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.attention import Attention, attention
from bot.context.steps import town
from content.catalogue import Catalogue
from dialogs.model import Hold, MunicipalitySettings, Stage, Unit
from dialogs.retention import RetentionRules
from dialogs.sharing.circles import Municipality
from storage import ties
from storage.people import all_people
from storage.series import all_series, one_series
from storage.sessions import sessions_ahead

_PLANNED = frozenset({Stage.PLANNED, Stage.WAITING, Stage.OPEN})


@dataclass(frozen=True)
class PlannedSeries:
    """`protocol` is an id of the catalogue, `groups` are names, `sessions` the number open or planned."""

    id: str
    protocol: str
    groups: tuple[str, ...]
    sessions: int


@dataclass(frozen=True)
class Facts:
    """`network` is None where the municipality shares with no other; `hold` is the archive's hold in force."""

    town: Municipality
    people: int
    attention: Attention
    plan: tuple[PlannedSeries, ...]
    network: Unit | None
    hold: Hold | None
    on_sqlite: bool

    @property
    def settings(self) -> MunicipalitySettings:
        return self.attention.settings

    @property
    def name(self) -> str:
        return self.town.units[self.town.id].name


async def facts_of(c: AsyncConnection, catalogue: Catalogue, municipality: str, *, now: datetime) -> Facts:
    place = await town(c, municipality)
    asked = await attention(c, catalogue, municipality, now=now)
    return Facts(
        town=place,
        people=len(await all_people(c, municipality)),
        attention=asked,
        plan=await _plan(c, place),
        network=await _network(c, place),
        hold=RetentionRules.of(asked.settings).holds(now),
        on_sqlite=c.dialect.name == "sqlite",
    )


async def _plan(c: AsyncConnection, place: Municipality) -> tuple[PlannedSeries, ...]:
    """The series with anything open or planned."""
    ahead = [session for session in await sessions_ahead(c, place.id) if session.stage in _PLANNED]
    found: list[PlannedSeries] = []
    for id_ in await all_series(c, place.id):
        number = sum(session.series == id_ for session in ahead)
        series = await one_series(c, place.id, id_)
        if number and series is not None:
            groups = tuple(place.groups[group].name for group in series.groups if group in place.groups)
            found.append(PlannedSeries(id_, series.protocol, groups, number))
    return tuple(found)


async def _network(c: AsyncConnection, place: Municipality) -> Unit | None:
    network = place.network
    return network if network is not None and await ties.tied(c, place.id, network.id) else None
