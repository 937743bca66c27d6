"""From a quote in a digest back to where it was said: the question, the session's day and the group."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import dilemmas, steps
from bot.context.covered import OfGroup, covered_by
from bot.context.digest_reading import Reader, from_beyond, reader_of
from content.vocabulary.overview import Origin
from content.vocabulary.prompting import Quote
from dialogs.calendar.instants import local
from dialogs.knowledge.digest import UNSORTED
from dialogs.knowledge.heard import by_step, voices_of
from dialogs.knowledge.quotes import quoted_release
from dialogs.model import Digest, Person
from dialogs.sharing.circles import Municipality


async def origins_of(
    c: AsyncConnection, digest: Digest, person: Person, mark: str, *, now: datetime
) -> tuple[Origin, ...]:
    """The origins of the words with this mark, among the answers that the person may read in the digest now.

    None once the words are changed, taken back or shared with fewer; several where several gave the same words.
    """
    reader = await reader_of(c, digest, person, finder=UNSORTED, now=now)
    town = await steps.town(c, digest.municipality)
    sources = (*await covered_by(c, digest, reader.reading), *await dilemmas.carried(c, digest, reader.reading))
    of_groups = [found for one in sources for found in _of_group(one, town, reader)]
    of_releases = [
        (quoted_release(one, reader.language), Origin(one.group_name, one.question.to(reader.language), None))
        for one in await from_beyond(c, digest, town, reader)
    ]
    found = ((quote, origin) for quote, origin in (*of_groups, *of_releases) if quote.mark == mark)
    named = (replace(one, signed=quote.signed) for quote, one in found)
    return tuple(dict.fromkeys(named))


def _of_group(one: OfGroup, town: Municipality, reader: Reader) -> Iterator[tuple[Quote, Origin]]:
    name = town.groups[one.group].name
    for step, answers in by_step(one.steps, one.answers):
        origin = Origin(name, step.shown.question.to(reader.language), local(step.opens_at), session=step.session)
        yield from ((voice.quote, origin) for voice in voices_of(step, answers, reader.language))
