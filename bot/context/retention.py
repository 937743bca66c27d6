"""A municipality's rules of retention with announced deletions, and the announcement to coordinators."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.looking_after import DeletionAhead, ToGo
from dialogs.retention import RetentionRules, told_number
from storage.announced_deletions import pending_deletions
from storage.municipality_settings import settings_of


async def rules_of(c: AsyncConnection, municipality: str) -> RetentionRules:
    """The rules, for `dialogs.retention.kept`."""
    settings = await settings_of(c, municipality)
    soonest = {one.kind: one for one in reversed(await pending_deletions(c, municipality))}
    return RetentionRules.of(settings, soonest)


async def deletion_ahead(c: AsyncConnection, municipality: str, due_on: date) -> DeletionAhead | None:
    """The announced deletions of the day, None without any."""
    found = [one for one in await pending_deletions(c, municipality) if one.due_on == due_on]
    return (
        DeletionAhead(due_on, tuple(ToGo(one.kind.value, told_number(one.number)) for one in found)) if found else None
    )
