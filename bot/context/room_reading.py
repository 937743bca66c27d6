"""A meeting's pack for the screen in the room, which everybody who takes part looks at."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import packs, recipients
from bot.context import steps as step_contexts
from bot.context.covered import covered_by
from bot.context.digest_reading import meeting_digest, pack_of, reader_of
from content.vocabulary.digesting import MeetingDigest
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import Digest, Person
from dialogs.sharing import circles


async def pack_in_room(
    c: AsyncConnection, digest: Digest, person: Person, *, finder: ThemeFinder, now: datetime
) -> MeetingDigest | None:
    """Nobody's own words are marked, and what not all groups of the meeting may read is left out.

    None for a person who does not coordinate the meeting, and where there is no pack.
    """
    place, group = digest.municipality, digest.meeting_group or ""
    if digest.session is not None or not await recipients.coordinates(c, place, group, person.id, now=now):
        return None
    town = await step_contexts.town(c, place)
    reader = await reader_of(c, digest, person, finder=finder, now=now)
    there = await recipients.meeting_groups(c, place, digest.series, group)
    reader = replace(reader, reading=circles.in_room(reader.reading, town, there), left=None)
    covered = await covered_by(c, digest, reader.reading)
    shared = await meeting_digest(c, digest, covered, reader)
    pack = await pack_of(c, digest, shared, covered, reader, is_coordinating=True)
    return replace(packs.said_once(shared, pack), pack=pack) if pack is not None else None
