"""A group's school days, from its municipality's imports; and unopened sessions moved to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.calendar.instants import local
from dialogs.calendar.school_year import year_label
from dialogs.calendar.schooldays import SchoolDays, UsualSummer
from dialogs.knowledge.digest import meeting_digest_due_at, meeting_draft_due_at
from dialogs.model import Group, MeetingPlan, OwnDay, QuietHours, Session, Unit, UnitKind
from dialogs.planning import phasing
from dialogs.planning.placing import PlacementRules, place_anew
from dialogs.planning.planning import Move, PlanLine, digest_line, move_lines
from dialogs.sharing.circles import Municipality
from storage import school_year
from storage.checkpoints import settled
from storage.meetings import meetings_ahead, put_due
from storage.series import one_series
from storage.sessions import put_session, series_waiting, sessions_of
from storage.units import all_groups, all_units, one_group

_LOOK_BACK = timedelta(days=90)  # longer than any stretch of closed days


async def days_of(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> SchoolDays:
    """The group's days from some weeks ago on."""
    found = await one_group(c, municipality, group)
    if found is None:
        raise LookupError(f"there is no group {group}")
    return (await days_of_groups(c, municipality, [found], now=now))[group]


async def days_of_groups(
    c: AsyncConnection, municipality: str, groups: Iterable[Group], *, now: datetime | None = None
) -> dict[str, SchoolDays]:
    """Each group's days by group id, from some weeks before `now` on, or all."""
    units = {unit.id: unit for unit in await all_units(c, municipality)}
    return await days_by_units(c, municipality, units, groups, now=now)


async def days_by_units(
    c: AsyncConnection,
    municipality: str,
    units: Mapping[str, Unit],
    groups: Iterable[Group],
    *,
    now: datetime | None = None,
) -> dict[str, SchoolDays]:
    """The same where the municipality's units are known already."""
    quiet = await school_year.quiet_hours(c, municipality)
    since = local(now - _LOOK_BACK).date() if now else None
    wanted = tuple(groups)
    lines = {group.id: line_of(group.unit, municipality, units) for group in wanted}
    everywhere = sorted({unit for line in lines.values() for unit in line})
    of_unit: dict[str, list[OwnDay]] = {}
    for row in await school_year.days_in(c, municipality, everywhere, since=since):
        of_unit.setdefault(row.unit, []).append(row)
    told = await school_year.years_of_units(c, municipality, everywhere)
    return {
        group.id: _days_of_unit(
            units.get(group.unit),
            [of_unit.get(unit, []) for unit in lines[group.id]],
            quiet,
            frozenset[int]().union(*(told.get(unit, ()) for unit in lines[group.id])),
        )
        for group in wanted
    }


def _days_of_unit(
    unit: Unit | None, line: Sequence[Sequence[OwnDay]], quiet: QuietHours, told: frozenset[int]
) -> SchoolDays:
    """`line` holds the days of the unit and of the units above, nearest first: the nearest wins where days differ."""
    kinds = unit.kinds if unit else frozenset()
    taught = kinds & {UnitKind.SCHOOL, UnitKind.KINDERGARTEN}
    own = {one.day: one.name for days in reversed(line) for one in days if one.only is None or taught == {one.only}}
    return SchoolDays(own, quiet, _usual_summer(kinds), told)


def _usual_summer(kinds: Collection[UnitKind]) -> UsualSummer:
    if UnitKind.SCHOOL in kinds:
        return UsualSummer.ALWAYS
    return UsualSummer.NEVER if UnitKind.KINDERGARTEN in kinds else UsualSummer.BESIDE_A_SKOLERUTE


async def lacking(c: AsyncConnection, municipality: str, groups: Iterable[Group], years: Iterable[int]) -> str:
    """«nordvik 2026–27»: the groups' units without a skolerute, own or from a unit above, and the years."""
    units = {unit.id: unit for unit in await all_units(c, municipality)}
    wanted, found = tuple(years), []
    for unit in dict.fromkeys(group.unit for group in groups):
        line = line_of(unit, municipality, units)
        known = frozenset[int]().union(*(await school_year.years_of_units(c, municipality, line)).values())
        missing = ", ".join(year_label(year) for year in wanted if year not in known)
        found += [f"{unit} {missing}"] if missing else []
    return "; ".join(found)


