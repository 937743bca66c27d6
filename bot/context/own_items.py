"""Items that people have put on a meeting's agenda, and the pack's cards that follow a change."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from bot.context.led_meetings import Led
from bot.context.update_slots import end_of_slot
from dialogs.model import AgendaEntry, Digest
from dialogs.planning.meetings import name_at
from storage import agenda_items, outbox, outbox_queries
from storage.series import one_series


async def of_pack(c: AsyncConnection, digest: Digest) -> tuple[AgendaEntry, ...]:
    """The items of the meeting that the pack is of."""
    group, at = digest.meeting_group or "", digest.meeting_at
    series = await one_series(c, digest.municipality, digest.series)
    if series is None or at is None:
        return ()
    return await agenda_items.of_agenda(c, digest.municipality, series.id, group, name_at(series, group, at))


async def of_meeting(c: AsyncConnection, one: Led) -> tuple[AgendaEntry, ...]:
    return await agenda_items.of_agenda(c, one.series.municipality, one.series.id, one.group, one.meant)


async def want_cards(c: AsyncConnection, one: Led, *, now: datetime) -> None:
    """A pack that stands in chats is brought up to date."""
    if one.plan is None:
        return
    place = one.series.municipality
    its_id = deliveries.meeting_digest_id(place, one.series.id, one.plan)
    due_at = end_of_slot(place, now=now)
    shown = await outbox_queries.digests_shown(c, place, [its_id])
    await outbox.want_again(c, *(replace(each, due_at=due_at) for each in shown))
