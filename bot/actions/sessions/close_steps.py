"""Close due steps: the next step opens, or the session closes and its digest is made."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import card_updates, given_digests, recipients, schooldays, signatures, unsent
from bot.context import steps as step_contexts
from bot.context.catalogues import Catalogues
from bot.context.rights import require
from dialogs.asking import prompting, reminding
from dialogs.model import Actor, Stage, Step
from dialogs.permissions import Verb
from storage import outbox
from storage.database import Database
from storage.sessions import move_session
from storage.steps import add_step, close_step, due_steps, lock_steps, steps_of

_AT_ONCE = 200


async def close_steps(db: Database, catalogues: Catalogues, *, actor: Actor, now: datetime) -> int:
    """The number of steps due."""
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(lambda c: due_steps(c, now=now, most=_AT_ONCE))
    await db.write_each(partial(_close, step=step, catalogues=catalogues, now=now) for step in due)
    return len(due)


async def _close(c: AsyncConnection, *, step: Step, catalogues: Catalogues, now: datetime) -> None:
    if not await close_step(c, step, now=now):
        return
    await lock_steps(c, step.municipality, step.session)
    context = await step_contexts.context_of(c, step)
    await signatures.hide_telling(c, context, now=now)
    await outbox.drop_unsent(c, step.municipality, step.session, step.position, reason=prompting.TOO_LATE, now=now)
    await unsent.tell_of_late(c, context, now=now)
    for shown in await steps_of(c, step.municipality, step.session):
        await card_updates.want_cards(c, shown, due_at=now)
    days = await schooldays.days_of(c, step.municipality, context.group.id, now=now)
    catalogue = await catalogues.at(c, step.municipality, now)
    following = prompting.next_step(step, context.session, context.series, catalogue=catalogue, now=now, days=days)
    if following is None:
        await move_session(c, context.session, to=Stage.CLOSED)
        await given_digests.end_session(c, context, days, now=now)
        return
    remind_at = reminding.next_at(following, context.session, context.series.intention, days, now=now)
    await add_step(c, following, remind_at=remind_at)
    due_at = prompting.send_at(context.session, days, now=now)
    await recipients.ask(c, replace(context, step=following), now=now, due_at=due_at)
