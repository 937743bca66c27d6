"""A practice as its author fills it in, sees it beforehand, and finds it again: the form, the preview, the card."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, bank_entries, further
from bot.context.audiences import Choices
from bot.context.promises import Reader
from content.cards.practicing import CREDITS, LONGEST_PRACTICE, LONGEST_TITLE, MOST_PRACTICES
from content.catalogue import Catalogue
from content.catalogue_types import Requirement
from content.presses import PracticeFields, fields_value
from content.vocabulary.practicing import PracticeAsked, PracticeForm, PracticeKept, WrongPractice
from content.vocabulary.readers import RungOffered
from dialogs.asking.suiting import types_of
from dialogs.model import (
    PRACTICE_RUNGS,
    Circle,
    Credit,
    Group,
    Language,
    Practice,
    PracticeSubject,
    PracticeWords,
    Rung,
    SchoolType,
    Wording,
)
from dialogs.permissions import InGroup, Verb, may
from storage import bank_index, practices


@dataclass(frozen=True)
class Writer:
    """Who writes, with the catalogue of the moment; `known` is the practice to be changed, None for a new one."""

    reader: Reader
    catalogue: Catalogue
    language: Language
    known: Practice | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """The ids of those from which the writer may share."""
        reader = self.reader
        mine = dict.fromkeys(group for group, _ in reader.actor.identities[0].roles)
        return tuple(one for one in mine if may(reader.actor, Verb.SHARE_PRACTICE, InGroup(reader.town.id, one)))

    @property
    def as_reader(self) -> bank_entries.Reader:
        reader = self.reader
        return bank_entries.Reader(reader.person, reader.reading, self.language, reader.town)


async def of_author(c: AsyncConnection, reader: Reader) -> tuple[Practice, ...]:
    """Those that the reader has written, and may handle, the newest first."""
    found = await practices.of_author(c, reader.person.municipality, reader.person.id)
    return tuple(one for one in found if reader.handles(one.municipality, one.author))


async def one_of_author(c: AsyncConnection, reader: Reader, its_id: UUID | None) -> Practice | None:
    """An id made by hand finds nobody else's."""
    return next((one for one in await of_author(c, reader) if one.id == its_id), None)


# Where a practice comes from, and who may be let find it.


def places_of(writer: Writer) -> tuple[Group, ...]:
    """A group for each school in which the writer works, schools before what is above them.

    A practice in the bank may stay where it came from, whatever its author has left since.
    """
    town = writer.reader.town
    known = town.groups.get(writer.known.circle.group) if writer.known is not None else None
    groups = [*([known] if known is not None else []), *(town.groups[group] for group in writer.groups)]
    by_unit = {group.unit: group for group in reversed(groups)}
    return tuple(sorted(by_unit.values(), key=lambda one: (one is not known, not town.units[one.unit].is_place)))


async def offered(c: AsyncConnection, writer: Writer, group: Group, *, now: datetime) -> tuple[RungOffered, ...]:
    """From the school to the network; whoever has left the group can only keep the readers, or narrow them."""
    found = _offered(await audiences.rungs_in(c, writer.reader.town, group, now=now))
    known = writer.known
    if group.id in writer.groups or known is None:
        return found
    return tuple(one for one in found if Rung[one.rung.upper()] <= known.circle.rung)


def _offered(choices: Choices) -> tuple[RungOffered, ...]:
    """Where a school's only group is the whole school, the group's readers are the school's."""
    by_rung = {rung: (name, people) for rung, name, people in choices.rungs}
    if Rung.UNIT not in by_rung and Rung.GROUP in by_rung:
        by_rung[Rung.UNIT] = (choices.unit, by_rung[Rung.GROUP][1])
    return tuple(
        RungOffered(rung.name.lower(), *by_rung[rung], unit=choices.unit if rung is Rung.PRINCIPALS else "")
        for rung in PRACTICE_RUNGS
        if rung in by_rung
    )


# The form.


