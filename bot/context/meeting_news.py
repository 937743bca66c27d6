"""A meeting moved or called off: whoever belongs to it is told once, of the meeting as it stands by then."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, schooldays, steps
from bot.context.notice import Notice
from content.vocabulary.meetings import MeetingChanged
from dialogs.calendar.instants import local
from dialogs.model import Actor, Delivery, MeetingPlan, Series
from dialogs.planning.meetings import known_as, meant_of
from storage import meeting_news, outbox
from storage.meeting_news import MeetingNews
from storage.series import one_series

_TOLD_AFTER = timedelta(minutes=15)
"""Whoever changes the mind once more sends one message."""


async def people(
    c: AsyncConnection, municipality: str, series: str, group: str, *, but: UUID | None, now: datetime
) -> tuple[UUID, ...]:
    """Whoever belongs to the meeting or coordinates it, without whoever makes the change."""
    taking_part = await recipients.taking_part(c, municipality, series, group, now=now)
    leading = await recipients.coordinators(c, municipality, group, now=now)
    return tuple(one for one in dict.fromkeys((*leading, *taking_part)) if one != but)


async def tell(c: AsyncConnection, series: Series, before: MeetingPlan, *, actor: Actor, now: datetime) -> None:
    """`series` is as it was; news that waits to be told is told of the meeting as it is by then."""
    place, meant = series.municipality, meant_of(series, before)
    known = await meeting_news.newest(c, place, series.id, before.group, meant)
    if known is not None and known.tells_at > now:
        return
    days = await schooldays.days_of(c, place, before.group, now=now)
    tells_at = days.next_opening(now + _TOLD_AFTER)
    news = MeetingNews(place, uuid4(), series.id, before.group, meant, before.at, tells_at)
    await meeting_news.add(c, news, now=now)
    told = await people(c, place, series.id, before.group, but=actor.person_in(place), now=now)
    await outbox.add_all(c, [deliveries.meeting_changed(place, one, news.id, due_at=tells_at) for one in told])


async def to_reader(c: AsyncConnection, delivery: Delivery, its_id: UUID, *, now: datetime) -> Notice | None:
    """Nothing where the meeting is back at its time, is over, or is not the reader's any more."""
    news = await meeting_news.one(c, delivery.municipality, its_id)
    series = await one_series(c, news.municipality, news.series) if news is not None else None
    if news is None or series is None or await _is_told_anew(c, news):
        return None
    known = known_as(series, news.group, news.meant)
    at = known.plan.at if known is not None and known.plan is not None else None
    if at == news.was or max(news.was, at or news.was) <= now:
        return None
    if delivery.person not in await people(c, news.municipality, news.series, news.group, but=None, now=now):
        return None
    group = (await steps.town(c, news.municipality)).groups[news.group]
    return Notice(MeetingChanged(group.name, local(news.was), local(at) if at is not None else None), group)


async def _is_told_anew(c: AsyncConnection, news: MeetingNews) -> bool:
    newest = await meeting_news.newest(c, news.municipality, news.series, news.group, news.meant)
    return newest is not None and newest.id != news.id
