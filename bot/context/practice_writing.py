"""What somebody fills in for a practice, checked on its way to a preview or into the bank."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, own_practices
from bot.context.guarded_words import Check
from bot.context.own_practices import Writer
from content.presses import PracticeFields
from content.vocabulary.practicing import NobodyToShareWith, PracticeAsked, PracticeForm
from dialogs.guarding.stopping import Stop
from dialogs.model import Practice


@dataclass(frozen=True)
class Written:
    """Fields with nothing wrong, the practice that they make, and its preview."""

    practice: Practice
    words: answers.CheckedPractice
    preview: PracticeAsked


async def form(
    c: AsyncConnection, writer: Writer, filled: PracticeFields, *, now: datetime
) -> PracticeForm | NobodyToShareWith:
    return await own_practices.form(c, writer, filled, now=now) or NobodyToShareWith()


async def written(
    c: AsyncConnection, writer: Writer, filled: PracticeFields, its_id: UUID | None, check: Check, *, now: datetime
) -> Written | PracticeForm | NobodyToShareWith:
    """The form comes back with everything that was filled in, and what stands in the way."""
    blank = await own_practices.form(c, writer, filled, now=now)
    if blank is None:
        return NobodyToShareWith()
    # A place or a credit that nobody offered is as if nothing had been chosen; a rung is asked for once more.
    filled = replace(blank.filled, rung=filled.rung)
    known = await own_practices.of_author(c, writer.reader)
    is_sent_twice = any(one.id == its_id for one in known)
    wrong = own_practices.wrong_with(writer, filled, blank, 0 if is_sent_twice else len(known))
    if wrong:
        return replace(blank, wrong=wrong)
    one = own_practices.practice_of(writer, filled, its_id, now=now)
    words = answers.checked_practice(one.words, check, language=writer.language)
    if isinstance(words, Stop):
        return replace(blank, filled=_given_back(words, blank.filled), stopped=words.told.kinds_only)
    preview = await own_practices.asked(c, writer, one, filled, points=not words.quotable, now=now)
    return Written(one, words, preview)


def _given_back(stop: Stop, filled: PracticeFields) -> PracticeFields:
    """Without numbers that are never taken."""
    words = {name: stop.given_back(getattr(filled, name)) for name in ("title", "did", "saw", "needs")}
    return replace(filled, **words)
