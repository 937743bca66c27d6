"""A group's questions in a school year, with dates and reasons: as asked so far, and as they would be asked."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.planning.plan_series import plan_series
from bot.context import steps
from bot.context.asked_groups import asked_as
from bot.context.catalogues import Catalogues
from bot.context.forecasts import forecast
from bot.context.rights import require
from bot.errors import UnknownGroup
from bot.reports.explaining import reasons_told
from content.catalogue import Catalogue
from content.dates import moment
from content.language import Language
from dialogs.asking import prompting
from dialogs.asking.choosing import Choice, year_ahead
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year
from dialogs.model import Actor, AppliedRule, Session, Stage, Wording
from dialogs.permissions import Verb
from dialogs.planning.planning import SeriesFile
from storage import askings
from storage.database import Database
from storage.sessions import sessions_of_group
from storage.steps import one_step
from storage.units import all_municipalities


async def year_of_group(
    db: Database,
    catalogues: Catalogues,
    group: str,
    *,
    actor: Actor,
    now: datetime,
    language: Language,
    municipality: str | None = None,
) -> tuple[str, ...]:
    """The school year that `now` is in, all series of the group together. Raises UnknownGroup."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        owner = await _owner(c, group, municipality)
        sessions = [
            one
            for one in await sessions_of_group(c, owner, group)
            if school_year(local(one.opens_at).date()) == school_year(local(now).date())
        ]
        catalogue = await catalogues.at(c, owner, now)
        lines: list[str] = []
        for one in sessions:
            opened = await one_step(c, owner, one.id, 0)
            if opened is not None:
                lines += _told(one, opened.shown.area, opened.shown.question, opened.because, language)
        planned = [one for one in sessions if one.stage is Stage.PLANNED]
        ahead = await forecast(c, catalogue, planned, now=now) if planned else ()
        return (*lines, *_each(ahead, catalogue, language)) or (f"{group} has no sessions this school year",)

    return await db.read(work)


async def year_of_file(
    db: Database,
    catalogues: Catalogues,
    wanted: SeriesFile,
    *,
    actor: Actor,
    now: datetime,
    language: Language,
    municipality: str | None = None,
) -> tuple[str, ...]:
    """What the series of a file would ask each of its groups, were it planned now. Raises WrongPlan."""
    require(actor, Verb.READ_REPORTS)
    planned = await plan_series(db, catalogues, wanted, actor=actor, now=now, municipality=municipality, dry_run=True)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        series = planned.series
        catalogue = await catalogues.at(c, series.municipality, now)
        town = await steps.town(c, series.municipality)
        lines: list[str] = []
        for group in series.groups:
            asked = await asked_as(c, town.groups[group], town, now=now)
            history = await askings.posed_to(c, series.municipality, group, asking=prompting.ASKED_ROLES)
            mine = [one for one in planned.sessions if one.group == group and one.stage is Stage.PLANNED]
            ahead = year_ahead(mine, {series.id: series}, asked, history, catalogue)
            lines += [asked.group.name, *_each(ahead, catalogue, language)]
        return tuple(lines)

    return await db.read(work)


async def _owner(c: AsyncConnection, group: str, municipality: str | None) -> str:
    towns = [municipality] if municipality else await all_municipalities(c)
    found = [one for one in towns if group in (await steps.town(c, one)).groups]
    if len(found) != 1:
        which = f"add --municipality, one of {', '.join(found)}" if found else "no municipality has it"
        raise UnknownGroup(f"{group}: {which}")
    return found[0]


def _each(ahead: Sequence[tuple[Session, Choice | None]], catalogue: Catalogue, language: Language) -> Iterator[str]:
    for session, choice in ahead:
        if choice is None:
            yield f"{moment(local(session.opens_at), Language.NB)}  nothing suits"
        else:
            area = catalogue.areas[choice.area].name
            yield from _told(session, area, choice.prompt.question, choice.because, language)


def _told(
    session: Session, area: Wording, question: Wording, because: Sequence[AppliedRule], language: Language
) -> Iterator[str]:
    yield f"{moment(local(session.opens_at), Language.NB)}  {area.to(language)}"
    yield f"    {question.to(language)}"
    yield f"    {'; '.join(reasons_told(because)[1:]) or 'the only one that suits'}"
