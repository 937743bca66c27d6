"""A delivery as a letter: rendered when it is sent, from what is true then."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import asking, noticing, school_year, showing
from bot.delivery.packing import unpack
from content.presses import StepRef
from content.vocabulary.digesting import GroupSection, MeetingDigest, SessionDigest
from content.vocabulary.messages import Message
from content.vocabulary.prompting import AnswerKept, TextKept, ThreadKept
from dialogs import digest as digesting
from dialogs import prompting, sharing
from dialogs.calendar import local
from dialogs.model import (
    Asked,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digest,
    Language,
    Person,
    Place,
    Reading,
    Release,
    Step,
)
from storage import deliveries, digests, places, reflections, releases, roster
from storage import series as series_store

NOT_INSTALLED = "not installed"
BLOCKED = "removed or blocked"
_ON_ITS_WAY = frozenset({DeliveryState.CLAIMED, DeliveryState.ON_THE_WIRE})
_PROMPT_SOON = timedelta(seconds=2)
_TOO_LATE_TO_REPLY = timedelta(minutes=15)
_UNTIL_LET_IN = timedelta(minutes=5)


@dataclass(frozen=True)
class Letter:
    """What goes where; `activity` is the message that becomes this one, "" for a new message.

    Without a `message` the one that is there goes.
    """

    place: Place
    message: Message | None
    language: Language
    activity: str = ""


@dataclass(frozen=True)
class Kept:
    """Why nothing goes out now, and what state says so; `until` is when it is due again, None where it is not.

    `tenant` is the one it goes through then, "" where that does not change.
    """

    state: DeliveryState
    reason: str
    until: datetime | None = None
    tenant: str = ""


async def compose(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Letter | Kept:  # noqa: PLR0911 - the table of kinds
    match delivery.kind:
        case DeliveryKind.PROMPT:
            return await _prompt(c, delivery, now=now)
        case DeliveryKind.CARD:
            return await _card(c, delivery, now=now)
        case DeliveryKind.RECEIPT:
            return await _receipt(c, delivery, now=now)
        case DeliveryKind.DIGEST:
            return await _digest(c, delivery, now=now)
        case DeliveryKind.REPLY:
            return _reply(delivery, now=now)
        case DeliveryKind.TWIN:
            return await _twin(c, delivery)
        case DeliveryKind.NOTICE:
            return await _notice(c, delivery, now=now)


async def _prompt(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Letter | Kept:
    around = await around_of(c, delivery)
    still = await asking.asked(c, around, now=now) if around else frozenset[UUID]()
    reason = prompting.not_worth_sending(around.step if around else None, delivery.person, still)
    if around is None or reason:
        return Kept(DeliveryState.DROPPED, reason)
    place = await _place(c, delivery)
    if isinstance(place, Kept):
        return place
    if not prompting.goes_at_its_instant(around.session, around.step):
        # Whoever adds the bot in the evening is asked in the morning, and so is who could not be reached by day.
        days = await school_year.days_of(c, delivery.municipality, around.group.id, now=now)
        if (opening := days.next_opening(now)) > now:
            return held_until(opening)
    return Letter(place, *await _shown(c, around, delivery, str(delivery.id), now=now))


def held_until(until: datetime) -> Kept:
    return Kept(DeliveryState.DUE, "held back until the next opening", until)


async def _card(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Letter | Kept:
    around = await around_of(c, delivery)
    prompt = await deliveries.one(c, delivery.municipality, UUID(delivery.about))
    if prompt is not None and prompt.state in _ON_ITS_WAY:
        return Kept(DeliveryState.DUE, "the prompt is on its way", now + _PROMPT_SOON)
    if around is None or prompt is None or not prompt.activity:
        return Kept(DeliveryState.DROPPED, "the prompt never went out")
    place = await _place(c, delivery)
    if isinstance(place, Kept):
        return Kept(DeliveryState.DROPPED, place.reason)
    message, language = await _shown(c, around, delivery, str(prompt.id), now=now)
    return Letter(_where_it_stands(place, prompt), message, language, prompt.activity)


async def _shown(
    c: AsyncConnection, around: asking.Asking, delivery: Delivery, prompt: str, *, now: datetime
) -> tuple[Message, Language]:
    if delivery.person is None:
        language = around.unit.language
        return await showing.channel_card(c, around, delivery=prompt, now=now, language=language), language
    person = await _person(c, delivery)
    language = asking.language_of(person, around.unit)
    return await showing.card(c, around, person.id, delivery=prompt, now=now, language=language), language


async def _receipt(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Letter | Kept:
    around = await around_of(c, delivery)
    place = await _place(c, delivery)
    if around is None or isinstance(place, Kept):
        return Kept(DeliveryState.DROPPED, "nowhere to confirm it")
    person = await _person(c, delivery)
    language = around.unit.language if delivery.group else asking.language_of(person, around.unit)
    kept: Message | None = await showing.text_kept(c, around, person.id, now=now, language=language)
    if delivery.activity:
        return await _receipt_anew(c, delivery, around, kept, place=place, language=language, now=now)
    if kept is None:
        return Kept(DeliveryState.DROPPED, "nothing to confirm any more")
    if isinstance(kept, TextKept | AnswerKept) and delivery.group:
        return Letter(replace(place, thread=delivery.thread), ThreadKept(kept.rung), language)
    return Letter(place, kept, language)


async def _receipt_anew(
    c: AsyncConnection, delivery: Delivery, around: asking.Asking, kept: Message | None,
    *, place: Place, language: Language, now: datetime,
) -> Letter | Kept:  # fmt: skip
    """A confirmation follows its words; without any it goes, but where it is the only way back to the answer."""
    if kept is None and around.step.asked is Asked.CHANNEL and delivery.person is not None:
        kept = await showing.card(c, around, delivery.person, delivery="", now=now, language=language)
    place = replace(place, conversation=delivery.conversation or place.conversation)
    return Letter(place, kept, language, delivery.activity)


def _reply(delivery: Delivery, *, now: datetime) -> Letter | Kept:
    kept = unpack(delivery.reply or {})
    if now - kept.said_at > _TOO_LATE_TO_REPLY:
        return Kept(DeliveryState.DROPPED, "too late for a reply")
    return Letter(kept.place, kept.message, kept.language)


async def _twin(c: AsyncConnection, delivery: Delivery) -> Letter | Kept:
    place = await _place(c, delivery)
    if isinstance(place, Kept):
        return Kept(DeliveryState.DROPPED, place.reason)
    return Letter(_where_it_stands(place, delivery), None, Language.NB, delivery.activity)


def _where_it_stands(place: Place, delivery: Delivery) -> Place:
    """A message stays where it was written, also when its reader is met elsewhere by now."""
    return replace(place, conversation=delivery.conversation or place.conversation, thread=delivery.thread)


async def _digest(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Letter | Kept:
    digest = await digests.one(c, delivery.municipality, UUID(delivery.about))
    if digest is None:
        return Kept(DeliveryState.DROPPED, "there is no such digest")
    days = await school_year.days_of(c, delivery.municipality, await _group_of(c, digest), now=digest.made_at)
    if late := digesting.too_late(digest, days, now=now):
        return Kept(DeliveryState.DROPPED, late)
    place = await _place(c, delivery)
    if isinstance(place, Kept):
        # What is read ahead of a meeting waits for its reader; a session's digest would be the backlog by then.
        waits = digest.meeting_at is not None or delivery.person is None
        return place if waits else Kept(DeliveryState.DROPPED, place.reason)
    if (opening := digesting.sent_at(digest, days, now=now)) > now:
        return held_until(opening)
    if delivery.person is None:
        town = await asking.town(c, delivery.municipality)
        group = town.groups[delivery.group or ""]
        reading = sharing.circle_of_channel(delivery.municipality, group.id)
        language = town.units[group.unit].language
        return Letter(place, await session_digest(c, digest, reading, language), language)
    person = await _person(c, delivery)
    return Letter(place, *await digest_for(c, digest, person, now=now))


async def digest_for(
    c: AsyncConnection, digest: Digest, person: Person, *, now: datetime
) -> tuple[SessionDigest | MeetingDigest, Language]:
    """The digest as this person may read it, in their language."""
    town = await asking.town(c, person.municipality)
    # What is for the reader's own eyes alone would look as if it had been shared.
    reading = replace(await showing.reading(c, town, person.id, now=now), author=None)
    group = await _group_of(c, digest)
    unit = town.units[town.groups[group].unit] if group in town.groups else town.units[town.id]
    language = asking.language_of(person, unit)
    if digest.session is not None:
        return await session_digest(c, digest, reading, language), language
    return await _meeting_digest(c, digest, reading, language), language


async def _group_of(c: AsyncConnection, digest: Digest) -> str:
    """The group that meets, or the session's; "" where there is neither any more."""
    if digest.session is None:
        return digest.meeting_group or ""
    session = await series_store.session(c, digest.municipality, digest.session)
    return session.group if session else ""


