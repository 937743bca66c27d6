"""Persons as actors: a person's roles by group, and the persons behind an account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Actor, Identity, Person
from dialogs.permissions import HeldOf, OwnChoice, Verb, may
from dialogs.sharing import circles
from storage.memberships import memberships_of
from storage.people import persons_behind


async def identity_of(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> Identity:
    memberships = await memberships_of(c, municipality, person)
    return Identity.of(municipality, person, (member for member in memberships if circles.is_current(member, now)))


async def identities_of(c: AsyncConnection, actor: Actor, *, now: datetime) -> tuple[Identity, ...]:
    """An identity for each municipality in which the actor's account is known."""
    persons = await persons_behind(c, actor.account) if actor.account else ()
    return tuple([await identity_of(c, person.municipality, person.id, now=now) for person in persons])


async def persons_of(c: AsyncConnection, actor: Actor) -> tuple[Person, ...]:
    """The persons behind the actor's account, one per municipality, whose data the actor may see."""
    found = await persons_behind(c, actor.account) if actor.account is not None else ()
    return tuple(one for one in found if may(actor, Verb.SEE_OWN_DATA, HeldOf(one.municipality, one.id)))


def may_choose_for(actor: Actor) -> list[Identity]:
    """The persons whose reminders, pause and language the actor may choose: the actor's own."""
    return [
        one for one in actor.identities if may(actor, Verb.CHOOSE_OWN_RHYTHM, OwnChoice(one.municipality, one.person))
    ]
