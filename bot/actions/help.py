"""What is answered without changing anything."""

from dataclasses import replace

from bot import asking
from content.vocabulary.conversing import (
    ChannelNeedsMention,
    Help,
    HelpInChannel,
    NothingOpen,
    NotImported,
    OldCard,
    OnlyThatCame,
)
from dialogs.events import HelpAsked, NothingToAnswer, StrangePress, WordsMissing
from dialogs.model import Language, Scope
from dialogs.turn import Turn
from storage import roster
from storage.database import Database


async def help_out(db: Database, event: HelpAsked) -> Turn:
    """To anyone of an admitted tenant, imported or not."""
    personal = event.about.place.scope is Scope.PERSONAL
    return Turn(await _language(db, event), say=(Help() if personal else HelpInChannel(),))


async def nothing_to_answer(db: Database, event: NothingToAnswer) -> Turn:
    turn = Turn(await _language(db, event))
    if event.about.place.scope is not Scope.PERSONAL:
        return replace(turn, say=(ChannelNeedsMention(),))
    known = await db.read(lambda c: roster.persons_behind(c, event.about.account))
    return replace(turn, say=(NothingOpen() if known else NotImported(),))


async def words_missing(db: Database, event: WordsMissing) -> Turn:
    return Turn(await _language(db, event), say=(OnlyThatCame(event.along),))


async def strange_press(db: Database, event: StrangePress) -> Turn:
    return Turn(await _language(db, event), say=(OldCard(),))


async def _language(db: Database, event: HelpAsked | NothingToAnswer | StrangePress | WordsMissing) -> Language:
    return await db.read(lambda c: asking.language_for(c, event.about))
