"""The digests that a person may read: a list of them, one of them, and where its quotes come from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import digest_offers, digests
from bot.context.digest_reading import digest_for
from bot.context.origins import origins_of
from bot.context.pages import sessions
from bot.context.room_reading import pack_in_room
from content.vocabulary.digesting import Digesting
from content.vocabulary.meeting_pages import RoomPage
from content.vocabulary.overview import Origin
from content.vocabulary.pages import DigestPage, DigestsPage, OriginPage
from content.vocabulary.pages_listed import DigestListed
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import Actor, Digest, Person
from storage import digests as stored
from storage.people import one_person

_MOST = 200  # in a list: several years of weekly sessions


async def digests_page(c: AsyncConnection, actor: Actor, *, now: datetime) -> DigestsPage:
    """Newest first, of every municipality that the actor belongs to."""
    return DigestsPage(tuple(await newest(c, actor, most=_MOST, now=now)))


async def newest(c: AsyncConnection, actor: Actor, *, most: int, now: datetime) -> Sequence[DigestListed]:
    found = [
        digest for one in actor.identities for digest in await digest_offers.latest(c, actor, one, most=most, now=now)
    ]
    found.sort(key=lambda digest: digest.made_at, reverse=True)
    return [await listed(c, digest) for digest in found[:most]]


async def listed(c: AsyncConnection, digest: Digest) -> DigestListed:
    offered = await digest_offers.offered(c, digest)
    return DigestListed(digest.municipality, str(digest.id), offered.group, offered.at, is_meeting=offered.is_meeting)


async def digest_page(
    c: AsyncConnection, finder: ThemeFinder, actor: Actor, municipality: str, wanted: UUID, *, now: datetime
) -> DigestPage | None:
    """None for a digest that is not there, or that the actor does not read."""
    found = await _readable(c, actor, municipality, wanted, now=now)
    if found is None:
        return None
    digest, person = found
    message, _ = await digest_for(c, digest, person, finder=finder, marks_for=person.id, now=now)
    return DigestPage(municipality, str(wanted), message)


async def digest_to_take(
    c: AsyncConnection, finder: ThemeFinder, actor: Actor, municipality: str, wanted: UUID, *, now: datetime
) -> tuple[Digest, Digesting] | None:
    """As `digest_page`, without marks: others may see the file."""
    found = await _readable(c, actor, municipality, wanted, now=now)
    if found is None:
        return None
    digest, person = found
    message, _ = await digest_for(c, digest, person, finder=finder, now=now)
    return digest, message


async def room_page(
    c: AsyncConnection, finder: ThemeFinder, actor: Actor, municipality: str, wanted: UUID, *, step: int, now: datetime
) -> RoomPage | None:
    """None for whoever does not coordinate the meeting, and for a digest without a pack."""
    found = await _readable(c, actor, municipality, wanted, now=now)
    pack = await pack_in_room(c, *found, finder=finder, now=now) if found is not None else None
    return RoomPage(municipality, str(wanted), pack, step) if pack is not None else None


async def origin_page(
    c: AsyncConnection, actor: Actor, municipality: str, wanted: UUID, mark: str, *, now: datetime
) -> OriginPage | None:
    """None also for words that have been changed or taken back since."""
    found = await _readable(c, actor, municipality, wanted, now=now)
    origins = await origins_of(c, *found, mark, now=now) if found is not None else ()
    if not origins:
        return None
    led = [one if await sessions.is_shown(c, actor, municipality, one.session) else _unled(one) for one in origins]
    return OriginPage(municipality, str(wanted), tuple(led))


def _unled(one: Origin) -> Origin:
    """Without the way to the session's page, which the reader may not see."""
    return replace(one, session="")


async def _readable(
    c: AsyncConnection, actor: Actor, municipality: str, wanted: UUID, *, now: datetime
) -> tuple[Digest, Person] | None:
    digest, reader = await stored.one(c, municipality, wanted), actor.person_in(municipality)
    if digest is None or reader is None or not await digests.may_read(c, digest, actor, now=now):
        return None
    person = await one_person(c, municipality, reader)
    return (digest, person) if person is not None else None
