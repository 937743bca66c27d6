"""Change a planned series: move, leave out or start a session; pause, resume, or take another weekday or time."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import planned_for, replanning, schooldays, steps
from bot.context.changed_since import changed_since
from bot.context.recording import record
from content.presses import SteerSeries
from content.vocabulary.steered import NotSteered, SeriesSteered, Told
from dialogs.calendar.instants import instant, local, start_of
from dialogs.calendar.schooldays import SchoolDays
from dialogs.events import SteerForm
from dialogs.model import Act, Actor, Group, Series, Session, Stage
from dialogs.permissions import Verb, may
from dialogs.planning import steering
from dialogs.planning.planning import PlanningFault, known_timing
from dialogs.planning.retiming import retimed
from dialogs.planning.sent import day_sent, time_sent
from storage.database import Database
from storage.series import one_series
from storage.sessions import sessions_of
from storage.units import take_turn

_FURTHEST = timedelta(days=400)
_MISTAKES = frozenset({"no_day", "past", "too_far", "no_weekday"})
"""Of the form itself, whatever others have changed."""
_STAND = frozenset({Stage.PLANNED, Stage.WAITING, Stage.OPEN})


@dataclass(frozen=True)
class _Ground:
    """The series with its unopened sessions, its groups and their days."""

    series: Series
    sessions: tuple[Session, ...]
    groups: tuple[Group, ...]
    days: dict[str, SchoolDays]
    now: datetime

    @property
    def waiting(self) -> tuple[Session, ...]:
        return tuple(one for one in self.sessions if not one.has_begun and one.opens_at > self.now)

    @property
    def is_over(self) -> bool:
        """Whether the series has ended: planned anew, its sessions would come back."""
        return not any(not one.has_begun and (one.opens_at > self.now or one.stage in _STAND) for one in self.sessions)

    @property
    def today(self) -> date:
        return local(self.now).date()

    def alike(self, id_: str, group: str) -> tuple[Session, ...]:
        """The session and the other groups' sessions of the same day; with a `group`, only that group's."""
        named = next((one for one in self.sessions if one.id == id_), None)
        if named is None:
            return ()
        day = local(named.meant_at).date()
        same = (one for one in self.sessions if local(one.meant_at).date() == day and group in ("", one.group))
        return tuple(one for one in same if not one.has_begun and one.opens_at > self.now)

    def closed(self, sessions: Sequence[Session], day: date) -> str:
        """Why the day is off for one of the sessions' groups, "" for an open day."""
        return next(filter(None, (self.days[one.group].closed(day) for one in sessions)), "")

    def names(self, sessions: Sequence[Session]) -> tuple[str, ...]:
        here = {one.group for one in sessions}
        return tuple(sorted(group.name for group in self.groups if group.id in here))


@dataclass(frozen=True)
class _Change:
    """The changed series, and the message about the change."""

    wanted: Series
    told: SeriesSteered


async def steer_series(db: Database, press: SteerSeries, form: SteerForm, *, actor: Actor, now: datetime) -> Told:
    """Nothing is changed where the series was changed since its reader saw it."""

    async def work(c: AsyncConnection) -> Told:
        if actor.person_in(press.municipality) is None:
            return NotSteered("gone")
        await take_turn(c, press.municipality)
        series = await one_series(c, press.municipality, press.series)
        if series is None:
            return NotSteered("gone")
        on = await planned_for.planned_for(c, series.municipality, series.groups, now=now)
        if not may(actor, Verb.PLAN_SERIES, on):
            return NotSteered("not_allowed")
        return await _steered(c, await _ground(c, series, now=now), press, form, actor=actor)

    return await db.write(work)


async def _steered(c: AsyncConnection, ground: _Ground, press: SteerSeries, form: SteerForm, *, actor: Actor) -> Told:
    if ground.is_over:
        return NotSteered("nothing_waits")
    change = _changed(ground, press, form)
    if isinstance(change, NotSteered) and change.why in _MISTAKES:
        return change
    if not isinstance(change, NotSteered) and change.wanted == ground.series:  # pressed twice, or done by somebody else
        return change.told
    if meanwhile := await changed_since(c, ground.series.municipality, ground.series.id, press.version):
        return meanwhile
    if isinstance(change, NotSteered):
        return change
    return await _stored(c, ground, change, press, actor=actor)