async def form(
    c: AsyncConnection,
    writer: Writer,
    filled: PracticeFields,
    *,
    wrong: tuple[WrongPractice, ...] = (),
    now: datetime,
) -> PracticeForm | None:
    """None for a writer with nobody to share with. What is not filled in is filled as most would."""
    town, places = writer.reader.town, places_of(writer)
    if not places:
        return None
    group = next((one for one in places if one.id == filled.place), places[0])
    rungs, unit, known = await offered(c, writer, group, now=now), town.units[group.unit], writer.known
    if not rungs:
        return None
    return PracticeForm(
        municipality=town.id,
        practice=str(known.id) if known is not None else "",
        seen=known.version if known is not None else 0,
        filled=_as_most(filled, group, rungs),
        places=tuple((one.id, town.units[one.unit].name) for one in places),
        areas=tuple((one.id, one.name.to(writer.language)) for one in writer.catalogue.areas.values()),
        requirements=_requirements(writer),
        rungs=rungs,
        author=writer.reader.person.name,
        school=unit.name,
        wrong=wrong,
    )


def _as_most(filled: PracticeFields, group: Group, rungs: Sequence[RungOffered]) -> PracticeFields:
    rung = filled.rung if filled.rung in {one.rung for one in rungs} else rungs[0].rung
    return replace(filled, place=group.id, rung=rung, credit=filled.credit if filled.credit in CREDITS else "unit")


def blank(writer: Writer, *, did: str = "") -> PracticeFields:
    """A new practice suits the stages of its author's school."""
    places = places_of(writer)
    types = types_of(writer.reader.town.units[places[0].unit]) if places else frozenset[SchoolType]()
    return PracticeFields(did=did, stages=",".join(one for one in SchoolType if one in types))


def filled_of(one: Practice) -> PracticeFields:
    words, subject = one.words, one.subject
    return PracticeFields(
        title=words.title,
        did=words.did,
        saw=words.saw,
        needs=words.needs,
        subject=subject.area or subject.requirement,
        stages=",".join(subject.stages),
        credit=one.credit.value or "nobody",
        rung=one.circle.rung.name.lower(),
        place=one.circle.group,
    )


def _requirements(writer: Writer) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    by_law: dict[str, list[tuple[str, str]]] = {}
    for one in writer.catalogue.requirements.values():
        if one.asked and one.in_force(writer.reader.today):
            name = f"{one.paragraph} {one.title.to(writer.language)}"
            by_law.setdefault(one.law_name.to(writer.language), []).append((one.id, name))
    return tuple((law, tuple(of_law)) for law, of_law in sorted(by_law.items()))


def wrong_with(writer: Writer, filled: PracticeFields, shown: PracticeForm, known: int) -> tuple[WrongPractice, ...]:
    """Everything to be put right at once; `known` is how many practices the author has in the bank."""
    about = _subject_of(writer, filled) is not None
    found: dict[WrongPractice, bool] = {
        "title_missing": not filled.title,
        "title_long": len(filled.title) > LONGEST_TITLE,
        "did_missing": not filled.did.strip(),
        "did_long": len(filled.did) > LONGEST_PRACTICE,
        "saw_missing": not filled.saw.strip(),
        "saw_long": len(filled.saw) > LONGEST_PRACTICE,
        "needs_long": len(filled.needs) > LONGEST_PRACTICE,
        "subject_missing": not about,
        "rung_missing": filled.rung not in {one.rung for one in shown.rungs},
        "too_many": writer.known is None and known >= MOST_PRACTICES,
    }
    return tuple(part for part, is_wrong in found.items() if is_wrong)


def _subject_of(writer: Writer, filled: PracticeFields) -> PracticeSubject | None:
    """The one of a practice in the bank may be out of the catalogue by now, and stays."""
    stages = tuple(one for one in SchoolType if one.value in filled.stages.split(","))
    area = writer.catalogue.areas.get(filled.subject)
    if area is not None:
        return PracticeSubject(area.id, "", area.name, stages)
    law = writer.catalogue.requirements.get(filled.subject)
    if law is not None and law.asked:
        return PracticeSubject("", law.id, _named(law), stages)
    known = writer.known.subject if writer.known is not None else None
    is_known = known is not None and filled.subject and filled.subject in (known.area, known.requirement)
    return replace(known, stages=stages) if known is not None and is_known else None


