"""A meeting's pack for a page: as it has been given to its readers, or, to whoever leads it, as it is today."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, digest_reading, digests, recipients
from bot.context.catalogues import Catalogues
from bot.context.led_meetings import Led
from bot.context.pack_making import digest_ahead
from content.vocabulary.digesting import MeetingDigest
from content.vocabulary.packing import Chosen
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import Actor, Digest
from storage import digests as stored
from storage.people import one_person


async def digest_of(c: AsyncConnection, one: Led) -> Digest | None:
    """The stored digest of the meeting; None before it is made."""
    if one.plan is None:
        return None
    its_id = deliveries.meeting_digest_id(one.series.municipality, one.series.id, one.plan)
    return await stored.one(c, one.series.municipality, its_id)


async def pack_of(
    c: AsyncConnection, catalogues: Catalogues, finder: ThemeFinder, one: Led, *, actor: Actor, now: datetime
) -> tuple[MeetingDigest, bool] | None:
    """(the digest as the reader may read it, whether it is made for good); None for whoever has none yet.

    A growing pack is open to facilitators and coordinators of the meeting: either has a meeting to prepare, and reads
    shared words of closed sessions within the reader's own circles, as in the pack given later.
    """
    place, digest = one.series.municipality, await digest_of(c, one)
    reader = actor.person_in(place)
    person = await one_person(c, place, reader) if reader is not None else None
    if one.plan is None or person is None:
        return None
    is_made = digest is not None and not digest.is_draft
    if digest is None or not is_made:
        if one.plan.at <= now or not await recipients.leads_meeting(c, place, one.group, person.id, now=now):
            return None
        digest = await digest_ahead(c, catalogues, one.series, one.plan, is_draft=True, now=now)
    elif not await digests.may_read(c, digest, actor, now=now):
        return None
    message, _ = await digest_reading.digest_for(c, digest, person, finder=finder, now=now)
    return (_unmarked(message), is_made) if isinstance(message, MeetingDigest) else None


def _unmarked(message: MeetingDigest) -> MeetingDigest:
    """Quotes are followed to their origin on the pack's own page alone, once there is one."""
    pack = message.pack
    if pack is None:
        return message
    return replace(message, pack=replace(pack, strength=_of(pack.strength), dilemma=_of(pack.dilemma)))


def _of(chosen: Chosen | None) -> Chosen | None:
    return replace(chosen, quote=replace(chosen.quote, mark="")) if chosen is not None else None
