"""The glass box for its readers: a municipality's rules, announced deletions, and its record with names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.retention import deletion_ahead
from content.dates import Period
from content.presses import ShowRecords
from content.vocabulary.glass_box import GlassBox, Held, Recorded, Rules
from dialogs.calendar.instants import local, read_duration
from dialogs.model import Hold, RecordEntry, Retention
from dialogs.retention import RetentionRules
from storage.announced_deletions import pending_deletions
from storage.municipality_settings import settings_of
from storage.people import persons_by_id
from storage.records import records_of
from storage.sessions import one_session
from storage.units import one_group, one_unit

_ON_A_CARD = 10


async def glass_box(
    c: AsyncConnection, municipality: str, *, first: int = 0, most: int = _ON_A_CARD, now: datetime
) -> GlassBox:
    """A page of the record: at most so many entries, from the entry `first` on; the first page shows the rules."""
    found = await records_of(c, municipality, first=first, most=most + 1)
    unit = await one_unit(c, municipality, municipality)
    rules = RetentionRules.of(await settings_of(c, municipality))
    days = dict.fromkeys(one.due_on for one in await pending_deletions(c, municipality))
    ahead = [await deletion_ahead(c, municipality, day) for day in days] if rules.are_in_force(now) else []
    return GlassBox(
        municipality=unit.name if unit else municipality,
        records=await with_names(c, municipality, [await _with_session(c, one) for one in found[:most]]),
        is_first=first == 0,
        rules=rules_of(rules.retention),
        ahead=tuple(one for one in ahead if one is not None),
        hold=held(rules.holds(now)),
        newer=ShowRecords(municipality, max(first - most, 0)) if first else None,
        older=ShowRecords(municipality, first + most) if len(found) > most else None,
    )


async def with_names(c: AsyncConnection, municipality: str, entries: Sequence[RecordEntry]) -> tuple[Recorded, ...]:
    """Entries with the actors' names, "" for a person erased since."""
    actors = sorted({one.person for one in entries if one.person is not None})
    known = await persons_by_id(c, municipality, actors)
    names = {id_: person.name for id_, person in known.items()}
    return tuple(_with_name(one, names) for one in entries)


async def _with_session(c: AsyncConnection, entry: RecordEntry) -> RecordEntry:
    """The entry with the group and the day of its session, by which people know a session."""
    session = await one_session(c, entry.municipality, entry.about.get("session", ""))
    group = await one_group(c, entry.municipality, session.group) if session else None
    if session is None or group is None:
        return entry
    about = {**entry.about, "group": group.name, "day": str(local(session.opens_at).date())}
    return RecordEntry(entry.municipality, entry.at, entry.by, entry.person, entry.act, about)


def _with_name(one: RecordEntry, names: Mapping[UUID, str]) -> Recorded:
    name = names.get(one.person, "") if one.person is not None else ""
    return Recorded(local(one.at), one.by.value, name, one.act.value, tuple(sorted(one.about.items())))


def period_of(duration: str) -> Period:
    """An ISO 8601 duration in months or in days."""
    length = read_duration(duration)
    return Period(length.months, length.weeks * 7 + length.days)


def held(hold: Hold | None) -> Held | None:
    return Held(hold.reason, hold.since, hold.until) if hold else None


def rules_of(retention: Retention | None) -> Rules | None:
    if retention is None:
        return None
    return Rules(*map(period_of, (retention.answers, retention.digests, retention.logs, retention.deliveries)))
