"""Sessions whose time has come open: their first step, and one delivery per recipient."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import asking, school_year
from content.catalogue import Catalogue
from dialogs import prompting
from dialogs.model import Session, Stage
from storage import roster
from storage import series as series_store
from storage.database import Database

_AT_ONCE = 200


async def open_sessions(db: Database, catalogue: Catalogue, *, now: datetime) -> int:
    """How many were due. One that nobody was there to open before it would have closed is stored as missed.

    So is one for which the catalogue holds no prompt any more.
    """
    due = await db.read(lambda c: series_store.due_sessions(c, now=now, most=_AT_ONCE))
    await db.write_each(partial(_open, session=session, catalogue=catalogue, now=now) for session in due)
    return len(due)


async def _open(c: AsyncConnection, *, session: Session, catalogue: Catalogue, now: datetime) -> None:
    series = await series_store.one_series(c, session.municipality, session.series)
    group = await roster.group(c, session.municipality, session.group)
    if series is None or group is None:
        raise LookupError(f"session without a series or a group: {session.id}")
    # Planning sees to it that there is something to ask, but the catalogue may have changed since.
    nothing = not prompting.pool(series, group.kind, catalogue)
    days = await school_year.days_of(c, session.municipality, session.group, now=session.opens_at)
    asked_at = now if session.exact else days.next_opening(now)
    missed = nothing or prompting.closes(session, series, days) <= asked_at
    if not await series_store.move_session(c, session, to=Stage.MISSED if missed else Stage.OPEN) or missed:
        return
    await series_store.fix_series(c, session)
    before = await series_store.prompts_asked(c, session.municipality, series.id, session.group)
    prompt, area = prompting.choose(series, group.kind, session.ordinal, before, catalogue=catalogue)
    step = prompting.first_step(session, series, prompt=prompt, area=area, catalogue=catalogue, days=days)
    await series_store.add_step(c, step)
    await asking.ask(c, await asking.around(c, step), now=now, due_at=asked_at)
