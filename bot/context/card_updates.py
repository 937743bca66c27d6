"""Which cards and receipts that were sent shall be brought up to date."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import outgoing, receipts
from dialogs.model import (
    Delivery,
    DeliveryKind,
    Step,
)
from storage import outbox


async def want_cards(c: AsyncConnection, step: Step, *, due_at: datetime) -> None:
    """All the step's cards shall be brought up to date."""
    prompts = await outbox.prompts_of(c, step.municipality, step.session, step.position)
    await outbox.want_again(c, *(outgoing.card_update(prompt, due_at=due_at) for prompt in prompts))


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
    """This person's card shall be brought up to date, unless it `spares_form`.

    Teams clears the fields of a card that is updated, and with them what is half written there. For that reason a
    channel's card, which is everybody's form, is not updated when somebody answers, nor is a card that shows the
    question still, unless something was `pressed`. The receipt follows what has `changed`, or gives way to a newer
    `receipt`.
    """
    found = await outbox.shown_to(c, step.municipality, step.session, step.position, person=person, updates=not pressed)
    updated = {one.prompt for one in found if one.kind is DeliveryKind.CARD}
    prompts = (one for one in found if one.kind is DeliveryKind.PROMPT and (pressed or not _is_as_sent(one, updated)))
    cards = [] if spares_form else [outgoing.card_update(one, due_at=due_at) for one in prompts]
    standing = (one for one in found if one.kind is DeliveryKind.RECEIPT)
    told = receipts.brought_up_to_date(standing, receipt, changed=changed, due_at=due_at)
    await outbox.want_again(c, *cards, *told)


def _is_as_sent(prompt: Delivery, updated: Collection[UUID]) -> bool:
    """Whether Teams has the card, and nothing has changed it since; one that is still to be sent shows what is kept."""
    return bool(prompt.activity) and prompt.id not in updated
