"""A digest as one reader may read it: composed when sent, from the answers shared with the reader at that time."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, recipients, schooldays
from bot.context import steps as step_contexts
from bot.context.addressing import NotNow, Outgoing, person_of, place_of, postponed
from bot.context.identities import identity_of
from content.vocabulary.digesting import GroupSection, MeetingDigest, SessionDigest
from dialogs.asking import prompting
from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge import digest as digesting
from dialogs.model import (
    Actor,
    Delivery,
    DeliveryState,
    Digest,
    Language,
    Person,
    Place,
    Reading,
    Release,
    Session,
    Step,
)
from dialogs.permissions import DigestOfSession, Verb, may
from dialogs.sharing import circles
from dialogs.sharing.turnout import turnout_of, turnout_over
from storage import digests, releases
from storage.readable_reflections import readable
from storage.series import one_series
from storage.sessions import one_session
from storage.steps import steps_of
from storage.units import one_group


async def compose_digest(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    digest = await digests.one(c, delivery.municipality, delivery.digest)
    if digest is None:
        return NotNow(DeliveryState.DROPPED, "there is no such digest")
    if delivery.activity:
        return await _anew(c, delivery, digest, now=now)
    session = await _session_of(c, digest)
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
    message, language = await _read_by(c, delivery, digest, place, now=now)
    return Outgoing(place, message, language, until=digesting.send_until(digest, days))


def _sent_at(digest: Digest, session: Session | None, days: SchoolDays, *, now: datetime) -> datetime:
    if digest.meeting_at is not None:
        return digesting.send_meeting_digest_at(digest.meeting_at, days, now=now)
    return prompting.send_at(session, days, now=now) if session else days.next_opening(now)


async def may_read(c: AsyncConnection, digest: Digest, actor: Actor, *, now: datetime) -> bool:
    """Whether the actor is a reader of the digest today."""
    person = actor.person_in(digest.municipality)
    return person is not None and await _is_for(c, digest, await _session_of(c, digest), person, now=now)


async def _is_for(c: AsyncConnection, digest: Digest, session: Session | None, person: UUID, *, now: datetime) -> bool:
    """Whether the person is still a reader of the digest: former members get nothing.

    A session's readers are the group without its observers, and the series' readers; a meeting's readers are the
    coordinators of its group.
    """
    place = digest.municipality
    if session is None:
        return await recipients.coordinates(c, place, digest.meeting_group or "", person, now=now)
    reader = Actor.known_as(await identity_of(c, place, person, now=now))
    of_group = DigestOfSession(place, session.group)
    if may(reader, Verb.READ_DIGEST, of_group):
        return True
    series = await one_series(c, place, digest.series)
    named = frozenset(series.digest_readers if series else ())
    return may(reader, Verb.READ_DIGEST, replace(of_group, named=named))


async def _anew(c: AsyncConnection, delivery: Delivery, digest: Digest, *, now: datetime) -> Outgoing | NotNow:
    """A sent digest, without answers taken back since: at any hour, for an update notifies nobody."""
    place = await place_of(c, delivery)
    if isinstance(place, NotNow):
        return place
    stands = replace(place, conversation=delivery.conversation or place.conversation, thread=delivery.thread)
    return Outgoing(stands, *await _read_by(c, delivery, digest, stands, now=now), delivery.activity)


async def _read_by(
    c: AsyncConnection, delivery: Delivery, digest: Digest, place: Place, *, now: datetime
) -> tuple[SessionDigest | MeetingDigest, Language]:
    """The digest as the delivery's reader may read it: a person, or all in a group's channel."""
    if delivery.person is not None:
        person = await person_of(c, delivery)
        return await digest_for(c, digest, person, marks_for=person.id, now=now)
    town = await step_contexts.town(c, delivery.municipality)
    group = town.groups[delivery.group or ""]
    language = town.units[group.unit].language
    reading = circles.circle_of_channel(delivery.municipality, group.id, place.conversation)
    return replace(await session_digest(c, digest, reading, language), in_channel=True), language


async def digest_for(
    c: AsyncConnection, digest: Digest, person: Person, *, marks_for: UUID | None = None, now: datetime
) -> tuple[SessionDigest | MeetingDigest, Language]:
    """The digest as the person may read it, in the person's language.

    `marks_for` is the person whose own words are marked: the person in the person's own chat, and nobody elsewhere. An
    operator who reads as the person does must not learn which words are the person's.
    """
    town = await step_contexts.town(c, person.municipality)
    # The reader's own «bare meg» would look as if shared.
    reading = replace(await audiences.reading(c, town, person.id, now=now), author=None)
    session = await _session_of(c, digest)
    group = session.group if session else digest.meeting_group or ""
    unit = town.units[town.groups[group].unit] if group in town.groups else town.units[town.id]
    language = step_contexts.language_of(person, unit)
    if digest.session is not None:
        return await session_digest(c, digest, reading, language, marks_for=marks_for), language
    return await _meeting_digest(c, digest, reading, language, marks_for=marks_for), language


async def _session_of(c: AsyncConnection, digest: Digest) -> Session | None:
    """The session of the digest; None for a meeting's digest."""
    if digest.session is None:
        return None
    return await one_session(c, digest.municipality, digest.session)


