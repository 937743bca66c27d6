"""Commitments as one reader sees them: kept, listed, looked at again; and the cards that show them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, decisions, recalls, steps, support
from bot.context.identities import identity_of
from bot.context.update_slots import end_of_slot
from content.vocabulary.committing import LookBack, Promised, PromiseKept, PromiseProposed, PromisesListed
from content.vocabulary.messages import Message
from dialogs.calendar.instants import local
from dialogs.model import (
    Actor,
    Commitment,
    Delivery,
    Group,
    NeedState,
    OfCommitment,
    OfDecisions,
    OfLookBack,
    OfNeed,
    Person,
    Promiser,
    Reading,
    Rung,
    Session,
    Stage,
    SupportNeed,
)
from dialogs.permissions import AboutMunicipality, HeldOf, InGroup, OwnAnswer, Verb, may
from dialogs.sharing.circles import Municipality
from storage import commitments, delivery_links, outbox, outbox_queries, support_needs
from storage.people import one_person
from storage.sessions import one_session, opened_before

_TOLD_LATELY = timedelta(days=28)


@dataclass(frozen=True)
class Reader:
    """A person of a municipality, with the rights and circles of the moment, on the local date `today`."""

    person: Person
    actor: Actor
    town: Municipality
    reading: Reading
    today: date

    def wrote(self, one: Commitment) -> bool:
        on = OwnAnswer(one.municipality, one.author) if one.author is not None else None
        return may(self.actor, Verb.HANDLE_OWN_WORDS, on)

    def may_tell(self, one: Commitment) -> bool:
        """Whether the reader says what came of it: a person's own, the group's members, the coordinators."""
        match one.promiser:
            case Promiser.PERSON:
                return self.wrote(one)
            case Promiser.GROUP:
                return may(self.actor, Verb.PROMISE, InGroup(one.municipality, one.circle.group))
            case Promiser.MUNICIPALITY:
                return may(self.actor, Verb.PROMISE_FOR_MUNICIPALITY, AboutMunicipality(one.municipality))

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
    return Reader(found, actor, town, reading, local(now).date())


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
    found = await commitments.readable(c, reader.reading)
    return next((one for one in found if one.id == its_id), None)


def promised(one: Commitment, reader: Reader) -> Promised:
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
    )


def _by(one: Commitment, town: Municipality) -> str:
    match one.promiser:
        case Promiser.PERSON:
            return ""
        case Promiser.GROUP:
            return town.groups[one.circle.group].name
        case Promiser.MUNICIPALITY:
            return town.units[town.id].name


async def people_who_read(c: AsyncConnection, town: Municipality, group: Group, rung: Rung, *, now: datetime) -> int:
    """How many people stand on the rung now, 1 for the author alone."""
    choices = await audiences.rungs_in(c, town, group, now=now)
    return choices.on(choices.nearest(rung)).people or 1


async def kept(c: AsyncConnection, reader: Reader, one: Commitment, *, now: datetime) -> PromiseKept:
    group = reader.town.groups[one.circle.group]
    people = await people_who_read(c, reader.town, group, one.circle.rung, now=now)
    can_tell = one.is_open and one.agreed and reader.may_tell(one)
    return PromiseKept(promised(one, reader), people, may_change=reader.wrote(one) and one.is_open, may_tell=can_tell)


async def listed(c: AsyncConnection, reader: Reader, *, now: datetime) -> PromisesListed:
    """Others' own commitments stand on the cards of sessions alone, which are brought up to date."""
    found = [one for one in await commitments.readable(c, reader.reading) if _is_listed(one, reader, now=now)]
    numbered = [one for one in found if one.is_open and reader.may_tell(one)]
    needs = await support_needs.of_person(c, reader.person.municipality, reader.person.id)
    waiting = await _to_answer(c, reader)
    return PromisesListed(
        tuple(promised(one, reader) for one in found if one not in numbered),
        tuple(promised(one, reader) for one in numbered),
        tuple([await support.as_need(c, one, reader.town, reader.person.id, today=reader.today) for one in needs]),
        tuple([await support.as_need(c, one, reader.town, reader.person.id, today=reader.today) for one in waiting]),
    )


