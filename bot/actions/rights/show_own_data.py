"""«Hva vet du om meg»: all data held about the speaker, in chat; the answers on separate cards."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import own_data, steps
from content.presses import ShowOwnAnswers
from content.vocabulary.conversing import OldCard
from content.vocabulary.knowing import OwnAnswers
from dialogs.model import Actor, Happening, Scope
from dialogs.turn import Turn
from storage.database import Database

_MOST = 5  # answers read for one card


async def show_own_data(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        known = await own_data.held_of(c, actor, language, now=now)
        return Turn(language, say=(own_data.without_answers(known),))

    return await db.read(work)


async def show_own_answers(
    db: Database, about: Happening, press: ShowOwnAnswers, *, actor: Actor, now: datetime
) -> Turn:
    """In personal chat alone: elsewhere others would read along."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL:
            return Turn(language, say=(OldCard(),))
        known = await own_data.held_of(c, actor, language, now=now)
        answers = [answer for one in known.about for answer in one.answers]
        answers.sort(key=lambda answer: answer.asked_at, reverse=True)
        page = OwnAnswers(tuple(answers[press.start :][:_MOST]), press.start, len(answers))
        return Turn(language, show=page) if about.in_place else Turn(language, say=(page,))

    return await db.read(work)
