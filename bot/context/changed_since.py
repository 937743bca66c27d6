"""The changes of a series since somebody saw it: told before a change made without knowing of them."""

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.steered import SteeredMeanwhile
from dialogs.planning.since import changes_since
from storage.series import newest_version, one_series


async def changed_since(c: AsyncConnection, municipality: str, series: str, version: int) -> SteeredMeanwhile | None:
    """None for a series that is still of the version, and for an unknown series."""
    newest = await newest_version(c, municipality, series)
    now = await one_series(c, municipality, series)
    if now is None or newest == version:
        return None
    seen = await one_series(c, municipality, series, version=min(newest, version))
    return SteeredMeanwhile(changes_since(seen, now) if seen is not None else ())
