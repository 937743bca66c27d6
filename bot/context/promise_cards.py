"""Messages of the kind PROMISE: composed when sent, and brought up to date wherever they stand."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import decisions, entry_news, recalls, steps, support
from bot.context.promises import Reader, alone, kept, listed, look_back, promised, reader_of, seen
from bot.context.update_slots import end_of_slot
from content.vocabulary.committing import LookBack, PromiseProposed, TryRemoved
from content.vocabulary.entry_tries import EntryTriesTold
from content.vocabulary.messages import Message
from dialogs.calendar.instants import local
from dialogs.model import (
    Commitment,
    Delivery,
    EntryTry,
    Group,
    OfCommitment,
    OfDecisions,
    OfEntryTries,
    OfLookBack,
    OfNeed,
    OfTries,
    Promiser,
    Stage,
)
from storage import commitments, delivery_links, outbox, outbox_queries, tries
from storage.sessions import one_session

Composed = tuple[Message, Group | None]
"""A message, and the group on whose school days it is sent; without a group it answers its reader, and goes at once."""


async def compose(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Composed | None:
    """None for nothing to say."""
    if delivery.person is None:
        return None
    reader = await reader_of(c, delivery.municipality, delivery.person, now=now)
    if reader is None:
        return None
    if isinstance(delivery.about, OfTries):
        return await listed(c, reader, now=now), None
    # Who has left is told nothing more, and what stands there still loses the words that go.
    return await _about(c, reader, delivery, now=now) if reader.groups or delivery.activity else None


async def _about(c: AsyncConnection, reader: Reader, delivery: Delivery, *, now: datetime) -> Composed | None:
    stands = bool(delivery.activity)
    match delivery.about:
        case OfLookBack():
            return await _opening(c, reader, delivery)
        case OfDecisions(digest):
            return await decisions.to_member(c, delivery, digest, reader.town, now=now)
        case OfCommitment(its_id, kept=True):
            return await _receipt(c, reader, its_id, stands=stands, now=now)
        case OfCommitment(its_id, is_proposed):
            return await _of_one(c, reader, delivery, its_id, is_proposed=is_proposed, now=now)
        case OfEntryTries(entry, day):
            return _news(reader, await entry_news.compose(c, reader, entry, day), stands=stands)
        case OfNeed() as subject:
            message = await support.to_asker(c, reader.town, reader.person.id, subject, stands=stands, now=now)
            return (message, _first_group(reader)) if message is not None else None
        case _:
            raise LookupError(f"promise of nothing: {delivery.id}")


def _news(reader: Reader, message: EntryTriesTold | None, *, stands: bool) -> Composed | None:
    """What was told is gone again, or its entry is: nothing goes out, and a card that stands says so."""
    if message is not None:
        return message, _first_group(reader)
    return (TryRemoved(), None) if stands else None


def _first_group(reader: Reader) -> Group | None:
    return reader.town.groups[reader.groups[0]] if reader.groups else None


async def _opening(c: AsyncConnection, reader: Reader, delivery: Delivery) -> Composed | None:
    """What the delivery's session opens with; nothing goes out for a session that was called off."""
    session = await one_session(c, delivery.municipality, delivery.session or "")
    if session is None or (session.stage is Stage.CANCELLED and not delivery.activity):
        return None
    group = reader.town.groups[session.group]
    back = await look_back(c, reader, session)
    back = back if back is not None or not delivery.activity else LookBack(group.name, (), ())
    return (back, group) if back is not None else None


async def _receipt(c: AsyncConnection, reader: Reader, its_id: UUID, *, stands: bool, now: datetime) -> Composed | None:
    one = await seen(c, reader, its_id)
    if one is not None:
        return await kept(c, reader, one, now=now), None
    return (TryRemoved(), None) if stands else None


