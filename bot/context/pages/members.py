"""The groups whose people the reader looks after, and the people of one of them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.members import groups_looked_after, looked_after, members_in
from bot.context.pages import people_lists
from content.vocabulary.members import GroupsPage, MembersPage
from dialogs.model import Actor


async def groups_page(c: AsyncConnection, actor: Actor, *, now: datetime) -> GroupsPage:
    return GroupsPage(await groups_looked_after(c, actor, now=now), await people_lists.may_send(c, actor))


async def members_page(
    c: AsyncConnection, actor: Actor, municipality: str, group: str, *, now: datetime
) -> MembersPage | None:
    """None for a group that is not the reader's to look after, or is not there."""
    if actor.person_in(municipality) is None:
        return None
    mine = await looked_after(c, actor, municipality, now=now)
    if not mine.roles(group):
        return None
    return MembersPage(await members_in(c, mine, mine.town.groups[group], now=now))