def groups_at(town: Municipality, unit: str) -> tuple[str, ...]:
    """The groups of a school or kindergarten; () for a unit of another kind, or an unknown one."""
    if unit not in town.units or not town.units[unit].is_place:
        return ()
    return tuple(group.id for group in town.groups.values() if group.unit == unit)


def line_of(unit: str, municipality: str, units: Mapping[str, Unit]) -> list[str]:
    """The unit and the units above, nearest first; the municipality itself also for a unit beside it."""
    line: list[str] = []
    at: str | None = unit
    while at is not None and at in units and at not in line:
        line.append(at)
        at = units[at].parent
    return line if municipality in line else [*line, municipality]


@dataclass(frozen=True)
class SetDown:
    """Sessions and digests ahead of meetings, set down anew.

    A digest is told by its series, its meeting, and its times before and now.
    """

    sessions: tuple[Move, ...]
    digests: tuple[tuple[str, MeetingPlan, datetime, datetime], ...]

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        return (*move_lines(self.sessions), *(digest_line(*one) for one in self.digests))


async def set_down_anew(c: AsyncConnection, municipality: str, *, now: datetime) -> tuple[PlanLine, ...]:
    """As `set_down`, in lines."""
    return (await set_down(c, municipality, now=now)).lines


async def set_down(c: AsyncConnection, municipality: str, *, now: datetime) -> SetDown:
    """Moves unopened sessions by their series' rule, after a change of the municipality's days or quiet hours.

    Digests ahead of meetings move too; meetings never do.
    """
    groups = {group.id: group for group in await all_groups(c, municipality)}
    days = await days_of_groups(c, municipality, groups.values())
    moves = [
        move
        for series_id in await series_waiting(c, municipality)
        for move in await _moves(c, municipality, series_id, days, now=now)
    ]
    for move in moves:
        await put_session(c, move.after)
    return SetDown(tuple(moves), tuple(await _digests_anew(c, municipality, days)))


async def _moves(
    c: AsyncConnection, municipality: str, series_id: str, days: Mapping[str, SchoolDays], *, now: datetime
) -> list[Move]:
    series = await one_series(c, municipality, series_id)
    if series is None:
        raise LookupError(f"sessions without a series: {series_id}")
    known = await sessions_of(c, municipality, series_id)
    of_group: dict[str, list[Session]] = {}
    for session in known:
        of_group.setdefault(session.group, []).append(session)
    pairs = (
        pair
        for group, sessions in of_group.items()
        for pair in place_anew(sessions, PlacementRules.of(series, group, days[group]), now=now)
    )
    placed = {before.id: after for before, after in pairs}
    stand = [placed.get(session.id, session) for session in known]
    gated = phasing.waiting(series.phases, stand, await settled(c, municipality, series_id))
    changed = ((before, after) for before, after in zip(known, gated, strict=True) if before != after)
    # A session whose day passed while it waited takes another day, by the next answer or plan.
    return [Move(*pair) for pair in changed if not phasing.would_open_late(*pair, now=now)]


async def _digests_anew(
    c: AsyncConnection, municipality: str, days: Mapping[str, SchoolDays]
) -> list[tuple[str, MeetingPlan, datetime, datetime]]:
    moved: list[tuple[str, MeetingPlan, datetime, datetime]] = []
    for series_id, meeting, before in await meetings_ahead(c, municipality):
        after = meeting_digest_due_at(meeting, days[meeting.group])
        await put_due(c, municipality, series_id, meeting, (after, meeting_draft_due_at(meeting, days[meeting.group])))
        if after != before:
            moved.append((series_id, meeting, before, after))
    return moved
