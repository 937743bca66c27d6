"""A municipality says between which hours nobody is asked, and what is planned then is moved at once."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import school_year
from bot.errors import WrongCalendar
from dialogs.model import QuietHours
from dialogs.planning import PlanLine
from storage import roster
from storage import school_year as days_store
from storage.database import Database


async def set_quiet_hours(db: Database, municipality: str, quiet: QuietHours, *, now: datetime) -> tuple[PlanLine, ...]:
    """What that moves. Raises WrongCalendar."""

    async def work(c: AsyncConnection) -> tuple[PlanLine, ...]:
        towns = await roster.all_municipalities(c)
        if municipality not in towns:
            raise WrongCalendar(f"there is no municipality {municipality}; there is {', '.join(towns) or 'none'}")
        await roster.take_turn(c, municipality)
        await days_store.put_quiet_hours(c, municipality, quiet)
        return await school_year.set_down_anew(c, municipality, now=now)

    return await db.write(work)
