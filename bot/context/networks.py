"""A municipality's networks, with the municipalities there that it may share with, for whoever ties it."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from content.vocabulary.settings import NetworkShown, NetworksShown, Partner
from dialogs.model import Actor, Unit, UnitKind
from dialogs.permissions import AboutMunicipality, Verb, may
from storage import ties
from storage.units import all_municipalities, one_unit


async def networks_of(c: AsyncConnection, actor: Actor, municipality: str) -> NetworksShown | None:
    """None where the actor may not tie the municipality."""
    if actor.person_in(municipality) is None or not may(actor, Verb.TIE_NETWORK, AboutMunicipality(municipality)):
        return None
    town = await steps.town(c, municipality)
    networks = sorted((one for one in town.units.values() if UnitKind.NETWORK in one.kinds), key=lambda one: one.name)
    shown = [NetworkShown(one.id, one.name, await _partners(c, municipality, one.id)) for one in networks]
    return NetworksShown(municipality, town.units[municipality].name, tuple(shown))


async def _partners(c: AsyncConnection, municipality: str, network: str) -> tuple[Partner, ...]:
    """Every other municipality with the network among its units, by name."""
    ours, theirs = await ties.agreed(c, municipality, network)
    found: list[Partner] = []
    for other in await all_municipalities(c):
        if other != municipality and await _has(c, other, network):
            itself = await one_unit(c, other, other)
            name = itself.name if itself is not None else other
            found.append(Partner(other, name, other in ours, other in theirs))
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))


async def _has(c: AsyncConnection, municipality: str, network: str) -> bool:
    unit: Unit | None = await one_unit(c, municipality, network)
    return unit is not None and UnitKind.NETWORK in unit.kinds
