"""«Plan»: sessions, themes and dates of the speaker's groups; of a coordinator, of every group of the municipality."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import planned_for, plans, steps
from bot.context.catalogues import Catalogues
from content.vocabulary.conversing import NotImported
from content.vocabulary.overview import OwnPlan
from dialogs.model import Actor, Happening
from dialogs.turn import Turn
from storage.database import Database

_MOST = 12  # different plans on a card
_MEETINGS = 5


async def show_plan(db: Database, catalogues: Catalogues, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        found = [
            await plans.plan_in(
                c, catalogues, actor, one.municipality, language, most=_MOST, meetings_shown=_MEETINGS, now=now
            )
            for one in actor.identities
        ]
        if not found:
            return Turn(language, say=(NotImported(),))
        places = [one.municipality for one in actor.identities]
        may_plan = any([await planned_for.groups_planned_by(c, actor, place, now=now) for place in places])
        return Turn(language, say=(OwnPlan(tuple(found), may_plan=may_plan),))

    return await db.read(work)
