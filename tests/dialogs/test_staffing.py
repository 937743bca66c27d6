"""Vacancies: posts empty now, or empty before the end of the planned sessions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from dialogs.model import AskedIn, Intention, MeetingPlan, Membership, Role, Rung, Series
from dialogs.people.staffing import Post, Running, Vacancy, vacancies

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
DAY = timedelta(days=1)
GURO, KARI, LARS = (UUID(int=number) for number in (1, 2, 3))
SERIES = Series(
    municipality="by",
    id="host",
    groups=("team",),
    protocol="igp",
    intention=Intention.CONVEYING,
    areas=(),
    requirements=(),
    led_by=KARI,
    stays_open="P3D",
    default_rung=Rung.GROUP,
    asked=AskedIn.PERSONAL,
    digest_readers=(LARS,),
)
RUNNING = Running(SERIES, {"team": (NOW - DAY, NOW + 30 * DAY)})
LONG_AGO = NOW - 90 * DAY
COORDINATES = Membership(GURO, "rektorer", Role.COORDINATOR, LONG_AGO)
LEADS = Membership(KARI, "team", Role.FACILITATOR, LONG_AGO)
READS = Membership(LARS, "rektorer", Role.PARTICIPANT, LONG_AGO)
ALL = (COORDINATES, LEADS, READS)


def empty(*memberships: Membership, running: Running = RUNNING) -> list[Vacancy]:
    return list(vacancies([running], memberships, now=NOW))


def test_posts_filled_until_the_end_of_the_series_are_not_vacant() -> None:
    assert empty(*ALL) == []
    assert empty(COORDINATES, replace(LEADS, ended=NOW + 31 * DAY), READS) == []
    assert empty(COORDINATES, replace(LEADS, ended=NOW + DAY), replace(LEADS, since=NOW + DAY), READS) == []


def test_who_leads_reads_or_coordinates_and_leaves_is_told_also_ahead() -> None:
    assert empty(COORDINATES, READS) == [
        Vacancy(Post.LEADER, NOW, "host", person=KARI),
        Vacancy(Post.ANSWERING, NOW, "host", "team"),
    ]
    later = NOW + 7 * DAY
    assert empty(COORDINATES, LEADS, replace(READS, ended=later)) == [Vacancy(Post.READER, later, "host", person=LARS)]
    assert empty(replace(COORDINATES, ended=later), LEADS, READS) == [Vacancy(Post.COORDINATOR, later)]
    assert empty(LEADS, READS) == [Vacancy(Post.COORDINATOR, NOW)]


def test_a_gap_between_two_memberships_is_a_vacancy() -> None:
    gap = (replace(LEADS, ended=NOW + DAY), replace(LEADS, since=NOW + 2 * DAY))
    assert Vacancy(Post.LEADER, NOW + DAY, "host", person=KARI) in empty(COORDINATES, *gap, READS)


def test_who_only_observes_holds_no_post() -> None:
    assert empty(COORDINATES, replace(LEADS, role=Role.OBSERVER), READS) == [
        Vacancy(Post.LEADER, NOW, "host", person=KARI, observes=True),
        Vacancy(Post.ANSWERING, NOW, "host", "team"),
    ]


def test_what_is_over_needs_nobody_and_what_has_not_begun_nobody_yet() -> None:
    assert empty(COORDINATES, running=Running(SERIES, {})) == []
    january = Running(SERIES, {"team": (NOW + 40 * DAY, NOW + 60 * DAY)})
    assert empty(COORDINATES, replace(LEADS, since=NOW + 39 * DAY), READS, running=january) == []
    assert empty(COORDINATES, READS, running=january)[0] == Vacancy(Post.LEADER, NOW, "host", person=KARI)
    leaves = replace(LEADS, ended=NOW + 2 * DAY)
    assert empty(COORDINATES, leaves, READS, running=january)[0].since == NOW + 2 * DAY, "when, and not when it matters"
    assert vacancies([], [], now=NOW) == (Vacancy(Post.COORDINATOR, NOW),)


def test_a_group_that_meets_needs_somebody_in_it_when_it_does() -> None:
    meeting = MeetingPlan("rektorer", NOW + 10 * DAY, 2)
    running = Running(replace(SERIES, meetings=(meeting, MeetingPlan("team", NOW - DAY, 2))), RUNNING.sessions)
    assert empty(*ALL, running=running) == []
    leaving = tuple(replace(one, ended=NOW + 9 * DAY) for one in (COORDINATES, READS))
    assert Vacancy(Post.MEETING, meeting.at, "host", "rektorer") in empty(LEADS, *leaving, running=running)


def test_a_vacancy_is_the_same_whenever_it_begins() -> None:
    one, other = Vacancy(Post.LEADER, NOW, "host", person=KARI), Vacancy(Post.LEADER, NOW + DAY, "host", person=KARI)
    assert one.key == other.key != Vacancy(Post.READER, NOW, "host", person=KARI).key
