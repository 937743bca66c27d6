"""Each municipality's catalogue at an instant: the program's own, with the municipality's overlay."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from content.catalogue import Catalogue, CatalogueFaults
from content.overlays import apply_overlay, parse_overlay
from dialogs.model import OverlayVersion
from storage import overlays

log = structlog.get_logger()


class Catalogues:
    """`base` is the program's own catalogue, in force in every municipality without a layer."""

    def __init__(self, base: Catalogue) -> None:
        self.base = base
        self._laid: dict[tuple[str, int], Catalogue] = {}

    async def at(self, c: AsyncConnection, municipality: str, instant: datetime) -> Catalogue:
        """The program's present catalogue with the overlay in force at `instant`."""
        version = await overlays.in_force(c, municipality, at=instant)
        if version is None:
            return self.base
        key = (municipality, version.version)
        if key not in self._laid:
            self._laid[key] = self._lay(version)
        return self._laid[key]

    def _lay(self, version: OverlayVersion) -> Catalogue:
        """The catalogue with the overlay; without, if a newer program lacks entries that the overlay builds on."""
        try:
            return with_version(self.base, version)
        except CatalogueFaults as error:
            log.warning(
                "overlay does not fit",
                municipality=version.municipality,
                version=version.version,
                faults=len(error.faults),
            )
            return self.base


def with_version(base: Catalogue, version: OverlayVersion) -> Catalogue:
    """Raises CatalogueFaults."""
    return apply_overlay(base, parse_overlay(version.text, named=f"{version.municipality}, version {version.version}"))
