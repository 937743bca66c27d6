"""Posts vacant now, or before the plan is over, in plain words for the operator."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.calendar.instants import local
from dialogs.model import Group, Membership, Series, Session, Stage
from dialogs.people.roster import Changes, KnownRoster
from dialogs.people.staffing import Post, Running, Vacancy, vacancies
from storage import staffing as staffing_store
from storage.memberships import lasting_of_posts
from storage.people import persons_by_id
from storage.units import all_groups


@dataclass(frozen=True)
class Staffing:
    """The vacant posts of a municipality, with names for people to read; `series` have sessions ahead."""

    vacancies: tuple[Vacancy, ...]
    names: Mapping[UUID, str]
    groups: Mapping[str, Group]
    series: Mapping[str, Series]

    def name(self, vacancy: Vacancy) -> str:
        """Of the person, else of the group."""
        if vacancy.person is not None:
            # Whoever has been erased has no name any more.
            return self.names.get(vacancy.person, str(vacancy.person)) or "–"
        group = self.groups.get(vacancy.group)
        return group.name if group else vacancy.group


async def staffing(c: AsyncConnection, municipality: str, *, now: datetime) -> Staffing:
    return await _of_running(c, municipality, await _running(c, municipality), now=now)


async def of_plan(c: AsyncConnection, series: Series, sessions: Iterable[Session], *, now: datetime) -> Staffing:
    """The vacant posts of one series with `sessions` as its sessions."""
    ahead: dict[str, list[datetime]] = {}
    for session in sessions:
        if session.stage in {Stage.PLANNED, Stage.WAITING, Stage.OPEN}:
            ahead.setdefault(session.group, []).append(session.opens_at)
    running = Running(series, {group: (min(at), max(at)) for group, at in ahead.items()})
    return await _of_running(c, series.municipality, [running], now=now)


async def after_import(c: AsyncConnection, known: KnownRoster, changes: Changes, *, now: datetime) -> Staffing:
    """The vacant posts after the changes."""
    ended = {ending.id for ending in changes.end}
    kept = [one.membership for one in known.memberships if one.id not in ended]
    names = {person.id: person.name for person in (*(one.person for one in known.people), *changes.people)}
    groups = (*known.groups, *changes.groups)
    running = await _running(c, known.municipality)
    return _staffing(vacancies(running, [*kept, *changes.begin], now=now), names, groups, running)


async def _running(c: AsyncConnection, municipality: str) -> list[Running]:
    return [Running(series, spans) for series, spans in await staffing_store.ahead(c, municipality)]


async def _of_running(c: AsyncConnection, municipality: str, running: Sequence[Running], *, now: datetime) -> Staffing:
    found = vacancies(running, await _holders(c, municipality, running, now=now), now=now)
    people = await persons_by_id(c, municipality, [one.person for one in found if one.person is not None])
    names = {person.id: person.name for person in people.values()}
    return _staffing(found, names, await all_groups(c, municipality), running)


async def _holders(
    c: AsyncConnection, municipality: str, running: Iterable[Running], *, now: datetime
) -> tuple[Membership, ...]:
    """The memberships that fill posts: a municipality may have a hundred times as many."""
    people, groups = set[UUID](), set[str]()
    for each in running:
        people.update((each.series.led_by, *each.series.digest_readers))
        groups.update(each.sessions, (meeting.group for meeting in each.series.meetings))
    return await lasting_of_posts(c, municipality, people=people, groups=groups, now=now)


def _staffing(
    found: tuple[Vacancy, ...], names: Mapping[UUID, str], groups: Iterable[Group], running: Iterable[Running]
) -> Staffing:
    by_id = {group.id: group for group in groups}
    return Staffing(found, names, by_id, {one.series.id: one.series for one in running})


def lines(found: Staffing, *, now: datetime, gone: Collection[str] = ()) -> Iterator[str]:
    """A line per vacant post, in plain words, with the remedy; `gone` are groups missing from the new file."""
    for vacancy in found.vacancies:
        absent = "; groups.csv does not have it any more" if vacancy.group in gone else ""
        yield line(found, vacancy, now=now) + absent


def line(found: Staffing, vacancy: Vacancy, *, now: datetime) -> str:
    name, series, when = found.name(vacancy), vacancy.series, _when(vacancy, now=now)
    gone = f"only observes{when}" if vacancy.observes else f"is in no group{when}"
    match vacancy.post:
        case Post.LEADER:
            return f"{name} leads series {series} and {gone}; name another in led_by, and plan it again"
        case Post.READER:
            return f"{name} reads the digests of series {series} and {gone}; change digest_readers, and plan it again"
        case Post.COORDINATOR:
            return f"there is no coordinator{when}; give somebody that role in people.csv"
        case Post.ANSWERING:
            return f"series {series} asks {name}, where nobody may answer{when}; add people, or plan it without them"
        case Post.MEETING:
            return f"{name} meets in series {series} on {_day(vacancy)}, and nobody is in the group then"


def _when(vacancy: Vacancy, *, now: datetime) -> str:
    return f" from {_day(vacancy)} on" if vacancy.since > now else ""


def _day(vacancy: Vacancy) -> str:
    return f"{local(vacancy.since):%Y-%m-%d}"
