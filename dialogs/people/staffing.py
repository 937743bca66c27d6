"""Posts in planned series (leaders, readers, answering groups), and when posts fall vacant."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dialogs.model import Membership, Role, Series


class Post(StrEnum):
    LEADER = "leader"  # leads a series
    READER = "reader"  # reads a series' digests
    COORDINATOR = "coordinator"  # of the municipality
    ANSWERING = "answering"  # answers in a group that a series asks
    MEETING = "meeting"  # is in a group when it meets


@dataclass(frozen=True)
class Running:
    """A series with sessions or meetings ahead: per group the first and last session that is not over (UTC)."""

    series: Series
    sessions: Mapping[str, tuple[datetime, datetime]]

    def span(self, now: datetime) -> tuple[datetime, datetime] | None:
        """From the first session, or now where it has begun, to the last session or meeting; None where all is over."""
        ahead = [at for first_and_last in self.sessions.values() for at in first_and_last]
        ahead += [meeting.at for meeting in self.series.meetings if meeting.at > now]
        return (max(now, min(ahead)), max(now, *ahead)) if ahead else None


@dataclass(frozen=True)
class Vacancy:
    """A post without a holder from `since` on (UTC, maybe in the future).

    `person` is the last holder of a personal post.

    `observes`: the last holder is an observer from then on, and has not left.
    """

    post: Post
    since: datetime
    series: str = ""
    group: str = ""
    person: UUID | None = None
    observes: bool = False

    @property
    def key(self) -> str:
        """Identifies the vacancy for as long as it lasts."""
        return "/".join((self.post.value, self.series, self.group, str(self.person or "")))


def vacancies(running: Iterable[Running], memberships: Collection[Membership], *, now: datetime) -> tuple[Vacancy, ...]:
    """`memberships` are the municipality's current and future; observers hold no post."""
    series = [(each, span) for each in running if (span := each.span(now)) is not None]
    found = [vacancy for each, span in series for vacancy in _of_series(each, span, memberships, now)]
    last = max((ends for _, (_, ends) in series), default=now)
    since = _vacant_since(memberships, lambda membership: membership.role is Role.COORDINATOR, now, last, now=now)
    return (*((Vacancy(Post.COORDINATOR, since),) if since else ()), *found)


def _of_series(
    running: Running, span: tuple[datetime, datetime], memberships: Collection[Membership], now: datetime
) -> Iterator[Vacancy]:
    id_ = running.series.id
    for post, person in (
        (Post.LEADER, running.series.led_by),
        *((Post.READER, each) for each in running.series.digest_readers),
    ):
        if since := _vacant_since(memberships, _counting(person=person), *span, now=now):
            observes = any(member.person == person and _lasts(member, since) for member in memberships)
            yield Vacancy(post, since, id_, person=person, observes=observes)
    for group, (first, last) in running.sessions.items():
        if since := _vacant_since(memberships, _counting(group=group), max(now, first), last, now=now):
            yield Vacancy(Post.ANSWERING, since, id_, group)
    for meeting in running.series.meetings:
        in_group = _counting(group=meeting.group)
        if meeting.at > now and _vacant_since(memberships, in_group, meeting.at, meeting.at, now=now):
            yield Vacancy(Post.MEETING, meeting.at, id_, meeting.group)


def _counting(*, person: UUID | None = None, group: str | None = None) -> Callable[[Membership], bool]:
    return lambda membership: (
        membership.role is not Role.OBSERVER
        and person in (None, membership.person)
        and group in (None, membership.group)
    )


def _vacant_since(
    memberships: Iterable[Membership],
    counts: Callable[[Membership], bool],
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
) -> datetime | None:
    """The instant from which no membership counts, if any instant from `begins` to `ends` (both included) is uncovered.

    May be before `begins`, never before `now`: a leader already gone is gone now, not when first needed.
    """
    counting = sorted(filter(counts, memberships), key=lambda each: each.since)
    at = begins
    for membership in counting:
        if _lasts(membership, at):
            if membership.ended is None:
                return None
            at = membership.ended
    if at > ends:
        return None
    return max(
        [now, *(membership.ended for membership in counting if membership.ended is not None and membership.ended <= at)]
    )


def _lasts(membership: Membership, at: datetime) -> bool:
    return membership.since <= at and (membership.ended is None or membership.ended > at)
