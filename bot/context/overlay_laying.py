"""A version of a municipality's overlay, stored and put in force: the one way, from a file or from a proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.catalogues import Catalogues
from bot.context.recording import record
from bot.errors import WrongOverlay
from content.catalogue import Catalogue, CatalogueFaults
from content.catalogue_table import with_lines
from content.overlay_changes import change_lines
from content.overlays import Overlay, apply_overlay
from dialogs.model import Act, Actor, OverlayVersion
from storage import overlays
from storage.units import take_turn


@dataclass(frozen=True)
class Laid:
    """`changes` has a line per change of the catalogue; `version` is None if no version was stored or adopted."""

    version: OverlayVersion | None
    changes: tuple[str, ...]


async def lay(
    c: AsyncConnection, catalogues: Catalogues, overlay: Overlay, text: str,
    *, why: str, by: str, actor: Actor, draft: bool = False, now: datetime,
) -> Laid:  # fmt: skip
    """Store the overlay as the next version, in force unless `draft`. Raises WrongOverlay, with all faults."""
    owner = overlay.municipality
    await take_turn(c, owner)
    version = await overlays.add(c, owner, text=text, why=why, by=by, now=now)
    told = await difference(c, catalogues, owner, partial(apply_overlay, catalogues.base, overlay), text, now=now)
    if draft:
        await record(c, actor, Act.OVERLAY_DRAFTED, owner, version=version.version, now=now)
    else:
        await overlays.put_in_force(c, owner, version.version, now=now)
        await record(c, actor, Act.OVERLAY_LAID, owner, version=version.version, now=now)
    return Laid(version, told)


async def difference(
    c: AsyncConnection,
    catalogues: Catalogues,
    municipality: str,
    laid: Callable[[], Catalogue],
    text: str,
    *,
    now: datetime,
) -> tuple[str, ...]:
    """The changes made by `laid`. Raises WrongOverlay, with line numbers in the overlay's `text`."""
    before = await catalogues.at(c, municipality, now)
    try:
        return change_lines(before, laid())
    except CatalogueFaults as faults:
        raise WrongOverlay("\n".join(map(str, with_lines(faults.faults, text)))) from faults
