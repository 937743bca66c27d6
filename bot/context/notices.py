"""What coordinators are told of what stands in the way of the others: written when seen, worded when it is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.steps import StepContext
from bot.context.vacancies import is_of_vacancies, vacant
from content.vocabulary.looking_after import (
    ChannelUnreached,
    LateQuestion,
    LetInAgain,
    LookingAfter,
    NotLetIn,
    NotSentInTime,
    Unreached,
)
from dialogs.asking import prompting
from dialogs.calendar.instants import local
from dialogs.model import (
    Asked,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Group,
    Role,
    Session,
    Stage,
    StepRef,
    TenantLease,
)
from dialogs.sharing.reaching import Reach, tells_of_late
from storage import channels, contacts, outbox, reaching, replicas
from storage.memberships import members_of
from storage.people import persons_by_id
from storage.sessions import sessions_missed_at
from storage.steps import steps_closed_at
from storage.units import all_groups, one_group


@dataclass(frozen=True)
class Told:
    """What a coordinator of this group is told, in its school days."""

    message: LookingAfter
    group: Group


OF_USE = timedelta(days=14)
"""Whom a question did not reach is told for so long: later there has been another one."""

# Whom a session's question did not reach.


def unreached_to(around: StepContext, person: UUID, *, share: int, now: datetime) -> Delivery:
    """`share` is the one by which it was worth telling, in per cent: by then it may no longer be."""
    session = around.session
    return Delivery(
        municipality=session.municipality,
        id=prompting.delivery_id("unreached", session.municipality, session.id, person),
        kind=DeliveryKind.NOTICE,
        state=DeliveryState.DUE,
        due_at=now,
        session=session.id,
        position=0,
        person=person,
        about=str(share),
    )


async def is_unreached(c: AsyncConnection, around: StepContext, *, share: int, now: datetime) -> bool:
    """Whether so many were not reached that their coordinators should know."""
    prompts = await _prompts(c, around)
    if around.step.asked is Asked.CHANNEL:
        return await _channel(c, around, prompts) is not None
    return (await _reach(c, around, prompts, now=now)).is_worth_telling(share)


async def _unreached(
    c: AsyncConnection, around: StepContext, *, share: int, now: datetime
) -> Unreached | ChannelUnreached | None:
    if now - around.session.opens_at > OF_USE or around.session.stage is Stage.CANCELLED:
        return None
    prompts = await _prompts(c, around)
    if around.step.asked is Asked.CHANNEL:
        return await _channel(c, around, prompts)
    reach = await _reach(c, around, prompts, now=now)
    if not reach.is_worth_telling(share):
        return None
    return Unreached(
        group=around.group.name,
        asked_at=_asked_at(prompts),
        asked=reach.asked,
        missing=reach.missing,
        tells_of_removed=reach.tells_of_removed,
        removed=reach.removed if reach.tells_of_removed == "their number" else 0,
        strangers=await contacts.strangers(c, around.step.municipality),
        is_open=around.is_open,
    )


async def _prompts(c: AsyncConnection, around: StepContext) -> tuple[Delivery, ...]:
    return await outbox.prompts_of(c, around.step.municipality, around.step.session, around.step.position)


def _has_arrived(prompt: Delivery) -> bool:
    """Or may have."""
    return bool(prompt.activity or prompt.unsure) or prompt.state is DeliveryState.SENT


def _asked_at(prompts: tuple[Delivery, ...]) -> datetime:
    """Local; what did not arrive has been due since the question went out."""
    return local(min(prompt.due_at for prompt in prompts))


async def _reach(c: AsyncConnection, around: StepContext, prompts: tuple[Delivery, ...], *, now: datetime) -> Reach:
    """As it is now: whoever has added the bot since can be reached, and whoever has left is nobody's to miss."""
    place = around.step.municipality
    to = {prompt.person: prompt for prompt in prompts if prompt.person is not None}
    still = await steps.asked(c, around, now=now, among=to) & to.keys()
    lost = [person for person in still if not _has_arrived(to[person])]
    reached = await contacts.contacts_of(c, place, lost)
    missing = await persons_by_id(c, place, [person for person in lost if person not in reached])
    return Reach(
        asked=len(still),
        missing=tuple(sorted(person.name for person in missing.values())),
        removed=sum(not contact.reachable for contact in reached.values()),
    )


async def _channel(c: AsyncConnection, around: StepContext, prompts: tuple[Delivery, ...]) -> ChannelUnreached | None:
    """None where it can be written to: then it is not the group's to mend."""
    channel = await channels.channel_of(c, around.step.municipality, around.group.id)
    if not prompts or any(map(_has_arrived, prompts)) or (channel is not None and channel.reachable):
        return None
    return ChannelUnreached(around.group.name, _asked_at(prompts))


# Where Teams does not let the bot in.


def not_let_in_to(municipality: str, person: UUID, tenant: str, *, since: datetime, now: datetime) -> Delivery:
    return Delivery(
        municipality=municipality,
        id=prompting.delivery_id("not let in", municipality, tenant, since.isoformat(), person),
        kind=DeliveryKind.NOTICE,
        state=DeliveryState.DUE,
        due_at=now,
        person=person,
        about=f"{tenant} {since.isoformat()}",
    )


async def is_stopped(c: AsyncConnection, tenant: str) -> bool:
    """Whether Teams does not let the bot in there just now."""
    return (await replicas.sheets(c)).get(tenant, TenantLease(tenant)).stopped_why != ""


