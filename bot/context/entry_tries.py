"""Groups' tries of an entry of the sharing bank: as one reader may know them, said, told of, and told to the author."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, deliveries, promise_cards, schooldays
from bot.context.entry_news import as_told
from bot.context.promises import Reader, kept, promised, seen
from content.vocabulary.bank import BankEntry
from content.vocabulary.committing import PromiseKept
from content.vocabulary.entry_tries import (
    EntryTries,
    EntryTryForm,
    OwnEntryTry,
    Readers,
    TellOnAsked,
    TryingGroup,
)
from dialogs.calendar.instants import local
from dialogs.knowledge.commitments import wakes_at
from dialogs.knowledge.tries import can_try, proposed_day, units_that_tried, units_to_try
from dialogs.model import Circle, Commitment, EntryTry, Outcome, Rung, UnitKind
from dialogs.sharing.committing import circle_of
from storage import bank_sources, outbox, tries

_NEXT_DAY = timedelta(days=1)


# As one reader may know them.


async def tries_of(c: AsyncConnection, reader: Reader, entry: BankEntry) -> EntryTries:
    """Numbers of schools, told words in the reader's circles, and the tries of the reader's own groups."""
    its_id = UUID(entry.id)
    known = await tries.of_entries(c, reader.town.id, [its_id])
    tried, ahead = units_that_tried(known), units_to_try(known)
    own = [one for one in known if one.group in reader.groups]
    came = [as_told(one) for one in await tries.told_of(c, reader.reading, its_id)] if known else []
    return EntryTries(
        len(tried),
        len(ahead),
        schools_alone=all(_is_school(reader, unit) for unit in tried | ahead),
        came=tuple(one for one in came if one.because or one.learnt),
        own=tuple([found for one in own if (found := await _own(c, reader, one)) is not None]),
        may_try=bool(trying_groups(reader, entry, own)),
    )


def trying_groups(reader: Reader, entry: BankEntry, tried: Sequence[EntryTry]) -> tuple[TryingGroup, ...]:
    """The reader's groups that may try the entry, without those that have: of others' in the own municipality."""
    if entry.quote.own or entry.is_released:
        return ()
    found = [reader.town.groups[group] for group in reader.groups if group not in {one.group for one in tried}]
    units = reader.town.units
    return tuple(TryingGroup(one.id, one.name, units[one.unit].name) for one in found if can_try(units[one.unit]))


async def _own(c: AsyncConnection, reader: Reader, one: EntryTry) -> OwnEntryTry | None:
    """None once the group's words are gone."""
    commitment = await seen(c, reader, one.commitment)
    if commitment is None:
        return None
    return OwnEntryTry(await promised(c, commitment, reader), reader.wrote(commitment) and commitment.is_open)


def _is_school(reader: Reader, unit: str) -> bool:
    found = reader.town.units.get(unit)
    return found is not None and UnitKind.SCHOOL in found.kinds


# Said.


async def blank_form(c: AsyncConnection, reader: Reader, entry: BankEntry, *, now: datetime) -> EntryTryForm | None:
    """None where no group of the reader's is to try the entry."""
    known = await tries.of_entries(c, entry.municipality, [UUID(entry.id)])
    groups = trying_groups(reader, entry, known)
    if not groups:
        return None
    days = await schooldays.days_of(c, entry.municipality, groups[0].group, now=now)
    day = proposed_day(days, now=now).isoformat()
    return EntryTryForm(entry.municipality, entry.id, entry.area, groups, groups[0].group, "", day)


def new_try(reader: Reader, commitment: Commitment, entry: UUID) -> EntryTry:
    group = reader.town.groups[commitment.circle.group]
    agreed_at = commitment.made_at if commitment.agreed else None
    return EntryTry(
        commitment.municipality,
        commitment.id,
        entry,
        group.id,
        group.unit,
        replace(commitment.circle, rung=Rung.ONLY_ME),
        agreed_at,
    )


async def said(c: AsyncConnection, tried: EntryTry, *, now: datetime) -> None:
    await tries.add(c, tried)
    if tried.agreed_at is not None:
        await _tell_author(c, tried, now=now)


async def known_try(c: AsyncConnection, reader: Reader, entry: UUID, group: str) -> Commitment | None:
    """The group's commitment to try the entry, None before it is said and once the words are gone."""
    found = [one for one in await tries.of_entries(c, reader.town.id, [entry]) if one.group == group]
    return await seen(c, reader, found[0].commitment) if found else None


