"""Changes of a group's people by hand: places begun and ended, and people found by a written name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.vocabulary.members import MemberTrouble
from dialogs.calendar.instants import end_of, start_of
from dialogs.model import Membership, Person, Role
from dialogs.people.places import CannotChange, HandChange, Term, called, joined, left, substituted, term
from dialogs.people.roster import KnownMembership

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ANE, BO = UUID(int=1), UUID(int=2)
ALWAYS = KnownMembership(7, Membership(ANE, "team", Role.PARTICIPANT, NOW - timedelta(days=90)))
DAYS = st.dates(TODAY - timedelta(days=20), TODAY + timedelta(days=40))


def after(known: list[KnownMembership], change: HandChange) -> list[Membership]:
    """The group's places after the change, without places ended before their beginning."""
    ends = {ending.id: ending.at for ending in change.end}
    kept = [replace(one.membership, ended=ends.get(one.id, one.membership.ended)) for one in known]
    return [one for one in (*kept, *change.begin) if one.ended is None or one.since < one.ended]


def at(places: list[Membership], moment: datetime) -> dict[UUID, list[Role]]:
    there: dict[UUID, list[Role]] = {}
    for one in places:
        if one.since <= moment and (one.ended is None or moment < one.ended):
            there.setdefault(one.person, []).append(one.role)
    return there


@given(DAYS, DAYS, st.sampled_from(Role), st.integers(0, 60))
def test_nobody_has_two_places_at_a_time_and_the_former_place_goes_on(
    first: date, last: date, role: Role, days: int
) -> None:
    known = [ALWAYS]
    moment = NOW + timedelta(days=days)
    try:
        change = joined(known, ANE, "team", role, term(first, last, now=NOW), now=NOW)
    except CannotChange:
        return
    during = max(NOW, start_of(first)) <= moment < end_of(last)
    assert at(after(known, change), moment) == {ANE: [role if during else Role.PARTICIPANT]}


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_substitute_stands_in_and_the_holder_is_back(first: date, last: date, days: int) -> None:
    known, moment = [ALWAYS], NOW + timedelta(days=days)
    try:
        change = substituted(known, ALWAYS, BO, term(first, last, now=NOW), now=NOW)
    except CannotChange:
        return
    during = max(NOW, start_of(first)) <= moment < end_of(last)
    assert at(after(known, change), moment) == {BO if during else ANE: [Role.PARTICIPANT]}


def test_what_cannot_be() -> None:
    def why(known: list[KnownMembership], person: UUID, role: Role, at_: Term) -> MemberTrouble:
        with pytest.raises(CannotChange) as refused:
            joined(known, person, "team", role, at_, now=NOW)
        return refused.value.why

    later = KnownMembership(8, replace(ALWAYS.membership, since=NOW + timedelta(days=9)))
    assert why([ALWAYS], ANE, Role.PARTICIPANT, Term(None, None)) is MemberTrouble.ALREADY
    assert why([later], ANE, Role.LEADER, Term(None, None)) is MemberTrouble.ALREADY
    for first, last, trouble in (
        (TODAY, TODAY - timedelta(days=1), MemberTrouble.BACKWARDS),
        (None, TODAY - timedelta(days=1), MemberTrouble.OVER),
    ):
        with pytest.raises(CannotChange) as refused:
            term(first, last, now=NOW)
        assert refused.value.why is trouble
    for person, at_ in ((BO, Term(None, None)), (ANE, Term(None, TODAY))):
        with pytest.raises(CannotChange):
            substituted([ALWAYS], ALWAYS, person, at_, now=NOW)


def test_a_last_day_is_included_and_one_that_has_passed_means_now() -> None:
    assert [one.at for one in left(ALWAYS, TODAY, now=NOW).end] == [end_of(TODAY)]
    assert [one.at for one in left(ALWAYS, TODAY - timedelta(days=3), now=NOW).end] == [NOW]


PEOPLE = [
    Person("nordvik", UUID(int=n), name, upn, None)
    for n, (name, upn) in enumerate(
        [("Kari Nes", "kari@n.example"), ("Kari Nesland", "kn@n.example"), ("Åse Li", "aase@n.example"), ("", "")]
    )
]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("KN@n.example ", ["Kari Nesland"]),
        ("kari nes", ["Kari Nes"]),
        ("kari", ["Kari Nes", "Kari Nesland"]),
        ("nesl", ["Kari Nesland"]),
        ("li åse", ["Åse Li"]),
        ("per", []),
        (" ", []),
    ],
)
def test_whom_a_written_name_may_mean(written: str, meant: list[str]) -> None:
    assert [one.name for one in called(PEOPLE, written)] == meant
