"""What is planned for the groups whose plan an actor may see: sessions with their themes, and meetings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import gating, steps
from bot.context.catalogues import Catalogues
from content.dates import deadline
from content.vocabulary.overview import Coming, PlanIn, PlannedSessions
from dialogs.calendar.instants import local
from dialogs.model import Actor, Group, Language, Session
from dialogs.permissions import AtSchool, Verb, may
from dialogs.sharing.circles import Municipality
from storage.meetings import meetings_to_come
from storage.series import one_series
from storage.sessions import sessions_to_come, sessions_waiting

_DATES = 4  # shown of what is planned alike


def groups_seen(actor: Actor, town: Municipality) -> tuple[Group, ...]:
    """The actor's own; of a leader, every group of the school; of a coordinator, every group of the municipality."""
    return tuple(group for group in town.groups.values() if is_seen(actor, town, group.id))


def sees_all(actor: Actor, town: Municipality) -> bool:
    """Whether a group of no school and without members would be seen too."""
    return is_seen(actor, town, "")


def is_seen(actor: Actor, town: Municipality, group: str) -> bool:
    return may(actor, Verb.SEE_PLAN, AtSchool(town.id, group, town.beside(group)))


async def plan_in(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    municipality: str,
    language: Language,
    *,
    most: int,
    meetings_shown: int,
    now: datetime,
) -> PlanIn:
    """What comes for the groups whose plan the actor may see; `most` plans at most, and so many meetings."""
    town = await steps.town(c, municipality)
    groups = groups_seen(actor, town)
    ids = [group.id for group in groups]
    coming = await sessions_to_come(c, municipality, ids, now=now)
    waiting = await sessions_waiting(c, municipality, ids)
    sessions = (*coming, *waiting)
    about = await themes(c, catalogues, sessions, language, now=now)
    waits = await gating.waited_for(c, municipality, waiting)
    alike = [*_alike(groups, coming, about), *_waiting(_alike(groups, waiting, about, waits), now=now)]
    planned = {session.group for session in sessions}
    mine = {group for one in actor.identities if one.municipality == municipality for group, _ in one.roles}
    return PlanIn(
        municipality=town.units[municipality].name,
        sessions=tuple(alike[:most]),
        meetings=(await meetings(c, municipality, groups, now=now))[:meetings_shown],
        idle=tuple(sorted(group.name for group in groups if group.id not in planned)),
        whole=len(groups) > len(mine) and sees_all(actor, town),
        left_out=max(0, len(alike) - most),
    )


async def themes(
    c: AsyncConnection, catalogues: Catalogues, sessions: Sequence[Session], language: Language, *, now: datetime
) -> dict[str, tuple[str, ...]]:
    """The names of each series' areas, by series."""
    found: dict[str, tuple[str, ...]] = {}
    for municipality, name in dict.fromkeys((one.municipality, one.series) for one in sessions):
        catalogue = await catalogues.at(c, municipality, now)
        series = await one_series(c, municipality, name)
        areas = series.areas if series is not None else ()
        found[name] = tuple(catalogue.areas[area].name.to(language) for area in areas if area in catalogue.areas)
    return found


async def meetings(
    c: AsyncConnection, municipality: str, groups: Collection[Group], *, now: datetime
) -> tuple[Coming, ...]:
    names = {group.id: group.name for group in groups}
    found = await meetings_to_come(c, municipality, list(names), now=now)
    return tuple(Coming(deadline(local(at), now=now), names[group], is_meeting=True) for group, at in found)


def _alike(
    groups: Collection[Group],
    sessions: Sequence[Session],
    themes: dict[str, tuple[str, ...]],
    waits: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> list[PlannedSessions]:
    """Groups of a series with the same moments ahead together, the nearest first."""
    names = {group.id: group.name for group in groups}
    dates: dict[tuple[str, str], list[datetime]] = {}
    for session in sessions:
        dates.setdefault((session.series, session.group), []).append(session.opens_at)
    together: dict[tuple[str, tuple[datetime, ...], str], list[str]] = {}
    for (series, group), moments in dates.items():
        waits_for = waits.get((series, group), "")
        together.setdefault((series, tuple(moments), waits_for), []).append(names[group])
    return [
        PlannedSessions(
            groups=tuple(sorted(of_plan)),
            themes=themes[series],
            dates=tuple(local(at) for at in moments[:_DATES]),
            more=max(0, len(moments) - _DATES),
            last=local(moments[-1]) if len(moments) > _DATES else None,
            waits_for=waits_for,
        )
        for (series, moments, waits_for), of_plan in sorted(together.items(), key=lambda pair: (pair[0][1][0], pair[1]))
    ]


def _waiting(found: Iterable[PlannedSessions], *, now: datetime) -> list[PlannedSessions]:
    """Without the days that have passed while the sessions waited."""
    return [replace(one, dates=tuple(at for at in one.dates if at > local(now))) for one in found]
