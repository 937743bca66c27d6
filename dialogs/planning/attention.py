"""The minutes a week that a municipality's plan asks of each person, all series together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from content.catalogue_types import Protocol, Writes
from dialogs.asking import prompting
from dialogs.calendar.instants import local
from dialogs.model import Membership, Series, Session, Stage

_STILL_ASKING = frozenset({Stage.PLANNED, Stage.WAITING, Stage.OPEN})


@dataclass(frozen=True)
class Week:
    """A week by ISO number; `minutes` is the most asked of any person, `people` how many are asked that much.

    `series` are the ids of the series that ask these people, in order.
    """

    year: int
    number: int
    minutes: int
    people: int
    series: tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    """A session's people with the minutes of its steps that ask each."""

    series: str
    minutes: Mapping[UUID, int]


def weeks(
    sessions: Iterable[Session],
    series: Mapping[str, Series],
    protocols: Mapping[str, Protocol],
    members: Mapping[str, Sequence[Membership]],
    *,
    now: datetime,
) -> tuple[Week, ...]:
    """The weeks from this week on in which anybody is asked, in order; `members` are by group.

    A session counts in the week of its opening with all its steps, at the minutes of its protocol.
    """
    by_week: dict[tuple[int, int], list[_Asked]] = defaultdict(list)
    for session, asked in _asked(list(sessions), series, protocols, members):
        by_week[_week(session.opens_at)].append(asked)
    found = (_of_week(*number, asked) for number, asked in sorted(by_week.items()) if number >= _week(now))
    return tuple(week for week in found if week is not None)


def _week(at: datetime) -> tuple[int, int]:
    year, number, _ = local(at).isocalendar()
    return year, number


def _asked(
    sessions: Sequence[Session],
    series: Mapping[str, Series],
    protocols: Mapping[str, Protocol],
    members: Mapping[str, Sequence[Membership]],
) -> Iterator[tuple[Session, _Asked]]:
    """A person in several groups of a series is asked in the first group with a session of the same turn."""

    @cache
    def minutes(of_series: str, groups: tuple[str, ...]) -> Mapping[UUID, int]:
        """In the last of the groups, without the people of the others."""
        protocol = protocols[series[of_series].protocol]
        *earlier, asked = (_minutes(protocol, members.get(group, ())) for group in groups)
        gone = frozenset[UUID]().union(*earlier)
        return {person: number for person, number in asked.items() if person not in gone}

    turns: dict[tuple[str, int], dict[str, Session]] = defaultdict(dict)
    for session in sessions:
        if session.stage in _STILL_ASKING and session.series in series:
            turns[session.series, session.ordinal][session.group] = session
    for (id_, _), there in turns.items():
        groups = [group for group in series[id_].groups if group in there]
        for number, group in enumerate(groups, 1):
            yield there[group], _Asked(id_, minutes(id_, tuple(groups[:number])))


def _minutes(protocol: Protocol, members: Sequence[Membership]) -> Counter[UUID]:
    found: Counter[UUID] = Counter()
    for step in protocol.steps:
        for person in prompting.writing(members, leading_only=step.writes is Writes.LEADING):
            found[person] += step.minutes
    return found


def _of_week(year: int, number: int, asked: Sequence[_Asked]) -> Week | None:
    found: Counter[UUID] = Counter()
    for one in asked:
        found.update(one.minutes)
    if not found:
        return None
    most = max(found.values())
    people = {person for person, minutes in found.items() if minutes == most}
    ids = {one.series for one in asked if people & one.minutes.keys()}
    return Week(year, number, most, len(people), tuple(sorted(ids)))