async def own_open(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> tuple[Promised, ...]:
    """What the person wants to try, for the person alone."""
    found = await commitments.open_of_promiser(c, municipality, Promiser.PERSON, author=person)
    reader = await reader_of(c, municipality, person, now=now) if found else None
    return tuple(promised(one, reader) for one in found) if reader is not None else ()


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
    found = await commitments.readable(c, reader.reading, met_in=session.id)
    since = await opened_before(c, session) or session.opens_at - _TOLD_LATELY
    answered = [
        one
        for one in await support_needs.readable(c, reader.reading, group=session.group)
        if one.answered_at is not None and one.answered_at >= since and one.circle.rung >= Rung.GROUP
    ]
    if not found and not answered:
        return None
    answers = [await support.as_need(c, one, reader.town, reader.person.id, today=reader.today) for one in answered]
    back = _back(reader, session.group, found, at)
    return replace(back, answers=tuple(answers))


def _back(reader: Reader, group: str, found: Iterable[Commitment], at: UUID | None = None) -> LookBack:
    shown: list[Promised] = []
    asked: list[Promised] = []
    for one in found:
        is_asked = one.is_open and reader.may_tell(one)
        (asked if is_asked else shown).append(promised(one, reader))
    return LookBack(reader.town.groups[group].name, tuple(shown), tuple(asked), at=str(at or ""))


async def around(c: AsyncConnection, reader: Reader, one: Commitment, *, at: UUID | None = None) -> LookBack:
    """The commitment among those that its session opened with; alone where no session did."""
    session = await one_session(c, one.municipality, one.met_in) if one.met_in else None
    back = await look_back(c, reader, session, at=at) if session is not None else None
    if back is not None:
        return back
    current = await seen(c, reader, one.id)
    return _back(reader, one.circle.group, [current] if current is not None else [])


async def compose(  # noqa: PLR0911 - the table of subjects
    c: AsyncConnection, delivery: Delivery, *, now: datetime
) -> tuple[Message, Group] | None:
    """The message of the kind PROMISE now, and the group on whose school days it is sent; None for nothing to say."""
    if delivery.person is None:
        return None
    reader = await reader_of(c, delivery.municipality, delivery.person, now=now)
    if reader is None or not reader.groups:
        return None
    match delivery.about:
        case OfLookBack():
            session = await one_session(c, delivery.municipality, delivery.session or "")
            if session is None or (session.stage is Stage.CANCELLED and not delivery.activity):
                return None
            group = reader.town.groups[session.group]
            back = await look_back(c, reader, session)
            back = back if back is not None or not delivery.activity else LookBack(group.name, (), ())
            return (back, group) if back is not None else None
        case OfDecisions(digest):
            return await decisions.to_member(c, delivery, digest, reader.town, now=now)
        case OfCommitment(its_id, is_proposed):
            return await _of_one(c, reader, delivery, its_id, is_proposed=is_proposed, now=now)
        case OfNeed(its_id):
            stands = bool(delivery.activity)
            message = await support.to_asker(
                c, reader.town, reader.person.id, its_id, stands=stands, today=reader.today
            )
            return (message, reader.town.groups[reader.groups[0]]) if message is not None else None
        case _:
            raise LookupError(f"promise of nothing: {delivery.id}")


async def _of_one(
    c: AsyncConnection, reader: Reader, delivery: Delivery, its_id: UUID, *, is_proposed: bool, now: datetime
) -> tuple[Message, Group] | None:
    """A card that stands says that the commitment is gone; one that is to come is not sent then."""
    one = await seen(c, reader, its_id)
    if one is None:
        group = reader.town.groups[reader.groups[0]]
        return (LookBack(group.name, (), ()), group) if delivery.activity else None
    group = reader.town.groups[one.circle.group]
    if is_proposed and not one.agreed and one.is_open:
        return PromiseProposed(promised(one, reader)), group
    if is_proposed:
        return (await kept(c, reader, one, now=now), group) if delivery.activity else None
    if not one.is_open and not delivery.activity:
        return None
    return _back(reader, one.circle.group, [one]), group


async def words_differ(c: AsyncConnection, one: Commitment, *, now: datetime) -> None:
    """Every card with the commitment's words follows, a meeting's pack too: reworded, for other readers, or gone."""
    await want_cards(c, one, now=now)
    await decisions.want_cards_with(c, one, now=now)
    await recalls.want_packs(c, one.municipality, since=one.made_at, now=now)


async def want_cards(c: AsyncConnection, one: Commitment, *, now: datetime) -> None:
    """The cards that show the commitment follow: changed, told of, or gone."""
    subjects = (OfCommitment(one.id), OfCommitment(one.id, proposed=True))
    sessions = [one.met_in] if one.met_in is not None else []
    told = await outbox_queries.promises_about(c, one.municipality, subjects, sessions=sessions)
    await _want(c, one.municipality, told, now=now)


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
