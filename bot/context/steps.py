"""A step with all that stands around it, and who is asked."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.answering.reflecting import Ground
from dialogs.asking import prompting
from dialogs.model import (
    Asked,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digest,
    Group,
    Happening,
    Language,
    Membership,
    Person,
    Reflection,
    Role,
    Scope,
    Series,
    Session,
    Stage,
    Step,
    StepRef,
    Unit,
)
from dialogs.sharing import circles
from storage import askings, channels, outbox
from storage.cache import cached
from storage.memberships import (
    members_in_both,
    members_of,
    memberships_of,
    memberships_with_role,
    next_membership_change,
)
from storage.people import persons_behind
from storage.sessions import groups_with_session
from storage.step_with_series import step_with_series
from storage.units import all_groups, all_units


@dataclass(frozen=True)
class StepContext:
    """A step with all that stands around it; its series comes without its meetings, which no card shows.

    `mark` is the roster's, for what is worked out of it and kept.
    """

    step: Step
    session: Session
    series: Series
    group: Group
    town: circles.Municipality
    mark: UUID | None = None

    @property
    def ref(self) -> StepRef:
        return StepRef(self.step.municipality, self.step.session, self.step.position)

    @property
    def unit(self) -> Unit:
        return self.town.units[self.group.unit]

    @property
    def is_open(self) -> bool:
        return self.step.stage is Stage.OPEN

    def ground(self, author: UUID) -> Ground:
        network = self.town.network
        return Ground(self.session, self.step, self.unit.id, network.id if network else None, author)


async def town(c: AsyncConnection, municipality: str) -> circles.Municipality:
    units = await all_units(c, municipality)
    groups = await all_groups(c, municipality)
    return circles.Municipality(municipality, {unit.id: unit for unit in units}, {group.id: group for group in groups})


async def load(c: AsyncConnection, ref: StepRef, *, alone: bool = False) -> StepContext | None:
    """The step a card names; None if there is none (what comes back from a card may have been made by hand).

    `alone`: nobody else has it so until the transaction ends.
    """
    found = await step_with_series(c, ref.municipality, ref.session, ref.position, alone=alone)
    if found is None:
        return None
    step, session, series, mark = found

    async def work() -> tuple[circles.Municipality, None]:
        return await town(c, ref.municipality), None

    place = await cached(c, ("town", ref.municipality), work, mark=mark)
    return StepContext(step, session, series, place.groups[session.group], place, mark)


async def around(c: AsyncConnection, step: Step) -> StepContext:
    """The same, for one who has the step in hand: it may have been another when it was read."""
    found = await load(c, StepRef(step.municipality, step.session, step.position))
    if found is None:
        raise LookupError(f"step without a session: {step.session}")
    return replace(found, step=step)


def language_of(person: Person, unit: Unit) -> Language:
    """The person's own, else their unit's."""
    return person.language or unit.language


async def language_for(c: AsyncConnection, about: Happening) -> Language:
    """For one who has just spoken: in a linked channel its unit's; else their own, their unit's, their client's."""
    if about.place.scope is not Scope.PERSONAL:
        for municipality, group in await channels.groups_in(c, about.place.tenant, about.place.conversation):
            found = await town(c, municipality)
            return found.units[found.groups[group].unit].language
    for person in await persons_behind(c, about.account):
        if person.language is not None:
            return person.language
        memberships = await memberships_of(c, person.municipality, person.id)
        if memberships:
            found = await town(c, person.municipality)
            return found.units[found.groups[memberships[-1].group].unit].language
    return Language.of(about.locale)


async def asked(
    c: AsyncConnection, asking: StepContext, *, now: datetime, among: Collection[UUID] | None = None
) -> frozenset[UUID]:
    """Those this step asks: who is asked by an earlier group's session of the same series and turn is asked there.

    `among` are the people whose answer will be looked at, None for everybody; it spares reading the others.
    """
    found = await _asked_in(c, asking, asking.group.id, now=now, among=among)
    return found - await _asked_earlier(c, asking, now=now)