async def _of_one(
    c: AsyncConnection, reader: Reader, delivery: Delivery, its_id: UUID, *, is_proposed: bool, now: datetime
) -> Composed | None:
    """A card that stands says that the commitment is gone; one that is to come is not sent then."""
    one = await seen(c, reader, its_id)
    if one is None:
        return (TryRemoved(), None) if delivery.activity else None
    group = reader.town.groups[one.circle.group]
    if is_proposed and not one.agreed and one.is_open:
        return PromiseProposed(await promised(c, one, reader)), group
    if is_proposed:
        return (await kept(c, reader, one, now=now), group) if delivery.activity else None
    if not one.is_open and not delivery.activity:
        return None
    return await alone(c, reader, one), group


async def words_differ(c: AsyncConnection, one: Commitment, *, now: datetime) -> None:
    """Every card with the commitment's words follows, a meeting's pack too: reworded, for other readers, or gone."""
    await want_cards(c, one, now=now)
    await decisions.want_cards_with(c, one, now=now)
    await recalls.want_packs(c, one.municipality, since=one.made_at, now=now)


async def want_cards(c: AsyncConnection, one: Commitment, *, now: datetime) -> None:
    """The cards that show the commitment follow: changed, told of, or gone."""
    subjects = (OfCommitment(one.id), OfCommitment(one.id, proposed=True), OfCommitment(one.id, kept=True))
    sessions = [one.met_in] if one.met_in is not None else []
    told = await outbox_queries.promises_about(c, one.municipality, subjects, sessions=sessions)
    told += await _lists_with(c, one)
    await _want(c, one.municipality, told, now=now)
    tried = await tries.of_commitment(c, one.municipality, one.id) if one.entry is not None else None
    if tried is not None:
        await want_news(c, tried, now=now)


async def want_news(c: AsyncConnection, tried: EntryTry, *, now: datetime) -> None:
    """What the entry's author was told of the try follows, as told on the days of `tried`."""
    days = {local(at).date() for at in (tried.agreed_at, tried.told_at) if at is not None}
    subjects = [OfEntryTries(tried.entry, day) for day in sorted(days)]
    told = await outbox_queries.promises_about(c, tried.municipality, subjects) if subjects else ()
    await _want(c, tried.municipality, told, now=now)


async def want_cards_of_entry(c: AsyncConnection, municipality: str, source: UUID, *, now: datetime) -> None:
    """The entry of the answer or practice has changed, or goes: every card about its tries follows."""
    for tried in await tries.of_source(c, municipality, source):
        for one in await commitments.by_ids(c, municipality, [tried.commitment]):
            await want_cards(c, one, now=now)
        await want_news(c, tried, now=now)  # of a commitment that has gone, too


async def _lists_with(c: AsyncConnection, one: Commitment) -> tuple[Delivery, ...]:
    """A person's own stand in no other's list; a group's may in whoever's is or was there, the town's in anybody's."""
    to = {one.author, one.found.person if one.found is not None else None} - {None}
    match one.promiser:
        case Promiser.PERSON:
            of: tuple[str, ...] = ()
        case Promiser.GROUP:
            of = (one.circle.group,)
        case Promiser.MUNICIPALITY:
            of = tuple((await steps.town(c, one.municipality)).groups)
    return await outbox_queries.lists_shown(c, one.municipality, to=[id_ for id_ in to if id_], of=of)


async def want_openings(c: AsyncConnection, municipality: str, sessions: Collection[str], *, now: datetime) -> None:
    """The cards that these sessions opened with follow: a called-off session's commitments were met in another."""
    if sessions:
        told = await outbox_queries.promises_about(c, municipality, (), sessions=sessions)
        await _want(c, municipality, told, now=now)


async def _want(c: AsyncConnection, municipality: str, told: Sequence[Delivery], *, now: datetime) -> None:
    """Cards that stand in a chat are brought up to date, also once their rows point at nobody any more."""
    standing = await delivery_links.with_readers(c, [each for each in told if each.activity])
    await delivery_links.link_again(c, standing)
    due_at = end_of_slot(municipality, now=now)
    await outbox.want_again(c, *(replace(each, due_at=due_at) for each in standing))
