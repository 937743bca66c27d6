"""What the form of a plan offers its reader, and what it is filled in with before anybody has chosen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import planned_for, steps
from bot.context.asked_groups import asked_as
from bot.context.catalogues import Catalogues
from bot.context.schooldays import days_of
from content.catalogue import Catalogue
from content.vocabulary.planning import Offered, PlanForm, PlanOffers, PlanStarted, Rested
from dialogs.asking import prompting, suiting
from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Actor, Group, Intention, Language, Rhythm, Rung, Session, Stage
from dialogs.planning.usual_times import next_day, usual_time
from dialogs.sharing.circles import Municipality
from storage.areas_asked import areas_asked
from storage.memberships import members_of
from storage.municipality_settings import settings_of
from storage.series import one_series
from storage.sessions import sessions_of, sessions_of_group, sessions_to_come

_SINCE, _UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_TUESDAY = 1  # as date.weekday() counts
_MORNING, _AFTER_LESSONS = time(8), time(14)
_PROTOCOL, _TIMES, _OPEN = "ukesrefleksjon", "6", "P3D"
_COMING = frozenset({Stage.PLANNED, Stage.WAITING})
_HELD = frozenset({Stage.PLANNED, Stage.WAITING, Stage.OPEN, Stage.CLOSED})


@dataclass(frozen=True)
class Ground:
    """The groups that the actor plans for in a municipality, with the facts that a form is filled in from."""

    town: Municipality
    groups: tuple[Group, ...]
    catalogue: Catalogue
    language: Language
    unused: Collection[Rung] = ()

    def offers(self) -> PlanOffers:
        catalogue, language = self.catalogue, self.language
        playable = (one for one in catalogue.protocols.values() if not one.lacks)
        return PlanOffers(
            groups=tuple((group.id, group.name) for group in self.groups),
            areas=tuple((area.id, area.name.to(language)) for area in catalogue.areas.values()),
            protocols=tuple((one.id, one.name.to(language)) for one in playable),
            rungs=tuple(rung.name.lower() for rung in Rung if rung not in self.unused),
        )


async def ground(
    c: AsyncConnection, actor: Actor, catalogue: Catalogue, municipality: str, language: Language, *, now: datetime
) -> Ground:
    groups = await planned_for.groups_planned_by(c, actor, municipality, now=now)
    settings = await settings_of(c, municipality)
    town = await steps.town(c, municipality)
    return Ground(town, groups, catalogue, language, settings.unused_rungs)


async def filled_in(c: AsyncConnection, found: Ground, *, now: datetime, group: str = "") -> PlanForm:
    """Good choices already made: of a group without a plan, about what has rested longest, at the group's own time."""
    known = {one.id: await sessions_of_group(c, found.town.id, one.id) for one in found.groups}
    answering = [one for one in found.groups if await _has_anybody(c, one, found.town.id, now=now)]
    wanted = next((one for one in found.groups if one.id == group), None)
    chosen = wanted or _idle(tuple(answering) or found.groups, known)
    days = await days_of(c, found.town.id, chosen.id, now=now)
    day, at = _first(chosen, found.town, known[chosen.id], days, now=now)
    return PlanForm(
        groups=(chosen.id,),
        areas=(await _rested_longest(c, found, chosen, now=now),),
        protocol=_PROTOCOL if _PROTOCOL in dict(found.offers().protocols) else found.offers().protocols[0][0],
        intention=Intention.CONVEYING.value,
        every=Rhythm.WEEK.value,
        first=day.isoformat(),
        time=f"{at:%H:%M}",
        times=_TIMES,
        stays_open=_OPEN,
        default_rung=Rung.GROUP.name.lower(),
    )


async def rested(c: AsyncConnection, municipality: str, group: str, area: str, name: str) -> Rested:
    last = (await _last_asked(c, municipality, group)).get(area)
    return Rested(name, last)


async def _has_anybody(c: AsyncConnection, group: Group, municipality: str, *, now: datetime) -> bool:
    return bool(prompting.writing(await members_of(c, municipality, [group.id], now=now), leading_only=False))


def _idle(groups: tuple[Group, ...], known: Mapping[str, tuple[Session, ...]]) -> Group:
    """The first without anything planned, else the first."""
    waiting = {id_ for id_, sessions in known.items() if any(one.stage in _COMING for one in sessions)}
    return next((group for group in groups if group.id not in waiting), groups[0])


def _first(
    group: Group, town: Municipality, known: tuple[Session, ...], days: SchoolDays, *, now: datetime
) -> tuple[date, time]:
    """The group's own weekday and time of day, else a Tuesday: at a school after lessons, elsewhere in the morning."""
    usual = usual_time(tuple(one.opens_at for one in known if one.stage in _HELD))
    weekday, at = usual or (_TUESDAY, _AFTER_LESSONS if town.beside(group.id) else _MORNING)
    return days.open_day(next_day(local(now).date(), weekday)), group.time or at


async def _rested_longest(c: AsyncConnection, found: Ground, group: Group, *, now: datetime) -> str:
    """Of the areas with questions for the group, the one never asked about, else the one asked about longest ago."""
    last = {**await _last_asked(c, found.town.id, group.id), **await _planned(c, found.town.id, group.id, now=now)}
    asked = await asked_as(c, group, found.town, now=now)
    suited = suiting.areas_with_questions(asked, found.catalogue) or tuple(found.catalogue.areas)
    return min(suited, key=lambda area: last.get(area, date.min))


async def _planned(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> Mapping[str, date]:
    """The areas that a series of the group's is about to ask about; of a series about all areas, none."""
    ahead = await sessions_to_come(c, municipality, [group], now=now)
    series = [await one_series(c, municipality, name) for name in dict.fromkeys(one.series for one in ahead)]
    return {area: date.max for one in series if one is not None for area in one.areas}


async def _last_asked(c: AsyncConnection, municipality: str, group: str) -> Mapping[str, date]:
    found = await areas_asked(c, municipality, [group], since=_SINCE, until=_UNTIL)
    return {one.area: local(one.at).date() for one in found}


async def started(
    c: AsyncConnection, catalogues: Catalogues, municipality: str, series_id: str, language: Language, *, now: datetime
) -> PlanStarted:
    """What a stored series has ahead."""
    town, catalogue = await steps.town(c, municipality), await catalogues.at(c, municipality, now)
    series = await one_series(c, municipality, series_id)
    if series is None:
        raise LookupError(f"there is no series {series_id}")
    planned = [one for one in await sessions_of(c, municipality, series_id) if one.stage in _COMING]
    ahead = sorted({local(one.opens_at) for one in planned})
    return PlanStarted(
        municipality,
        series_id,
        tuple(town.groups[group].name for group in series.groups if group in town.groups),
        tuple(catalogue.areas[area].name.to(language) for area in series.areas if area in catalogue.areas),
        first=ahead[0] if ahead else None,
        last=ahead[-1] if ahead else None,
        number=len(ahead),
        phases=tuple(phase.name for phase in series.phases),
    )


def named(offered: Offered, ids: Collection[str]) -> tuple[str, ...]:
    return tuple(name for id_, name in offered if id_ in ids)
