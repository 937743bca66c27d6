"""What a group's planned sessions will ask, as it stands now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.asked_groups import asked_as
from content.catalogue import Catalogue
from dialogs.asking import prompting
from dialogs.asking.choosing import Choice, year_ahead
from dialogs.model import Session
from storage import askings
from storage.series import one_series


async def forecast(
    c: AsyncConnection, catalogue: Catalogue, sessions: Sequence[Session], *, now: datetime
) -> tuple[tuple[Session, Choice | None], ...]:
    """What sessions of one group will ask, in their order, if nothing is answered or skipped before they open."""
    first = sessions[0]
    place = await steps.town(c, first.municipality)
    asked = await asked_as(c, place.groups[first.group], place, now=now)
    history = await askings.posed_to(c, first.municipality, first.group, asking=prompting.ASKED_ROLES)
    series = {one: await one_series(c, first.municipality, one) for one in {session.series for session in sessions}}
    return year_ahead(sessions, {id_: one for id_, one in series.items() if one}, asked, history, catalogue)
