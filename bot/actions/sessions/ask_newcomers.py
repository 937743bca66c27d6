"""People who join a group during an open step get the step's prompt, never earlier prompts."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import schooldays
from bot.context.recipients import ask
from bot.context.rights import require
from bot.context.steps import load
from dialogs.asking import prompting
from dialogs.model import Actor, StepRef
from dialogs.permissions import Verb
from storage import askings
from storage.database import Database


async def ask_newcomers(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of open steps with newcomers."""
    require(actor, Verb.RUN_SESSIONS)
    asking, leading = prompting.ASKED_ROLES, prompting.LEADING_ROLES
    # A read for all steps spares a write per open step at every tick.
    found = await db.read(partial(askings.with_newcomers, asking=asking, leading=leading, now=now))
    await db.write_each(partial(_ask, ref=StepRef(*step), now=now) for step in found)
    return len(found)


async def _ask(c: AsyncConnection, *, ref: StepRef, now: datetime) -> None:
    context = await load(c, ref)
    if context is None or not context.is_open:
        return
    days = await schooldays.days_of(c, ref.municipality, context.group.id, now=now)
    await ask(c, context, now=now, due_at=prompting.send_at(context.session, days, now=now))
