"""The cards of a digest before readers' eyes, brought up to date after what people did with its themes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.update_slots import SLOT, end_of_slot
from dialogs.model import Delivery, Digest, Happening
from storage import delivery_links, outbox, outbox_queries


async def shown(c: AsyncConnection, municipality: str, digest: UUID) -> list[Delivery]:
    found = await outbox_queries.digests_shown(c, municipality, [digest])
    known = await delivery_links.with_readers(c, found)
    await delivery_links.link_again(c, known)
    return known


async def others_follow(c: AsyncConnection, about: Happening, digest: Digest, *, now: datetime) -> None:
    """Every card of the digest but the pressed one is brought up to date soon."""
    cards = [one for one in await shown(c, digest.municipality, digest.id) if not _is_pressed(one, about)]
    await _follow(c, cards, digest, now=now)


async def pressed_follows(c: AsyncConnection, about: Happening, digest: Digest, *, now: datetime) -> None:
    """The pressed card too, a slot later, so that Teams has the answer to the press before."""
    cards = [one for one in await shown(c, digest.municipality, digest.id) if _is_pressed(one, about)]
    await _follow(c, cards, digest, now=now + SLOT)


def _is_pressed(one: Delivery, about: Happening) -> bool:
    return one.activity == about.pressed and one.conversation == about.place.conversation


async def _follow(c: AsyncConnection, cards: Sequence[Delivery], digest: Digest, *, now: datetime) -> None:
    due_at = end_of_slot(digest.municipality, now=now)
    await outbox.want_again(c, *(replace(one, due_at=due_at) for one in cards))


async def want_cards(c: AsyncConnection, municipality: str, digest: UUID, *, now: datetime) -> None:
    due_at = end_of_slot(municipality, now=now)
    await outbox.want_again(c, *(replace(one, due_at=due_at) for one in await shown(c, municipality, digest)))
