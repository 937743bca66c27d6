"""The cards of series for the people who plan: the list, and a single series in short."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import gating, planned_for, steps
from bot.context.catalogues import Catalogues
from bot.context.running import running
from content.catalogue import Catalogue
from content.vocabulary.series_pages import RowState, SeriesNamed, SessionRow
from content.vocabulary.steered import Told
from content.vocabulary.steering import LedListed, LedSeries, SeriesCard
from dialogs.calendar.instants import local
from dialogs.events import SteerForm
from dialogs.model import Actor, Language, Series, Session, Stage
from dialogs.permissions import Verb, may
from dialogs.planning.placing import BY_HAND
from dialogs.planning.steering import pause_now
from dialogs.sharing.circles import Municipality
from storage.series import all_series, newest_version, one_series
from storage.sessions import nudged, sessions_of

_MOST = 5
_COMING = frozenset({Stage.PLANNED, Stage.WAITING})


async def led_series(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, *, now: datetime
) -> LedSeries:
    """A few series: open first, then by the next opening."""
    found: list[tuple[datetime, LedListed]] = []
    for place in (one.municipality for one in actor.identities):
        catalogue, town = await catalogues.at(c, place, now), await steps.town(c, place)
        for id_ in await all_series(c, place):
            series = await one_series(c, place, id_)
            if series is None or not await leads(c, actor, series, now=now):
                continue
            sessions = await sessions_of(c, place, id_)
            opens = [one.opens_at for one in sessions if one.stage is Stage.PLANNED]
            open_now = sum(one.stage is Stage.OPEN for one in sessions)
            if not opens and not open_now and not any(one.stage is Stage.WAITING for one in sessions):
                continue
            next_at = min(opens, default=None)
            named = named_as(series, town, catalogue, language)
            listed = LedListed(named, open_now, local(next_at) if next_at is not None else None)
            found.append((next_at or now, listed))
    found.sort(key=lambda one: (not one[1].open, one[0]))
    return LedSeries(tuple(listed for _, listed in found[:_MOST]), more=max(0, len(found) - _MOST))


async def leads(c: AsyncConnection, actor: Actor, series: Series, *, now: datetime) -> bool:
    on = await planned_for.planned_for(c, series.municipality, series.groups, now=now)
    return actor.person_in(series.municipality) is not None and may(actor, Verb.PLAN_SERIES, on)


def named_as(series: Series, town: Municipality, catalogue: Catalogue, language: Language) -> SeriesNamed:
    themes = tuple(catalogue.areas[area].name.to(language) for area in series.areas if area in catalogue.areas)
    names = tuple(town.groups[group].name for group in series.groups if group in town.groups)
    return SeriesNamed(series.municipality, series.id, names, themes)


async def series_card(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    of: tuple[str, str],
    language: Language,
    *,
    told: Told | None = None,
    form: SteerForm | None = None,
    now: datetime,
) -> SeriesCard | None:
    """`of` are the municipality and the series; None for a series that the actor does not lead."""
    series = await one_series(c, *of)
    if series is None or not await leads(c, actor, series, now=now):
        return None
    town, catalogue = await steps.town(c, series.municipality), await catalogues.at(c, series.municipality, now)
    sessions = await sessions_of(c, *of)
    coming = [one for one in sessions if one.stage in _COMING and one.opens_at > now]
    waits = await gating.waited_for(c, series.municipality, sessions)
    left_out = [one for one in sessions if _is_left_out(one, now=now)]
    first, back = next(iter(coming), None), next(iter(left_out), None)
    pause = pause_now(series, local(now).date())
    open_now = [one.id for one in sessions if one.stage is Stage.OPEN]
    alone = open_now[0] if len(open_now) == 1 else ""
    return SeriesCard(
        named=named_as(series, town, catalogue, language),
        version=await newest_version(c, *of),
        running=await running(c, catalogue, sessions, language, led=series.groups, now=now),
        next=_row(first, coming, town, waits) if first is not None else None,
        next_session=first.id if first is not None else "",
        left_out=back.id if back is not None else "",
        paused_until=pause.until if pause is not None else None,
        told=told,
        day=form.day if form is not None and form.day else (f"{local(first.opens_at):%Y-%m-%d}" if first else ""),
        time=form.time if form is not None and form.time else (f"{local(first.opens_at):%H:%M}" if first else ""),
        open_session=alone,
        can_nudge=bool(alone) and not await nudged(c, series.municipality, [alone]),
        has_phases=bool(series.phases),
        waits_for=next(iter(waits.values()), ""),
    )


def _is_left_out(session: Session, *, now: datetime) -> bool:
    return session.stage is Stage.SKIPPED and session.moved_why == BY_HAND and session.opens_at > now


def _row(
    first: Session, coming: Sequence[Session], town: Municipality, waits: Mapping[tuple[str, str], str]
) -> SessionRow:
    """The groups that meet at the moment of the first, and wait for the same phase or for none."""
    phase = _phase(first, waits)
    alike = [one for one in coming if one.opens_at == first.opens_at and _phase(one, waits) == phase]
    groups = tuple(sorted(town.groups[one.group].name for one in alike))
    state: RowState = "waiting" if first.stage is Stage.WAITING else "coming"
    return SessionRow(groups, local(first.opens_at), state, phase=phase)


def _phase(session: Session, waits: Mapping[tuple[str, str], str]) -> str:
    return waits.get((session.series, session.group), "") if session.stage is Stage.WAITING else ""
