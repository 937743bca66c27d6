"""Meetings that are moved or called off after their pack was made: its cards say so, and its words are not read yet."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.update_slots import end_of_slot
from dialogs.model import Series
from storage import digests, outbox, outbox_queries


async def hold(c: AsyncConnection, planned: Series, *, now: datetime) -> None:
    """As planned now: packs of meetings that are held no more are called off, and those planned again are not."""
    held = {(meeting.group, meeting.at) for meeting in planned.meetings}
    changed = await digests.call_off(c, planned.municipality, planned.id, held=held, since=now)
    await _want_cards(c, planned.municipality, changed, now=now)


async def call_off(c: AsyncConnection, municipality: str, series: str, *, since: datetime, now: datetime) -> bool:
    """All meetings of an ended series after `since`; False where none had a pack."""
    changed = await digests.call_off(c, municipality, series, held=(), since=since)
    await _want_cards(c, municipality, changed, now=now)
    return bool(changed)


async def _want_cards(c: AsyncConnection, municipality: str, changed: Collection[UUID], *, now: datetime) -> None:
    shown = await outbox_queries.digests_shown(c, municipality, changed) if changed else ()
    due_at = end_of_slot(municipality, now=now)
    await outbox.want_again(c, *(replace(one, due_at=due_at) for one in shown))
