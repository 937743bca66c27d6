"""Entries of the sharing bank as their reader may read them: answers as digests quote them, and practices."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.steps import town
from content.vocabulary.bank import BankEntry, PracticeShown
from content.vocabulary.prompting import Quote, Signed
from dialogs.calendar.instants import local
from dialogs.knowledge.quotes import quoted, quoted_release
from dialogs.model import (
    Beyond,
    Credit,
    EntryKind,
    FoundEntry,
    Language,
    Person,
    Practice,
    Reading,
    Reflection,
    Release,
    Step,
)
from dialogs.sharing.circles import Municipality
from storage import practices, releases
from storage.readable_reflections import readable_by_id
from storage.steps import steps_in


@dataclass(frozen=True)
class Reader:
    person: Person
    reading: Reading
    language: Language
    town: Municipality
    beyond: Beyond | None = None
    """What is read of other municipalities, None for nothing."""

    @property
    def municipalities(self) -> tuple[str, ...]:
        """All that the reader may read of."""
        return (self.person.municipality, *(self.beyond.municipalities if self.beyond is not None else ()))


async def entries_of(c: AsyncConnection, reader: Reader, found: Sequence[FoundEntry]) -> tuple[BankEntry, ...]:
    """In the order found; an entry taken back meanwhile is left out."""
    quotes = [one for one in found if one.kind is EntryKind.QUOTE]
    own = [one for one in quotes if one.municipality == reader.person.municipality]
    entries = await _own(c, reader, own) | await _released(c, reader, [one for one in quotes if one not in own])
    entries |= await _practices(c, reader, [one for one in found if one.kind is EntryKind.PRACTICE])
    return tuple(entries[one.id] for one in found if one.id in entries)


async def _own(c: AsyncConnection, reader: Reader, found: Sequence[FoundEntry]) -> dict[UUID, BankEntry]:
    """Answers of the reader's own municipality, by the entries' ids."""
    answers = {one.id: one for one in await readable_by_id(c, reader.reading, [each.source for each in found])}
    asked = await steps_in(c, reader.reading.municipality, {one.session for one in answers.values()})
    by_place = {(step.session, step.position): step for step in asked}
    known = [(one, answers[one.source]) for one in found if one.source in answers]
    return {one.id: _quote(reader, one, by_place[its.session, its.position], its) for one, its in known}


async def _released(c: AsyncConnection, reader: Reader, found: Sequence[FoundEntry]) -> dict[UUID, BankEntry]:
    """Answers of other municipalities, as they were released, by the entries' ids."""
    if reader.beyond is None or not found:
        return {}
    copies = await releases.released_by_id(c, reader.beyond, [one.source for one in found])
    by_source = {(one.municipality, one.reflection): one for one in copies}
    known = [(one, by_source.get((one.municipality, one.source))) for one in found]
    return {one.id: _copy(reader, one, its) for one, its in known if its is not None}


def _quote(reader: Reader, found: FoundEntry, step: Step, answer: Reflection) -> BankEntry:
    group = reader.town.groups.get(answer.group)
    return BankEntry(
        answer.municipality,
        str(found.id),
        "quote",
        quoted(step, answer, reader.language, reader=reader.person.id),
        step.shown.area.to(reader.language),
        step.shown.question.to(reader.language),
        group.name if group is not None else "",
        local(found.at),
    )


def _copy(reader: Reader, found: FoundEntry, its: Release) -> BankEntry:
    """Found and opened in the reader's own municipality: in the author's the reader is nobody."""
    return BankEntry(
        reader.person.municipality,
        str(found.id),
        found.kind.value,
        quoted_release(its, reader.language),
        its.area.to(reader.language),
        its.question.to(reader.language),
        its.group_name,
        local(found.at),
        is_released=True,
    )


async def _practices(c: AsyncConnection, reader: Reader, found: Sequence[FoundEntry]) -> dict[UUID, BankEntry]:
    known = await practices.readable_by_id(c, reader.reading, reader.beyond, [one.source for one in found])
    by_source = {(one.municipality, one.id): one for one in known}
    entries = {}
    for each in found:
        one = by_source.get((each.municipality, each.source))
        if one is not None:
            entries[each.id] = practice_entry(reader, await town(c, one.municipality), one, str(each.id))
    return entries


def practice_entry(reader: Reader, place: Municipality, one: Practice, its_id: str) -> BankEntry:
    """`place` is the author's municipality; `its_id` is "" before the practice is in the bank.

    Where nobody is credited, no school is named either.
    """
    unit = place.units.get(one.circle.unit)
    is_released = one.municipality != reader.person.municipality
    schools = [unit.name, *([place.units[place.id].name] if is_released else [])] if unit is not None else []
    signed = Signed("name", one.signer) if one.signer else None
    return BankEntry(
        reader.person.municipality,
        its_id,
        "practice",
        Quote(one.words.did, signed=signed, own=one.author == reader.person.id and not is_released),
        one.subject.name.to(reader.language),
        one.words.title,
        ", ".join(schools) if one.credit is not Credit.NOBODY else "",
        local(one.put_at),
        is_released=is_released,
        practice=PracticeShown(
            one.words.did, one.words.saw, one.words.needs, tuple(stage.value for stage in one.subject.stages)
        ),
    )
