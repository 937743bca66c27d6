"""The question before an erasure, asked anew after an earlier question has expired."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import erasing
from content.presses import EraseOwnData, encode
from content.vocabulary.knowing import ErasureAsked, NothingToErase
from dialogs.model import Account, Actor, Happening, PendingQuestion, Person
from dialogs.permissions import HeldOf, Verb, may
from storage import pending_questions, undecided_messages
from storage.contacts import contact
from storage.own_data import known_of
from storage.people import persons_behind

WAITS = timedelta(minutes=10)
"""For a yes, and for a press: words written later were not in the question."""


async def ask(c: AsyncConnection, about: Happening, actor: Actor, *, now: datetime) -> ErasureAsked | NothingToErase:
    persons = await erasable_persons(c, actor)
    found = [await erasing.erasable(c, person, now=now) for person in persons]
    waiting = len(await undecided_messages.of_account(c, about.account))
    if all(one.is_nothing for one in found) and not waiting and not await _is_stranger(c, about.account, persons):
        return NothingToErase()
    press = EraseOwnData("go")
    asked = PendingQuestion(encode(press), asked_at=now, expires_at=now + WAITS)
    await pending_questions.ask(c, about, asked)
    return ErasureAsked(
        answers=sum(one.answers for one in found),
        wordless=sum(one.wordless for one in found),
        given_back=sum(one.given_back for one in found),
        waiting=waiting,
        notes=sum(one.notes for one in found),
        proposals=sum(one.proposals for one in found),
        tries=sum(one.tries for one in found),
        practices=sum(one.practices for one in found),
        headings=sum(one.headings for one in found),
        theme_names=sum(one.theme_names for one in found),
        on_roster=await places(c, persons, now=now),
        press=press,
    )


async def erasable_persons(c: AsyncConnection, actor: Actor) -> tuple[Person, ...]:
    """The persons behind the actor's account that the actor may erase."""
    persons = await persons_behind(c, actor.account) if actor.account else ()
    return tuple(one for one in persons if may(actor, Verb.ERASE_OWN_DATA, HeldOf(one.municipality, one.id)))


async def places(c: AsyncConnection, persons: tuple[Person, ...], *, now: datetime) -> tuple[str, ...]:
    """The names of municipalities with the persons on the roster."""
    listed = [one for one in persons if (await erasing.erasable(c, one, now=now)).is_on_roster]
    return tuple([(await known_of(c, one.municipality, one.id)).municipality for one in listed])


async def _is_stranger(c: AsyncConnection, account: Account, persons: tuple[Person, ...]) -> bool:
    """Whether nobody has imported the account, and its chat is known."""
    return not persons and await contact(c, account) is not None