# Agreed on, told of, taken back: what happened to a commitment also happened to its try.


async def agreed(c: AsyncConnection, one: Commitment, *, now: datetime) -> None:
    tried = await _before(c, one, now=now)
    if tried is not None and tried.agreed_at is None:
        await tries.agree(c, one.municipality, one.id, now=now)
        await _tell_author(c, tried, now=now)


async def told(c: AsyncConnection, one: Commitment, outcome: Outcome, *, now: datetime) -> None:
    """What is told is agreed on by that."""
    tried = await _before(c, one, now=now)
    if tried is not None:
        await tries.agree(c, one.municipality, one.id, now=now)
        await tries.tell(c, one.municipality, one.id, outcome, now=now)
        await _tell_author(c, tried, now=now)


async def untold(c: AsyncConnection, one: Commitment, *, now: datetime) -> None:
    if await _before(c, one, now=now) is not None:
        await tries.tell(c, one.municipality, one.id, None, now=now)


async def removed(c: AsyncConnection, one: Commitment, *, now: datetime) -> None:
    if await _before(c, one, now=now) is not None:
        await tries.remove(c, one.municipality, one.id)


async def _before(c: AsyncConnection, one: Commitment, *, now: datetime) -> EntryTry | None:
    """The try as it is before a change, which what its author was told of it follows; None for another commitment."""
    tried = await tries.of_commitment(c, one.municipality, one.id) if one.entry is not None else None
    if tried is not None:
        await promise_cards.want_news(c, tried, now=now)
    return tried


async def _tell_author(c: AsyncConnection, tried: EntryTry, *, now: datetime) -> None:
    """All of a day is told at once, in the morning after."""
    source = await bank_sources.source_of(c, tried.municipality, tried.entry)
    if source is not None:
        day = local(now).date()
        due_at = wakes_at(day + _NEXT_DAY)
        await outbox.add(c, deliveries.entry_tries_told(tried, source.author, day, due_at=due_at))


# Told on: the words about it, beside the entry.


async def to_tell_on(c: AsyncConnection, reader: Reader, one: Commitment, *, now: datetime) -> TellOnAsked | None:
    """None where there are no words of the reader's to tell on, or no entry any more to tell them beside."""
    found = one.found
    if one.entry is None or found is None or found.person != reader.person.id or not (found.because or found.learnt):
        return None
    shown = await promised(c, one, reader)
    source = await bank_sources.source_of(c, one.municipality, one.entry)
    if source is None or shown.origin is None or not shown.origin.is_there:
        return None
    group = reader.town.groups[one.circle.group]
    people = await _people(c, reader, source.circle, now=now)
    at_school = await audiences.people_who_read(c, reader.town, group, Rung.UNIT, now=now)
    return TellOnAsked(shown, people, reader.town.units[group.unit].name, at_school)


async def tell_on(
    c: AsyncConnection, reader: Reader, one: Commitment, readers: Readers, *, now: datetime
) -> PromiseKept | None:
    """Fixes who reads the words, at this moment; None where there is nothing to tell on."""
    circle = await _circle(c, reader, one, readers, now=now)
    if circle is None or await to_tell_on(c, reader, one, now=now) is None:
        return None
    await _before(c, one, now=now)
    await tries.share(c, one.municipality, one.id, circle)
    await promise_cards.want_cards(c, one, now=now)
    return await kept(c, reader, one, now=now)


async def _circle(
    c: AsyncConnection, reader: Reader, one: Commitment, readers: Readers, *, now: datetime
) -> Circle | None:
    group = reader.town.groups[one.circle.group]
    own = circle_of(one.promiser, reader.town, group, in_group=True, now=now)
    if readers == "entry":
        source = await bank_sources.source_of(c, one.municipality, one.entry) if one.entry is not None else None
        return replace(source.circle, at=now, channel="") if source is not None else None
    return replace(own, rung=Rung.UNIT if readers == "unit" else Rung.ONLY_ME)


async def _people(c: AsyncConnection, reader: Reader, circle: Circle, *, now: datetime) -> int:
    group = reader.town.groups.get(circle.group)
    return await audiences.people_who_read(c, reader.town, group, circle.rung, now=now) if group is not None else 0


def readers_in(text: str) -> Readers:
    """Of a press, which may be made by hand."""
    match text:
        case "entry" | "unit":
            return text
        case _:
            return ""
