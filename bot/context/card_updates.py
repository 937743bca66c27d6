"""Updates of sent cards and receipts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from dialogs.model import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    OfNewerReceipt,
    OfNoAnswer,
    Stage,
    Step,
    StepRef,
)
from storage import delivery_links, outbox, outbox_queries, reminders


async def want_cards(c: AsyncConnection, step: Step, *, due_at: datetime) -> None:
    """Writes an update for each of the step's cards, and the removal of each reminder."""
    prompts = await outbox_queries.prompts_of(c, step.municipality, step.session, step.position)
    nagging = await reminders.standing(c, StepRef(step.municipality, step.session, step.position))
    shown = (prompt for prompt in prompts if prompt.person is not None or prompt.group is not None)
    updates = (deliveries.card_update(prompt, due_at=due_at) for prompt in shown)
    await outbox.want_again(c, *updates, *(replace(one, due_at=due_at) for one in nagging))


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
    now: datetime,
) -> None:
    """Write updates of the person's card and receipts (unless `spares_form`).

    Teams clears the fields of an updated card, and with the fields half-written words. For that reason a channel's
    card, which is everybody's form, is not updated after an answer, nor a card that still shows the question, unless
    something was `pressed`. Receipts are updated if the answer has `changed`, and replaced by a newer `receipt`.
    """
    found = await outbox_queries.shown_to(
        c, step.municipality, step.session, step.position, person=person, updates=not pressed
    )
    if not found and step.stage is not Stage.OPEN:
        found = await delivery_links.own_cards(c, StepRef(step.municipality, step.session, step.position), person)
        await delivery_links.link_again(c, found)
    updated = {one.prompt for one in found if one.kind is DeliveryKind.CARD}
    prompts = (one for one in found if one.kind is DeliveryKind.PROMPT and (pressed or not _is_as_sent(one, updated)))
    cards = [] if spares_form else [deliveries.card_update(one, due_at=due_at) for one in prompts]
    # The opened form may be a receipt's card: all are brought up to date when it is closed.
    standing = [] if spares_form else [one for one in found if one.kind is DeliveryKind.RECEIPT]
    told = _receipts_of_now(standing, receipt, changed=changed, due_at=due_at)
    await outbox.want_again(c, *cards, *told)
    reminded = [one for one in found if one.kind is DeliveryKind.REMINDER]
    if reminded:
        await _take_away(c, reminded, pressed=pressed, due_at=due_at, now=now)


async def _take_away(
    c: AsyncConnection, found: Sequence[Delivery], *, pressed: bool, due_at: datetime, now: datetime
) -> None:
    """Reminders of somebody who has answered or passed: unsent ones are dropped, and sent ones removed.

    After an answer in chat a reminder stands until its step closes: like the prompt's card it is a form, which may be
    half filled in.
    """
    await reminders.drop(c, found[0].municipality, [one.id for one in found], now=now)
    there = (one for one in found if (pressed and one.activity) or one.state is DeliveryState.ON_THE_WIRE)
    await outbox.want_again(c, *(replace(one, due_at=due_at) for one in there))


def _is_as_sent(prompt: Delivery, updated: Collection[UUID]) -> bool:
    """Whether the card stands in Teams without an update since; a card yet to be sent will show the stored answer."""
    return bool(prompt.activity) and prompt.id not in updated


def _receipts_of_now(
    standing: Iterable[Delivery], newest: Delivery | None, *, changed: bool, due_at: datetime
) -> list[Delivery]:
    """The receipts to be sent, changed or removed: a `newest` receipt replaces the others."""
    known = [one for one in standing if not _is_going(one)]
    if newest is None:
        return [replace(one, due_at=due_at) for one in known if changed and not isinstance(one.about, OfNoAnswer)]
    same = next((one for one in known if newest.activity and one.activity == newest.activity), newest)
    newest = replace(newest, id=same.id)
    others = (one for one in known if one.id != newest.id)
    return [newest, *(deliveries.superseded(one, due_at=due_at) for one in others)]


def _is_going(one: Delivery) -> bool:
    """Whether the receipt's removal is under way; a removal that Teams refused is tried once more."""
    return isinstance(one.about, OfNewerReceipt) and one.state not in {DeliveryState.SENT, DeliveryState.UNDELIVERABLE}
