"""What a municipality's own program may read: digests as all of the municipality may read them, and the plan.

No turnout is told, and no comparison of schools: numbers of a group go to the group and its digest's readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import plans, steps
from bot.context.catalogues import Catalogues
from bot.context.digest_reading import Reader, read_by
from content.vocabulary.digesting import Digesting
from dialogs.calendar.instants import local
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import ApiToken, Digest, Group, Language, Session
from dialogs.sharing import circles
from storage import digests
from storage.sessions import one_session, page_of_sessions


@dataclass(frozen=True)
class DigestInBrief:
    """`at` is when its session opened, or its meeting begins; both times are local."""

    digest: Digest
    group: Group
    at: datetime
    made_at: datetime


@dataclass(frozen=True)
class PlannedSession:
    """`opens_at` is local; `areas` are the names of its series' areas."""

    session: Session
    group: Group
    opens_at: datetime
    areas: tuple[str, ...]


async def digests_given_back(
    c: AsyncConnection, token: ApiToken, *, before: tuple[datetime, UUID] | None, most: int
) -> Sequence[DigestInBrief]:
    """The newest first, since the token's program may read."""
    town = await steps.town(c, token.municipality)
    found = await digests.given_back(c, town.id, since=token.reads_from, before=before, most=most)
    return [await _in_brief(c, town, one) for one in found]


async def digest_for(
    c: AsyncConnection, finder: ThemeFinder, token: ApiToken, wanted: UUID, language: Language | None
) -> tuple[DigestInBrief, Digesting, Language] | None:
    """None for what is not there, or not for the program. In the municipality's language where none is asked for."""
    digest = await digests.one(c, token.municipality, wanted)
    if digest is None or digest.is_draft or digest.called_off or digest.made_at < token.reads_from:
        return None
    town = await steps.town(c, token.municipality)
    told = language or town.units[town.id].language
    reading = circles.circle_of_municipality(town.id, since=token.reads_from)
    message = await read_by(c, digest, Reader(reading, told, finder, as_found=True))
    return await _in_brief(c, town, digest), message, told


async def planned_sessions(
    c: AsyncConnection,
    catalogues: Catalogues,
    token: ApiToken,
    *,
    after: tuple[datetime, str] | None,
    most: int,
    language: Language | None,
    now: datetime,
) -> Sequence[PlannedSession]:
    """In the order of opening, in any stage."""
    town = await steps.town(c, token.municipality)
    found = await page_of_sessions(c, town.id, after=after, most=most)
    told = language or town.units[town.id].language
    themes = await plans.themes(c, catalogues, found, told, now=now)
    return [PlannedSession(one, town.groups[one.group], local(one.opens_at), themes[one.series]) for one in found]


async def _in_brief(c: AsyncConnection, town: circles.Municipality, digest: Digest) -> DigestInBrief:
    session = await one_session(c, town.id, digest.session) if digest.session is not None else None
    group = town.groups[session.group if session is not None else digest.meeting_group or ""]
    at = session.opens_at if session is not None else digest.meeting_at or digest.made_at
    return DigestInBrief(digest, group, local(at), local(digest.made_at))
