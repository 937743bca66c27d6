"""Plans in which a draft keeps a session's answers out of a meeting's pack, or has nobody to approve its digest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, schooldays
from bot.context.plan_warnings import PlanWarning
from content.catalogue import Catalogue
from content.catalogue_types import Protocol
from content.vocabulary.plan_remarks import DraftAfterPack, NobodyApproves
from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge import drafting
from dialogs.model import Group, MeetingPlan, Series, Session, Stage
from storage.meetings import meetings_ahead
from storage.series import all_series, one_series
from storage.sessions import sessions_of
from storage.units import all_groups

Ahead = tuple[MeetingPlan, datetime]
"""A meeting, and when its pack is made."""


async def warnings_of(
    c: AsyncConnection, catalogue: Catalogue, municipality: str, *, now: datetime
) -> tuple[PlanWarning, ...]:
    """Of all that is planned."""
    groups = {group.id: group for group in await all_groups(c, municipality)}
    days = await schooldays.days_of_groups(c, municipality, groups.values())
    ahead = await meetings_ahead(c, municipality)
    found: list[PlanWarning] = []
    for its_id in await all_series(c, municipality):
        series = await one_series(c, municipality, its_id)
        protocol = catalogue.protocols.get(series.protocol) if series is not None else None
        if series is not None and series.draft_ahead and protocol is not None:
            packs = [(meeting, made_at) for of, meeting, made_at in ahead if of == its_id]
            its = Drafted(series, protocol, groups)
            found += warnings(its, await sessions_of(c, municipality, its_id), packs, days)
            found += await unapproved(c, its, now=now)
    return tuple(found)


@dataclass(frozen=True)
class Drafted:
    """A series, its protocol, and the municipality's groups by id."""

    series: Series
    protocol: Protocol
    groups: Mapping[str, Group]

    def name(self, group: str) -> str:
        return self.groups[group].name if group in self.groups else group


async def unapproved(c: AsyncConnection, its: Drafted, *, now: datetime) -> list[PlanWarning]:
    """Groups where nobody may approve: each of their digests goes out as a draft."""
    series = its.series
    if not series.draft_ahead:
        return []
    left = [group for group in series.groups if not await recipients.approvers(c, series.municipality, group, now=now)]
    why = (
        "can approve a draft, so each digest goes out marked as one; give the group a facilitator or a coordinator, "
        "or take draft_ahead out"
    )
    return [PlanWarning(f"{series.id}: nobody in {one} {why}", NobodyApproves(its.name(one))) for one in left]


def warnings(
    its: Drafted, sessions: Iterable[Session], packs: Iterable[Ahead], days: Mapping[str, SchoolDays]
) -> Iterator[PlanWarning]:
    if not its.series.draft_ahead:
        return
    packs = list(packs)
    for session in (one for one in sessions if one.stage is Stage.PLANNED):
        closes_at, given_back_at = drafting.given_back_at(session, its.series, its.protocol, days[session.group])
        for meeting, made_at in packs:
            if closes_at < made_at <= given_back_at:
                line = (
                    f"{session.id} is given back {_at(given_back_at)}, since authors check its draft first, and the "
                    f"pack for {meeting.group}'s meeting is made {_at(made_at)}: without these answers; open the "
                    "session earlier, or make digest_days_ahead smaller"
                )
                told = DraftAfterPack(
                    its.name(session.group),
                    *(local(session.opens_at), local(given_back_at)),
                    its.name(meeting.group),
                    local(made_at),
                )
                yield PlanWarning(line, told)


def _at(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