async def _ground(c: AsyncConnection, series: Series, *, now: datetime) -> _Ground:
    town = await steps.town(c, series.municipality)
    groups = tuple(town.groups[group] for group in series.groups)
    days = await schooldays.days_of_groups(c, series.municipality, groups)
    return _Ground(series, await sessions_of(c, series.municipality, series.id), groups, days, now)


async def _stored(c: AsyncConnection, ground: _Ground, change: _Change, press: SteerSeries, *, actor: Actor) -> Told:
    try:
        found = await replanning.replanned(c, change.wanted, ground.groups, ground.days, now=ground.now)
    except PlanningFault:
        return NotSteered("nothing_left")
    until = change.told.day
    if until is not None and press.anyway != until.isoformat() and (taken := _all_taken(ground, found.sessions)):
        return NotSteered("takes_all", at=local(start_of(until)), days=taken)
    await replanning.store(c, found)
    about = found.series
    await record(c, actor, Act.SERIES_CHANGED, about.municipality, series=about.id, now=ground.now)
    is_retimed = change.told.done == "retimed"
    return replace(change.told, fewer=_fewer(ground, found.sessions)) if is_retimed else change.told


def _all_taken(ground: _Ground, afterwards: Collection[Session]) -> tuple[date, ...]:
    """The local days of the sessions that a pause takes, in order; () where any session stays planned."""
    stays = {one.id for one in afterwards if not one.has_begun and one.stage in _STAND}
    ahead = {local(one.opens_at).date() for one in ground.sessions if not one.has_begun and one.stage in _STAND}
    return () if stays else tuple(sorted(ahead))


def _fewer(ground: _Ground, afterwards: Collection[Session]) -> int:
    """How many sessions the group that loses most has fewer of, unopened and not skipped."""
    before, after = (_standing(sessions) for sessions in (ground.sessions, afterwards))
    return max((number - after[group] for group, number in before.items()), default=0)


def _standing(sessions: Iterable[Session]) -> Counter[str]:
    """Group -> its number of unopened sessions, without those skipped."""
    return Counter(one.group for one in sessions if not one.has_begun and one.stage in _STAND)


def _changed(ground: _Ground, press: SteerSeries, form: SteerForm) -> _Change | NotSteered:
    if press.way in {"pause", "resume", "retime"}:
        return _of_series(ground, press.way, form)
    sessions = ground.alike(form.session or press.session, form.group)
    if not sessions:
        return NotSteered("begun")
    match press.way:
        case "move":
            return _move(ground, sessions, form, anyway=bool(press.anyway))
        case "start":
            return _start(ground, sessions)
        case "skip" | "hold":
            return _skip_or_hold(ground, sessions, holds=press.way == "hold")
        case _:
            return NotSteered("gone")


def _of_series(ground: _Ground, way: str, form: SteerForm) -> _Change | NotSteered:
    if way == "resume":
        return _Change(steering.resumed(ground.series, ground.today), SeriesSteered("resumed"))
    return _pause(ground, form) if way == "pause" else _retime(ground, form)


def _move(ground: _Ground, sessions: tuple[Session, ...], form: SteerForm, *, anyway: bool) -> _Change | NotSteered:
    day, at_time = day_sent(form.day), time_sent(form.time) or local(sessions[0].opens_at).time()
    if day is None:
        return NotSteered("no_day")
    to = instant(datetime.combine(day, at_time))
    is_off = to != ground.days[sessions[0].group].next_opening(to) or bool(ground.closed(sessions, day))
    if (why := _not_then(ground, sessions, to)) is not None:
        return why
    if is_off and not anyway:
        return NotSteered("day_off", at=local(_opening(ground, sessions, to)), day_off=ground.closed(sessions, day))
    wanted = steering.moved(ground.series, sessions, to, anyway=is_off)
    meant = local(sessions[0].opens_at)
    return _Change(wanted, SeriesSteered("moved", at=local(to), meant=meant, groups=ground.names(sessions)))


