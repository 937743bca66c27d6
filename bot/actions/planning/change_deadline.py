"""Move the deadline of an open question, or end the question now; answers stay, and everybody asked is told."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import asked_changes, card_updates, planned_for, schooldays
from bot.context.recording import record
from bot.context.running import open_step_of
from bot.context.steps import StepContext
from content.vocabulary.steered import ChangedSince, NotSteered, SeriesSteered, SteeredMeanwhile, Told
from dialogs.asking import reminding
from dialogs.calendar.instants import instant, local
from dialogs.model import Act, Actor
from dialogs.permissions import Verb, may
from storage import steps as stored_steps
from storage.database import Database
from storage.sessions import one_session

_FURTHEST = timedelta(days=60)


async def change_deadline(
    db: Database,
    municipality: str,
    session_id: str,
    *,
    to: tuple[date | None, time | None] | None,
    seen: str = "",
    actor: Actor,
    now: datetime,
) -> Told:
    """`to` are the local day and time, None for an unreadable part; `to` None ends the question now.

    `seen` is the deadline on the form, as in `shown_as`, "" for any: another deadline is told, and stays.
    """

    async def work(c: AsyncConnection) -> Told:
        session = await one_session(c, municipality, session_id)
        if session is None:
            return NotSteered("gone")
        on = await planned_for.planned_for(c, municipality, [session.group], now=now)
        if not may(actor, Verb.CANCEL_SESSION, on):
            return NotSteered("not_allowed")
        context = await open_step_of(c, session)
        if context is None or context.step.closes_at <= now:
            return NotSteered("not_open")
        return await _changed(c, context, to, seen, actor=actor, now=now)

    return await db.write(work)


async def _changed(
    c: AsyncConnection,
    context: StepContext,
    to: tuple[date | None, time | None] | None,
    seen: str,
    *,
    actor: Actor,
    now: datetime,
) -> Told:
    stands = context.step.closes_at
    is_changed = seen not in {"", shown_as(stands)}
    if to is None:
        return _meanwhile(context) if is_changed else await _end(c, context, actor=actor, now=now)
    day, at_time = to
    if day is None:
        return NotSteered("no_day")
    closes_at = instant(datetime.combine(day, at_time or local(stands).time()))
    if is_changed and closes_at != stands:
        return _meanwhile(context)
    return await _move(c, context, closes_at, actor=actor, now=now)


def shown_as(closes_at: datetime) -> str:
    """The local minute in ISO, as in the forms of the page."""
    return f"{local(closes_at):%Y-%m-%dT%H:%M}"


def _meanwhile(context: StepContext) -> SteeredMeanwhile:
    return SteeredMeanwhile((ChangedSince("extended", at=local(context.step.closes_at)),))


async def _end(c: AsyncConnection, context: StepContext, *, actor: Actor, now: datetime) -> SeriesSteered | NotSteered:
    if not await stored_steps.end_step(c, context.step, now=now):
        return NotSteered("not_open")
    await asked_changes.tell(c, context, now, now=now)
    await _recorded(c, context, actor=actor, now=now)
    return SeriesSteered("closed", groups=(context.group.name,))


async def _move(
    c: AsyncConnection, context: StepContext, to: datetime, *, actor: Actor, now: datetime
) -> SeriesSteered | NotSteered:
    if to == context.step.closes_at:
        return SeriesSteered("already")
    if to <= now:
        return NotSteered("past", at=local(to))
    if to > now + _FURTHEST:
        return NotSteered("too_far", at=local(to))
    days = await schooldays.days_of(c, context.step.municipality, context.group.id, now=now)
    if off := days.closed(local(to).date()):
        return NotSteered("day_off", at=local(days.next_opening(to)), day_off=off)
    moved = replace(context.step, closes_at=to)
    remind_at = reminding.next_at(moved, context.session, context.series.intention, days, now=now)
    if not await stored_steps.move_deadline(c, context.step, to, remind_at=remind_at):
        return NotSteered("not_open")
    await asked_changes.tell(c, context, to, is_longer=to > context.step.closes_at, now=now)
    await card_updates.want_cards(c, context.step, due_at=now)
    await _recorded(c, context, actor=actor, now=now)
    return SeriesSteered("extended", at=local(to), groups=(context.group.name,))


async def _recorded(c: AsyncConnection, context: StepContext, *, actor: Actor, now: datetime) -> None:
    await record(c, actor, Act.DEADLINE_MOVED, context.step.municipality, session=context.session.id, now=now)
