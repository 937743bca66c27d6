"""A reminder as sent: composed only for a reader who is still waited for; any other reminder is dropped or removed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import cards, recipients, schooldays, steps
from bot.context.addressing import NotNow, Outgoing, person_of, place_of
from content.vocabulary.prompting import PromptAsked, PromptReminded
from dialogs.asking import pausing, prompting, reminding
from dialogs.calendar.instants import local
from dialogs.model import Delivery, DeliveryState, Language, Person, StepRef
from storage import reminders


async def compose_reminder(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    """The reason of a dropped reminder is never told: the reason would tell who has answered."""
    if delivery.session is None or delivery.position is None or delivery.person is None:
        return NotNow(DeliveryState.DROPPED, "")
    context = await steps.load(c, StepRef(delivery.municipality, delivery.session, delivery.position))
    place = await place_of(c, delivery)
    if context is None or isinstance(place, NotNow):
        return NotNow(DeliveryState.DROPPED, "")
    if delivery.activity:
        where = replace(place, conversation=delivery.conversation or place.conversation)
        return Outgoing(where, None, Language.NB, delivery.activity)
    person = await person_of(c, delivery)
    if not await _is_waited_for(c, context, delivery, person, now=now):
        return NotNow(DeliveryState.DROPPED, "")
    language = steps.language_of(person, context.unit)
    asked = await cards.card(c, context, person.id, delivery=str(delivery.id), now=now, language=language)
    if not isinstance(asked, PromptAsked):
        return NotNow(DeliveryState.DROPPED, "")
    reminded = PromptReminded(asked.question, replace(asked, earlier=()))
    return Outgoing(place, reminded, language, until=min(context.step.closes_at, reminding.until(now)))


async def _is_waited_for(
    c: AsyncConnection, context: steps.StepContext, delivery: Delivery, person: Person, *, now: datetime
) -> bool:
    step = context.step
    if person.reminders == 0 or pausing.is_paused(person, now=now):
        return False
    still = await recipients.asked(c, context, now=now, among=[person.id])
    if prompting.not_worth_sending(step, person.id, still, now=now):
        return False
    days = await schooldays.days_of(c, step.municipality, context.group.id, now=now)
    if not reminding.is_time(step, days, now=now):
        return False
    if await reminders.is_begun(c, context.ref, person.id):
        return False
    return await reminders.is_first_today(c, delivery, today=local(now).date())
