"""«Mine svar»: the speaker's own answers, page by page or found by their words, and each in full with its ways."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import identities, own_answers, steps
from content.cards.own_answers import LONGEST_SEARCH, PAGE
from content.presses import OpenOwnAnswer, OpenOwnWords, ShowOwnAnswers
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.knowing import OwnAnswers
from content.vocabulary.messages import Message
from dialogs.events import Commanded, Form
from dialogs.model import Actor, Happening, Language, Scope
from dialogs.turn import Turn, in_place
from storage.database import Database


async def find_own_answers(db: Database, event: Commanded, *, actor: Actor) -> Turn:
    """«Mine svar», or «mine svar friminutt». The words of a search are stored and logged nowhere."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        return Turn(language, say=(await _page(c, actor, language, 0, event.argument),))

    return await db.read(work)


async def show_own_answers(db: Database, about: Happening, press: ShowOwnAnswers, form: Form, *, actor: Actor) -> Turn:
    """Words in the card's field go before the words that the page was found by."""

    async def work(c: AsyncConnection, language: Language) -> Message:
        return await _page(c, actor, language, press.start, form.sought or press.search)

    return _turn(about, *await _alone(db, about, work))


async def open_own_answer(
    db: Database, about: Happening, press: OpenOwnAnswer | OpenOwnWords, *, actor: Actor, now: datetime
) -> Turn:
    """From a summary the answer opens below, in the chat: its presser may still be reading the summary."""
    if isinstance(press, OpenOwnAnswer):
        return _turn(about, *await _alone(db, about, partial(_shown, actor=actor, press=press, now=now)))
    opened = OpenOwnAnswer(press.step, 0)
    language, answer = await _alone(db, about, partial(_shown, actor=actor, press=opened, now=now))
    return Turn(language, say=(answer,), aloud=not isinstance(answer, OldCard))


async def _shown(
    c: AsyncConnection, language: Language, *, actor: Actor, press: OpenOwnAnswer, now: datetime
) -> Message:
    """A press made by hand opens nobody else's answer: the person is looked up anew, in the step's municipality."""
    for person in await identities.persons_of(c, actor):
        if person.municipality == press.step.municipality:
            search = press.search[:LONGEST_SEARCH]
            shown = await own_answers.shown(c, person, press.step, language, start=press.start, search=search, now=now)
            return shown or OldCard()
    return OldCard()


Work = Callable[[AsyncConnection, Language], Awaitable[Message]]


async def _alone(db: Database, about: Happening, work: Work) -> tuple[Language, Message]:
    """In personal chat alone: elsewhere others would read along."""

    async def in_language(c: AsyncConnection) -> tuple[Language, Message]:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL:
            return language, OldCard()
        return language, await work(c, language)

    return await db.read(in_language)


def _turn(about: Happening, language: Language, message: Message) -> Turn:
    return Turn(language, say=(message,)) if isinstance(message, OldCard) else in_place(about, language, message)


async def _page(c: AsyncConnection, actor: Actor, language: Language, start: int, search: str) -> Message:
    persons = await identities.persons_of(c, actor)
    if not persons:
        return NotImported()
    search, found = await own_answers.found(c, persons, language, search=search)
    # The page may have gone since the card was shown: words taken back are not found any more.
    start = start if start < len(found) else 0
    return OwnAnswers(tuple(found[start : start + PAGE]), start, len(found), search)
