"""A series as it would be planned: sessions, differences, warnings; and a series that was ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import draft_plans, plan_warnings, replanning, schooldays, series_checks, staffing
from bot.context.attention import Attention, of_plan
from bot.context.plan_warnings import PlanWarning
from bot.context.planned_for import planned_for
from bot.context.rights import require
from bot.context.series_checks import FaultyPlan
from content.catalogue import Catalogue
from dialogs.asking.opening import leaders_speak_last
from dialogs.calendar.school_year import school_years
from dialogs.knowledge.digest import meeting_digest_due_at, meeting_draft_due_at
from dialogs.model import Actor, MeetingPlan, Series, Session, Stage
from dialogs.permissions import Verb
from dialogs.planning import series_changes
from dialogs.planning.planning import PlanDifference, PlanningFault, SeriesFile
from storage.people import all_people
from storage.series import one_series
from storage.units import all_groups


@dataclass(frozen=True)
class Planned:
    """`changed` has a line per key of the series with a new value, () for a new series.

    `lacking` names units and school years of the sessions without an imported skolerute, "" for none. `stay_cancelled`
    are future sessions cancelled singly: planning again does not bring them back. `warned` tells of vacant posts, user
    names passed on to another person, changes that the plan undoes, and prompts that suit none of the groups.
    `attention` is what all series ask of people, this plan included. `leaders_speak_last`: as the series says, else as
    its protocol does. `sessions` are all of the series afterwards.
    """

    series: Series
    difference: PlanDifference
    changed: tuple[str, ...]
    digests_at: tuple[datetime, ...]
    drafts_at: tuple[datetime | None, ...]
    attention: Attention
    sessions: tuple[Session, ...] = ()
    lacking: str = ""
    stay_cancelled: tuple[Session, ...] = ()
    warned: tuple[PlanWarning, ...] = ()
    leaders_speak_last: bool = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """In lines for operators."""
        return tuple(one.line for one in self.warned)


@dataclass(frozen=True)
class Ended:
    """`cancelled` sessions are removed and never open, and no digest is sent ahead of `meetings`.

    `left` sessions are planned before the end, `still_open` ones go on. `begun`: some session has been opened.
    """

    municipality: str
    series: str
    cancelled: tuple[Session, ...]
    meetings: tuple[MeetingPlan, ...]
    left: tuple[Session, ...]
    still_open: tuple[Session, ...]
    begun: bool = False


async def require_right(c: AsyncConnection, actor: Actor, wanted: SeriesFile, owner: str, *, now: datetime) -> None:
    """The right to plan for the groups of the plan, of a meeting new to the series, and of the series as it stands."""
    before = await one_series(c, owner, wanted.id)
    groups = [*wanted.groups, *(before.groups if before else ())]
    known = {meeting.group for meeting in before.meetings} if before else set()
    meeting = [one.group for one in wanted.meetings if one.group not in known]
    require(actor, Verb.PLAN_SERIES, await planned_for(c, owner, (*groups, *meeting), now=now))


async def planned(
    c: AsyncConnection, catalogue: Catalogue, wanted: SeriesFile, owner: str, *, now: datetime
) -> Planned:
    checked = await series_checks.checked(c, catalogue, wanted, owner, now=now)
    groups = {group.id: group for group in await all_groups(c, owner)}
    mine = [groups[group] for group in checked.groups]
    days = await schooldays.days_of_groups(c, owner, groups.values())
    try:
        found = await replanning.replanned(c, await replanning.with_choices(c, checked, wanted), mine, days, now=now)
    except PlanningFault as fault:
        raise FaultyPlan(f"[series] {fault}", [fault.fault]) from fault
    series, sessions = found.series, found.sessions
    before = await one_series(c, owner, wanted.id)
    digests_at = tuple(meeting_digest_due_at(meeting, days[meeting.group]) for meeting in series.meetings)
    drafts_at = tuple(meeting_draft_due_at(meeting, days[meeting.group]) for meeting in series.meetings)
    people = {person.id: person for person, _ in await all_people(c, owner)} if before else {}
    changed = series_changes.changes(before, series, people, now=now) if before else ()
    ahead = [session.opens_at for session in sessions if session.opens_at >= now]
    years = school_years(min(ahead), max(ahead)) if ahead else ()
    lacking = await schooldays.lacking(c, owner, mine, years)
    off = tuple(one for one in sessions if one.stage is Stage.CANCELLED and one.opens_at >= now)
    vacant = await staffing.of_plan(c, series, sessions, now=now)
    others = series_changes.others_by_now(before, series, people) if before else ()
    drafts = draft_plans.Drafted(series, catalogue.protocols[series.protocol], groups)
    warned = (
        *plan_warnings.renamed(others),
        *plan_warnings.undone(found.lost, groups),
        *plan_warnings.unasked(found.unasked, groups),
        *plan_warnings.vacant(vacant, now=now),
        *draft_plans.warnings(drafts, sessions, zip(series.meetings, digests_at, strict=True), days),
        *await draft_plans.unapproved(c, drafts, now=now),
        *await series_checks.unasked(c, catalogue, series, now=now),
        *plan_warnings.ungated(series),
    )
    asks = await of_plan(c, catalogue, series, sessions, now=now)
    last = leaders_speak_last(series, catalogue.protocols[series.protocol])
    return Planned(
        series,
        found.difference,
        changed,
        digests_at,
        drafts_at,
        asks,
        sessions=sessions,
        lacking=lacking,
        stay_cancelled=off,
        warned=warned,
        leaders_speak_last=last,
    )