def _not_then(ground: _Ground, sessions: tuple[Session, ...], to: datetime) -> NotSteered | None:
    """The obstacle to holding the sessions at `to`, days off apart; None for no obstacle."""
    if to <= ground.now:
        return NotSteered("past", at=local(to))
    if to > ground.now + _FURTHEST:
        return NotSteered("too_far", at=local(to))
    return _taken(ground, sessions, to)


def _taken(ground: _Ground, sessions: tuple[Session, ...], to: datetime) -> NotSteered | None:
    """A pause, or another session of the series, on the day."""
    pause, day = steering.pause_now(ground.series, ground.today), local(to).date()
    if pause is not None and pause.since <= day < pause.until:
        return NotSteered("paused_past", at=local(start_of(pause.until)))
    return NotSteered("session_near", at=local(to)) if _has_near(ground, sessions, day) else None


def _opening(ground: _Ground, sessions: Sequence[Session], to: datetime) -> datetime:
    """The first moment from `to` on, at the same time of day if possible, at which all of the groups may be asked."""
    wall = local(to).replace(tzinfo=None)
    day = wall.date()
    while ground.closed(sessions, day):
        day += timedelta(days=1)
    return ground.days[sessions[0].group].next_opening(instant(datetime.combine(day, wall.time())))


def _has_near(ground: _Ground, sessions: Sequence[Session], day: date) -> bool:
    """Whether a group of the sessions has another session of the series on the day, planned or open."""
    moving = {one.id for one in sessions}
    theirs = {one.group for one in sessions}
    stands = (one for one in ground.sessions if one.stage in _STAND and one.id not in moving)
    return any(one.group in theirs and local(one.opens_at).date() == day for one in stands)


def _start(ground: _Ground, sessions: tuple[Session, ...]) -> _Change | NotSteered:
    if any(one.stage is Stage.WAITING for one in sessions):
        return NotSteered("waits")
    if off := ground.closed(sessions, ground.today):
        return NotSteered("day_off_now", at=local(_opening(ground, sessions, ground.now)), day_off=off)
    if (why := _taken(ground, sessions, ground.now)) is not None:
        return why
    wanted = steering.moved(ground.series, sessions, ground.now, anyway=False)
    opens = ground.days[sessions[0].group].next_opening(ground.now)
    return _Change(wanted, SeriesSteered("starts", at=local(opens), groups=ground.names(sessions)))


def _skip_or_hold(ground: _Ground, sessions: tuple[Session, ...], *, holds: bool) -> _Change:
    change = steering.as_meant if holds else steering.left_out
    told = SeriesSteered("held" if holds else "skipped", at=local(sessions[0].meant_at), groups=ground.names(sessions))
    return _Change(change(ground.series, sessions), told)


def _pause(ground: _Ground, form: SteerForm) -> _Change | NotSteered:
    until = day_sent(form.day)
    if until is None:
        return NotSteered("no_day")
    if until <= ground.today:
        return NotSteered("past", at=local(start_of(until)))
    if until > ground.today + _FURTHEST:
        return NotSteered("too_far", at=local(start_of(until)))
    return _Change(steering.paused(ground.series, ground.today, until), SeriesSteered("paused", day=until))


def _retime(ground: _Ground, form: SteerForm) -> _Change | NotSteered:
    if not ground.waiting:
        return NotSteered("nothing_waits")
    if form.weekday not in {"0", "1", "2", "3", "4"}:
        return NotSteered("no_weekday")
    known = ground.series.timing
    timing = (known, ground.series.wall_time) if known is not None else known_timing(ground.sessions)
    at_time = time_sent(form.time) or timing[1] or local(ground.waiting[0].opens_at).time()
    wanted = retimed(
        ground.series,
        ground.waiting,
        ground.groups,
        timing,
        weekday=int(form.weekday),
        at_time=at_time,
        now=ground.now,
    )
    return _Change(wanted, SeriesSteered("retimed"))
