"""Somebody was heard from: where they can be written to, and where a prompt stands that we were never told of.

Both are looked up at once, and most messages tell nothing new of either.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import outgoing
from dialogs.model import Delivery, Happening, Scope
from storage import arrivals, contacts, outbox
from storage.database import Database
from storage.people import persons_behind


async def arrive(db: Database, about: Happening, *, prompt: tuple[str, str] | None, now: datetime) -> None:
    """`prompt` is the municipality and the delivery that a pressed card names; what was made by hand names nothing."""
    named = _named(about, prompt)
    is_known, unsure = await db.read(partial(arrivals.look, about=about, prompt=named))
    if _is_personal(about) and not is_known:
        await db.write(partial(_keep_contact, about=about, now=now))
    if unsure is not None:
        await db.write(partial(_reveal, found=unsure, about=about, now=now))


def _named(about: Happening, prompt: tuple[str, str] | None) -> arrivals.Prompt | None:
    if prompt is None or not about.pressed:
        return None
    municipality, delivery = prompt
    try:
        return municipality, UUID(delivery)
    except ValueError:
        return None


def _is_personal(about: Happening) -> bool:
    return about.place.scope is Scope.PERSONAL and bool(about.account.object_id)


async def _keep_contact(c: AsyncConnection, *, about: Happening, now: datetime) -> None:
    """They can be written to there, and what has waited for that goes out."""
    persons = await persons_behind(c, about.account)
    # Whoever has been imported is known by the name the municipality gave.
    name = "" if persons else about.name
    await contacts.put_contact(c, about.account, about.place, locale=about.locale, name=name, now=now)
    for person in persons:
        await outbox.wake_waiting(c, person.municipality, person.id, now=now)


async def _reveal(c: AsyncConnection, *, found: Delivery, about: Happening, now: datetime) -> None:
    """A press that comes from a message we were never told of: it is where the prompt stands, and its twin goes."""
    if not await outbox.reveal(c, found, about.pressed, about.place.thread, now=now) or not found.activity:
        return
    await outbox.add(c, outgoing.twin_removal(found, now=now))