async def session_digest(c: AsyncConnection, digest: Digest, reading: Reading, language: Language) -> SessionDigest:
    session = await series_store.session(c, digest.municipality, digest.session or "")
    group = await roster.group(c, digest.municipality, session.group) if session else None
    if session is None or group is None:
        raise LookupError(f"digest without a session: {digest.id}")
    steps = await series_store.steps_of(c, digest.municipality, session.id)
    shared = await reflections.readable(c, reading, [session.id])
    return SessionDigest(
        group=group.name,
        opened_at=local(session.opens_at),
        answered=digest.answered,
        invited=digest.invited,
        prompts=digesting.sections(steps, shared, language),
    )


async def _meeting_digest(c: AsyncConnection, digest: Digest, reading: Reading, language: Language) -> MeetingDigest:
    if digest.meeting_at is None:
        raise LookupError(f"digest of nothing: {digest.id}")
    town = await asking.town(c, digest.municipality)
    made = await digests.of_series(c, digest.municipality, digest.series, since=digest.since, until=digest.made_at)
    groups: dict[str, list[tuple[Digest, tuple[Step, ...]]]] = {}
    for one in made:
        session = await series_store.session(c, one.municipality, one.session or "")
        if session is not None:
            steps = await series_store.steps_of(c, one.municipality, session.id)
            groups.setdefault(session.group, []).append((one, steps))
    found: list[GroupSection] = []
    for group, of_group in groups.items():
        shared = await reflections.readable(c, reading, [one.session or "" for one, _ in of_group])
        every_step = [step for _, steps in of_group for step in steps]
        sections = digesting.sections(every_step, shared, language)
        if sections:
            answered, invited = await _people(c, [one for one, _ in of_group])
            found.append(GroupSection(town.groups[group].name, answered, invited, sections))
    found += await _from_beyond(c, digest, town, reading, language)
    meeting = town.groups[digest.meeting_group or ""].name
    return MeetingDigest(meeting, local(digest.meeting_at), tuple(found))


