"""A phase that waits for checkpoints, as told to whoever plans: found by the tick, worded when the notice is sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import planned_for, recipients, steps
from bot.context.notice import Notice
from content.vocabulary.phases import PhaseWaits
from dialogs.calendar.instants import local
from dialogs.model import Actor, Delivery, Identity, Series, Session
from dialogs.permissions import Verb, may
from dialogs.planning import phasing
from storage import checkpoints
from storage.memberships import members_of
from storage.series import one_series
from storage.sessions import one_session, sessions_of


async def shut_phase(c: AsyncConnection, series: Series) -> tuple[int, tuple[Session, ...]] | None:
    """The place of the first phase that waits, and its sessions to come, the first of them first; None for none."""
    known = await sessions_of(c, series.municipality, series.id)
    settled = await checkpoints.settled(c, series.municipality, series.id)
    shut = phasing.shut_from(series.phases, known, settled)
    if shut is None:
        return None
    at = phasing.numbers(series.phases, known)
    return shut, tuple(one for one in known if at[one.id] == shut and not one.has_begun)


async def readers(c: AsyncConnection, series: Series, *, now: datetime) -> tuple[UUID, ...]:
    """Whoever leads the series; the coordinators of its groups, if whoever leads it may not plan it any more."""
    if await _plans(c, series, series.led_by, now=now):
        return (series.led_by,)
    found = [await recipients.coordinators(c, series.municipality, group, now=now) for group in series.groups]
    return tuple(dict.fromkeys(person for people in found for person in people))


async def _plans(c: AsyncConnection, series: Series, person: UUID, *, now: datetime) -> bool:
    place = series.municipality
    town = await steps.town(c, place)
    memberships = await members_of(c, place, list(town.groups), now=now, among=[person])
    reader = Actor.known_as(Identity.of(place, person, memberships))
    return may(reader, Verb.PLAN_SERIES, await planned_for.planned_for(c, place, series.groups, now=now))


async def to_planner(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Notice | None:
    """None where the phase waits no more, or its reader does not plan the series any more."""
    session = await one_session(c, delivery.municipality, delivery.session or "")
    series = await one_series(c, session.municipality, session.series) if session is not None else None
    if session is None or series is None or delivery.person is None:
        return None
    found = await shut_phase(c, series)
    if found is None or not await _plans(c, series, delivery.person, now=now):
        return None
    shut, waiting = found
    town = await steps.town(c, series.municipality)
    return Notice(await _told(c, series, shut, waiting or (session,)), town.groups[session.group])


async def _told(c: AsyncConnection, series: Series, shut: int, waiting: Sequence[Session]) -> PhaseWaits:
    town = await steps.town(c, series.municipality)
    settled = await checkpoints.settled(c, series.municipality, series.id)
    before = series.phases[:shut]
    return PhaseWaits(
        series.municipality,
        series.id,
        tuple(town.groups[group].name for group in series.groups if group in town.groups),
        waits_for=before[-1].name,
        following=series.phases[shut].name,
        at=local(waiting[0].opens_at),
        left=phasing.unsettled(before[-1], settled),
    )
