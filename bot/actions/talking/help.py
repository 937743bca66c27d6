"""Replies that change nothing."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import privacy, steps
from content.vocabulary.conversing import (
    ChannelNeedsMention,
    Help,
    HelpInChannel,
    NoLongerIn,
    NotAmongAsked,
    NothingOpen,
    NotImported,
    OldCard,
    OnlyThatCame,
)
from dialogs.asking import prompting
from dialogs.events import Commanded, NothingToAnswer, StrangePress, WordsMissing
from dialogs.model import Account, Language, Scope
from dialogs.turn import Turn
from storage.database import Database
from storage.memberships import memberships_of
from storage.people import persons_behind


async def help_out(db: Database, event: Commanded) -> Turn:
    """To anyone of an admitted tenant, imported or not."""
    personal = event.about.place.scope is Scope.PERSONAL
    return Turn(await _language(db, event), say=(Help() if personal else HelpInChannel(),))


async def tell_of_privacy(db: Database, event: Commanded, *, now: datetime) -> Turn:
    """The notice of each municipality that has imported the person."""

    async def work(c: AsyncConnection) -> Turn:
        persons = await persons_behind(c, event.about.account)
        notices = [await privacy.notice_for(c, person, now=now) for person in persons]
        return Turn(await steps.language_for(c, event.about), say=tuple(notices) or (NotImported(),))

    return await db.read(work)


async def nothing_to_answer(db: Database, event: NothingToAnswer, *, now: datetime) -> Turn:
    turn = Turn(await _language(db, event))
    if event.about.place.scope is not Scope.PERSONAL:
        return replace(turn, say=(ChannelNeedsMention(),))
    return replace(turn, say=(await db.read(partial(_why_nothing, account=event.about.account, now=now)),))


async def _why_nothing(
    c: AsyncConnection, *, account: Account, now: datetime
) -> NothingOpen | NotAmongAsked | NoLongerIn | NotImported:
    """Why no prompt is open for the account; `NothingOpen` only for people asked now or later."""
    persons = await persons_behind(c, account)
    if not persons:
        return NotImported()
    ever = [one for person in persons for one in await memberships_of(c, person.municipality, person.id)]
    roles = {one.role for one in ever if one.ended is None or now < one.ended}
    if roles & prompting.ASKED_ROLES:
        return NothingOpen()
    return NotAmongAsked() if roles else NoLongerIn()


async def words_missing(db: Database, event: WordsMissing) -> Turn:
    return Turn(await _language(db, event), say=(OnlyThatCame(event.along),))


async def strange_press(db: Database, event: StrangePress) -> Turn:
    return Turn(await _language(db, event), say=(OldCard(),))


async def _language(db: Database, event: Commanded | NothingToAnswer | StrangePress | WordsMissing) -> Language:
    return await db.read(lambda c: steps.language_for(c, event.about))
