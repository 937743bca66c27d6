"""What a reader has put into the sharing bank, on a page of the reader's own."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import own_practices, promises
from bot.context.identities import persons_of
from content.vocabulary.messages import Message
from content.vocabulary.pages_of_bank import OwnPracticesPage
from content.vocabulary.practicing import PracticeKept
from dialogs.model import Actor, Language


async def own_page(
    c: AsyncConnection,
    actor: Actor,
    language: Language,
    *,
    told: tuple[Message, ...] = (),
    is_taken_out: bool = False,
    now: datetime,
) -> OwnPracticesPage:
    """Of all the reader's municipalities."""
    found: list[PracticeKept] = []
    for person in await persons_of(c, actor):
        reader = await promises.reader_for(c, actor, person.municipality, now=now)
        if reader is not None:
            own = await own_practices.of_author(c, reader)
            found += [await own_practices.kept(c, reader, one, language, now=now) for one in own]
    return OwnPracticesPage(tuple(found), told, is_taken_out)
