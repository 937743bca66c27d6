"""Answers taken back after a digest was made, as far as they leave fewer than themes are looked for in."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.covered import OfGroup
from dialogs.knowledge.grouping import ENOUGH, STILL_ENOUGH
from dialogs.knowledge.heard import by_step, has_words, key_of, question_of
from dialogs.model import UNCOUNTED, Reading
from storage import readable_reflections


async def gone_of(c: AsyncConnection, reading: Reading, covered: Sequence[OfGroup]) -> Mapping[str, int]:
    """By the question's key, how many people have taken back an answer since the sessions' digests were made.

    The database is asked only where as many are left as themes once told need, and fewer than new themes need.
    """
    left = [
        (step, len({one.author for one in found if has_words(one)}))
        for of_group in covered
        for step, found in by_step(of_group.steps, of_group.answers)
    ]
    people: Counter[str] = Counter()
    for step, number in left:
        people[key_of(question_of(step))] += number
    if not any(STILL_ENOUGH <= number < ENOUGH for number in people.values()):
        return {}
    taken = await readable_reflections.taken_back(c, reading, sorted({step.session for step, _ in left}))
    digests = [digest for of_group in covered for digest in of_group.digests]
    then = {digest.session: digest.answered for digest in digests if digest.answered != UNCOUNTED}
    gone: Counter[str] = Counter()
    for step, number in left:
        taken_from = taken.get((step.session, step.position), 0)
        # What was taken back before the digest was made was in none of its themes.
        since = max(0, then.get(step.session, number + taken_from) - number)
        gone[key_of(question_of(step))] += min(taken_from, since)
    return gone
