"""A municipality's own layer over the catalogue, for whoever lays it: versions, differences, faults."""

import re
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.catalogues import Catalogues, with_version
from content.catalogue import Catalogue, CatalogueFaults
from content.catalogue_table import Fault, with_lines
from content.language import Language
from content.overlay_changes import changes
from content.vocabulary.layers import LayerFault, LayerShown, LayersShown, LayerState, LayerTrouble, LayerVersion
from dialogs.calendar.instants import local
from dialogs.model import Actor, OverlayState, OverlayVersion
from dialogs.permissions import AboutMunicipality, Verb, may
from storage import overlays

_LINE = re.compile(r"\bline (\d+)")
_STATES = {
    OverlayState.DRAFT: LayerState.DRAFT,
    OverlayState.IN_FORCE: LayerState.IN_FORCE,
    OverlayState.REPLACED: LayerState.REPLACED,
}


async def layers_shown(c: AsyncConnection, actor: Actor, municipality: str) -> LayersShown | None:
    """All versions; None where the layer is not the actor's to lay."""
    if actor.person_in(municipality) is None or not may(actor, Verb.LAY_OVERLAY, AboutMunicipality(municipality)):
        return None
    town = await steps.town(c, municipality)
    found = tuple(_version(one) for one in reversed(await overlays.versions(c, municipality)))
    return LayersShown(municipality, town.units[municipality].name, found)


async def layer_shown(
    c: AsyncConnection,
    catalogues: Catalogues,
    shown: LayersShown,
    number: int | None,
    language: Language,
    *,
    now: datetime,
) -> LayerShown | None:
    """A version, and what would differ with it in force; with None, what would differ without the layer in force."""
    itself = next((one for one in await overlays.versions(c, shown.municipality) if one.version == number), None)
    if itself is None and (number is not None or shown.in_force is None):
        return None
    before = await catalogues.at(c, shown.municipality, now)
    found = LayerShown(
        shown.municipality,
        shown.name,
        _version(itself) if itself else None,
        itself.text if itself else "",
    )
    if itself is not None and itself.state is not OverlayState.DRAFT:
        return found
    try:
        after = with_version(catalogues.base, itself) if itself else catalogues.base
    except CatalogueFaults as faulty:
        return replace(found, trouble=LayerTrouble.FAULTS, faults=faults_of(faulty, found.text))
    return _with_changes(found, before, after, language, in_force=shown.in_force)


def _with_changes(
    found: LayerShown, before: Catalogue, after: Catalogue, language: Language, *, in_force: LayerVersion | None
) -> LayerShown:
    told = repr((in_force.number if in_force else 0, changes(before, after)))
    mark = sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return replace(found, changes=changes(before, after, language), mark=mark)


def faults_of(faulty: CatalogueFaults, text: str) -> tuple[LayerFault, ...]:
    return tuple(_fault(one) for one in with_lines(faulty.faults, text))


def _fault(one: Fault) -> LayerFault:
    """TOML's own faults say the line in words."""
    said = _LINE.search(one.problem)
    return LayerFault(one.line or (int(said[1]) if said else 0), one.key, one.problem)


def _version(one: OverlayVersion) -> LayerVersion:
    times = {name: local(at) for name, at in (("since", one.since), ("until", one.until)) if at is not None}
    return LayerVersion(one.version, _STATES[one.state], one.by, one.why, local(one.made_at), **times)
