"""The mark that changes with units, groups, memberships and ties, for caches of what is worked out of them."""

from uuid import uuid4

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.tables.people import roster_marks


async def mark_changed(c: AsyncConnection) -> None:
    """What was worked out of who stands where is so no longer. A mark that was undone never comes again."""
    await _MARKING.run(c, another=uuid4())


_MARKING = Prepared(update(roster_marks).values(mark=bindparam("another")))
