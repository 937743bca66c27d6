"""Commitments as one reader sees them: kept, listed, looked at again; and the cards that show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, bank, bank_entries, steps, support
from bot.context.commitments import of_groups_left
from bot.context.identities import identity_of
from content.vocabulary.committing import FromBank, LookBack, Promised, PromiseKept, PromisesListed
from dialogs.calendar.instants import local
from dialogs.model import (
    Actor,
    Commitment,
    Language,
    NeedState,
    Person,
    Promiser,
    Reading,
    Rung,
    Session,
    SupportNeed,
)
from dialogs.permissions import AboutMunicipality, GroupsPromise, HeldOf, InGroup, OwnAnswer, Verb, may
from dialogs.sharing.circles import Municipality
from storage import commitments, support_needs, tries
from storage.people import one_person
from storage.sessions import one_session, opened_before

_TOLD_LATELY = timedelta(days=28)


@dataclass(frozen=True)
class Reader:
    """A person of a municipality, with the rights and circles of the moment, on the local date `today`.

    `left` is where the reader stood in groups with promises that nobody belongs to any more.
    """

    person: Person
    actor: Actor
    town: Municipality
    reading: Reading
    today: date
    left: Reading

    def wrote(self, one: Commitment) -> bool:
        return one.author is not None and self.handles(one.municipality, one.author)

    def handles(self, municipality: str, author: UUID) -> bool:
        """Whether the words of this author are the reader's own."""
        return may(self.actor, Verb.HANDLE_OWN_WORDS, OwnAnswer(municipality, author))

    def may_tell(self, one: Commitment) -> bool:
        """Whether the reader says what came of it: a person's own, the group's members, the coordinators."""
        match one.promiser:
            case Promiser.PERSON:
                return self.wrote(one)
            case Promiser.GROUP:
                on = GroupsPromise(one.municipality, one.circle.group, self._left_to(one))
                return may(self.actor, Verb.TELL_OF_GROUPS_PROMISE, on)
            case Promiser.MUNICIPALITY:
                return may(self.actor, Verb.PROMISE_FOR_MUNICIPALITY, AboutMunicipality(one.municipality))

    def _left_to(self, one: Commitment) -> frozenset[UUID]:
        """The reader, if a member when the promise was made of a group that nobody belongs to any more."""
        was_there = any(each.anchor == one.circle.group and each.covers(one.circle.at) for each in self.left.standings)
        return frozenset({self.person.id} if was_there else ())

    @property
    def groups(self) -> tuple[str, ...]:
        """Those in which something can be promised."""
        mine = self.actor.identities[0].roles
        place = self.person.municipality
        return tuple(dict.fromkeys(group for group, _ in mine if may(self.actor, Verb.PROMISE, InGroup(place, group))))