async def _not_let_in(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Told | None:
    led = await _led_by(c, delivery, now=now)
    if led is None:
        return None
    tenant, _, since = delivery.about.partition(" ")
    begun = local(datetime.fromisoformat(since))
    return Told(NotLetIn(begun) if await is_stopped(c, tenant) else LetInAgain(begun), led)


# Which questions closed before they could be sent to everybody.

_LATE = "late"
# What was on the wire when the question closed is settled by then.
_SETTLED = timedelta(minutes=1)


async def tell_of_late(c: AsyncConnection, around: StepContext, *, now: datetime) -> None:
    """The step has just closed: its coordinators are told, where a prompt of it has not been sent or may not have been.

    What one tick closes is told together.
    """
    step = around.step
    if now - step.closes_at > OF_USE:
        return
    if not await reaching.may_be_late(c, step.municipality, step.session, step.position, reason=prompting.TOO_LATE):
        return
    await _write_late(c, step.municipality, around.group.id, now=now)


async def tell_of_missed(c: AsyncConnection, session: Session, *, now: datetime) -> None:
    """The session was to ask somebody, and its time was over before it could be opened."""
    if now - session.opens_at > OF_USE:
        return
    members = await members_of(c, session.municipality, [session.group], now=now)
    if not any(member.role in prompting.ASKED_ROLES for member in members):
        return
    await reaching.look_at(c, session.municipality, session.id, now=now)
    await _write_late(c, session.municipality, session.group, now=now)


async def _write_late(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> None:
    to = await steps.coordinators(c, municipality, group, now=now)
    await outbox.add_all(c, (_late_to(municipality, person, now=now) for person in to))


def _late_to(municipality: str, person: UUID, *, now: datetime) -> Delivery:
    return Delivery(
        municipality=municipality,
        id=prompting.delivery_id("not sent in time", municipality, now.isoformat(), person),
        kind=DeliveryKind.NOTICE,
        state=DeliveryState.DUE,
        due_at=now + _SETTLED,
        person=person,
        about=f"{_LATE} {now.isoformat()}",
    )


def _is_late(prompt: Delivery) -> bool:
    return prompt.reason == prompting.TOO_LATE and not _has_arrived(prompt)


async def _late(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Told | None:
    at = datetime.fromisoformat(delivery.about.removeprefix(f"{_LATE} "))
    if now - at > OF_USE:
        return None
    led: Group | None = None
    questions: list[LateQuestion] = []
    for group, question in await _late_questions(c, delivery.municipality, at, now=now):
        if delivery.person in await steps.coordinators(c, delivery.municipality, group.id, now=now):
            led = led or group
            questions.append(question)
    return Told(NotSentInTime(tuple(questions)), led) if led else None


async def _late_questions(
    c: AsyncConnection, municipality: str, at: datetime, *, now: datetime
) -> list[tuple[Group, LateQuestion]]:
    """Of the steps that closed and the sessions that were missed at that instant, with the group of each."""
    since, found = at - OF_USE, list[tuple[Group, LateQuestion]]()
    for session in await sessions_missed_at(c, municipality, at, since=since):
        group = await one_group(c, municipality, session.group)
        if group is not None:
            found.append((group, LateQuestion(group.name, local(session.opens_at), "all")))
    for step in await steps_closed_at(c, municipality, at, since=since):
        around = await steps.around(c, step)
        if (question := await _late_question(c, around, now=now)) is not None:
            found.append((around.group, question))
    return found


async def _late_question(c: AsyncConnection, around: StepContext, *, now: datetime) -> LateQuestion | None:
    """Whoever has left meanwhile is nobody's to miss."""
    prompts = await _prompts(c, around)
    still = await steps.asked(c, around, now=now)
    to = [prompt for prompt in prompts if prompt.person is None or prompt.person in still]
    late = sum(map(_is_late, to))
    if not late:
        return None
    tells = tells_of_late(len(to), late)
    numbers = {"late": late, "asked": len(to)} if tells == "number" else {}
    return LateQuestion(around.group.name, local(around.step.opens_at), tells, **numbers)


# Which posts nobody holds.


async def _vacant(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Told | None:
    led = await _led_by(c, delivery, now=now)
    message = await vacant(c, delivery, now=now)
    return Told(message, led) if led and message else None


# All.


async def _led_by(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Group | None:
    """A group that the delivery's reader coordinates."""
    groups = {group.id: group for group in await all_groups(c, delivery.municipality)}
    reader = [delivery.person] if delivery.person else []
    theirs = await members_of(c, delivery.municipality, list(groups), now=now, among=reader)
    return next((groups[member.group] for member in theirs if member.role is Role.COORDINATOR), None)


def is_of_use_later(delivery: Delivery) -> bool:
    """Whether a coordinator who cannot be reached now is told when they can be; that the bot was locked out is over."""
    return delivery.session is not None or delivery.about.startswith(_LATE) or is_of_vacancies(delivery)


async def told(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Told | None:
    """What is true now; None where there is nothing to tell any more, or its reader is no coordinator any more."""
    if delivery.about.startswith(_LATE):
        return await _late(c, delivery, now=now)
    if is_of_vacancies(delivery):
        return await _vacant(c, delivery, now=now)
    if delivery.session is None:
        return await _not_let_in(c, delivery, now=now)
    around = await steps.load(c, StepRef(delivery.municipality, delivery.session, delivery.position or 0))
    if around is None:
        return None
    if delivery.person not in await steps.coordinators(c, delivery.municipality, around.group.id, now=now):
        return None
    message = await _unreached(c, around, share=int(delivery.about), now=now)
    return Told(message, around.group) if message else None
