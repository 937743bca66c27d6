"""Whoever joins while a step is open gets that step, never the backlog."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import asking, school_year
from dialogs import prompting
from dialogs.model import Asked, Step
from storage import series as series_store
from storage.database import Database


async def ask_newcomers(db: Database, *, now: datetime) -> int:
    """How many steps somebody had joined."""
    under_way = [
        step for step in await db.read(series_store.open_steps) if step.asked is Asked.PERSONAL and step.closes_at > now
    ]
    # Asking first spares a write for every step at every tick.
    joined = [step for step in under_way if await db.read(partial(_has_newcomers, step=step, now=now))]
    await db.write_each(partial(_ask, step=step, now=now) for step in joined)
    return len(joined)


async def _has_newcomers(c: AsyncConnection, *, step: Step, now: datetime) -> bool:
    return bool(await asking.unasked(c, await asking.around(c, step), now=now))


async def _ask(c: AsyncConnection, *, step: Step, now: datetime) -> None:
    around = await asking.around(c, step)
    days = await school_year.days_of(c, step.municipality, around.group.id, now=now)
    at_once = prompting.goes_at_its_instant(around.session, step)
    await asking.ask(c, around, now=now, due_at=now if at_once else days.next_opening(now))
