"""The choices in the forms of a series' page, for people with the right to plan for all of its groups."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.planned_for import groups_planned_by
from bot.context.series_cards import leads
from content.vocabulary.series_pages import OpenChoice, SessionChoice, SteerForms
from dialogs.calendar.instants import local
from dialogs.model import Actor, Group, Series, Session, Stage
from dialogs.planning.placing import BY_HAND
from dialogs.planning.steering import pause_now
from storage.series import newest_version
from storage.sessions import nudged
from storage.steps import steps_in

_COMING = frozenset({Stage.PLANNED, Stage.WAITING})


async def forms_of(
    c: AsyncConnection, actor: Actor, series: Series, sessions: Sequence[Session], groups: Mapping[str, Group], *,
    now: datetime,
) -> SteerForms | None:  # fmt: skip
    """`groups` are the actor's visible groups, by id."""
    if not await leads(c, actor, series, now=now):
        return None
    mine = await groups_planned_by(c, actor, series.municipality, now=now)
    waiting = [one for one in sessions if one.stage in _COMING and one.opens_at > now]
    meant = local(waiting[0].opens_at) if waiting else local(now)
    pause = pause_now(series, local(now).date())
    return SteerForms(
        version=await newest_version(c, series.municipality, series.id),
        coming=_choices(waiting, groups),
        left_out=_choices((one for one in sessions if _is_left_out(one, now=now)), groups),
        open=await _open(c, series, sessions, groups),
        groups=tuple((one, groups[one].name) for one in series.groups if one in groups),
        others=tuple((group.id, group.name) for group in mine if group.id not in series.groups),
        paused_until=pause.until if pause is not None else None,
        weekday=meant.weekday(),
        time=f"{meant:%H:%M}",
    )


def _is_left_out(session: Session, *, now: datetime) -> bool:
    return session.stage is Stage.SKIPPED and session.moved_why == BY_HAND and session.opens_at > now


def _choices(sessions: Iterable[Session], groups: Mapping[str, Group]) -> tuple[SessionChoice, ...]:
    """Groups with a session at the same moment share a choice."""
    together: dict[datetime, list[Session]] = {}
    for one in sessions:
        together.setdefault(one.opens_at, []).append(one)
    return tuple(
        SessionChoice(alike[0].id, tuple(sorted(groups[one.group].name for one in alike)), local(at))
        for at, alike in together.items()
    )


async def _open(
    c: AsyncConnection, series: Series, sessions: Sequence[Session], groups: Mapping[str, Group]
) -> tuple[OpenChoice, ...]:
    open_now = {one.id: one for one in sessions if one.stage is Stage.OPEN}
    steps = [one for one in await steps_in(c, series.municipality, list(open_now)) if one.stage is Stage.OPEN]
    known = await nudged(c, series.municipality, list(open_now))
    return tuple(
        OpenChoice(
            one.session, groups[open_now[one.session].group].name, local(one.closes_at), one.session not in known
        )
        for one in steps
    )
