"""«Plan»: sessions, themes and dates of the speaker's groups; of a coordinator, of every group of the municipality."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import plans, steps
from bot.context.catalogues import Catalogues
from content.vocabulary.conversing import NotImported
from content.vocabulary.overview import OwnPlan, PlanIn, PlannedSessions
from dialogs.calendar.instants import local
from dialogs.model import Actor, Group, Happening, Identity, Language, Session
from dialogs.permissions import InGroup, Verb, may
from dialogs.turn import Turn
from storage.database import Database
from storage.sessions import sessions_to_come

_DATES = 4  # shown of what is planned alike
_MOST = 12  # different plans on a card
_MEETINGS = 5


async def show_plan(db: Database, catalogues: Catalogues, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        found = [await _plan(c, catalogues, actor, one, language, now=now) for one in actor.identities]
        return Turn(language, say=(OwnPlan(tuple(found)),) if found else (NotImported(),))

    return await db.read(work)


async def _plan(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, one: Identity, language: Language, *, now: datetime
) -> PlanIn:
    town = await steps.town(c, one.municipality)
    groups = [group for group in town.groups.values() if _may_see(actor, one.municipality, group.id)]
    sessions = await sessions_to_come(c, one.municipality, [group.id for group in groups], now=now)
    themes = await plans.themes(c, catalogues, sessions, language, now=now)
    alike = _alike(groups, sessions, themes)
    planned = {session.group for session in sessions}
    return PlanIn(
        municipality=town.units[one.municipality].name,
        sessions=tuple(alike[:_MOST]),
        meetings=(await plans.meetings(c, one.municipality, groups, now=now))[:_MEETINGS],
        idle=tuple(sorted(group.name for group in groups if group.id not in planned)),
        whole=len(groups) > len({group for group, _ in one.roles}),
        left_out=max(0, len(alike) - _MOST),
    )


def _may_see(actor: Actor, municipality: str, group: str) -> bool:
    return may(actor, Verb.SEE_PLAN, InGroup(municipality, group))


def _alike(
    groups: Collection[Group], sessions: Sequence[Session], themes: dict[str, tuple[str, ...]]
) -> list[PlannedSessions]:
    """Groups of a series with the same moments ahead together, the nearest first."""
    names = {group.id: group.name for group in groups}
    dates: dict[tuple[str, str], list[datetime]] = {}
    for session in sessions:
        dates.setdefault((session.series, session.group), []).append(session.opens_at)
    together: dict[tuple[str, tuple[datetime, ...]], list[str]] = {}
    for (series, group), moments in dates.items():
        together.setdefault((series, tuple(moments)), []).append(names[group])
    return [
        PlannedSessions(
            groups=tuple(sorted(of_plan)),
            themes=themes[series],
            dates=tuple(local(at) for at in moments[:_DATES]),
            more=max(0, len(moments) - _DATES),
            last=local(moments[-1]) if len(moments) > _DATES else None,
        )
        for (series, moments), of_plan in sorted(together.items(), key=lambda pair: (pair[0][1][0], pair[1]))
    ]
