"""The minutes a week that a plan asks of each person, all series together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from dialogs.model import Membership, Role, Session, Stage
from dialogs.planning.attention import Week, weeks
from tests.dialogs import made_up

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SESSION = Session("nordvik", "host.laget", "host", "laget", 0, NOW)
SERIES = {
    "host": made_up.series(),
    "igp": made_up.series(id="igp", protocol="igp"),
    "to": made_up.series(id="to", groups=("laget", "andre")),
}


def member(number: int, group: str = "laget", role: Role = Role.PARTICIPANT) -> Membership:
    return Membership(UUID(int=number), group, role, NOW)


def asked(*sessions: Session, members: Mapping[str, Sequence[Membership]]) -> tuple[Week, ...]:
    return weeks(sessions, SERIES, made_up.loaded().protocols, members, now=NOW)


def test_series_are_added_up_and_who_only_observes_or_coordinates_is_not_asked() -> None:
    people = [member(1), member(2, role=Role.LEADER), member(3, role=Role.OBSERVER), member(4, role=Role.COORDINATOR)]
    later = replace(SESSION, series="igp", opens_at=NOW + timedelta(days=2))
    assert asked(SESSION, later, members={"laget": people}) == (Week(2026, 48, 35, 1, ("host", "igp")),)
    assert asked(SESSION, members={"laget": people}) == (Week(2026, 48, 5, 2, ("host",)),)
    assert asked(later, members={"laget": people[2:]}) == ()


def test_a_group_without_anybody_who_leads_writes_all_of_it() -> None:
    assert asked(replace(SESSION, series="igp"), members={"laget": [member(1), member(2)]}) == (
        Week(2026, 48, 30, 2, ("igp",)),
    )


def test_weeks_are_those_of_the_calendar_from_this_week_on() -> None:
    moments = [NOW - timedelta(days=1), NOW, datetime(2027, 1, 3, 12, tzinfo=UTC), datetime(2027, 1, 3, 23, tzinfo=UTC)]
    sessions = [replace(SESSION, ordinal=number, opens_at=at) for number, at in enumerate(moments)]
    assert [(week.year, week.number) for week in asked(*sessions, members={"laget": [member(1)]})] == [
        (2026, 48),
        (2026, 53),
        (2027, 1),  # midnight in Norway is an hour before midnight in UTC
    ]


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.CANCELLED, Stage.SKIPPED, Stage.MISSED])
def test_what_does_not_ask_any_more_counts_for_nothing(stage: Stage) -> None:
    assert asked(replace(SESSION, stage=stage), members={"laget": [member(1)]}) == ()


def test_who_is_in_two_groups_of_a_series_is_asked_once_each_turn() -> None:
    both = [replace(SESSION, series="to", group=group) for group in ("laget", "andre")]
    members = {"laget": [member(1), member(2)], "andre": [member(2, "andre"), member(3, "andre")]}
    assert asked(*both, members=members) == (Week(2026, 48, 5, 3, ("to",)),)
    observing = {**members, "laget": [member(1), member(2, role=Role.OBSERVER)]}
    assert asked(*both, members=observing) == (Week(2026, 48, 5, 3, ("to",)),)
    assert asked(both[1], members=members) == (Week(2026, 48, 5, 2, ("to",)),)