def _named(law: Requirement) -> Wording:
    in_each = (f"{law.law_name.to(one)} {law.paragraph} {law.title.to(one)}" for one in Language)
    return Wording(*in_each)


# The practice itself.


def practice_of(writer: Writer, filled: PracticeFields, its_id: UUID | None, *, now: datetime) -> Practice:
    """Of fields that nothing is wrong with. A new one gets a drawn id: cards show ids."""
    subject = _subject_of(writer, filled)
    if subject is None:
        raise ValueError("a practice about nothing")
    known = writer.known
    return Practice(
        municipality=writer.reader.town.id,
        id=known.id if known is not None else its_id or uuid4(),
        author=writer.reader.person.id,
        words=PracticeWords(filled.title, filled.did.strip(), filled.saw.strip(), filled.needs.strip()),
        subject=subject,
        credit=Credit.NOBODY if filled.credit == "nobody" else Credit(filled.credit),
        circle=_circle(writer, filled, now=now),
        put_at=known.put_at if known is not None else now,
        changed_at=now,
        version=known.version if known is not None else 1,
        signer=writer.reader.person.name if filled.credit == "name" else "",
    )


def _circle(writer: Writer, filled: PracticeFields, *, now: datetime) -> Circle:
    """Narrower readers keep their moment: whoever has joined since finds nothing new."""
    town, rung, known = writer.reader.town, Rung[filled.rung.upper()], writer.known
    group = town.groups[filled.place]
    if known is not None and known.circle.group == group.id and rung <= known.circle.rung:
        return replace(known.circle, rung=rung)
    network = town.network
    return Circle(group.id, group.unit, network.id if network is not None else None, rung, now)


async def asked(
    c: AsyncConnection, writer: Writer, one: Practice, filled: PracticeFields, *, points: bool, now: datetime
) -> PracticeAsked:
    """The preview of the practice as its readers would find it."""
    reader = writer.reader
    group, town = reader.town.groups[one.circle.group], reader.town
    choices = await audiences.rungs_in(c, town, group, now=now)
    readers = await further.circle_in(c, town, group, choices, one.circle.rung, now=now)
    known = writer.known
    told = f"{readers.mark}\n{fields_value(filled)}".encode()
    return PracticeAsked(
        municipality=town.id,
        practice=str(one.id),
        seen=known.version if known is not None else 0,
        filled=filled,
        entry=bank_entries.practice_entry(writer.as_reader, town, one, ""),
        rung=_rung_of(one, _offered(choices), town.units[group.unit].name),
        groups=readers.groups,
        mark=blake2b(told, digest_size=8).hexdigest(),
        points=points,
    )


async def kept(c: AsyncConnection, reader: Reader, one: Practice, language: Language, *, now: datetime) -> PracticeKept:
    """The author's own card."""
    group = reader.town.groups[one.circle.group]
    choices = await audiences.rungs_in(c, reader.town, group, now=now)
    ids = await bank_index.ids_of(c, one.municipality, [one.id])
    as_reader = bank_entries.Reader(reader.person, reader.reading, language, reader.town)
    entry = bank_entries.practice_entry(as_reader, reader.town, one, str(ids.get(one.id, "")))
    return PracticeKept(entry, _rung_of(one, _offered(choices), reader.town.units[group.unit].name))


def _rung_of(one: Practice, offered_now: Sequence[RungOffered], unit: str) -> RungOffered:
    """As many as now on the nearest rung that is offered."""
    rung = one.circle.rung
    among = [each for each in offered_now if Rung[each.rung.upper()] <= rung]
    return among[-1] if among else RungOffered(rung.name.lower(), unit, 1)
