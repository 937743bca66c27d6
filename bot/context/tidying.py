"""What people have done with a digest's themes, and who may do so."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients
from dialogs.knowledge.grouping import STILL_ENOUGH
from dialogs.knowledge.handed import NOTHING_DONE, OfDigest
from dialogs.model import Actor, Digest, Identity
from dialogs.permissions import ThemesOf, Verb, may
from storage import tidied
from storage.memberships import members_of
from storage.sessions import one_session


async def theirs_of(
    c: AsyncConnection, digest: Digest, group: str, *, answers: int, gone: Mapping[str, int]
) -> OfDigest:
    """`answers` are as many as the reader may read; too few for themes need no look. `gone` is as in OfDigest."""
    if answers < STILL_ENOUGH:
        return NOTHING_DONE
    found = await tidied.of_digest(c, digest.municipality, digest.id)
    return OfDigest(found, await tidied.words_of_group(c, digest.municipality, group), gone)


async def may_tidy(c: AsyncConnection, digest: Digest, person: UUID, *, now: datetime) -> bool:
    """Whether the person, a reader of the digest, may put its themes in order."""
    about = await themes_of(c, digest, now=now)
    own = [member for member in about.members if member.person == person]
    return may(Actor.known_as(Identity.of(digest.municipality, person, own)), Verb.TIDY_THEMES, about)


async def themes_of(c: AsyncConnection, digest: Digest, *, now: datetime) -> ThemesOf:
    group = await group_of(c, digest)
    members = await members_of(c, digest.municipality, [group], now=now)
    about = await recipients.about_group(c, digest.municipality, group, now=now)
    return ThemesOf(digest.municipality, group, members, about.coordinators)


async def group_of(c: AsyncConnection, digest: Digest) -> str:
    """The group whose digest it is: of its session, or of the meeting ahead."""
    session = await one_session(c, digest.municipality, digest.session) if digest.session is not None else None
    return session.group if session is not None else digest.meeting_group or ""
