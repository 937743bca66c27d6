"""Vacant posts, as told to coordinators: found by the tick, worded when the notice is sent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients
from bot.context.staffing import Staffing, staffing
from content.vocabulary.looking_after import Vacant, VacantPost
from dialogs.calendar.instants import local
from dialogs.model import Delivery
from dialogs.people.staffing import Vacancy
from storage import staffing as staffing_store

TOLD_AHEAD = timedelta(days=14)
"""A future vacancy is reported at most this long ahead."""


async def readers(
    c: AsyncConnection, municipality: str, found: Staffing, those: Iterable[Vacancy], *, now: datetime
) -> dict[UUID, list[Vacancy]]:
    """Per coordinator (of a vacancy's groups, else of the municipality) the vacancies to be told of."""
    to: dict[UUID, list[Vacancy]] = {}
    for vacancy in those:
        series = found.series.get(vacancy.series)
        groups = [vacancy.group] if vacancy.group else [*series.groups] if series else [""]
        each = [await recipients.coordinators(c, municipality, group, now=now) for group in groups]
        for person in dict.fromkeys(person for people in each for person in people):
            to.setdefault(person, []).append(vacancy)
    return to


async def vacant(c: AsyncConnection, delivery: Delivery, found_at: datetime, *, now: datetime) -> Vacant | None:
    """The vacancies found then that are still vacant, and still for the delivery's reader to know."""
    place = delivery.municipality
    found = await staffing(c, place, now=now)
    told = await staffing_store.told(c, place)
    still = [one for one in found.vacancies if told.get(one.key) == found_at]
    to = await readers(c, place, found, still, now=now)
    theirs = to.get(delivery.person, []) if delivery.person else []
    return Vacant(tuple(vacant_post(found, one, now=now) for one in theirs)) if theirs else None


def vacant_post(found: Staffing, vacancy: Vacancy, *, now: datetime) -> VacantPost:
    group = found.groups.get(vacancy.group)
    return VacantPost(
        post=vacancy.post.value,
        name=found.name(vacancy) if vacancy.person else "",
        series=vacancy.series,
        group=group.name if group else vacancy.group,
        since=local(vacancy.since),
        is_ahead=vacancy.since > now,
        observes=vacancy.observes,
    )
