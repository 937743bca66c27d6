"""Replies that change nothing."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import open_questions, privacy, steps
from bot.context.nothing_open import why_nothing
from content.commands import GROUP, TOPICS, command_called
from content.presses import ShowHelp
from content.vocabulary.conversing import (
    ChannelNeedsMention,
    CourtesyReturned,
    GroupChatAnswersNothing,
    Help,
    HelpInChannel,
    HelpInGroupChat,
    LinkElsewhere,
    NotImported,
    OldCard,
    OnlyThatCame,
    OwnChatOnly,
)
from dialogs.events import (
    Commanded,
    CommandedElsewhere,
    Courtesy,
    Greeted,
    NothingToAnswer,
    StrangePress,
    WordsMissing,
)
from dialogs.model import Actor, Happening, Language, Scope
from dialogs.people.suggested import suited
from dialogs.turn import Turn
from storage.database import Database
from storage.people import persons_behind


async def help_out(db: Database, event: Commanded, *, actor: Actor, now: datetime) -> Turn:
    """To anyone of an admitted tenant, imported or not."""
    match event.about.place.scope:
        case Scope.CHANNEL:
            return Turn(await _language(db, event), say=(HelpInChannel(),))
        case Scope.GROUP_CHAT:
            return Turn(await _language(db, event), say=(HelpInGroupChat(),))
        case Scope.PERSONAL:
            return await db.read(partial(_help, about=event.about, actor=actor, topic="", now=now))


async def turn_help(db: Database, about: Happening, press: ShowHelp, *, actor: Actor, now: datetime) -> Turn:
    """The pressed card becomes another page of help; an unknown page is the first."""
    if about.place.scope is not Scope.PERSONAL:
        return await strange_press(db, StrangePress(about))
    topic = press.topic if press.topic in TOPICS else ""
    turn = await db.read(partial(_help, about=about, actor=actor, topic=topic, now=now))
    return Turn(turn.language, show=turn.say[0]) if about.in_place else turn


async def _help(c: AsyncConnection, *, about: Happening, actor: Actor, topic: str, now: datetime) -> Turn:
    has_open = any([await open_questions.open_for(c, one, now=now) for one in actor.identities])
    return Turn(await steps.language_for(c, about), say=(Help(suited(actor, has_open=has_open), topic),))


async def tell_of_privacy(db: Database, event: Commanded, *, now: datetime) -> Turn:
    """The notice of each municipality that has imported the person."""

    async def work(c: AsyncConnection) -> Turn:
        persons = await persons_behind(c, event.about.account)
        notices = [await privacy.notice_for(c, person, now=now) for person in persons]
        return Turn(await steps.language_for(c, event.about), say=tuple(notices) or (NotImported(),))

    return await db.read(work)


async def nothing_to_answer(db: Database, event: NothingToAnswer, *, now: datetime) -> Turn:
    turn = Turn(await _language(db, event))
    match event.about.place.scope:
        case Scope.CHANNEL:
            return replace(turn, say=(ChannelNeedsMention(),))
        case Scope.GROUP_CHAT:
            return replace(turn, say=(GroupChatAnswersNothing(),))
        case Scope.PERSONAL:
            return replace(turn, say=(await db.read(partial(why_nothing, account=event.about.account, now=now)),))


async def greet_back(db: Database, event: Greeted) -> Turn:
    """Nothing is stored. A stranger who greets is told how to take part."""
    about = event.about
    turn = Turn(await _language(db, event))
    if about.place.scope is not Scope.PERSONAL:
        return replace(turn, say=(CourtesyReturned(event.courtesy, "others"),))
    if event.courtesy is Courtesy.GREETING and not await db.read(partial(persons_behind, account=about.account)):
        return replace(turn, say=(NotImported(),))
    return replace(turn, say=(CourtesyReturned(event.courtesy, "open" if event.while_open else ""),))


async def tell_where(db: Database, event: CommandedElsewhere) -> Turn:
    """Where a command holds that was said in another place. Nothing private is told where others read along."""
    language, command = await _language(db, event), command_called(event.command)
    if command.argument == GROUP:  # a group belongs to a channel
        return Turn(language, say=(LinkElsewhere(),))
    return Turn(language, say=(OwnChatOnly(command.words[language].names[0]),))


async def words_missing(db: Database, event: WordsMissing) -> Turn:
    return Turn(await _language(db, event), say=(OnlyThatCame(event.along),))


async def strange_press(db: Database, event: StrangePress) -> Turn:
    return Turn(await _language(db, event), say=(OldCard(),))


async def _language(
    db: Database,
    event: Commanded | CommandedElsewhere | Greeted | NothingToAnswer | StrangePress | WordsMissing,
) -> Language:
    return await db.read(lambda c: steps.language_for(c, event.about))
