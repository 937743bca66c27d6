"""Arrival of a person: keeps the conversation to write to, and completes a prompt after an uncertain sending.

Both are looked up in a single read, since most events change neither.
"""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from content.presses import id_in
from dialogs.model import Delivery, DeliveryKind, Happening, Scope
from storage import arrivals, contacts, outbox, outbox_queries, reminders
from storage.database import Database
from storage.people import persons_behind


async def arrive(db: Database, about: Happening, *, prompt: tuple[str, str] | None, now: datetime) -> None:
    """`prompt` is (municipality, delivery id) from a pressed card; the id may be forged, and then names nothing."""
    named = _named(about, prompt)
    is_known, pressed = await db.read(partial(arrivals.look, about=about, prompt=named))
    if _is_personal(about) and not is_known:
        await db.write(partial(_keep_contact, about=about, now=now))
    if pressed is not None:
        await db.write(partial(_adopt_message, found=pressed, about=about, now=now))


def _named(about: Happening, prompt: tuple[str, str] | None) -> arrivals.Prompt | None:
    if prompt is None or not about.pressed:
        return None
    municipality, delivery = prompt[0], id_in(prompt[1])
    return (municipality, delivery) if delivery else None


def _is_personal(about: Happening) -> bool:
    return about.place.scope is Scope.PERSONAL and bool(about.account.object_id)


async def _keep_contact(c: AsyncConnection, *, about: Happening, now: datetime) -> None:
    """Store the conversation, and make waiting deliveries due."""
    persons = await persons_behind(c, about.account)
    # An imported person is known by the municipality's name.
    name = "" if persons else about.name
    await contacts.put_contact(c, about.account, about.place, locale=about.locale, name=name, now=now)
    for person in persons:
        await outbox.wake_waiting(c, person.municipality, person.id, now=now)


async def _adopt_message(c: AsyncConnection, *, found: Delivery, about: Happening, now: datetime) -> None:
    """A press on an unknown card, or on a reminder: the message becomes the prompt's, and the other is deleted."""
    if found.kind is DeliveryKind.REMINDER:
        prompt = await outbox_queries.by_id(c, found.municipality, found.prompt)
        await reminders.forget_message(c, found)
        if prompt is None:
            return
        found = prompt
    if not await outbox.adopt_message_id(c, found, about.pressed, about.place, now=now) or not found.activity:
        return
    await outbox.add(c, deliveries.duplicate_removal(found, now=now))
