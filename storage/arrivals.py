"""Somebody is heard from: whether that tells where they are, or where a prompt stands. Mostly it tells nothing new."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Select, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, Happening
from storage.outbox_rows import delivery_of, named
from storage.places import PLACE_COLUMNS, place_columns
from storage.prepared import Prepared
from storage.tables.outbox import deliveries
from storage.tables.people import accounts
from storage.tables.places import contacts

Prompt = tuple[str, UUID]
"""A municipality, and a delivery of its."""

_NO_PROMPT: Prompt = ("", UUID(int=0))


async def look(c: AsyncConnection, about: Happening, prompt: Prompt | None) -> tuple[bool, Delivery | None]:
    """Whether they are known to be reached here, and by a name if they have one; and a prompt that may stand here.

    It is the prompt that the card they pressed names, if we were never told that it stands here as this message.
    Whoever is imported has their name from the municipality. Not all that Teams tells bears one: a stranger's may come
    with their first words.
    """
    municipality, delivery = prompt or _NO_PROMPT
    place = place_columns(about.place)
    pressed = {"activity": about.pressed, "its_municipality": municipality, "its_id": delivery}
    asked = {**place, **pressed, "tenant": about.place.tenant, "object_id": about.account.object_id}
    is_known, is_unsure = (await _look().run(c, **asked, is_nameless=not about.name)).one()
    if not is_unsure:
        return is_known, None
    row = (
        (await _UNSURE.run(c, **pressed, tenant=about.place.tenant, conversation=about.place.conversation))
        .mappings()
        .one_or_none()
    )
    return is_known, delivery_of(row) if row else None


@cache
def _look() -> Prepared:
    here = (contacts.c[name] == bindparam(name) for name in PLACE_COLUMNS)
    is_imported = exists().where(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id)
    is_known = exists().where(
        contacts.c.tenant == bindparam("tenant"),
        contacts.c.object_id == bindparam("object_id"),
        contacts.c.reachable,
        *here,
        or_(bindparam("is_nameless", type_=Boolean), contacts.c.name != "", is_imported),
    )
    return Prepared(select(is_known, _unsure().exists()))


def _unsure() -> Select[Any]:
    """A message that is known as another delivery's is none of it, whatever its card is made to say."""
    another = deliveries.alias()
    known = exists().where(
        another.c.tenant == bindparam("tenant"),
        another.c.conversation == bindparam("conversation"),
        another.c.activity == bindparam("activity"),
    )
    return select(deliveries).where(
        named(),
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        deliveries.c.unsure > 0,
        deliveries.c.tenant == bindparam("tenant"),
        deliveries.c.conversation == bindparam("conversation"),
        ~known,
    )


_UNSURE = Prepared(_unsure())
