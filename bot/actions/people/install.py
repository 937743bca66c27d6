"""The bot is added or removed, by a person or in a team."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import privacy, steps
from content.vocabulary.conversing import TeamWelcome, Welcome
from dialogs.events import Installed, Uninstalled
from dialogs.model import Scope
from dialogs.turn import SILENCE, Turn
from storage import channels, contacts, inbox, outbox
from storage.database import Database
from storage.people import persons_behind


async def install(db: Database, event: Installed, *, now: datetime) -> Turn:
    """One welcome, though Teams announces an installation in two activities."""

    async def work(c: AsyncConnection) -> Turn:
        about = event.about
        if about.place.scope is not Scope.PERSONAL:
            return await _in_team(c, event, now=now)
        new = await contacts.mark_installed(c, about.account, now=now)
        persons = await persons_behind(c, about.account)
        for person in persons:
            # Also after a removal nobody reported: deliveries refused meanwhile become due again.
            await outbox.wake_waiting(c, person.municipality, person.id, now=now)
        if not new:
            return SILENCE
        # Somebody in several municipalities is shown the others' notices with their prompts.
        notice = await privacy.notice_for(c, persons[0], now=now) if persons else None
        return Turn(await steps.language_for(c, about), say=(Welcome(notice),))

    return await db.write(work)


async def _in_team(c: AsyncConnection, event: Installed, *, now: datetime) -> Turn:
    """Channels linked before the bot was removed become reachable again."""
    about = event.about
    for municipality, group in await channels.mark_team_reachable(
        c, tenant=about.place.tenant, team=about.place.team, now=now
    ):
        await outbox.wake_channel(c, municipality, group, now=now)
    is_new = not event.by_members and await inbox.remember(c, about, now=now)
    return Turn(await steps.language_for(c, about), say=(TeamWelcome(),)) if is_new else SILENCE


async def uninstall(db: Database, event: Uninstalled, *, now: datetime) -> Turn:
    """Everything known is kept; nothing is sent to the place until the bot is added again."""

    async def work(c: AsyncConnection) -> Turn:
        about = event.about
        if about.place.scope is Scope.PERSONAL:
            await contacts.mark_uninstalled(c, about.account, now=now)
        else:
            await channels.mark_team_unreachable(c, tenant=about.place.tenant, team=about.place.team, now=now)
        return SILENCE

    return await db.write(work)
