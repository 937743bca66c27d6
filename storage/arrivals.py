"""Whether an activity tells something new: where its account can be reached, or where a prompt stands. Mostly not."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Select, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, Happening
from storage.outbox_rows import delivery_of, has_key
from storage.places import PLACE_COLUMNS, place_columns
from storage.prepared import Prepared
from storage.tables.outbox import deliveries
from storage.tables.people import accounts
from storage.tables.places import contacts

Prompt = tuple[str, UUID]
"""(municipality, id of a delivery)"""

_NO_PROMPT: Prompt = ("", UUID(int=0))


async def look(c: AsyncConnection, about: Happening, prompt: Prompt | None) -> tuple[bool, Delivery | None]:
    """Whether the account is known as reachable at this place, and the prompt behind the pressed card.

    A known account has a name, if the activity bears a name: imported people have theirs from the municipality, a
    stranger's may come later than the first activity. The prompt is returned only if its sending was uncertain and the
    pressed message is not known as any delivery's; or as the reminder that was pressed; else None.
    """
    municipality, delivery = prompt or _NO_PROMPT
    place = place_columns(about.place)
    pressed = {"activity": about.pressed, "its_municipality": municipality, "its_id": delivery}
    asked = {**place, **pressed, "tenant": about.place.tenant, "object_id": about.account.object_id}
    is_known, is_unsure = (await _look().run(c, **asked, is_nameless=not about.name)).one()
    if not is_unsure:
        return is_known, None
    row = (
        (await _UNCERTAIN.run(c, **pressed, tenant=about.place.tenant, conversation=about.place.conversation))
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
    return Prepared(select(is_known, _uncertain().exists()))


def _uncertain() -> Select[Any]:
    """The prompt that a press names, if uncertain and in this conversation; or the reminder that was pressed.

    A press can be forged: a message known as another delivery's never counts as the prompt's.
    """
    another = deliveries.alias()
    known = exists().where(
        another.c.tenant == bindparam("tenant"),
        another.c.conversation == bindparam("conversation"),
        another.c.activity == bindparam("activity"),
    )
    is_unsure = and_(deliveries.c.uncertain_tries > 0, ~known)
    is_prompt = deliveries.c.kind == DeliveryKind.PROMPT.value
    is_reminder = deliveries.c.kind == DeliveryKind.REMINDER.value
    return select(deliveries).where(
        has_key(),
        or_(
            and_(is_prompt, is_unsure),
            and_(is_reminder, or_(deliveries.c.activity == bindparam("activity"), is_unsure)),
        ),
        deliveries.c.tenant == bindparam("tenant"),
        deliveries.c.conversation == bindparam("conversation"),
    )


_UNCERTAIN = Prepared(_uncertain())
