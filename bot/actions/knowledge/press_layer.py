"""A municipality's own layer on the pages: drafted, in force once its differences were seen, discarded, and ended."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import layers, steps
from bot.context.catalogues import Catalogues
from bot.context.recording import record
from content.catalogue import CatalogueFaults
from content.language import Language
from content.overlays import Overlay, apply_overlay, parse_overlay
from content.presses import AdoptLayer, DiscardLayer, DraftLayer, OnLayers, RemoveLayer
from content.vocabulary.conversing import OldCard
from content.vocabulary.layers import LayerDone, LayerShown, LayersShown, LayerState, LayerTrouble
from dialogs.model import Act, Actor, Happening, Scope, limits
from dialogs.permissions import AboutMunicipality, Verb, may
from dialogs.turn import Turn, in_place
from storage import overlays
from storage.database import Database
from storage.units import take_turn


@dataclass(frozen=True)
class _Ground:
    """The municipality's versions as shown to the actor, the form filled in."""

    catalogues: Catalogues
    actor: Actor
    shown: LayersShown
    language: Language
    now: datetime

    async def version(self, c: AsyncConnection, number: int | None) -> LayerShown | None:
        return await layers.layer_shown(c, self.catalogues, self.shown, number, self.language, now=self.now)


async def press_layer(
    db: Database, catalogues: Catalogues, about: Happening, press: OnLayers, text: str, *, actor: Actor, now: datetime
) -> Turn:
    """The draft, or all versions with the outcome; or what stands in the way, with what was written."""

    async def work(c: AsyncConnection) -> Turn:
        language, town = await steps.language_for(c, about), press.municipality
        if about.place.scope is not Scope.PERSONAL or not may(actor, Verb.LAY_OVERLAY, AboutMunicipality(town)):
            return Turn(language, say=(OldCard(),))
        await take_turn(c, town)
        shown = await layers.layers_shown(c, actor, town)
        if shown is None:
            return Turn(language, say=(OldCard(),))
        ground = _Ground(catalogues, actor, shown, language, now)
        if isinstance(press, DraftLayer):
            drafted = replace(ground, shown=replace(shown, text=text, by=press.by))
            return in_place(about, language, await _drafted(c, drafted))
        if isinstance(press, DiscardLayer):
            return in_place(about, language, await _discarded(c, ground, press.number))
        return in_place(about, language, await _carried_out(c, ground, press))

    return await db.write(work)


async def _drafted(c: AsyncConnection, ground: _Ground) -> LayersShown | LayerShown:
    """The same file sent twice is one draft."""
    shown, read = ground.shown, _read(ground.catalogues, ground.shown)
    if isinstance(read, LayersShown):
        return read
    newest = next(reversed(await overlays.versions(c, shown.municipality)), None)
    if newest is None or newest.since is not None or (newest.text, newest.by) != (shown.text, shown.by):
        town, now = shown.municipality, ground.now
        newest = await overlays.add(c, town, text=shown.text, why=read.why, by=shown.by, now=now)
        await record(c, ground.actor, Act.OVERLAY_DRAFTED, town, version=newest.version, now=now)
    found = await ground.version(c, newest.version)
    return found if found is not None else replace(shown, trouble=LayerTrouble.GONE)


def _read(catalogues: Catalogues, shown: LayersShown) -> Overlay | LayersShown:
    """The file, where it fits the catalogue; else what is wrong."""
    if trouble := _trouble(shown):
        return replace(shown, trouble=trouble)
    try:
        overlay = parse_overlay(shown.text, named=shown.municipality)
        if overlay.municipality != shown.municipality:
            return replace(shown, trouble=LayerTrouble.NOT_YOURS)
        apply_overlay(catalogues.base, overlay)
    except CatalogueFaults as faulty:
        return replace(shown, trouble=LayerTrouble.FAULTS, faults=layers.faults_of(faulty, shown.text))
    return overlay


def _trouble(shown: LayersShown) -> LayerTrouble | None:
    if not shown.text.strip():
        return LayerTrouble.EMPTY
    if not shown.by.strip():
        return LayerTrouble.NO_BY
    return LayerTrouble.LONG_BY if len(shown.by) > limits.NAME else None


async def _carried_out(
    c: AsyncConnection, ground: _Ground, press: AdoptLayer | RemoveLayer
) -> LayersShown | LayerShown:
    shown, number = ground.shown, press.number if isinstance(press, AdoptLayer) else None
    found = await ground.version(c, number)
    if found is None:  # a layer that has ended already, perhaps by the same press; or no such version
        return replace(shown, done=LayerDone.REMOVED) if number is None else replace(shown, trouble=LayerTrouble.GONE)
    state = found.version.state if found.version is not None else LayerState.DRAFT
    if state is LayerState.IN_FORCE:
        return replace(shown, done=LayerDone.ADOPTED)
    if state is LayerState.REPLACED:
        return replace(shown, trouble=LayerTrouble.GONE)
    if found.trouble is not None or press.mark != found.mark:
        return replace(found, is_changed=found.trouble is None)
    return await _put(c, ground, number)


async def _discarded(c: AsyncConnection, ground: _Ground, number: int) -> LayersShown:
    """A draft thrown away twice is gone once; a version that came in force meanwhile stays."""
    town, now = ground.shown.municipality, ground.now
    if await overlays.discard(c, town, number, now=now):
        await record(c, ground.actor, Act.OVERLAY_DISCARDED, town, version=number, now=now)
    shown = await layers.layers_shown(c, ground.actor, town) or ground.shown
    stands = any(one.number == number for one in shown.versions)
    return replace(shown, trouble=LayerTrouble.GONE) if stands else replace(shown, done=LayerDone.DISCARDED)


async def _put(c: AsyncConnection, ground: _Ground, number: int | None) -> LayersShown:
    town, actor, now = ground.shown.municipality, ground.actor, ground.now
    if number is None:
        await overlays.put_out_of_force(c, town, now=now)
        await record(c, actor, Act.OVERLAY_REMOVED, town, now=now)
        return replace(ground.shown, done=LayerDone.REMOVED)
    await overlays.put_in_force(c, town, number, now=now)
    await record(c, actor, Act.OVERLAY_LAID, town, version=number, now=now)
    return replace(ground.shown, done=LayerDone.ADOPTED)
