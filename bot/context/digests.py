"""A digest to be sent or opened: to whom, when, and whether its reader still may read it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, schooldays
from bot.context import steps as step_contexts
from bot.context.addressing import NotNow, Outgoing, person_of, place_of, postponed
from bot.context.digest_reading import Reader, digest_in_chat, session_digest, session_of
from bot.context.identities import identity_of
from content.vocabulary.digesting import MeetingDigest, SessionDigest, without_numbers
from dialogs.asking import prompting
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge import digest as digesting
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import (
    Actor,
    Delivery,
    DeliveryState,
    Digest,
    Language,
    Place,
    Session,
)
from dialogs.permissions import DigestOfSession, Verb, may
from dialogs.sharing import circles
from storage import digests
from storage.series import one_series


async def compose_digest(
    c: AsyncConnection, delivery: Delivery, *, finder: ThemeFinder, now: datetime
) -> Outgoing | NotNow:
    digest = await digests.one(c, delivery.municipality, delivery.digest)
    if digest is None:
        return NotNow(DeliveryState.DROPPED, "there is no such digest")
    if delivery.activity:
        return await _anew(c, delivery, digest, finder, now=now)
    session = await session_of(c, digest)
    its_group = session.group if session else digest.meeting_group or ""
    days = await schooldays.days_of(c, delivery.municipality, its_group, now=digest.made_at)
    is_for = delivery.person is None or await _is_for(c, digest, session, delivery.person, now=now)
    if why := digesting.too_late(digest, days, now=now) if is_for else "no longer a reader":
        return NotNow(DeliveryState.DROPPED, why)
    place = await place_of(c, delivery)
    if isinstance(place, NotNow):
        # A digest ahead of a meeting waits for its reader; a session's digest would be backlog by then.
        waits = digest.meeting_at is not None or delivery.person is None
        return place if waits else NotNow(DeliveryState.DROPPED, place.reason)
    if (opening := _sent_at(digest, session, days, now=now)) > now:
        return postponed(opening)
    message, language = await _read_by(c, delivery, digest, place, finder, now=now)
    return Outgoing(place, message, language, until=digesting.send_until(digest, days))


def _sent_at(digest: Digest, session: Session | None, days: SchoolDays, *, now: datetime) -> datetime:
    if digest.meeting_at is not None:
        return digesting.send_meeting_digest_at(digest.meeting_at, days, now=now)
    return prompting.send_at(session, days, now=now) if session else days.next_opening(now)


async def may_read(c: AsyncConnection, digest: Digest, actor: Actor, *, now: datetime) -> bool:
    """Whether the actor is a reader of the digest today."""
    person = actor.person_in(digest.municipality)
    return person is not None and await _is_for(c, digest, await session_of(c, digest), person, now=now)


async def _is_for(c: AsyncConnection, digest: Digest, session: Session | None, person: UUID, *, now: datetime) -> bool:
    """Whether the person is still a reader of the digest: former members get nothing.

    A session's readers are the group without its observers, and the series' readers; a meeting's readers are the
    coordinators of its group, and whoever takes part has two minutes' reading, once it is a draft no more.
    """
    place = digest.municipality
    if session is None:
        group = digest.meeting_group or ""
        if await recipients.coordinates(c, place, group, person, now=now):
            return True
        takes_part = await recipients.takes_part(c, place, digest.series, group, person, now=now)
        return takes_part and not digest.is_draft
    reader = Actor.known_as(await identity_of(c, place, person, now=now))
    of_group = DigestOfSession(place, session.group)
    if may(reader, Verb.READ_DIGEST, of_group):
        return True
    series = await one_series(c, place, digest.series)
    named = frozenset(series.digest_readers if series else ())
    return may(reader, Verb.READ_DIGEST, replace(of_group, named=named))


async def _anew(
    c: AsyncConnection, delivery: Delivery, digest: Digest, finder: ThemeFinder, *, now: datetime
) -> Outgoing | NotNow:
    """A sent digest, without answers taken back since: at any hour, for an update notifies nobody.

    What a theme counted has changed since then, perhaps by one person: so no number of it is told any more.
    """
    place = await place_of(c, delivery)
    if isinstance(place, NotNow):
        return place
    stands = replace(place, conversation=delivery.conversation or place.conversation, thread=delivery.thread)
    message, language = await _read_by(c, delivery, digest, stands, finder, now=now)
    return Outgoing(stands, without_numbers(message), language, delivery.activity)


async def _read_by(
    c: AsyncConnection, delivery: Delivery, digest: Digest, place: Place, finder: ThemeFinder, *, now: datetime
) -> tuple[SessionDigest | MeetingDigest, Language]:
    """The digest as the delivery's reader may read it: a person, or all in a group's channel."""
    if delivery.person is not None:
        person = await person_of(c, delivery)
        return await digest_in_chat(c, digest, person, finder=finder, now=now)
    town = await step_contexts.town(c, delivery.municipality)
    group = town.groups[delivery.group or ""]
    language = town.units[group.unit].language
    reading = circles.circle_of_channel(delivery.municipality, group.id, place.conversation)
    return replace(await session_digest(c, digest, Reader(reading, language, finder)), in_channel=True), language
