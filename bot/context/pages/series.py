"""The series open to a reader: all of a school year, and a single series with its progress and its sessions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import attention, gating, phases, plans, steps
from bot.context.catalogues import Catalogues
from bot.context.pages import school_years
from bot.context.pages.plan import year_in
from bot.context.pages.series_forms import forms_of
from bot.context.planned_for import groups_planned_by
from bot.context.running import running
from bot.context.schooldays import days_of_groups
from content.catalogue import Catalogue
from content.plan_words import WEEKEND
from content.vocabulary.series_pages import (
    AllSeriesPage,
    GroupMinutes,
    RowState,
    SeriesIn,
    SeriesListed,
    SeriesNamed,
    SeriesPage,
    SessionRow,
)
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import lasts, school_year
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Actor, Group, Language, Series, Session, Stage
from storage.series import one_series
from storage.sessions import sessions_between, sessions_of

_ROWS: Mapping[Stage, RowState] = {
    Stage.PLANNED: "coming",
    Stage.WAITING: "waiting",
    Stage.OPEN: "open",
    Stage.CLOSED: "held",
    Stage.CANCELLED: "cancelled",
    Stage.MISSED: "missed",
    Stage.SKIPPED: "skipped",
}


async def all_series_page(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, year: int = 0, *, now: datetime
) -> AllSeriesPage:
    """`year` is the calendar year in which the school year begins, 0 for the present one."""
    wanted = year or school_year(local(now).date())
    places = [one.municipality for one in actor.identities]
    groups = {place: plans.groups_seen(actor, await steps.town(c, place)) for place in places}
    before, after = await school_years.around(c, wanted, groups)
    found = [await _series_in(c, catalogues, actor, place, language, year=wanted, now=now) for place in places]
    may_plan = any([await groups_planned_by(c, actor, place, now=now) for place in places])
    return AllSeriesPage(wanted, tuple(found), before=before, after=after, may_plan=may_plan)


async def _series_in(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    municipality: str,
    language: Language,
    *,
    year: int,
    now: datetime,
) -> SeriesIn:
    groups = {group.id: group for group in plans.groups_seen(actor, await steps.town(c, municipality))}
    since, until = lasts(year)
    sessions = await sessions_between(c, municipality, list(groups), since=since, until=until)
    catalogue = await catalogues.at(c, municipality, now)
    known = {id_: await one_series(c, municipality, id_) for id_ in sorted({one.series for one in sessions})}
    series = {id_: one for id_, one in known.items() if one is not None}
    asked = await attention.attention(c, catalogue, municipality, now=now)
    return SeriesIn(
        year=await year_in(c, catalogues, actor, municipality, language, year=year, now=now),
        series=_listed(series, sessions, groups, catalogue, language, now=now),
        minutes=_minutes(series, sessions, groups, catalogue),
        fullest=asked.fullest.minutes if asked.fullest is not None else 0,
        most=asked.settings.minutes_a_week,
    )


def _listed(
    series: Mapping[str, Series],
    sessions: Collection[Session],
    groups: Mapping[str, Group],
    catalogue: Catalogue,
    language: Language,
    *,
    now: datetime,
) -> tuple[SeriesListed, ...]:
    """Series with sessions open or to come first, by the next opening; finished series last."""
    found: list[SeriesListed] = []
    for id_, one in series.items():
        mine = [session for session in sessions if session.series == id_]
        coming = [local(session.opens_at) for session in mine if session.stage is Stage.PLANNED]
        waits = any(session.stage is Stage.WAITING for session in mine)
        open_now = sum(session.stage is Stage.OPEN for session in mine)
        named = _named(one, groups, catalogue, language)
        found.append(SeriesListed(named, open_now, len(set(coming)), min(coming, default=None), waits=waits))
    return tuple(
        sorted(
            found,
            key=lambda one: (not (one.open or one.coming or one.waits), one.next_at or local(now), one.named.groups),
        )
    )


def _named(series: Series, groups: Mapping[str, Group], catalogue: Catalogue, language: Language) -> SeriesNamed:
    themes = tuple(catalogue.areas[area].name.to(language) for area in series.areas if area in catalogue.areas)
    names = tuple(groups[group].name for group in series.groups if group in groups)
    return SeriesNamed(series.municipality, series.id, names, themes)


def _minutes(
    series: Mapping[str, Series], sessions: Iterable[Session], groups: Mapping[str, Group], catalogue: Catalogue
) -> tuple[GroupMinutes, ...]:
    asked: dict[str, list[int]] = defaultdict(list)
    for session in sessions:
        if session.series in series:
            asked[groups[session.group].name].append(_length(series[session.series], catalogue))
    return tuple(GroupMinutes(name, len(lengths), sum(lengths)) for name, lengths in sorted(asked.items()))


def _length(series: Series, catalogue: Catalogue) -> int:
    """The minutes of a session; a series of an older version may have a protocol that the catalogue no longer has."""
    protocol = catalogue.protocols.get(series.protocol)
    return sum(step.minutes for step in protocol.steps) if protocol is not None else 0


async def series_page(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    language: Language,
    *,
    municipality: str,
    series_id: str,
    group: str = "",
    now: datetime,
) -> SeriesPage | None:
    """None for an unknown series, and for a series of groups hidden from the actor; `group` shows its phases."""
    if actor.person_in(municipality) is None:
        return None
    town = await steps.town(c, municipality)
    groups = {group.id: group for group in plans.groups_seen(actor, town)}
    series = await one_series(c, municipality, series_id)
    if series is None or not groups.keys() & set(series.groups):
        return None
    catalogue = await catalogues.at(c, municipality, now)
    every = await sessions_of(c, municipality, series_id)
    sessions = [one for one in every if one.group in groups]
    led = {group.id for group in await groups_planned_by(c, actor, municipality, now=now)}
    days = await days_of_groups(c, municipality, [groups[one] for one in sorted({each.group for each in sessions})])
    named = _named(series, groups, catalogue, language)
    forms = await forms_of(c, actor, series, sessions, groups, now=now)
    looking = phases.Looking({id_: one.name for id_, one in groups.items()}, led, group)
    told = await phases.phases_shown(c, series, every, named, looking, now=now)
    rows = _rows(sessions, groups, days, await gating.waited_for(c, municipality, sessions))
    is_ahead = {"coming", "skipped"}
    protocol = catalogue.protocols.get(series.protocol)
    return SeriesPage(
        named=named,
        protocol=protocol.name.to(language) if protocol is not None else "",
        minutes=_length(series, catalogue),
        running=await running(c, catalogue, sessions, language, led=led, now=now),
        coming=tuple(row for row in rows if row.state == "waiting" or (row.state in is_ahead and row.at > local(now))),
        past=tuple(row for row in reversed(rows) if row.state not in {"open", "waiting"} and row.at <= local(now)),
        today=local(now).date(),
        forms=forms,
        phases=told,
    )


def _rows(
    sessions: Sequence[Session],
    groups: Mapping[str, Group],
    days: Mapping[str, SchoolDays],
    waits: Mapping[tuple[str, str], str],
) -> list[SessionRow]:
    """Groups with the same moment and state share a row, in order of time; `waits` are names of phases."""
    together: dict[tuple[datetime, datetime, Stage, str, str], list[str]] = {}
    for one in sessions:
        why = _day_off(one, days[one.group])
        phase = waits.get((one.series, one.group), "") if one.stage is Stage.WAITING else ""
        together.setdefault((one.opens_at, one.meant_at, one.stage, why, phase), []).append(groups[one.group].name)
    return [
        SessionRow(
            tuple(sorted(names)),
            local(at),
            _ROWS[stage],
            local(meant) if meant != at else None,
            why,
            phase=phase,
        )
        for (at, meant, stage, why, phase), names in together.items()
    ]


def _day_off(session: Session, days: SchoolDays) -> str:
    """The name of the day off that moved the session, or skipped it; "" for a session in its place."""
    is_elsewhere = session.stage is Stage.SKIPPED or session.meant_at != session.opens_at
    name = days.closed(local(session.meant_at).date()) if is_elsewhere else ""
    return name if name and name != WEEKEND else ""
