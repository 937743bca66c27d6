"""«Oppsummering»: the latest digests that the speaker may read, and a digest opened from among them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, digest_offers, digests, steps
from bot.context.digest_reading import digest_in_chat
from content.presses import OpenDigest, id_in
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.overview import DigestGone, DigestsOffered
from dialogs.knowledge.digest import UNSORTED
from dialogs.model import Actor, Digest, Happening, Scope
from dialogs.turn import Turn, in_place
from storage import delivery_links, outbox
from storage import digests as stored
from storage.database import Database
from storage.people import one_person

_MOST = 5


async def show_digests(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if not actor.identities:
            return Turn(language, say=(NotImported(),))
        found = [
            each for one in actor.identities for each in await digest_offers.latest(c, actor, one, most=_MOST, now=now)
        ]
        found.sort(key=lambda digest: digest.made_at, reverse=True)
        return Turn(
            language, say=(DigestsOffered(tuple([await digest_offers.offered(c, one) for one in found[:_MOST]])),)
        )

    return await db.read(work)


async def open_digest(db: Database, about: Happening, press: OpenDigest, *, actor: Actor, now: datetime) -> Turn:
    """In personal chat alone. The rights are checked at the press, and once more at each update of the card.

    No turn waits for themes: the update that follows at once, from the outbox, brings them.
    """

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL or not about.pressed:
            return Turn(language, say=(OldCard(),))
        wanted, reader = id_in(press.digest), actor.person_in(press.municipality)
        digest = await stored.one(c, press.municipality, wanted) if wanted else None
        if digest is None or reader is None or not await digests.may_read(c, digest, actor, now=now):
            return in_place(about, language, DigestGone())
        return await _opened(c, about, digest, reader, now=now)

    return await db.write(work)


async def _opened(c: AsyncConnection, about: Happening, digest: Digest, reader: UUID, *, now: datetime) -> Turn:
    person = await one_person(c, digest.municipality, reader)
    if person is None:
        raise LookupError(f"a reader without a person: {reader}")
    opened = deliveries.digest_opened(digest, reader, about, now=now)
    await outbox.want_again(c, opened)
    await delivery_links.look_again(c, [opened])
    message, language = await digest_in_chat(c, digest, person, finder=UNSORTED, now=now)
    return Turn(language, show=message, send=((opened.municipality, opened.id),))
