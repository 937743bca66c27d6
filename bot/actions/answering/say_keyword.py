"""«Stikkord: …»: a keyword for an answer without its card; «stikkord» alone tells which would fit."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, keyword_offers, keywords, steps
from bot.context.answerers import Answerer
from bot.context.guarded_words import Check
from bot.context.numbered_prompts import numbered_prompts
from bot.context.text_guard import TextGuard
from content.commands import no_words
from content.vocabulary.messages import Message
from content.vocabulary.tagging import KeywordGone, KeywordKept, KeywordsInText, NothingToTag, TaggedInText
from dialogs.answering.keywords import tidied
from dialogs.answering.numbered import number_before
from dialogs.events import Commanded
from dialogs.model import Actor
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage.database import Database


async def say_keyword(db: Database, event: Commanded, *, actor: Actor, guard: TextGuard, now: datetime) -> Turn:
    """Without a number the keyword is for the answer given last."""
    number, word = number_before(event.argument.strip())

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        answered = await _answered(c, event, actor=actor, now=now)
        if not answered:
            return Turn(language, say=(NothingToTag(),))
        chosen = _latest(answered) if number is None else number
        if not tidied(word) or chosen not in answered:
            return Turn(language, say=(await _in_text(c, answered),))
        # Teams may send the message again; no guess of its words can be checked.
        if not await inbox.remember_without_words(c, event.about, now=now):
            return SILENCE
        return Turn(language, say=(await _told(c, chosen, answered[chosen], word, Check(guard), now=now),))

    return await db.write(work)  # a step is locked while its answerer is looked up


async def _answered(c: AsyncConnection, event: Commanded, *, actor: Actor, now: datetime) -> dict[int, Answerer]:
    """The answers that can still be changed, by the number of their question."""
    found: dict[int, Answerer] = {}
    for number, ref in (await numbered_prompts(c, event.about.account, now=now)).items():
        answerer = await answerers.meet(c, event.about, ref, actor=actor, now=now)
        if isinstance(answerer, Answerer) and answerer.may_write and steps.is_counted(answerer.known):
            found[number] = answerer
    return found


def _latest(answered: dict[int, Answerer]) -> int:
    return max(answered, key=lambda number: (_given_at(answered[number]), number))


def _given_at(one: Answerer) -> float:
    given_at = one.known.given_at if one.known is not None else None
    return given_at.timestamp() if given_at is not None else 0.0


async def _told(c: AsyncConnection, number: int, one: Answerer, word: str, check: Check, *, now: datetime) -> Message:
    question = one.context.step.shown.question.to(one.language)
    if tidied(word).casefold() in no_words():
        await keywords.drop(c, one, pressed=False, now=now)
        return KeywordGone(number, question)
    accepted = await keywords.accept(c, one, word, check=check, now=now)
    if not isinstance(accepted, answers.Accepted):
        return accepted
    await answers.keep(c, one, accepted, now=now)
    return KeywordKept(number, question)


async def _in_text(c: AsyncConnection, answered: dict[int, Answerer]) -> KeywordsInText:
    return KeywordsInText(tuple([await _one(c, number, answerer) for number, answerer in answered.items()]))


async def _one(c: AsyncConnection, number: int, one: Answerer) -> TaggedInText:
    """Offered are words of the catalogue alone: nothing that anybody typed stands in a plain text."""
    step, known = one.context.step, one.known
    text, keyword = (known.text, known.keyword) if known is not None else ("", "")
    fitting = await keyword_offers.names_fitting(c, text, step, one.language)
    return TaggedInText(number, step.shown.question.to(one.language), fitting, has_keyword=bool(keyword))
