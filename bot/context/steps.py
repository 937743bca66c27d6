"""A step with its session, series and group; and the language of the addressee."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.answering.reflecting import AnswerContext
from dialogs.model import (
    Account,
    Group,
    Happening,
    Language,
    Person,
    Reflection,
    Scope,
    Series,
    Session,
    Stage,
    Step,
    StepRef,
    Unit,
)
from dialogs.sharing import circles
from storage import channels
from storage.memberships import (
    memberships_of,
)
from storage.people import persons_behind
from storage.prepared import cache_of
from storage.step_with_series import step_with_series
from storage.units import all_groups, all_units


@dataclass(frozen=True)
class StepContext:
    """A step with its session, series (without its meetings), group and municipality.

    `roster_version` is the municipality's: values cached with the version hold until the roster changes. `meeting` is
    the next one that reads what the step gives: its group, and when.
    """

    step: Step
    session: Session
    series: Series
    group: Group
    town: circles.Municipality
    roster_version: UUID | None = None
    meeting: tuple[str, datetime] | None = None

    @property
    def ref(self) -> StepRef:
        return StepRef(self.step.municipality, self.step.session, self.step.position)

    @property
    def unit(self) -> Unit:
        return self.town.units[self.group.unit]

    @property
    def is_open(self) -> bool:
        return self.step.stage is Stage.OPEN

    def ground(self, author: UUID) -> AnswerContext:
        network = self.town.network
        return AnswerContext(self.session, self.step, self.unit.id, network.id if network else None, author)


async def town(c: AsyncConnection, municipality: str) -> circles.Municipality:
    units = await all_units(c, municipality)
    groups = await all_groups(c, municipality)
    return circles.Municipality(municipality, {unit.id: unit for unit in units}, {group.id: group for group in groups})


async def load(c: AsyncConnection, ref: StepRef, *, alone: bool = False) -> StepContext | None:
    """The step named by a card, None for an unknown step: a client made by hand may name any.

    `alone`: the step is locked until the transaction ends.
    """
    found = await step_with_series(c, ref.municipality, ref.session, ref.position, alone=alone)
    if found is None:
        return None
    step, session, series, roster_version, meeting = found

    async def work() -> tuple[circles.Municipality, None]:
        return await town(c, ref.municipality), None

    place = await cache_of(c).get(("town", ref.municipality), work, version=roster_version)
    return StepContext(step, session, series, place.groups[session.group], place, roster_version, meeting)


async def context_of(c: AsyncConnection, step: Step) -> StepContext:
    """The context with the caller's `step` in place of the stored step."""
    found = await load(c, StepRef(step.municipality, step.session, step.position))
    if found is None:
        raise LookupError(f"step without a session: {step.session}")
    return replace(found, step=step)


def language_of(person: Person, unit: Unit) -> Language:
    """The person's own language, else the unit's."""
    return person.reads or unit.language


async def language_for(c: AsyncConnection, about: Happening) -> Language:
    """The language to answer in: in a linked channel the unit's; else the person's, their unit's, the client's."""
    if about.place.scope is not Scope.PERSONAL:
        for municipality, group in await channels.groups_in(c, about.place.tenant, about.place.conversation):
            found = await town(c, municipality)
            return found.units[found.groups[group].unit].language
    return await language_of_account(c, about.account) or Language.of(about.locale)


async def language_of_account(c: AsyncConnection, account: Account) -> Language | None:
    """The person's, or their unit's; None for an account that no list has."""
    for person in await persons_behind(c, account):
        if person.reads is not None:
            return person.reads
        memberships = await memberships_of(c, person.municipality, person.id)
        if memberships:
            found = await town(c, person.municipality)
            return found.units[found.groups[memberships[-1].group].unit].language
    return None


def is_counted(reflection: Reflection | None) -> bool:
    """Whether «har svart» counts the reflection."""
    return reflection is not None and bool(reflection.parts)


def is_in_time(context: StepContext, known: Reflection | None) -> bool:
    """New words are taken while the step is open; an answer can be changed until the session closes.

    Taking an answer back has no end.
    """
    return context.is_open or (context.session.stage is Stage.OPEN and is_counted(known))
