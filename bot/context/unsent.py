"""Questions closed before being sent to everybody, for the coordinators."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, steps
from bot.context.steps import StepContext
from bot.context.unreached import OF_USE, has_arrived, prompts_of
from content.vocabulary.looking_after import (
    LateQuestion,
    NotSentInTime,
)
from dialogs.asking import prompting
from dialogs.calendar.instants import local
from dialogs.model import (
    Delivery,
    Group,
    Session,
)
from dialogs.sharing.reaching import tells_of_late
from storage import outbox, reaching
from storage.memberships import members_of
from storage.sessions import sessions_missed_at
from storage.steps import steps_closed_at
from storage.units import one_group


async def tell_of_late(c: AsyncConnection, context: StepContext, *, now: datetime) -> None:
    """Tell the coordinators of a step just closed, if a prompt has not, or perhaps not, been sent.

    All steps closed by the same tick go in the same notice.
    """
    step = context.step
    if now - step.closes_at > OF_USE:
        return
    if not await reaching.may_be_late(c, step.municipality, step.session, step.position, reason=prompting.TOO_LATE):
        return
    await _write_late(c, step.municipality, context.group.id, now=now)


async def tell_of_missed(c: AsyncConnection, session: Session, *, now: datetime) -> None:
    """Tell the coordinators of a session with people to ask that was over before its opening."""
    if now - session.opens_at > OF_USE:
        return
    members = await members_of(c, session.municipality, [session.group], now=now)
    if not any(member.role in prompting.ASKED_ROLES for member in members):
        return
    await reaching.look_at(c, session.municipality, session.id, now=now)
    await _write_late(c, session.municipality, session.group, now=now)


async def _write_late(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> None:
    to = await recipients.coordinators(c, municipality, group, now=now)
    await outbox.add_all(c, (deliveries.unsent_notice(municipality, person, now=now) for person in to))


def _is_late(prompt: Delivery) -> bool:
    return prompt.reason == prompting.TOO_LATE and not has_arrived(prompt)


async def unsent(
    c: AsyncConnection, delivery: Delivery, closed_at: datetime, *, now: datetime
) -> tuple[NotSentInTime, Group] | None:
    """The message about questions closed at `closed_at` in the reader's groups, and a group of the reader's."""
    if now - closed_at > OF_USE:
        return None
    led: Group | None = None
    questions: list[LateQuestion] = []
    for group, question in await _late_questions(c, delivery.municipality, closed_at, now=now):
        if await recipients.coordinates(c, delivery.municipality, group.id, delivery.person, now=now):
            led = led or group
            questions.append(question)
    return (NotSentInTime(tuple(questions)), led) if led else None


async def _late_questions(
    c: AsyncConnection, municipality: str, at: datetime, *, now: datetime
) -> list[tuple[Group, LateQuestion]]:
    """The steps closed and the sessions missed at that instant, each with its group."""
    since, found = at - OF_USE, list[tuple[Group, LateQuestion]]()
    for session in await sessions_missed_at(c, municipality, at, since=since):
        group = await one_group(c, municipality, session.group)
        if group is not None:
            found.append((group, LateQuestion(group.name, local(session.opens_at), "all")))
    for step in await steps_closed_at(c, municipality, at, since=since):
        context = await steps.context_of(c, step)
        if (question := await _late_question(c, context, now=now)) is not None:
            found.append((context.group, question))
    return found


async def _late_question(c: AsyncConnection, context: StepContext, *, now: datetime) -> LateQuestion | None:
    """The question with its numbers; None if everybody still in the group was sent the question."""
    prompts = await prompts_of(c, context)
    still = await recipients.asked(c, context, now=now)
    to = [prompt for prompt in prompts if prompt.person is None or prompt.person in still]
    late = sum(map(_is_late, to))
    if not late:
        return None
    tells = tells_of_late(len(to), late)
    numbers = {"late": late, "asked": len(to)} if tells == "number" else {}
    return LateQuestion(context.group.name, local(context.step.opens_at), tells, **numbers)
