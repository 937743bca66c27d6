"""A person's own calendar at a secret address, made and revoked by the person: all that the person takes part in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import plans, steps
from bot.context.catalogues import Catalogues
from bot.context.identities import identity_of
from bot.context.recording import record
from bot.context.weeks import once_each
from content.vocabulary.meeting_pages import CalendarEvent, CalendarPage
from dialogs.asking import prompting
from dialogs.calendar.instants import local
from dialogs.model import Act, Actor, Identity, Language, Session, Stage
from dialogs.sharing.circles import Municipality
from storage import calendar_feeds
from storage.meetings import meetings_since
from storage.people import one_person
from storage.sessions import sessions_since

_BEHIND = timedelta(days=60)
_SESSION_MINUTES = 15
"""A question takes some minutes; the calendar's entry tells when it comes."""

_UNTOLD = frozenset({Stage.MISSED, Stage.WAITING})
_NOT_HELD = frozenset({Stage.SKIPPED, Stage.CANCELLED})


@dataclass(frozen=True)
class Calendar:
    language: Language
    events: tuple[CalendarEvent, ...]


async def calendar_page(c: AsyncConnection, actor: Actor) -> CalendarPage:
    made = [await calendar_feeds.made_at(c, one.municipality, one.person) for one in actor.identities]
    known = [at for at in made if at is not None]
    return CalendarPage(local(max(known)).date() if known else None)


async def make(c: AsyncConnection, actor: Actor, secret: str, *, now: datetime) -> None:
    """One address for all persons of the account, in place of a former one; the record tells of it, not of its use."""
    for one in actor.identities:
        await calendar_feeds.make(c, one.municipality, one.person, secret, now=now)
        await record(c, actor, Act.CALENDAR_MADE, one.municipality, now=now)


async def revoke(c: AsyncConnection, actor: Actor) -> None:
    for one in actor.identities:
        await calendar_feeds.remove(c, one.municipality, one.person)


async def calendar_at(c: AsyncConnection, catalogues: Catalogues, secret: str, *, now: datetime) -> Calendar | None:
    """None for an address that was revoked or never made, and for somebody whom no group has any more."""
    behind = [await identity_of(c, *found, now=now) for found in await calendar_feeds.behind(c, secret)]
    there = [one for one in behind if one.roles]
    if not there:
        return None
    language = await _language(c, there[0].municipality, there[0].person)
    events = [event for one in there for event in await _events(c, catalogues, one, language, now=now)]
    return Calendar(language, tuple(sorted(events, key=lambda event: (event.begins, event.id))))


async def _language(c: AsyncConnection, municipality: str, person: UUID) -> Language:
    found, town = await one_person(c, municipality, person), await steps.town(c, municipality)
    unit = town.units[municipality]
    return steps.language_of(found, unit) if found is not None else unit.language


async def _events(
    c: AsyncConnection, catalogues: Catalogues, one: Identity, language: Language, *, now: datetime
) -> Sequence[CalendarEvent]:
    town, since = await steps.town(c, one.municipality), now - _BEHIND
    mine = sorted({group for group, _ in one.roles if group in town.groups})
    asked = sorted({group for group, role in one.roles if role in prompting.ASKED_ROLES} & set(mine)) or mine
    sessions = await once_each(c, await sessions_since(c, one.municipality, asked, since=since))
    themes = await plans.themes(c, catalogues, sessions, language, now=now)
    changed = await calendar_feeds.plans_changed_at(c, one.municipality)
    held = [session for session in sessions if session.stage not in _UNTOLD]
    meetings = await meetings_since(c, one.municipality, mine, since=since)
    return [
        *(_of_session(session, town, themes[session.series], changed) for session in held),
        *(
            CalendarEvent(
                f"meeting.{one.municipality}.{group}.{at:%Y%m%dT%H%M}",
                town.groups[group].name,
                at,
                minutes,
                is_meeting=True,
                changed_at=changed,
            )
            for group, at, minutes in meetings
        ),
    ]


def _of_session(
    session: Session, town: Municipality, themes: tuple[str, ...], changed: datetime | None
) -> CalendarEvent:
    return CalendarEvent(
        f"{session.id}.{session.municipality}",
        town.groups[session.group].name,
        session.opens_at,
        _SESSION_MINUTES,
        themes,
        is_called_off=session.stage in _NOT_HELD,
        changed_at=changed,
    )
