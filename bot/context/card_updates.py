"""Updates of sent cards and receipts."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, receipts
from dialogs.model import (
    Delivery,
    DeliveryKind,
    Step,
)
from storage import outbox, outbox_queries


async def want_cards(c: AsyncConnection, step: Step, *, due_at: datetime) -> None:
    """Writes an update for each of the step's cards."""
    prompts = await outbox_queries.prompts_of(c, step.municipality, step.session, step.position)
    await outbox.want_again(c, *(deliveries.card_update(prompt, due_at=due_at) for prompt in prompts))


async def want_cards_of(
    c: AsyncConnection,
    step: Step,
    person: UUID,
    *,
    pressed: bool = True,
    spares_form: bool = False,
    changed: bool = False,
    receipt: Delivery | None = None,
    due_at: datetime,
) -> None:
    """Write updates of the person's card (unless `spares_form`) and receipts.

    Teams clears the fields of an updated card, and with the fields half-written words. For that reason a channel's
    card, which is everybody's form, is not updated after an answer, nor a card that still shows the question, unless
    something was `pressed`. Receipts are updated if the answer has `changed`, and replaced by a newer `receipt`.
    """
    found = await outbox_queries.shown_to(
        c, step.municipality, step.session, step.position, person=person, updates=not pressed
    )
    updated = {one.prompt for one in found if one.kind is DeliveryKind.CARD}
    prompts = (one for one in found if one.kind is DeliveryKind.PROMPT and (pressed or not _is_as_sent(one, updated)))
    cards = [] if spares_form else [deliveries.card_update(one, due_at=due_at) for one in prompts]
    standing = (one for one in found if one.kind is DeliveryKind.RECEIPT)
    told = receipts.brought_up_to_date(standing, receipt, changed=changed, due_at=due_at)
    await outbox.want_again(c, *cards, *told)


def _is_as_sent(prompt: Delivery, updated: Collection[UUID]) -> bool:
    """Whether the card stands in Teams without an update since; a card yet to be sent will show the stored answer."""
    return bool(prompt.activity) and prompt.id not in updated