async def _asked_earlier(c: AsyncConnection, asking: StepContext, *, now: datetime) -> frozenset[UUID]:
    """Those of the group who are asked as members of an earlier one."""
    group, place = asking.group.id, asking.step.municipality
    earlier = asking.series.groups[: asking.series.groups.index(group)]
    there = await groups_with_session(c, asking.session, earlier) if earlier else frozenset[str]()
    if not there:
        return frozenset()
    if asking.step.leading_only:  # who writes in a group depends on all its members
        members = await members_of(c, place, sorted(there), now=now)
    else:
        members = await members_in_both(c, place, group, sorted(there), now=now)
    of_group: dict[str, list[Membership]] = {}
    for member in members:
        of_group.setdefault(member.group, []).append(member)
    return frozenset[UUID]().union(*(prompting.asked(members, asking.step) for members in of_group.values()))


async def _asked_in(
    c: AsyncConnection, asking: StepContext, group: str, *, now: datetime, among: Collection[UUID] | None = None
) -> frozenset[UUID]:
    # Who writes where only those who lead do depends on all its members.
    needed = None if asking.step.leading_only else among
    members = await members_of(c, asking.step.municipality, [group], now=now, among=needed)
    return prompting.asked(members, asking.step)


async def may_answer(c: AsyncConnection, asking: StepContext, person: UUID, *, now: datetime) -> bool:
    """In a channel everybody reads along, so whoever the group would ask may answer, also if asked elsewhere.

    Worked out once for the group, and again when the roster has changed or somebody's time in a group is over.
    """
    place, group, step = asking.town.id, asking.group.id, asking.step

    async def work() -> tuple[frozenset[UUID], datetime | None]:
        members = await members_of(c, place, [group], now=now)
        return prompting.asked(members, step), await next_membership_change(c, place, now=now)

    key = ("answering", place, group, step.leading_only)
    return person in await cached(c, key, work, mark=asking.mark, now=now)


async def coordinators(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> tuple[UUID, ...]:
    """The group's own; where it has none, the municipality's."""
    everywhere = await memberships_with_role(c, municipality, Role.COORDINATOR, now=now)
    own = [member for member in everywhere if member.group == group]
    return tuple(dict.fromkeys(member.person for member in own or everywhere))


async def takes_part(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> bool:
    """Whether they are in any of its groups, in whichever role."""
    theirs = await memberships_of(c, municipality, person)
    return any(circles.counts(membership, now) for membership in theirs)


async def all_coordinators(c: AsyncConnection, municipality: str, *, now: datetime) -> tuple[UUID, ...]:
    everywhere = await memberships_with_role(c, municipality, Role.COORDINATOR, now=now)
    return tuple(dict.fromkeys(member.person for member in everywhere))


def is_counted(reflection: Reflection | None) -> bool:
    """Whether it is one of those «har svart» counts."""
    return reflection is not None and bool(reflection.parts)


def is_in_time(asking: StepContext, known: Reflection | None) -> bool:
    """New words are taken while the step is open; an answer can be changed until the session closes.

    Taking an answer back has no end.
    """
    return asking.is_open or (asking.session.stage is Stage.OPEN and is_counted(known))


async def unasked(c: AsyncConnection, asking: StepContext, *, now: datetime) -> frozenset[UUID]:
    """Those who should be asked in their own chat, and for whom no delivery has been written yet."""
    step = asking.step
    prompted = await askings.prompted(c, step.municipality, step.session, step.position)
    return await asked(c, asking, now=now) - prompted


async def ask(c: AsyncConnection, asking: StepContext, *, now: datetime, due_at: datetime) -> None:
    """One delivery per recipient, due at `due_at`: each person asked at `now`, or the group's channel."""
    step = asking.step
    if step.asked is Asked.CHANNEL:
        await outbox.add(c, _prompt_to(step, None, asking.group.id, due_at=due_at))
        return
    people = await unasked(c, asking, now=now)
    await outbox.add_all(c, (_prompt_to(step, person, None, due_at=due_at) for person in people))


def _prompt_to(step: Step, person: UUID | None, group: str | None, *, due_at: datetime) -> Delivery:
    return Delivery(
        municipality=step.municipality,
        id=prompting.delivery_id("prompt", step.municipality, step.session, step.position, person or f"in {group}"),
        kind=DeliveryKind.PROMPT,
        state=DeliveryState.DUE,
        due_at=due_at,
        session=step.session,
        position=step.position,
        person=person,
        group=group,
    )


def digest_to(digest: Digest, person: UUID, *, due_at: datetime) -> Delivery:
    return Delivery(
        municipality=digest.municipality,
        id=prompting.delivery_id("digest", digest.id, person),
        kind=DeliveryKind.DIGEST,
        state=DeliveryState.DUE,
        due_at=due_at,
        session=digest.session,
        person=person,
        about=str(digest.id),
    )
