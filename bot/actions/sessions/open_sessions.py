"""Open due sessions: the first step, and one delivery per recipient."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import gating, recipients, schooldays, steps, unsent
from bot.context.asked_groups import asked_as
from bot.context.catalogues import Catalogues
from bot.context.opening_with import open_with
from bot.context.rights import require
from bot.context.steps import StepContext
from content.catalogue import Catalogue
from dialogs.asking import choosing, prompting, reminding
from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Actor, Series, Session, Stage
from dialogs.permissions import Verb
from dialogs.planning.placing import Placed, with_placement
from dialogs.sharing import circles
from storage import askings
from storage.database import Database, is_down
from storage.series import one_series
from storage.sessions import due_sessions, fix_series_version, move_session, put_session
from storage.steps import add_step

_AT_ONCE = 200
_TOGETHER = 10
"""Sessions opened in one transaction, so that common data is read once; more would block other writers too long."""
_PUNCTUAL = timedelta(minutes=15)


@dataclass(frozen=True)
class _Common:
    """Data shared by sessions of a municipality: `series` by the series' ids, `days` by the groups' ids."""

    town: circles.Municipality
    series: Mapping[str, Series | None]
    days: Mapping[str, SchoolDays]
    catalogue: Catalogue


async def open_sessions(db: Database, catalogues: Catalogues, *, actor: Actor, now: datetime) -> int:
    """The number of sessions due.

    A session too late to open before the end of its first step is stored as missed, and so is a session for which the
    catalogue holds no prompt any more.
    """
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(lambda c: due_sessions(c, now=now, most=_AT_ONCE))
    failures: list[Exception] = []
    for together in _of_one_place(due):
        try:
            await db.write(partial(_open, sessions=together, catalogues=catalogues, now=now))
        except Exception as error:  # a failing session must not stop the others
            if is_down(error):
                raise
            failures += await _each(db, together, catalogues, now=now)
    if failures:
        raise ExceptionGroup("some could not be opened", failures)
    return len(due)


async def _each(
    db: Database, sessions: Sequence[Session], catalogues: Catalogues, *, now: datetime
) -> tuple[Exception, ...]:
    try:
        await db.write_each(partial(_open, sessions=[one], catalogues=catalogues, now=now) for one in sessions)
    except ExceptionGroup as group:
        return group.exceptions
    return ()


def _of_one_place(due: Sequence[Session]) -> Iterator[tuple[Session, ...]]:
    in_order = sorted(due, key=lambda session: session.municipality)  # stable: in a municipality the oldest first
    for _, found in groupby(in_order, key=lambda session: session.municipality):
        of_place = tuple(found)
        yield from (of_place[start : start + _TOGETHER] for start in range(0, len(of_place), _TOGETHER))


async def _open(c: AsyncConnection, *, sessions: Sequence[Session], catalogues: Catalogues, now: datetime) -> None:
    common = await _common(c, sessions, catalogues, now=now)
    for session in sessions:
        await _open_one(c, session, common, now=now)


async def _common(c: AsyncConnection, sessions: Sequence[Session], catalogues: Catalogues, *, now: datetime) -> _Common:
    municipality = sessions[0].municipality
    place = await steps.town(c, municipality)
    groups = [place.groups[id_] for id_ in dict.fromkeys(session.group for session in sessions)]
    first = min(session.opens_at for session in sessions)
    return _Common(
        town=place,
        series={
            id_: await one_series(c, municipality, id_) for id_ in dict.fromkeys(session.series for session in sessions)
        },
        days=await schooldays.days_by_units(c, municipality, place.units, groups, now=first),
        catalogue=await catalogues.at(c, municipality, now),
    )


async def _open_one(c: AsyncConnection, session: Session, common: _Common, *, now: datetime) -> None:
    series, catalogue, days = common.series[session.series], common.catalogue, common.days[session.group]
    if series is None:
        raise LookupError(f"session without a series: {session.id}")
    if not session.exact and (why := days.closed(local(session.opens_at).date())):
        # Planned by a version without closed days, or before the group moved to another unit.
        skipped = Placed(session.meant_at, session.meant_at, why, skipped=True)
        await put_session(c, with_placement(session, skipped))
        return
    if await gating.is_shut(c, series, session):
        await put_session(c, replace(session, stage=Stage.WAITING))
        return
    group = common.town.groups[session.group]
    history = await askings.posed_to(c, session.municipality, group.id, asking=prompting.ASKED_ROLES)
    # Planning ensured a prompt, but the catalogue may have changed since.
    asked = await asked_as(c, group, common.town, now=now)
    choice = choosing.choose(session, series, asked, history, catalogue=catalogue)
    # An exact time is kept up to 15 minutes late, even at night; a later session waits for the next opening.
    asked_at = now if session.exact and now - session.opens_at <= _PUNCTUAL else days.next_opening(now)
    if choice is None or prompting.first_step_closes_at(session, series, days) <= asked_at:
        if await move_session(c, session, to=Stage.MISSED) and choice is not None:
            await unsent.tell_of_missed(c, session, now=now)
        return
    if not await move_session(c, session, to=Stage.OPEN):
        return
    await fix_series_version(c, session)
    step = prompting.first_step(session, series, prompt=choice.prompt, area=choice.area, catalogue=catalogue, days=days)
    step = replace(step, because=choice.because)
    await add_step(c, step, remind_at=reminding.next_at(step, session, series.intention, days, now=now))
    context = StepContext(step, replace(session, stage=Stage.OPEN), series, group, common.town)
    await recipients.ask(c, context, now=now, due_at=asked_at)
    await open_with(c, context, await recipients.asked(c, context, now=now), now=now, due_at=asked_at)