async def _from_beyond(
    c: AsyncConnection, digest: Digest, town: sharing.Municipality, reading: Reading, language: Language
) -> list[GroupSection]:
    """What other municipalities released to the network, for those in its own groups who meet in one of them."""
    network = town.network
    if network is None or town.groups[digest.meeting_group or ""].unit != network.id:
        return []
    copies = await releases.released(
        c,
        network.id,
        await releases.tied(c, town.id, network.id),
        sharing.in_network(reading, network.id),
        since=digest.since,
        until=digest.made_at,
    )
    groups: dict[str, list[Release]] = {}
    for copy in copies:
        groups.setdefault(copy.group_name, []).append(copy)
    return [
        GroupSection(name, None, None, digesting.sections_of_copies(of_group, language))
        for name, of_group in groups.items()
    ]


async def _people(c: AsyncConnection, made: list[Digest]) -> tuple[int, int]:
    """Answered and invited over several sessions: each person once."""
    answered: set[UUID] = set()
    invited: set[UUID] = set()
    for one in made:
        answered |= await reflections.authors(c, one.municipality, one.session or "")
        invited |= (await deliveries.reached(c, one.municipality, one.session or "")).people
    return len(answered), max(len(answered | invited), *(one.invited for one in made))


async def _notice(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Letter | Kept:
    place = await _place(c, delivery)
    if isinstance(place, Kept):
        # Who has not added the bot is still of use to know for one who comes late; that it was locked out is not.
        return place if delivery.session is not None else Kept(DeliveryState.DROPPED, place.reason)
    if await noticing.is_stopped(c, place.tenant):
        # It would only use up its tries there; what else is due shows when the bot is let in again.
        return Kept(DeliveryState.DUE, "the bot is not let in there", now + _UNTIL_LET_IN)
    told = await noticing.told(c, delivery, now=now)
    if told is None:
        return Kept(DeliveryState.DROPPED, "nothing to tell")
    days = await school_year.days_of(c, delivery.municipality, told.group.id, now=now)
    if (opening := days.next_opening(now)) > now:
        return held_until(opening)
    unit = (await asking.town(c, delivery.municipality)).units[told.group.unit]
    return Letter(place, told.message, asking.language_of(await _person(c, delivery), unit))


async def around_of(c: AsyncConnection, delivery: Delivery) -> asking.Asking | None:
    if delivery.session is None or delivery.position is None:
        return None
    return await asking.load(c, StepRef(delivery.municipality, delivery.session, delivery.position))


async def _person(c: AsyncConnection, delivery: Delivery) -> Person:
    found = await roster.person(c, delivery.municipality, delivery.person) if delivery.person else None
    if found is None:
        raise LookupError(f"delivery to nobody: {delivery.id}")
    return found


async def _place(c: AsyncConnection, delivery: Delivery) -> Place | Kept:
    if delivery.group is not None:
        channel = await places.channel_of(c, delivery.municipality, delivery.group)
        if channel is None:
            return Kept(DeliveryState.WAITING, "no channel is connected")
        return channel.place if channel.reachable else Kept(DeliveryState.UNDELIVERABLE, "the channel is unreachable")
    if delivery.person is None:
        return Kept(DeliveryState.DROPPED, "to nobody")
    return reached_at(await places.contact_of(c, delivery.municipality, delivery.person))


def reached_at(contact: places.Contact | None) -> Place | Kept:
    if contact is None:
        return Kept(DeliveryState.WAITING, NOT_INSTALLED)
    return contact.place if contact.reachable else Kept(DeliveryState.WAITING, BLOCKED)
