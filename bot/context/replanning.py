"""The sessions of a series by its timing and by changes made by hand, and the difference from the stored sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import ByHand, ChosenQuestion, Group, Series, Session
from dialogs.planning import phasing, session_questions
from dialogs.planning.meetings import held
from dialogs.planning.phasing import Calendar
from dialogs.planning.planning import (
    PlanDifference,
    SeriesFile,
    SeriesPlan,
    days_for_meetings,
    difference,
    known_timing,
    plan_sessions,
)
from storage.checkpoints import settled
from storage.series import one_series, put_series
from storage.sessions import put_session, remove_session, sessions_of


@dataclass(frozen=True)
class Replanned:
    """The series, its sessions afterwards, and the change.

    `lost` are changes by hand, and `unasked` chosen questions, that no session is left for.
    """

    series: Series
    sessions: tuple[Session, ...]
    difference: PlanDifference
    lost: tuple[ByHand, ...] = ()
    unasked: tuple[ChosenQuestion, ...] = ()


async def with_choices(c: AsyncConnection, planned: Series, wanted: SeriesFile) -> Series:
    """The series with the file's timing; changes by hand stay unless the file says otherwise."""
    before = await one_series(c, planned.municipality, planned.id)
    by_hand = wanted.by_hand if wanted.by_hand is not None else before.by_hand if before is not None else ()
    pauses = wanted.pauses if wanted.pauses is not None else before.pauses if before is not None else ()
    meetings, changed = held(before, wanted.meetings, wanted.meetings_by_hand)
    planned = replace(planned, meetings=meetings, meetings_by_hand=changed)
    questions = wanted.questions if wanted.questions is not None else before.questions if before is not None else ()
    return replace(
        planned, timing=wanted.timing, wall_time=wanted.time, by_hand=by_hand, pauses=pauses, questions=questions
    )


async def replanned(
    c: AsyncConnection, series: Series, groups: Sequence[Group], days: Mapping[str, SchoolDays], *, now: datetime
) -> Replanned:
    """`groups` are the series', and `days` each group's. Raises PlanningFault where nothing is left to plan.

    Sessions of a phase wait until the checkpoints before it are answered, and then take the next days that are free.
    """
    known = await sessions_of(c, series.municipality, series.id)
    timing, at_time = (series.timing, series.wall_time) if series.timing is not None else known_timing(known)
    answered = await settled(c, series.municipality, series.id)
    series = phasing.caught_up(series, known, answered, Calendar(timing, at_time, groups, days), now=now)
    plan = SeriesPlan(
        series.municipality,
        series.id,
        timing,
        at_time,
        series.stays_open,
        series.on_closed,
        days_for_meetings(series.meetings, series.groups),
        series.by_hand,
        series.pauses,
    )
    sessions = _gated(series, plan_sessions(plan, groups, days=days, known=known, now=now), known, answered)
    planned_for = {(session.group, session.meant_at) for session in sessions}
    kept = tuple(one for one in series.by_hand if (one.group, one.meant) in planned_for)
    lost = tuple(one for one in series.by_hand if one not in kept and _is_ahead(one, now=now))
    chosen = session_questions.carried(series.questions, sessions, now=now)
    again = replace(series, by_hand=kept, questions=chosen.kept)
    return Replanned(again, sessions, difference(known, sessions), lost, chosen.lost)


def _gated(
    series: Series, planned: Sequence[Session], known: Sequence[Session], answered: phasing.Settled
) -> tuple[Session, ...]:
    """The planned sessions, as the stored ones that have begun let them open."""
    begun = {session.id: session for session in known if session.has_begun}
    ids = {session.id for session in planned}
    stand = [begun.get(session.id, session) for session in planned]
    before = [session for id_, session in begun.items() if id_ not in ids]
    gated = {session.id: session for session in phasing.waiting(series.phases, [*before, *stand], answered)}
    return tuple(session if session.id in begun else gated[session.id] for session in planned)


def _is_ahead(one: ByHand, *, now: datetime) -> bool:
    return max(one.meant, one.to or one.meant) > now


async def store(c: AsyncConnection, planned: Replanned) -> None:
    await put_series(c, planned.series)
    for session in planned.difference.cancel:
        await remove_session(c, session.municipality, session.id)
    for session in (*planned.difference.add, *(move.after for move in planned.difference.move)):
        await put_session(c, session)
