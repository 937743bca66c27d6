"""Meetings for whoever leads, plans or belongs to them: listed, found by name, and shown with a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import meeting_news, planned_for, recipients, steps
from content.vocabulary.meetings import MeetingFields, MeetingListed, MeetingShown, OwnItem
from dialogs.calendar.instants import local
from dialogs.model import Actor, MeetingPlan, Series
from dialogs.permissions import Verb, may
from dialogs.planning.meetings import known_as, meant_of
from storage import agenda_items
from storage.meetings import of_municipality
from storage.series import one_series

_LATELY = timedelta(days=28)
_MARK = 12  # characters


@dataclass(frozen=True)
class Led:
    """A meeting of a series, and what the actor may do with it. `plan` is None for a meeting called off."""

    series: Series
    group: str
    meant: datetime
    plan: MeetingPlan | None
    plans: bool
    leads: bool

    @property
    def seen(self) -> str:
        """A mark of the meeting as it stands: every change changes the mark."""
        return sha256(repr(self.plan).encode()).hexdigest()[:_MARK]


async def may_plan(c: AsyncConnection, actor: Actor, series: Series, group: str, *, now: datetime) -> bool:
    on = await planned_for.planned_for(c, series.municipality, (*series.groups, group), now=now)
    return may(actor, Verb.PLAN_SERIES, on)


async def led(
    c: AsyncConnection, municipality: str, series_id: str, group: str, meant: str, *, actor: Actor, now: datetime
) -> Led | None:
    """None for a meeting that is not there, or that the actor neither leads, plans nor belongs to."""
    person, named = actor.person_in(municipality), _instant(meant)
    series = await one_series(c, municipality, series_id) if person is not None and named is not None else None
    known = known_as(series, group, named) if series is not None and named is not None else None
    if person is None or series is None or named is None or known is None:
        return None
    plans = await may_plan(c, actor, series, group, now=now)
    leads = plans or await recipients.leads_meeting(c, municipality, group, person, now=now)
    if not leads and not await recipients.takes_part(c, municipality, series_id, group, person, now=now):
        return None
    return Led(series, group, named, known.plan, plans, leads)


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


async def listed(c: AsyncConnection, actor: Actor, *, lately: bool = False, now: datetime) -> tuple[MeetingListed, ...]:
    """The nearest first; with `lately` also those of the last four weeks."""
    since = now - _LATELY if lately else now
    found = [
        one
        for identity in actor.identities
        for one in await _in_municipality(c, actor, identity.municipality, since=since, now=now)
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.name)))


async def _in_municipality(
    c: AsyncConnection, actor: Actor, municipality: str, *, since: datetime, now: datetime
) -> Sequence[MeetingListed]:
    planned = await of_municipality(c, municipality, since=since)
    town = await steps.town(c, municipality) if planned else None
    known = {id_: await one_series(c, municipality, id_) for id_ in dict.fromkeys(series for series, _ in planned)}
    rights: dict[tuple[str, str], Led | None] = {}
    found: list[MeetingListed] = []
    for id_, meeting in planned:
        series, key = known[id_], (id_, meeting.group)
        if series is None or town is None:
            continue
        meant = meant_of(series, meeting).isoformat()
        if key not in rights:
            rights[key] = await led(c, municipality, id_, meeting.group, meant, actor=actor, now=now)
        mine = rights[key]
        if mine is not None:
            name = town.groups[meeting.group].name
            at = local(meeting.at)
            found.append(
                MeetingListed(municipality, id_, meeting.group, meant, name, at, meeting.minutes, leads=mine.leads)
            )
    return found


async def shown(c: AsyncConnection, one: Led, *, actor: Actor, now: datetime) -> MeetingShown:
    place, plan = one.series.municipality, one.plan
    told = await meeting_news.people(c, place, one.series.id, one.group, but=actor.person_in(place), now=now)
    items = await agenda_items.of_agenda(c, place, one.series.id, one.group, one.meant)
    return MeetingShown(
        place,
        one.series.id,
        one.group,
        one.meant.isoformat(),
        (await steps.town(c, place)).groups[one.group].name,
        local(plan.at) if plan is not None else None,
        plan.minutes if plan is not None else 0,
        one.seen,
        fields_of(plan) if plan is not None else MeetingFields(),
        plans=one.plans and plan is not None and plan.at > now,
        leads=one.leads and plan is not None,
        people=len(told),
        items=tuple(OwnItem(str(item.id), item.version, item.title, item.minutes) for item in items),
        over=max(0, sum(item.minutes for item in items) - plan.minutes) if plan is not None else 0,
    )


def fields_of(plan: MeetingPlan) -> MeetingFields:
    at = local(plan.at)
    days = (plan.digest_days_ahead, plan.draft_days_ahead, plan.prompt_days_ahead)
    ahead = ("" if one is None else str(one) for one in days)
    return MeetingFields(f"{at:%Y-%m-%d}", f"{at:%H:%M}", str(plan.minutes), *ahead)
