"""A phase that waits for checkpoints, as told to whoever plans: found by the tick, worded when the notice is sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import planned_for, recipients, steps
from bot.context.notice import Notice
from content.vocabulary.phases import PhaseWaits
from dialogs.calendar.instants import local
from dialogs.model import Actor, Delivery, Identity, Series, Session
from dialogs.planning import phasing
from storage import checkpoints
from storage.memberships import members_of
from storage.series import one_series
from storage.sessions import one_session, sessions_of


@dataclass(frozen=True)
class Shut:
    """The place of a phase that waits, and the sessions to come of the groups that wait for it, the first first."""

    phase: int
    sessions: tuple[Session, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.group for one in self.sessions))


async def shut_phase(
    c: AsyncConnection, series: Series, group: str, *, among: Collection[str] | None = None
) -> Shut | None:
    """The first phase that waits in the group, with all groups of the series, or those `among`, that wait for it."""
    known = await sessions_of(c, series.municipality, series.id)
    shut_in = phasing.shut_in(series.phases, known, await checkpoints.settled(c, series.municipality, series.id))
    shut = shut_in.get(group)
    if shut is None:
        return None
    at = phasing.numbers(series.phases, known)
    alike = {one for one, number in shut_in.items() if number == shut and (among is None or one in among)}
    mine = (one for one in known if one.group in alike and at[one.id] == shut and not one.has_begun)
    return Shut(shut, tuple(mine))


async def readers(c: AsyncConnection, series: Series, *, now: datetime) -> tuple[UUID, ...]:
    """Whoever leads the series; the coordinators of its groups, if whoever leads it may not plan it any more."""
    if await _plans(c, series.municipality, series.groups, series.led_by, now=now):
        return (series.led_by,)
    found = [await recipients.coordinators(c, series.municipality, group, now=now) for group in series.groups]
    return tuple(dict.fromkeys(person for people in found for person in people))


async def answering_for(
    c: AsyncConnection, series: Series, groups: Iterable[str], told: Collection[UUID], *, now: datetime
) -> dict[UUID, str]:
    """Of a series of several groups: members who may plan for their group, with the group, but those `told`."""
    if len(series.groups) == 1:
        return {}
    found: dict[UUID, str] = {}
    for group in groups:
        members = await members_of(c, series.municipality, [group], now=now)
        others = {one.person for one in members} - {*told, *found}
        for person in sorted(others, key=str):
            if await _plans(c, series.municipality, [group], person, now=now):
                found[person] = group
    return found


async def _plans(c: AsyncConnection, place: str, groups: Sequence[str], person: UUID, *, now: datetime) -> bool:
    return await _planned_by(c, place, groups, person, now=now) == tuple(groups)


async def _planned_by(
    c: AsyncConnection, place: str, groups: Iterable[str], person: UUID, *, now: datetime
) -> tuple[str, ...]:
    town = await steps.town(c, place)
    memberships = await members_of(c, place, list(town.groups), now=now, among=[person])
    reader = Actor.known_as(Identity.of(place, person, memberships))
    plans = {one.id for one in await planned_for.groups_planned_by(c, reader, place, now=now)}
    return tuple(one for one in groups if one in plans)


async def to_planner(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Notice | None:
    """None where the phase waits no more, or its reader does not plan the series any more."""
    session = await one_session(c, delivery.municipality, delivery.session or "")
    series = await one_series(c, session.municipality, session.series) if session is not None else None
    if session is None or series is None or delivery.person is None:
        return None
    mine = await _planned_by(c, series.municipality, series.groups, delivery.person, now=now)
    found = await shut_phase(c, series, session.group, among=mine)
    if found is None or not found.sessions or session.group not in mine:
        return None
    town = await steps.town(c, series.municipality)
    return Notice(await _told(c, series, found), town.groups[session.group])


async def _told(c: AsyncConnection, series: Series, shut: Shut) -> PhaseWaits:
    """What some of the groups wait for still, first of all the group whose session is the first."""
    town = await steps.town(c, series.municipality)
    settled = await checkpoints.settled(c, series.municipality, series.id)
    before = series.phases[shut.phase - 1]
    left = {one for group in shut.groups for one in phasing.unsettled(before, settled.get(group, ()))}
    return PhaseWaits(
        series.municipality,
        series.id,
        tuple(town.groups[group].name for group in shut.groups if group in town.groups),
        waits_for=before.name,
        following=series.phases[shut.phase].name,
        at=local(shut.sessions[0].opens_at),
        left=tuple(one for one in before.checkpoints if one in left),
        group=shut.groups[0] if len(series.groups) > 1 else "",
    )
