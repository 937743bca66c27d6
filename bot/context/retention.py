"""A municipality's rules of retention with the deletions told of; and how deletions are told of to coordinators."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.looking_after import DeletionAhead, ToGo
from dialogs.retention import RetentionRules, told_number
from storage.announced_deletions import pending_deletions
from storage.municipality_settings import settings_of


async def rules_of(c: AsyncConnection, municipality: str) -> RetentionRules:
    """For `dialogs.retention.kept`, which tells until when a thing is kept."""
    settings = await settings_of(c, municipality)
    soonest = {one.kind: one.due_on for one in reversed(await pending_deletions(c, municipality))}
    return RetentionRules.of(settings, soonest)


async def deletion_ahead(c: AsyncConnection, municipality: str, due_on: date) -> DeletionAhead | None:
    """What goes that day; None where nothing does any more."""
    found = [one for one in await pending_deletions(c, municipality) if one.due_on == due_on]
    return (
        DeletionAhead(due_on, tuple(ToGo(one.kind.value, told_number(one.number)) for one in found)) if found else None
    )
