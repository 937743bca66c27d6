"""A session that changes after people were asked: everybody with the question is told once, and nobody else."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, schooldays, steps
from bot.context.notice import Notice
from bot.context.steps import StepContext
from bot.context.unreached import has_arrived, prompts_of
from content.dates import deadline
from content.vocabulary.steering import AskedChanged, What
from dialogs.calendar.instants import local
from dialogs.model import Delivery, OfAskedChanged, Stage, StepRef
from storage import outbox
from storage.people import one_person


async def tell(
    c: AsyncConnection, context: StepContext, closes_at: datetime | None, *, is_longer: bool = False, now: datetime
) -> None:
    """`closes_at` is when the step closes since the change, None for a session that is cancelled."""
    days = await schooldays.days_of(c, context.step.municipality, context.group.id, now=now)
    due_at = days.next_opening(now)
    told = [prompt for prompt in await prompts_of(c, context) if has_arrived(prompt)]
    await outbox.add_all(
        c, (deliveries.asked_changed(prompt, closes_at, is_longer=is_longer, due_at=due_at) for prompt in told)
    )


async def to_whoever_was_asked(
    c: AsyncConnection, delivery: Delivery, changed: OfAskedChanged, *, now: datetime
) -> Notice | None:
    """None if a later change has taken the place of this change, and for former members.

    In a pause too, as summaries are: a notice that was not sent would tell operators of the pause.
    """
    context = await steps.load(c, StepRef(delivery.municipality, delivery.session or "", delivery.position or 0))
    if context is None or not _is_so(context, changed) or not await _is_still_asked(c, context, delivery, now=now):
        return None
    unit = context.unit
    language = unit.language
    if delivery.person is not None:
        person = await one_person(c, delivery.municipality, delivery.person)
        if person is None:
            return None
        language = steps.language_of(person, unit)
    closes_at = deadline(local(changed.closes_at or context.step.closes_at), now=now)
    question = context.step.shown.question.to(language)
    return Notice(
        AskedChanged(_what(context, changed, now=now), context.group.name, question, closes_at), context.group
    )


def _is_so(context: StepContext, changed: OfAskedChanged) -> bool:
    if changed.closes_at is None:
        return context.session.stage is Stage.CANCELLED
    return context.session.stage is not Stage.CANCELLED and context.step.closes_at == changed.closes_at


def _what(context: StepContext, changed: OfAskedChanged, *, now: datetime) -> What:
    if changed.closes_at is None:
        return "cancelled"
    if not context.is_open or changed.closes_at <= now:
        return "ended"
    return "longer" if changed.is_longer else "shorter"


async def _is_still_asked(c: AsyncConnection, context: StepContext, delivery: Delivery, *, now: datetime) -> bool:
    if delivery.person is None:
        return True
    return delivery.person in await recipients.asked(c, context, now=now, among=[delivery.person])
