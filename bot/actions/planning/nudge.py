"""Remind whoever has not answered an open session once more; who got the reminder is told to nobody."""

from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, planned_for, recipients, schooldays
from bot.context.recording import record
from bot.context.running import open_step_of
from bot.context.steps import StepContext
from content.vocabulary.steered import NotSteered, SeriesSteered
from dialogs.asking import reminding
from dialogs.calendar.instants import instant, local
from dialogs.model import Act, Actor, AskedIn, Intention
from dialogs.permissions import Verb, may
from storage import outbox, reminders
from storage.database import Database
from storage.sessions import mark_nudged, one_session

_ONE = 1


async def nudge(
    db: Database, municipality: str, session_id: str, *, actor: Actor, now: datetime
) -> SeriesSteered | NotSteered:
    """In school hours, once per session; everybody's own choice of reminders and pauses is kept to."""

    async def work(c: AsyncConnection) -> SeriesSteered | NotSteered:
        session = await one_session(c, municipality, session_id)
        if session is None:
            return NotSteered("gone")
        on = await planned_for.planned_for(c, municipality, [session.group], now=now)
        if not may(actor, Verb.PLAN_SERIES, on):
            return NotSteered("not_allowed")
        context = await open_step_of(c, session)
        return NotSteered("not_open") if context is None else await _nudge(c, context, actor=actor, now=now)

    return await db.write(work)


async def _nudge(
    c: AsyncConnection, context: StepContext, *, actor: Actor, now: datetime
) -> SeriesSteered | NotSteered:
    if context.step.asked is AskedIn.CHANNEL:
        return NotSteered("in_channel")
    if context.series.intention is Intention.SPREADING:
        return NotSteered("only_spread")
    days = await schooldays.days_of(c, context.step.municipality, context.group.id, now=now)
    at = reminding.nudge_at(context.step, days, now=now)
    if at is None:
        return NotSteered("too_late")
    if not await mark_nudged(c, context.session, now=now):
        return NotSteered("nudged")
    await _write(c, context, at=at, now=now)
    await record(c, actor, Act.SESSION_NUDGED, context.step.municipality, session=context.session.id, now=now)
    return SeriesSteered("nudged" if at == now else "nudged_later", at=local(at), groups=(context.group.name,))


async def _write(c: AsyncConnection, context: StepContext, *, at: datetime, now: datetime) -> None:
    day = local(at).date()
    midnight = instant(datetime.combine(day, time.min))
    prompts = await reminders.waited_for(c, context.ref, wanting=_ONE, today=day, midnight=midnight, now=now)
    people = [prompt.person for prompt in prompts if prompt.person is not None]
    still = await recipients.asked(c, context, now=now, among=people)
    await outbox.add_all(c, (deliveries.reminder_of(prompt, now=at) for prompt in prompts if prompt.person in still))
