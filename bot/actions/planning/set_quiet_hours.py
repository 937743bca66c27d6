"""Set or reset a municipality's quiet hours, in which nobody is asked; planned sessions move at once."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup, schooldays
from bot.context.recording import record
from bot.context.rights import require
from dialogs.model import Act, Actor, QuietHours
from dialogs.permissions import Verb
from dialogs.planning.planning import PlanLine
from storage import school_year as days_store
from storage.database import Database
from storage.units import take_turn


async def set_quiet_hours(
    db: Database, municipality: str, quiet: QuietHours | None, *, actor: Actor, now: datetime, dry_run: bool = False
) -> tuple[PlanLine, ...]:
    """The moves caused; None resets to the default hours. Raises UnknownMunicipality.

    Setting the same hours again keeps the first date.
    """
    require(actor, Verb.SET_SCHOOL_YEAR)

    async def work(c: AsyncConnection) -> tuple[PlanLine, ...]:
        await lookup.municipality_called(c, municipality)
        await take_turn(c, municipality)
        own, _ = await days_store.quiet_since(c, municipality)
        if quiet != (await days_store.quiet_hours(c, municipality) if own else None):
            await days_store.put_quiet_hours(c, municipality, quiet, since=now)
            hours = await days_store.quiet_hours(c, municipality)
            await record(c, actor, Act.QUIET_HOURS_SET, municipality, hours=hours, now=now)
        return await schooldays.set_down_anew(c, municipality, now=now)

    return await db.write_or_try(work, dry_run=dry_run)
