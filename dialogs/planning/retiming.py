"""Another weekday and time for a series from now on, with a new day for every session that has not opened."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count, takewhile

from dialogs.calendar.instants import instant, local
from dialogs.model import ByHand, ChosenQuestion, Dates, Group, Rule, Series, Session, Timing
from dialogs.planning.planning import days_for_meetings, nth

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_SUNDAY = 6


@dataclass(frozen=True)
class _New:
    """The timing from now on, and its days, in order."""

    timing: Timing
    days: tuple[date, ...]


def retimed(
    series: Series,
    waiting: Sequence[Session],
    groups: Collection[Group],
    timing: tuple[Timing, time | None],
    *,
    weekday: int,
    at_time: time,
    now: datetime,
) -> Series:
    """From now on on the weekday (0 is Monday) at the local time; `waiting` are the series' unopened sessions.

    Sessions that were moved or left out by hand go by the new timing too, and no group gets more or fewer than it had;
    a chosen question follows its session. Groups with a time of their own keep their place in the series, and are moved
    by hand.
    """
    known, _ = timing
    mine = {group.id: _of_timing(series, waiting, known, group.id) for group in groups}
    days = {id_: [_day_of(one, series.by_hand, now=now) for one in of_group] for id_, of_group in mine.items()}
    new = _new(known, [one for each in mine.values() for one in each], days, weekday, today=local(now).date())
    by_hand: list[ByHand] = []
    moved: dict[tuple[str, datetime], datetime] = {}
    for group in groups:
        meant = [instant(datetime.combine(day, group.time or at_time)) for day in new.days]
        ordered = sorted(mine[group.id], key=lambda one: (_day_of(one, series.by_hand, now=now), one.meant_at))
        moved |= {(group.id, one.meant_at): to for one, to in zip(ordered, meant, strict=False)}
        by_hand += _at_the_time(group, meant[: len(ordered)], at_time)
        by_hand += [ByHand(group.id, one, by_plan=True) for one in meant[len(ordered) :]]
    return replace(
        series,
        timing=new.timing,
        wall_time=at_time,
        by_hand=tuple(by_hand),
        questions=tuple(_following(series.questions, moved)),
    )


def _of_timing(series: Series, waiting: Sequence[Session], timing: Timing, group: str) -> list[Session]:
    """The group's sessions that the timing gives days: no exact instants, and no questions ahead of meetings alone.

    Nor days of the timing that the group has no session for.
    """
    exact = {one for one in timing.dates if isinstance(one, datetime)} if isinstance(timing, Dates) else set()
    ahead = set(days_for_meetings(series.meetings, series.groups).get(group, ())) - set(_days(timing))
    spare = {one.meant for one in series.by_hand if one.group == group and one.by_plan and one.to is None}
    mine = (one for one in waiting if one.group == group and one.meant_at not in exact | spare)
    return [one for one in mine if local(one.meant_at).date() not in ahead]


def _days(timing: Timing) -> Iterator[date]:
    match timing:
        case Rule():
            every = (nth(timing.first, timing.every, n) for n in count())
            yield from takewhile(lambda day: day <= timing.until, every)
        case Dates():
            yield from (one for one in timing.dates if not isinstance(one, datetime))


def _day_of(session: Session, by_hand: Iterable[ByHand], *, now: datetime) -> date:
    """The local day by the timing, or where the plan has put a session that waited past its day."""
    put = any(one.by_plan and (one.group, one.meant) == (session.group, session.meant_at) for one in by_hand)
    return local(session.opens_at if put or session.meant_at <= now else session.meant_at).date()


def _new(
    known: Timing, sessions: Collection[Session], days: Mapping[str, Collection[date]], weekday: int, *, today: date
) -> _New:
    """As many days as the group with most sessions needs; an exact instant keeps its place."""
    every = sorted({day for of_group in days.values() for day in of_group})
    needed = max((len(of_group) for of_group in days.values()), default=0)
    if not every:
        return _New(known, ())
    match known:
        case Rule():
            begins = _in_week(every[0], weekday, after=today)
            found = tuple(nth(begins, known.every, n) for n in range(needed))
            return _New(Rule(begins, known.every, found[-1] + (_SUNDAY - found[-1].weekday()) * _DAY), found)
        case Dates():
            found = tuple(_spread(every, weekday, after=today))
            gone = {local(one.meant_at).date() for one in sessions}
            stay = (one for one in known.dates if isinstance(one, datetime) or (one < every[0] and one not in gone))
            return _New(Dates((*stay, *found)), found)


def _spread(days: Iterable[date], weekday: int, *, after: date) -> Iterator[date]:
    """The weekday in the week of each day, or in the first week after it that is free."""
    for day in days:
        after = _in_week(day, weekday, after=after)
        yield after


def _in_week(day: date, weekday: int, *, after: date) -> date:
    """The weekday in the day's own week, or in the first week that lies `after`."""
    found = day + (weekday - day.weekday()) * _DAY
    return found if found > after else found + ((after - found) // _WEEK + 1) * _WEEK


def _at_the_time(group: Group, meant: Iterable[datetime], at_time: time) -> Iterator[ByHand]:
    """The moves of a group with a time of its own."""
    if group.time is not None and group.time != at_time:
        for one in meant:
            yield ByHand(group.id, one, instant(datetime.combine(local(one).date(), at_time)), by_plan=True)


def _following(
    questions: Iterable[ChosenQuestion], moved: Mapping[tuple[str, datetime], datetime]
) -> Iterator[ChosenQuestion]:
    for one in questions:
        yield replace(one, meant=moved.get((one.group, one.meant), one.meant))
