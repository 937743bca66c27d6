"""The minutes a week that a municipality's plan asks of people, beside the municipality's limit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from content.catalogue import Catalogue
from dialogs.model import Membership, MunicipalitySettings, Series, Session
from dialogs.planning.attention import Week, weeks
from storage.memberships import lasting_memberships
from storage.municipality_settings import settings_of
from storage.series import one_series
from storage.sessions import sessions_ahead


@dataclass(frozen=True)
class Attention:
    """A municipality's settings, and the weeks from now on in which anybody is asked."""

    settings: MunicipalitySettings
    weeks: tuple[Week, ...]

    @property
    def fullest(self) -> Week | None:
        """The week that asks for the most minutes; the first of several."""
        return max(self.weeks, key=lambda week: week.minutes, default=None)

    @property
    def over(self) -> tuple[Week, ...]:
        """The weeks above the municipality's limit."""
        most = self.settings.minutes_a_week
        return () if most is None else tuple(week for week in self.weeks if week.minutes > most)


async def attention(c: AsyncConnection, catalogue: Catalogue, municipality: str, *, now: datetime) -> Attention:
    sessions = await sessions_ahead(c, municipality)
    series = {id_: await one_series(c, municipality, id_) for id_ in sorted({one.series for one in sessions})}
    known = {id_: one for id_, one in series.items() if one is not None}
    return await _asked(c, catalogue, municipality, known, sessions, now=now)


async def of_plan(
    c: AsyncConnection, catalogue: Catalogue, planned: Series, its: Iterable[Session], *, now: datetime
) -> Attention:
    """The attention asked by all series, with `its` in place of the stored sessions of the planned series."""
    others = [one for one in await sessions_ahead(c, planned.municipality) if one.series != planned.id]
    series = {id_: await one_series(c, planned.municipality, id_) for id_ in sorted({one.series for one in others})}
    known = {id_: one for id_, one in series.items() if one is not None} | {planned.id: planned}
    return await _asked(c, catalogue, planned.municipality, known, [*others, *its], now=now)


async def _asked(
    c: AsyncConnection, catalogue: Catalogue, municipality: str, series: Mapping[str, Series],
    sessions: Iterable[Session], *, now: datetime,
) -> Attention:  # fmt: skip
    # A series planned with an older version may have a protocol that the catalogue no longer has.
    playable = {id_: one for id_, one in series.items() if one.protocol in catalogue.protocols}
    members: dict[str, list[Membership]] = {}
    for one in await lasting_memberships(c, municipality, now=now):
        members.setdefault(one.membership.group, []).append(one.membership)
    found = weeks(sessions, playable, catalogue.protocols, members, now=now)
    return Attention(await settings_of(c, municipality), found)
