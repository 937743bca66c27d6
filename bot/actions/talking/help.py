"""Replies that change nothing."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import open_questions, privacy, steps
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
    NoLongerIn,
    NotAmongAsked,
    NothingOpen,
    NotImported,
    OldCard,
    OnlyThatCame,
    OwnChatOnly,
    PromptOnItsWay,
)
from content.vocabulary.messages import Message
from dialogs.asking import prompting
from dialogs.events import (
    Commanded,
    CommandedElsewhere,
    Courtesy,
    Greeted,
    NothingToAnswer,
    StrangePress,
    WordsMissing,
)
from dialogs.model import Account, Actor, DeliveryState, Happening, Language, Person, Scope
from dialogs.people.suggested import suited
from dialogs.turn import Turn
from storage.database import Database
from storage.memberships import memberships_of
from storage.people import persons_behind
from storage.steps import open_steps_asked

# The states of a prompt that has not come before the person's eyes, and may.
_COMING = frozenset(DeliveryState) - {DeliveryState.SENT, DeliveryState.DROPPED, DeliveryState.CANCELLED}


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
            return replace(turn, say=(await db.read(partial(_why_nothing, account=event.about.account, now=now)),))


async def _why_nothing(c: AsyncConnection, *, account: Account, now: datetime) -> Message:
    """Why no prompt is open for the account; `NothingOpen` only for people asked now or later."""
    persons = await persons_behind(c, account)
    if not persons:
        return NotImported()
    ever = [one for person in persons for one in await memberships_of(c, person.municipality, person.id)]
    roles = {one.role for one in ever if one.ended is None or now < one.ended}
    if roles & prompting.ASKED_ROLES:
        coming = [person for person in persons if await _has_prompt_coming(c, person, now=now)]
        return PromptOnItsWay() if coming else NothingOpen()
    return NotAmongAsked() if roles else NoLongerIn()


async def _has_prompt_coming(c: AsyncConnection, person: Person, *, now: datetime) -> bool:
    """Whether a question is open for the person and has not got through; none comes during a pause."""
    if person.paused_until is not None and now < person.paused_until:
        return False
    open_steps = await open_steps_asked(c, person.municipality, person.id, _COMING)
    return any(now < step.closes_at for step in open_steps)


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
