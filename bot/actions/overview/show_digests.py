"""«Oppsummering»: the latest digests that the speaker may read, and a digest opened from among them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, digests, recipients, steps
from bot.context.digest_reading import digest_for
from content.presses import OpenDigest, id_in
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.overview import DigestGone, DigestOffered, DigestsOffered
from dialogs.calendar.instants import local
from dialogs.knowledge.digest import UNSORTED
from dialogs.model import Actor, Digest, Happening, Identity, Scope
from dialogs.turn import Turn, in_place
from storage import delivery_links, outbox
from storage import digests as stored
from storage.database import Database
from storage.people import one_person
from storage.series import all_series, one_series
from storage.sessions import one_session

_MOST = 5
_LOOKED_AT = 50  # the latest of a municipality, of which some may be for others


async def show_digests(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if not actor.identities:
            return Turn(language, say=(NotImported(),))
        found = [each for one in actor.identities for each in await _latest(c, actor, one, now=now)]
        found.sort(key=lambda digest: digest.made_at, reverse=True)
        return Turn(language, say=(DigestsOffered(tuple([await _offered(c, one) for one in found[:_MOST]])),))

    return await db.read(work)


async def _latest(c: AsyncConnection, actor: Actor, one: Identity, *, now: datetime) -> list[Digest]:
    """Of the person's own groups, of series whose digests the person reads, and ahead of meetings."""
    place = one.municipality
    town = await steps.town(c, place)
    looked_at = await stored.latest(
        c,
        place,
        groups=sorted({group for group, _ in one.roles}),
        series=await _read_series(c, one),
        meeting_groups=[
            group for group in town.groups if await recipients.coordinates(c, place, group, one.person, now=now)
        ],
        most=_LOOKED_AT,
    )
    return [digest for digest in looked_at if await digests.may_read(c, digest, actor, now=now)][:_MOST]


async def _read_series(c: AsyncConnection, one: Identity) -> list[str]:
    found = []
    for name in await all_series(c, one.municipality):
        series = await one_series(c, one.municipality, name)
        if series is not None and one.person in series.digest_readers:
            found.append(name)
    return found


async def _offered(c: AsyncConnection, digest: Digest) -> DigestOffered:
    town = await steps.town(c, digest.municipality)
    session = await one_session(c, digest.municipality, digest.session) if digest.session else None
    group = session.group if session is not None else digest.meeting_group or ""
    at = session.opens_at if session is not None else digest.meeting_at or digest.made_at
    press = OpenDigest(digest.municipality, str(digest.id))
    return DigestOffered(town.groups[group].name, local(at), press, is_meeting=session is None)


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
    message, language = await digest_for(c, digest, person, finder=UNSORTED, marks_for=reader, now=now)
    return Turn(language, show=message, send=((opened.municipality, opened.id),))
