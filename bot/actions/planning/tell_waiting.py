"""Tell whoever plans, once for each group's phase, that sessions wait for checkpoints: ahead of the first of them."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, schooldays, waiting_phases
from bot.context.rights import require
from dialogs.model import Actor, Session
from dialogs.permissions import Verb
from dialogs.planning import phasing
from storage import outbox
from storage.database import Database
from storage.series import one_series
from storage.sessions import mark_waiting_told, waiting_untold

_AHEAD = timedelta(days=21)
"""Longer than two school days ever are, but for the summer's."""


async def tell_waiting(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of groups told of. Nobody is told on the day itself, nor out of school hours."""
    require(actor, Verb.TELL_COORDINATORS)
    due = await db.read(partial(waiting_untold, until=now + _AHEAD))
    ready = [one for one in due if await db.read(partial(_is_time, session=one, now=now))]
    await db.write_each(partial(_tell, session=one, now=now) for one in ready)
    return len(ready)


async def _is_time(c: AsyncConnection, *, session: Session, now: datetime) -> bool:
    days = await schooldays.days_of(c, session.municipality, session.group, now=now)
    return phasing.may_tell(session.opens_at, days, now=now)


async def _tell(c: AsyncConnection, *, session: Session, now: datetime) -> None:
    series = await one_series(c, session.municipality, session.series)
    found = await waiting_phases.shut_phase(c, series, session.group) if series is not None else None
    if series is None or found is None:
        return
    ids = {group: [one.id for one in found.sessions if one.group == group] for group in found.groups}
    if session.id not in ids.get(session.group, ()):
        return
    new = [group for group in ids if await mark_waiting_told(c, session.municipality, ids[group], now=now)]
    if session.group not in new:
        return
    to = await waiting_phases.readers(c, series, now=now)
    first = {one.group: one for one in reversed(found.sessions)}
    others = await waiting_phases.answering_for(c, series, new, to, now=now)
    of_each = [*((session, person) for person in to), *((first[group], person) for person, group in others.items())]
    await outbox.add_all(c, (deliveries.waiting_notice(about, person, now=now) for about, person in of_each))
