"""The settings that the reader may change, of each municipality, and a municipality's settings as filled in."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import layers, networks, quiet_hours, settings_making, steps
from bot.context.catalogues import Catalogues
from content.language import Language
from content.vocabulary.layers import LayerPage, LayersPage
from content.vocabulary.settings import AllSettingsPage, MunicipalityPage, NetworksPage, QuietPage, SettingsPlace
from dialogs.events import SettingsSent
from dialogs.model import Actor
from dialogs.permissions import SettingsOf, Verb, may


def may_be_led_to(actor: Actor) -> bool:
    """Whether the pages' menu leads the actor, looked up already, to the settings."""
    return bool(_municipalities(actor))


def _municipalities(actor: Actor) -> list[str]:
    named = (one.municipality for one in actor.identities)
    return [one for one in named if may(actor, Verb.SET_MUNICIPALITY, SettingsOf(one))]


async def all_settings_page(c: AsyncConnection, actor: Actor) -> AllSettingsPage:
    towns = [await steps.town(c, one) for one in _municipalities(actor)]
    return AllSettingsPage(tuple(SettingsPlace(town.id, town.units[town.id].name) for town in towns))


async def municipality_page(
    c: AsyncConnection, actor: Actor, municipality: str, sent: SettingsSent | None, *, now: datetime
) -> MunicipalityPage | None:
    """None for a municipality whose settings are not the reader's to change."""
    asked = await settings_making.asked(c, actor, municipality, sent, now=now)
    return MunicipalityPage(asked.shown, asks=sent is not None) if asked else None


async def quiet_page(c: AsyncConnection, actor: Actor, municipality: str) -> QuietPage | None:
    found = await quiet_hours.quiet_shown(c, actor, municipality)
    return QuietPage(found) if found else None


async def networks_page(c: AsyncConnection, actor: Actor, municipality: str) -> NetworksPage | None:
    found = await networks.networks_of(c, actor, municipality)
    return NetworksPage(found) if found else None


async def layers_page(c: AsyncConnection, actor: Actor, municipality: str) -> LayersPage | None:
    found = await layers.layers_shown(c, actor, municipality)
    return LayersPage(found) if found else None


async def layer_page(
    c: AsyncConnection,
    actor: Actor,
    municipality: str,
    *,
    catalogues: Catalogues,
    number: int | None,
    language: Language,
    now: datetime,
) -> LayerPage | None:
    """A version; without `number`, the end of the layer in force. None for what is not there, or not the reader's."""
    every = await layers.layers_shown(c, actor, municipality)
    found = await layers.layer_shown(c, catalogues, every, number, language, now=now) if every else None
    return LayerPage(found) if found else None
