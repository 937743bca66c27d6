"""Whether a session waits for checkpoints, and the plan of a series after an answer to one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import replanning, schooldays
from dialogs.model import Series, Session, Stage
from dialogs.planning import phasing
from dialogs.planning.planning import PlanningFault
from storage import checkpoints
from storage.series import one_series
from storage.sessions import sessions_of
from storage.units import all_groups


async def is_shut(c: AsyncConnection, series: Series, session: Session) -> bool:
    """Whether the session's phase still waits, whatever is stored of the session."""
    if not series.phases:
        return False
    known = await sessions_of(c, series.municipality, series.id)
    settled = await checkpoints.settled(c, series.municipality, series.id)
    shut = phasing.shut_in(series.phases, known, settled).get(session.group)
    return shut is not None and phasing.numbers(series.phases, known)[session.id] >= shut


async def waited_for(c: AsyncConnection, municipality: str, sessions: Iterable[Session]) -> dict[tuple[str, str], str]:
    """(series, group) -> the phase whose checkpoints the group's sessions wait for, of the `sessions` that wait."""
    found: dict[tuple[str, str], str] = {}
    for id_ in dict.fromkeys(one.series for one in sessions if one.stage is Stage.WAITING):
        series = await one_series(c, municipality, id_)
        if series is None or not series.phases:
            continue
        known = await sessions_of(c, municipality, id_)
        shut = phasing.shut_in(series.phases, known, await checkpoints.settled(c, municipality, id_))
        found |= {(id_, group): series.phases[number - 1].name for group, number in shut.items()}
    return found


async def plan_on(c: AsyncConnection, series: Series, *, now: datetime) -> None:
    """After an answer to a checkpoint: sessions known begin to wait, or wait no more; none is added or taken away."""
    groups = {group.id: group for group in await all_groups(c, series.municipality)}
    mine = [groups[group] for group in series.groups]
    days = await schooldays.days_of_groups(c, series.municipality, mine)
    try:
        found = await replanning.replanned(c, series, mine, days, now=now)
    except PlanningFault:  # the series is over
        return
    await replanning.store(c, replace(found, difference=replace(found.difference, add=(), cancel=())))
