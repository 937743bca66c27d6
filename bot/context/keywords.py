"""The author's own keyword, judged like any words and stored with the answer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers
from bot.context.answerers import Answerer
from bot.context.guarded_words import Check
from content.vocabulary.messages import Message
from content.vocabulary.tagging import KeywordPoints, KeywordStopped, KeywordTooLong, NoKeyword
from dialogs.answering import keywords, reflecting
from dialogs.guarding.stopping import Stop
from dialogs.model import limits


async def accept(
    c: AsyncConnection, answerer: Answerer, word: str, *, check: Check, now: datetime
) -> answers.Accepted | Message:
    """The answer with the keyword, ready to be stored; or why the keyword is not kept, and the answer stays as it is.

    A keyword never changes who reads the answer: one that may point at somebody is refused beyond the group.
    """
    keyword = keywords.tidied(word)
    if answerer.known is None or not keyword:
        return NoKeyword()
    if keywords.too_long(keyword):
        return KeywordTooLong(keywords.MOST_WORDS, limits.KEYWORD)
    accepted = await answers.accept(c, answerer, reflecting.tagged(answerer.known, keyword), check=check, now=now)
    if isinstance(accepted, Stop):
        return KeywordStopped(accepted.told.kinds_only)
    if isinstance(accepted, answers.Accepted) and accepted.stays_in_group:
        return KeywordPoints()
    return accepted


async def drop(c: AsyncConnection, answerer: Answerer, *, pressed: bool, now: datetime) -> Answerer:
    """The answer without its keyword, at any time; one without stays as it is."""
    if answerer.known is None or not answerer.known.keyword:
        return answerer
    return await answers.change(c, answerer, reflecting.tagged(answerer.known, ""), pressed=pressed, now=now)
