"""Remind people who have neither answered nor passed, in their own chats; no row is written for other people."""

from datetime import datetime, time
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, schooldays
from bot.context.rights import require
from bot.context.steps import StepContext, load
from dialogs.asking import reminding
from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Actor, StepRef
from dialogs.permissions import Verb
from storage import outbox, reminders
from storage.database import Database

_AT_ONCE = 200


async def remind(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of steps due, with or without people to remind.

    A moment that was missed is made up for in the school hours of its day, and never on another day.
    """
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(partial(reminders.due_steps, now=now, most=_AT_ONCE))
    await db.write_each(partial(_remind, ref=ref, at=at, now=now) for ref, at in due)
    return len(due)


async def _remind(c: AsyncConnection, *, ref: StepRef, at: datetime, now: datetime) -> None:
    context = await load(c, ref)
    if context is None:
        return
    days = await schooldays.days_of(c, ref.municipality, context.group.id, now=now)
    coming = reminding.next_at(context.step, context.session, context.series.intention, days, now=now)
    is_mine = await reminders.move_on(c, ref, at=at, to=coming)
    if is_mine and local(at).date() == local(now).date() and reminding.is_time(context.step, days, now=now):
        await _write(c, context, days, now=now)


async def _write(c: AsyncConnection, context: StepContext, days: SchoolDays, *, now: datetime) -> None:
    today = local(now).date()
    prompts = await reminders.waited_for(
        c,
        context.ref,
        wanting=reminding.wanted_at_least(context.step, context.session, context.series.intention, days, now=now),
        today=today,
        midnight=instant(datetime.combine(today, time.min)),
        now=now,
    )
    people = [prompt.person for prompt in prompts if prompt.person is not None]
    still = await recipients.asked(c, context, now=now, among=people)
    await outbox.add_all(c, (deliveries.reminder_of(prompt, now=now) for prompt in prompts if prompt.person in still))
