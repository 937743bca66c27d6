"""A person's week in a municipality: open questions, what is coming, days off, and what the person tries."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import open_questions, plans, promises, steps
from bot.context.catalogues import Catalogues
from bot.context.open_questions import Open
from bot.context.schooldays import days_of_groups
from content.dates import deadline
from content.presses import ShowAnswer
from content.vocabulary.overview import Coming, DaysOff, OpenQuestion, WeekIn
from dialogs.asking import prompting
from dialogs.calendar.days_off import stretches
from dialogs.calendar.instants import local
from dialogs.model import AskedIn, Group, Identity, Language, Session
from storage.series import one_series
from storage.sessions import sessions_to_come

_AHEAD = 14  # days
_MOST = 6  # lines of what is coming


async def week_in(
    c: AsyncConnection, catalogues: Catalogues, one: Identity, language: Language, *, now: datetime
) -> WeekIn:
    asked = {group for group, role in one.roles if role in prompting.ASKED_ROLES}
    town = await steps.town(c, one.municipality)
    groups = [town.groups[group] for group in sorted(asked or {group for group, _ in one.roles})]
    found = await open_questions.open_for(c, one, now=now)
    return WeekIn(
        municipality=town.units[one.municipality].name,
        open=tuple(_question(each, language, now=now) for each in found),
        coming=await _coming(c, catalogues, one.municipality, groups, language, now=now),
        days_off=await _days_off(c, one.municipality, groups, now=now),
        trying=await promises.own_open(c, one.municipality, one.person, now=now),
        is_asked=bool(asked),
    )


def _question(found: Open, language: Language, *, now: datetime) -> OpenQuestion:
    context, step = found.context, found.context.step
    return OpenQuestion(
        question=step.shown.question.to(language),
        group=context.group.name,
        closes_at=deadline(local(step.closes_at), now=now),
        press=ShowAnswer(context.ref, str(found.prompt)),
        answered=found.answered,
        in_channel=step.asked is AskedIn.CHANNEL,
    )


async def _coming(
    c: AsyncConnection,
    catalogues: Catalogues,
    municipality: str,
    groups: Collection[Group],
    language: Language,
    *,
    now: datetime,
) -> tuple[Coming, ...]:
    """What comes within a fortnight; where nothing does, the next thing that comes."""
    ahead = await once_each(c, await sessions_to_come(c, municipality, [group.id for group in groups], now=now))
    names = {group.id: group.name for group in groups}
    until = local(now + timedelta(days=_AHEAD))
    near = [one for one in ahead if local(one.opens_at) <= until] or ahead[:1]
    themes = await plans.themes(c, catalogues, near, language, now=now)
    meetings = await plans.meetings(c, municipality, groups, now=now)
    found = [
        *(Coming(deadline(local(one.opens_at), now=now), names[one.group], themes[one.series]) for one in near),
        *([one for one in meetings if one.at.at <= until] or (() if near else meetings[:1])),
    ]
    return tuple(sorted(found, key=lambda one: one.at.at)[:_MOST])


async def once_each(c: AsyncConnection, ahead: Collection[Session]) -> list[Session]:
    """One of each series and turn: whoever is in several of a series' groups is asked in the first of them."""
    order: dict[str, tuple[str, ...]] = {}
    for one in ahead:
        if one.series not in order:
            series = await one_series(c, one.municipality, one.series)
            order[one.series] = series.groups if series is not None else ()
    first: dict[tuple[str, int], Session] = {}
    for one in ahead:
        key, groups = (one.series, one.ordinal), order[one.series]
        known = first.get(key)
        if known is None or _rank(groups, one.group) < _rank(groups, known.group):
            first[key] = one
    return sorted(first.values(), key=lambda one: (one.opens_at, one.id))


def _rank(groups: tuple[str, ...], group: str) -> int:
    return groups.index(group) if group in groups else len(groups)


async def _days_off(
    c: AsyncConnection, municipality: str, groups: Collection[Group], *, now: datetime
) -> tuple[DaysOff, ...]:
    found = await days_of_groups(c, municipality, groups, now=now)
    return tuple(DaysOff(*one) for one in stretches(list(found.values()), local(now).date(), within=_AHEAD))
