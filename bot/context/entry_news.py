"""To an entry's author, the morning after: which schools want to try what was shared, and what came of it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank
from bot.context.promises import Reader, bank_reader
from content.vocabulary.entry_tries import CameOfEntry, EntryTriesTold
from dialogs.calendar.instants import local
from dialogs.knowledge.tries import first_agreed
from dialogs.model import CameOfTry
from storage import bank_sources, tries


async def compose(c: AsyncConnection, reader: Reader, its_id: UUID, day: date) -> EntryTriesTold | None:
    """What happened on the day and still holds; None for nothing, and for whoever is not the entry's author."""
    place = reader.person.municipality
    source = await bank_sources.source_of(c, place, its_id)
    entry = await bank.entry_for(c, bank_reader(reader), its_id)
    if entry is None or source is None or source.author != reader.person.id:
        return None
    # Of what the author's own groups try the author knows already.
    known = [one for one in await tries.of_entries(c, place, [its_id]) if one.group not in reader.groups]
    came = await tries.told_of(c, reader.reading, its_id)
    told = {one.commitment for one in known if one.told_at is not None and local(one.told_at).date() == day}
    wanting = tuple(_name(reader, unit) for unit in first_agreed(known, day))
    shown = tuple(replace(as_told(one), by=_name(reader, one.unit)) for one in came if one.commitment in told)
    if not wanting and not shown:
        return None
    return EntryTriesTold(place, str(its_id), entry.area, entry.question, wanting, shown)


def as_told(one: CameOfTry) -> CameOfEntry:
    return CameOfEntry(one.outcome.value, one.because, one.learnt)


def _name(reader: Reader, unit: str) -> str:
    found = reader.town.units.get(unit)
    return found.name if found is not None else ""
