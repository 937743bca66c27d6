"""After the start of a program with another privacy notice: the record says so, and open cards in channels show it."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import card_updates
from bot.context.recording import record
from bot.context.rights import require
from bot.context.steps import load
from content.vocabulary.conversing import NOTICE_VERSION
from dialogs.model import Act, Actor, StepRef
from dialogs.permissions import Verb
from storage.database import Database
from storage.notices_shown import change_version, steps_without_notice


async def renew_notices(db: Database, *, actor: Actor, now: datetime) -> None:
    require(actor, Verb.RUN_SESSIONS)
    await db.write(partial(_record, actor=actor, now=now))
    found = await db.read(partial(steps_without_notice, version=NOTICE_VERSION))
    await db.write_each(partial(_renew, ref=StepRef(*one), now=now) for one in found)


async def _record(c: AsyncConnection, *, actor: Actor, now: datetime) -> None:
    """Once per municipality, however many replicas start."""
    for municipality in await change_version(c, NOTICE_VERSION):
        await record(c, actor, Act.NOTICE_CHANGED, municipality, now=now)


async def _renew(c: AsyncConnection, *, ref: StepRef, now: datetime) -> None:
    context = await load(c, ref)
    if context is not None and context.is_open:
        await card_updates.want_cards(c, context.step, due_at=now)