async def reader_of(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> Reader | None:
    """None for nobody the municipality knows."""
    found = await one_person(c, municipality, person)
    if found is None:
        return None
    town = await steps.town(c, municipality)
    actor = Actor.known_as(await identity_of(c, municipality, person, now=now))
    reading = await audiences.reading(c, town, person, now=now)
    left = await of_groups_left(c, town, person, now=now)
    return Reader(found, actor, town, reading, local(now).date(), left)


async def readable(c: AsyncConnection, reader: Reader, *, met_in: str | None = None) -> tuple[Commitment, ...]:
    """All commitments in the reader's circles, and what groups promised that the reader was in to the end.

    Former members read nothing else of a group: these promises are theirs alone to tell of.
    """
    found = await commitments.readable(c, reader.reading, met_in=met_in)
    if not reader.left.standings:
        return found
    handed_on = await commitments.readable(c, reader.left, met_in=met_in)
    known = {one.id for one in found}
    return (*found, *(one for one in handed_on if one.promiser is Promiser.GROUP and one.id not in known))


async def reader_for(c: AsyncConnection, actor: Actor, municipality: str = "", *, now: datetime) -> Reader | None:
    """The person behind the actor's account there, or in the first municipality where the person has a role.

    None for an account that nobody has imported.
    """
    place = municipality or first_municipality(actor)
    person = actor.person_in(place)
    if person is None or not may(actor, Verb.SEE_OWN_DATA, HeldOf(place, person)):
        return None
    return await reader_of(c, place, person, now=now)


def first_municipality(actor: Actor) -> str:
    """The municipality that words in chat are about, "" for an account that nobody has imported."""
    return next((one.municipality for one in actor.identities if one.roles), "")


async def seen(c: AsyncConnection, reader: Reader, its_id: UUID) -> Commitment | None:
    """The commitment, None where the reader may not read it."""
    found = await readable(c, reader)
    return next((one for one in found if one.id == its_id), None)


async def promised(c: AsyncConnection, one: Commitment, reader: Reader) -> Promised:
    found = one.found
    return Promised(
        one.municipality,
        str(one.id),
        one.version,
        one.promiser.value,
        _by(one, reader.town),
        one.text,
        one.sign,
        one.look_on,
        mine=one.promiser is Promiser.PERSON and reader.wrote(one),
        agreed=one.agreed,
        outcome=found.outcome.value if found else "",
        because=found.because if found else "",
        learnt=found.learnt if found else "",
        is_past=one.look_on < reader.today,
        made_on=local(one.made_at).date(),
        told_on=local(found.at).date() if found else None,
        origin=await _origin(c, one, reader),
    )


async def _origin(c: AsyncConnection, one: Commitment, reader: Reader) -> FromBank | None:
    """Read anew each time: the author's name stands here as it stands at the entry, and no longer."""
    if one.entry is None:
        return None
    entry = await bank.entry_for(c, bank_reader(reader), one.entry)
    its_id = str(one.entry)
    if entry is None:
        return FromBank(one.municipality, its_id, is_there=False)
    credited = entry.where if entry.practice is not None else ""
    return FromBank(one.municipality, its_id, entry.quote.signed, credited)


def bank_reader(reader: Reader) -> bank_entries.Reader:
    """Of the reader's own municipality alone."""
    return bank_entries.Reader(reader.person, reader.reading, reader.person.reads or Language.NB, reader.town)


def _by(one: Commitment, town: Municipality) -> str:
    match one.promiser:
        case Promiser.PERSON:
            return ""
        case Promiser.GROUP:
            return town.groups[one.circle.group].name
        case Promiser.MUNICIPALITY:
            return town.units[town.id].name


async def kept(c: AsyncConnection, reader: Reader, one: Commitment, *, now: datetime) -> PromiseKept:
    group = reader.town.groups[one.circle.group]
    people = await audiences.people_who_read(c, reader.town, group, one.circle.rung, now=now)
    can_tell = one.agreed and reader.may_tell(one)
    shown = await promised(c, one, reader)
    receipt = PromiseKept(shown, people, may_change=reader.wrote(one), may_tell=can_tell)
    tried = await tries.of_commitment(c, one.municipality, one.id) if one.entry is not None else None
    if tried is None or shown.origin is None or one.found is None:
        return receipt
    is_shared = tried.readers.rung > Rung.ONLY_ME
    is_teller = one.found.person == reader.person.id and bool(one.found.because or one.found.learnt)
    return replace(receipt, shared=is_shared, may_share=is_teller and shown.origin.is_there)


async def listed(c: AsyncConnection, reader: Reader, *, now: datetime) -> PromisesListed:
    """Others' own commitments stand on the cards of sessions alone, which are brought up to date."""
    found = [one for one in await readable(c, reader) if _is_listed(one, reader, now=now)]
    numbered = [one for one in found if one.is_open and reader.may_tell(one)]
    needs = await support_needs.of_person(c, reader.person.municipality, reader.person.id)
    waiting = await _to_answer(c, reader)
    return PromisesListed(
        tuple([await _listed(c, one, reader) for one in found if one not in numbered]),
        tuple([await promised(c, one, reader) for one in numbered]),
        tuple([await support.as_need(c, one, reader.town, reader.person.id, today=reader.today) for one in needs]),
        tuple([await support.as_need(c, one, reader.town, reader.person.id, today=reader.today) for one in waiting]),
    )


async def _listed(c: AsyncConnection, one: Commitment, reader: Reader) -> Promised:
    may_open = not one.is_open and (reader.wrote(one) or reader.may_tell(one))
    return replace(await promised(c, one, reader), may_open=may_open)


async def own_open(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> tuple[Promised, ...]:
    """What the person wants to try, for the person alone."""
    found = await commitments.open_of_promiser(c, municipality, Promiser.PERSON, author=person)
    reader = await reader_of(c, municipality, person, now=now) if found else None
    return tuple([await promised(c, one, reader) for one in found]) if reader is not None else ()


def _is_listed(one: Commitment, reader: Reader, *, now: datetime) -> bool:
    is_of_others = one.promiser is Promiser.PERSON and not reader.wrote(one)
    return not is_of_others and (one.found is None or one.found.at > now - _TOLD_LATELY)


async def _to_answer(c: AsyncConnection, reader: Reader) -> tuple[SupportNeed, ...]:
    place = reader.person.municipality
    if not may(reader.actor, Verb.ANSWER_NEEDS, AboutMunicipality(place)):
        return ()
    return await support_needs.addressed_to_owner(c, place, states=frozenset({NeedState.OPEN}))


async def look_back(c: AsyncConnection, reader: Reader, session: Session, *, at: UUID | None = None) -> LookBack | None:
    """What the session opens with for the reader; None where nothing is left of it."""
    found = await readable(c, reader, met_in=session.id)
    since = await opened_before(c, session) or session.opens_at - _TOLD_LATELY
    answered = [
        one
        for one in await support_needs.readable(c, reader.reading, group=session.group)
        if one.answered_at is not None and one.answered_at >= since and one.circle.rung >= Rung.GROUP
    ]
    if not found and not answered:
        return None
    answers = [await support.as_need(c, one, reader.town, reader.person.id, today=reader.today) for one in answered]
    back = await _back(c, reader, session.group, found, at)
    return replace(back, answers=tuple(answers))


async def _back(
    c: AsyncConnection, reader: Reader, group: str, found: Iterable[Commitment], at: UUID | None = None
) -> LookBack:
    shown: list[Promised] = []
    asked: list[Promised] = []
    for one in found:
        is_asked = one.is_open and reader.may_tell(one)
        (asked if is_asked else shown).append(await promised(c, one, reader))
    return LookBack(reader.town.groups[group].name, tuple(shown), tuple(asked), at=str(at or ""))


async def around(c: AsyncConnection, reader: Reader, one: Commitment, *, at: UUID | None = None) -> LookBack:
    """The commitment among those that its session opened with; alone where no session did."""
    session = await one_session(c, one.municipality, one.met_in) if one.met_in else None
    back = await look_back(c, reader, session, at=at) if session is not None else None
    if back is not None:
        return back
    current = await seen(c, reader, one.id)
    if current is None:
        return await _back(c, reader, one.circle.group, [])
    return await alone(c, reader, current)


async def alone(c: AsyncConnection, reader: Reader, one: Commitment) -> LookBack:
    return await _back(c, reader, one.circle.group, [one])


async def asked_again(c: AsyncConnection, reader: Reader, one: Commitment) -> LookBack:
    """As `alone`, with what has been told of it to be read, and its fields to tell it otherwise."""
    back = await alone(c, reader, one)
    return back if one.is_open else replace(back, asked=back.shown)
