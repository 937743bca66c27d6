"""Erasure of a person's answers, name, accounts and chats; and of the author of answers that stay."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, Person, Reflection
from storage import answers_shown, bank_index, dilemmas, message_links, reflections, releases, tidied
from storage.outbox_rows import CLAIMED_STATES, SENDABLE, is_in
from storage.prepared import Prepared
from storage.tables.outbox import deliveries
from storage.tables.people import accounts, municipalities, people
from storage.tables.places import contacts


async def erase_answer(c: AsyncConnection, known: Reflection) -> None:
    """Delete the answer, its copy in the network, its entry in the bank, and the links from messages and receipts."""
    await answers_shown.forget(c, known)
    await message_links.forget(c, known.municipality, known.id)
    await releases.erase(c, known.municipality, known.id)
    await tidied.forget_answer(c, known.municipality, known.id)
    await dilemmas.forget_answer(c, known.municipality, known.id)
    await bank_index.remove(c, known.municipality, [known.id])
    await reflections.erase(c, known)


async def make_nameless(c: AsyncConnection, known: Reflection) -> None:
    """Cut the answer loose from the author, for good: the ids of the answer and of the author are drawn anew.

    A person's id is derived from an account, and the same account derives the same id; a drawn id is nobody's.
    """
    its_id = uuid4()
    await answers_shown.forget(c, known)
    await message_links.forget(c, known.municipality, known.id)
    await releases.pass_on(c, known.municipality, known.id, its_id)
    await tidied.pass_on(c, known.municipality, known.id, its_id)
    await dilemmas.pass_on(c, known.municipality, known.id, its_id)
    await bank_index.pass_on(c, known.municipality, known.id, its_id)
    await reflections.pass_on(c, known, nobody=uuid4(), its_id=its_id)


async def forget_name(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """Clear a former person's names, own choices and notices shown; the person is on the municipality's list no more.

    The account goes once the person's cards are put right.
    """
    one = and_(people.c.municipality == municipality, people.c.id == person)
    choices = {
        "language": None,
        "own_language": None,
        "reminders": Person.reminders,
        "paused_from": None,
        "paused_until": None,
        "noted": "",
    }
    shown = {"notice_version": 0, "notice_at": None, "notice_due": 0}
    await c.execute(update(people).where(one).values(name="", upn="", **choices, **shown))


async def nameless_with_accounts(c: AsyncConnection) -> tuple[tuple[str, UUID], ...]:
    """(municipality, person) for persons with an account, without a name, and with no delivery under way."""
    return tuple((row[0], row[1]) for row in await _NAMELESS.run(c))


def _nameless() -> Select[Any]:
    """Joined with municipalities, since the index of user names leads with the municipality."""
    coming = exists().where(
        deliveries.c.municipality == people.c.municipality,
        deliveries.c.person == people.c.id,
        is_in((*SENDABLE, *CLAIMED_STATES)),
    )
    return (
        select(people.c.municipality, people.c.id)
        .join(municipalities, municipalities.c.id == people.c.municipality)
        .join(accounts, and_(accounts.c.municipality == people.c.municipality, accounts.c.person == people.c.id))
        .where(people.c.upn == "", people.c.name == "", ~coming)
        .order_by(people.c.municipality, people.c.id)
        .distinct()
    )


_NAMELESS = Prepared(_nameless())


async def forget_accounts(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """Delete the person's accounts, the places of the person's cards, and chats of accounts that nobody else has."""
    theirs = and_(accounts.c.municipality == municipality, accounts.c.person == person)
    found = (await c.execute(select(accounts.c.tenant, accounts.c.object_id).where(theirs))).all()
    await c.execute(delete(accounts).where(theirs))
    await _forget_places(c, and_(deliveries.c.municipality == municipality, deliveries.c.person == person))
    for tenant, object_id in found:
        await forget_chat(c, Account(tenant, object_id))


async def forget_chat(c: AsyncConnection, account: Account) -> None:
    """Unless the account belongs to an imported person."""
    known = exists().where(accounts.c.tenant == account.tenant, accounts.c.object_id == account.object_id)
    mine = and_(contacts.c.tenant == account.tenant, contacts.c.object_id == account.object_id)
    gone = await c.execute(delete(contacts).where(mine, ~known).returning(contacts.c.conversation))
    for conversation in gone.scalars().all():
        in_chat = and_(deliveries.c.tenant == account.tenant, deliveries.c.conversation == conversation)
        await _forget_places(c, in_chat)


async def _forget_places(c: AsyncConnection, these: ColumnElement[bool]) -> None:
    """Of cards in a chat that nobody can be found by any more; without a place no card is updated."""
    await c.execute(update(deliveries).where(these).values(conversation="", thread="", activity=""))