async def session_digest(
    c: AsyncConnection, digest: Digest, reading: Reading, language: Language, *, marks_for: UUID | None = None
) -> SessionDigest:
    session = await one_session(c, digest.municipality, digest.session or "")
    group = await one_group(c, digest.municipality, session.group) if session else None
    if session is None or group is None:
        raise LookupError(f"digest without a session: {digest.id}")
    steps = await steps_of(c, digest.municipality, session.id)
    shared = await readable(c, reading, [session.id])
    return SessionDigest(
        group=group.name,
        opened_at=local(session.opens_at),
        turnout=turnout_of(digest.answered, digest.invited, missed=digest.missed),
        prompts=digesting.sections(steps, shared, language, reader=marks_for),
    )


async def _meeting_digest(
    c: AsyncConnection, digest: Digest, reading: Reading, language: Language, *, marks_for: UUID | None
) -> MeetingDigest:
    if digest.meeting_at is None:
        raise LookupError(f"digest of nothing: {digest.id}")
    town = await step_contexts.town(c, digest.municipality)
    made = await digests.of_series(c, digest.municipality, digest.series, since=digest.since, until=digest.made_at)
    groups: dict[str, list[tuple[Digest, tuple[Step, ...]]]] = {}
    for one in made:
        session = await one_session(c, one.municipality, one.session or "")
        if session is not None:
            steps = await steps_of(c, one.municipality, session.id)
            groups.setdefault(session.group, []).append((one, steps))
    found: list[GroupSection] = []
    for group, of_group in groups.items():
        shared = await readable(c, reading, [one.session or "" for one, _ in of_group])
        every_step = [step for _, steps in of_group for step in steps]
        sections = digesting.sections(every_step, shared, language, reader=marks_for)
        if sections:
            counted = turnout_over([turnout_of(one.answered, one.invited, missed=one.missed) for one, _ in of_group])
            found.append(GroupSection(town.groups[group].name, counted, sections))
    found += await _from_beyond(c, digest, town, reading, language)
    meeting = town.groups[digest.meeting_group or ""].name
    return MeetingDigest(meeting, local(digest.meeting_at), tuple(found))


async def _from_beyond(
    c: AsyncConnection, digest: Digest, town: circles.Municipality, reading: Reading, language: Language
) -> list[GroupSection]:
    """Other municipalities' releases, for members of the network's own groups, ahead of a meeting of such a group."""
    network = town.network
    if network is None or town.groups[digest.meeting_group or ""].unit != network.id:
        return []
    released = await releases.released(
        c,
        network.id,
        await releases.tied(c, town.id, network.id),
        circles.in_network(reading, network.id),
        since=digest.since,
        until=digest.made_at,
    )
    groups: dict[str, list[Release]] = {}
    for answer in released:
        groups.setdefault(answer.group_name, []).append(answer)
    return [
        GroupSection(name, None, digesting.sections_of_releases(of_group, language))
        for name, of_group in groups.items()
    ]
