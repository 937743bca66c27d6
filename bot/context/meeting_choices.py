"""For which group and series somebody may plan a meeting, and the blank form for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import meeting_planning, steps
from bot.context.catalogues import Catalogues
from bot.context.planned_for import groups_planned_by
from content.vocabulary.meetings import MeetingChoice, NewMeeting
from content.vocabulary.series_pages import SeriesNamed
from dialogs.model import Actor, Group, GroupKind, Language, Series, Stage
from dialogs.planning import meeting_forms
from storage.meetings import meetings_of_group
from storage.series import all_series, one_series
from storage.sessions import sessions_of

_LEADING = (GroupKind.NETWORK, GroupKind.PRINCIPALS, GroupKind.STEERING)
"""Kinds of groups whose meetings take up answers of other groups; the likeliest kind first."""
_GOES_ON = frozenset({Stage.PLANNED, Stage.OPEN})


@dataclass(frozen=True)
class Choices:
    """`series` by id are those that go on, whose meetings the actor may plan; `offered` is never empty."""

    municipality: str
    series: Mapping[str, Series]
    offered: tuple[MeetingChoice, ...]


async def places(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, *, now: datetime
) -> tuple[tuple[str, str], ...]:
    """(id, name) of the municipalities in which the actor may plan a meeting."""
    found = []
    for place in (one.municipality for one in actor.identities):
        if await choices(c, catalogues, actor, place, language, now=now) is not None:
            town = await steps.town(c, place)
            found.append((place, town.units[place].name))
    return tuple(found)


async def choices(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, municipality: str, language: Language, *, now: datetime
) -> Choices | None:
    """None where nothing that goes on is the actor's to plan."""
    mine = {one.id: one for one in await groups_planned_by(c, actor, municipality, now=now)}
    known = [await one_series(c, municipality, id_) for id_ in await all_series(c, municipality)] if mine else []
    going = {one.id: one for one in known if one is not None and mine.keys() >= {*one.groups}}
    going = {id_: one for id_, one in going.items() if await _goes_on(c, one, now=now)}
    if not going:
        return None
    areas = (await catalogues.at(c, municipality, now)).areas
    offered = []
    for id_, one in going.items():
        themes = tuple(areas[area].name.to(language) for area in one.areas if area in areas)
        named = SeriesNamed(municipality, id_, tuple(mine[group].name for group in one.groups), themes)
        meet = sorted(_may_meet(one, mine), key=lambda group: (_order(group), group.name))
        offered += [(_order(group), MeetingChoice(f"{id_}|{group.id}", group.name, named)) for group in meet]
    offered.sort(key=lambda pair: pair[0])
    return Choices(municipality, going, tuple(choice for _, choice in offered))


async def _goes_on(c: AsyncConnection, series: Series, *, now: datetime) -> bool:
    if any(one.at > now for one in series.meetings):
        return True
    return any(one.stage in _GOES_ON for one in await sessions_of(c, series.municipality, series.id))


def _may_meet(series: Series, mine: Mapping[str, Group]) -> list[Group]:
    """The groups of the series, and groups of leaders that have met about it."""
    met = [one.group for one in series.meetings]
    return [mine[one] for one in dict.fromkeys((*series.groups, *met)) if one in mine]


def _order(group: Group) -> int:
    return _LEADING.index(group.kind) if group.kind in _LEADING else len(_LEADING)


def chosen(found: Choices, which: str) -> tuple[Series, str] | None:
    id_, _, group = which.partition("|")
    is_offered = which in {one.which for one in found.offered}
    return (found.series[id_], group) if is_offered else None


async def blank(c: AsyncConnection, found: Choices, *, now: datetime) -> NewMeeting:
    first = found.offered[0].which
    series, group = found.series[first.partition("|")[0]], first.partition("|")[2]
    days = await meeting_planning.days_of(c, series, group)
    others = await meetings_of_group(c, found.municipality, group, since=None)
    fields = meeting_forms.usual(others, days, now=now)
    return NewMeeting(found.municipality, found.offered, first, fields)
