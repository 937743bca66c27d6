"""Sessions whose time has come open: their first step, and one delivery per recipient."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import asking, school_year
from bot.catalogues import Catalogues
from dialogs import choosing, prompting
from dialogs.model import Session, Stage
from storage import askings, roster
from storage import series as series_store
from storage.database import Database

_AT_ONCE = 200
_PUNCTUAL = timedelta(minutes=15)


async def open_sessions(db: Database, catalogues: Catalogues, *, now: datetime) -> int:
    """How many were due. One that nobody was there to open before it would have closed is stored as missed.

    So is one for which the catalogue holds no prompt any more.
    """
    due = await db.read(lambda c: series_store.due_sessions(c, now=now, most=_AT_ONCE))
    await db.write_each(partial(_open, session=session, catalogues=catalogues, now=now) for session in due)
    return len(due)


async def _open(c: AsyncConnection, *, session: Session, catalogues: Catalogues, now: datetime) -> None:
    series = await series_store.one_series(c, session.municipality, session.series)
    group = await roster.group(c, session.municipality, session.group)
    unit = await roster.unit(c, session.municipality, group.unit) if group else None
    if series is None or group is None or unit is None:
        raise LookupError(f"session without a series, a group or a unit: {session.id}")
    catalogue = await catalogues.at(c, session.municipality, now)
    history = await askings.posed_to(c, session.municipality, group.id, asking=prompting.ASKED_ROLES)
    # Planning sees to it that there is something to ask, but the catalogue may have changed since.
    choice = choosing.choose(session, series, group, unit, history, catalogue=catalogue)
    days = await school_year.days_of(c, session.municipality, session.group, now=session.opens_at)
    # An exact instant is obeyed; an hour later it is only late, and the night is the night.
    asked_at = now if session.exact and now - session.opens_at <= _PUNCTUAL else days.next_opening(now)
    if choice is None or prompting.closes(session, series, days) <= asked_at:
        await series_store.move_session(c, session, to=Stage.MISSED)
        return
    if not await series_store.move_session(c, session, to=Stage.OPEN):
        return
    await series_store.fix_series(c, session)
    step = prompting.first_step(session, series, prompt=choice.prompt, area=choice.area, catalogue=catalogue, days=days)
    step = replace(step, because=choice.because)
    await series_store.add_step(c, step)
    await asking.ask(c, await asking.around(c, step), now=now, due_at=asked_at)
