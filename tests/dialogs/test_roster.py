from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.instants import end_of, start_of
from dialogs.model import Account, Group, GroupKind, Language, Membership, Person, Role, Unit, UnitKind
from dialogs.people.roster import (
    Changes,
    Ending,
    KnownMembership,
    KnownPerson,
    KnownRoster,
    MembershipRow,
    NewAccount,
    PersonRow,
    RosterFile,
    compare,
    person_id,
)

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
TODAY = date(2026, 11, 24)
NORDVIK = Unit("nordvik", frozenset({UnitKind.MUNICIPALITY}), "Nordvik kommune", None, Language.NB)
NES = Unit("nes", frozenset({UnitKind.SCHOOL}), "Nes skole", "nordvik", Language.NN, "1-7")
PRINCIPALS = Group("rektorgruppa", "nordvik", GroupKind.PRINCIPALS, "Rektorgruppa")
TEAM = Group("team-a", "nes", GroupKind.TEAM, "Team A")
GURO = PersonRow("g", "Guro Openlid", "guro@nordvik.example", None)
TOR = PersonRow("t", "Tor Hansen", "tor@nordvik.example", Language.NN)
GURO_LEADS = MembershipRow("g", "rektorgruppa", Role.LEADER)
TOR_TAKES_PART = MembershipRow("t", "rektorgruppa", Role.PARTICIPANT)
FILE = RosterFile("nordvik", (NORDVIK, NES), (PRINCIPALS, TEAM), (GURO, TOR), (GURO_LEADS, TOR_TAKES_PART))
NOTHING = KnownRoster("nordvik")


def carried_out(known: KnownRoster, changes: Changes, now: datetime = NOW) -> KnownRoster:
    """The roster in storage after the changes."""
    accounts: dict[object, frozenset[Account]] = {one.person.id: one.accounts for one in known.people}
    for new in changes.accounts:
        accounts[new.person] = accounts.get(new.person, frozenset()) | {new.account}
    people = {one.person.id: one.person for one in known.people} | {one.id: one for one in changes.people}
    ended = {ending.id: ending.at for ending in changes.end}
    first = max((one.id for one in known.memberships), default=0) + 1
    kept = [one for one in known.memberships if one.id not in ended]
    kept += [KnownMembership(first + n, membership) for n, membership in enumerate(changes.begin)]
    return KnownRoster(
        known.municipality,
        tuple(({one.id: one for one in known.units} | {one.id: one for one in changes.units}).values()),
        tuple(({one.id: one for one in known.groups} | {one.id: one for one in changes.groups}).values()),
        tuple(KnownPerson(person, accounts[id_]) for id_, person in people.items()),
        tuple(one for one in kept if one.membership.ended is None or one.membership.ended > now),
    )


def changes(known: KnownRoster, wanted: RosterFile, *, now: datetime = NOW, tenant: str = "oslofjord") -> Changes:
    return compare(known, wanted, tenant=tenant, now=now)


def known_roster(wanted: RosterFile = FILE, *, now: datetime = NOW) -> KnownRoster:
    return carried_out(NOTHING, changes(NOTHING, wanted, now=now), now)


def change_lines(found: Changes) -> list[str]:
    return [str(line) for line in found.lines]


def with_memberships(*rows: MembershipRow) -> RosterFile:
    return replace(FILE, memberships=rows)


def test_everything_is_new_the_first_time_and_told_by_name() -> None:
    found = changes(NOTHING, FILE)
    assert change_lines(found) == [
        "added   unit Nordvik kommune (nordvik)",
        "added   unit Nes skole (nes)",
        "added   group Rektorgruppa (rektorgruppa)",
        "added   group Team A (team-a)",
        "added   person Guro Openlid (guro@nordvik.example)",
        "added   person Tor Hansen (tor@nordvik.example)",
        "added   membership Guro Openlid in Rektorgruppa (leader)",
        "added   membership Tor Hansen in Rektorgruppa (participant)",
    ]
    assert (found.added, found.changed, found.ended) == (8, 0, 0)
    guro = person_id("nordvik", "oslofjord", "g")
    assert found.people[0] == Person("nordvik", guro, "Guro Openlid", "guro@nordvik.example", None)
    assert found.accounts[0] == NewAccount(Account("oslofjord", "g"), guro)
    assert found.begin[0] == Membership(guro, "rektorgruppa", Role.LEADER, since=NOW)


def test_the_same_folder_again_changes_nothing() -> None:
    assert changes(known_roster(), FILE, now=NOW + timedelta(days=3)) == Changes()


def test_a_persons_id_differs_by_municipality_and_tenant() -> None:
    assert len({person_id(one, two, "g") for one in ("nordvik", "sørvik") for two in ("a", "b")}) == 4


def test_a_unit_is_stored_after_its_parent_whatever_the_files_order() -> None:
    assert changes(NOTHING, replace(FILE, units=(NES, NORDVIK))).units == (NORDVIK, NES)


def test_what_differs_of_a_unit_a_group_or_a_person_is_told() -> None:
    wanted = replace(
        FILE,
        units=(NORDVIK, replace(NES, name="Nes oppvekstsenter", kinds=NES.kinds | {UnitKind.KINDERGARTEN})),
        groups=(PRINCIPALS, replace(TEAM, time=time(14, 30))),
        people=(replace(GURO, language=Language.EN), TOR),
    )
    found = changes(known_roster(), wanted)
    assert change_lines(found) == [
        (
            "changed unit Nes oppvekstsenter (nes): kinds: school -> kindergarten+school, "
            "name: Nes skole -> Nes oppvekstsenter"
        ),
        "changed group Team A (team-a): time: none -> 14:30:00",
        "changed person Guro Openlid (guro@nordvik.example): language: none -> en",
    ]
    assert (found.units, found.groups) == (wanted.units[1:], wanted.groups[1:])
    assert [person.language for person in found.people] == [Language.EN]
    assert (found.changed, found.accounts, found.begin) == (3, (), ())


def test_a_row_that_is_gone_ends_its_membership_and_deletes_nothing() -> None:
    found = changes(known_roster(), replace(FILE, people=(GURO,), memberships=(GURO_LEADS,)))
    assert change_lines(found) == ["ended   membership Tor Hansen in Rektorgruppa (participant)"]
    assert found.end == (Ending(2, NOW),)
    assert (found.ended, found.people, found.begin) == (1, (), ())


def test_a_group_or_unit_gone_from_the_file_is_mentioned_only_by_its_members() -> None:
    without_team = replace(FILE, units=(NORDVIK,), groups=(PRINCIPALS,))
    assert changes(known_roster(), without_team) == Changes()
    had = replace(FILE, memberships=(*FILE.memberships, MembershipRow("t", "team-a", Role.FACILITATOR)))
    assert change_lines(changes(known_roster(had), without_team)) == [
        "ended   membership Tor Hansen in Team A (facilitator)"
    ]


def test_in_a_group_that_moves_to_another_unit_every_membership_ends_and_begins() -> None:
    had = replace(FILE, memberships=(*FILE.memberships, MembershipRow("t", "team-a", Role.FACILITATOR)))
    wanted = replace(had, groups=(PRINCIPALS, replace(TEAM, unit="nordvik")))
    found = changes(known_roster(had), wanted)
    assert change_lines(found) == [
        "changed group Team A (team-a): unit: nes -> nordvik",
        "changed membership Tor Hansen in Team A: facilitator, anew: the group has moved",
    ]
    assert found.moved == (TEAM,)
    assert ([one.id for one in found.end], [one.since for one in found.begin]) == ([3], [NOW])
    assert changes(carried_out(known_roster(had), found), wanted) == Changes()


def test_a_change_of_role_ends_and_begins_and_is_told_once() -> None:
    found = changes(known_roster(), with_memberships(GURO_LEADS, replace(TOR_TAKES_PART, role=Role.OBSERVER)))
    assert change_lines(found) == ["changed membership Tor Hansen in Rektorgruppa: participant -> observer"]
    assert found.end == (Ending(2, NOW),)
    assert [(one.role, one.since) for one in found.begin] == [(Role.OBSERVER, NOW)]


def test_a_membership_runs_from_the_first_day_to_the_end_of_the_last() -> None:
    row = replace(TOR_TAKES_PART, from_day=date(2027, 1, 4), until_day=date(2027, 6, 18))
    found = changes(NOTHING, with_memberships(row))
    assert found.begin[0].since == start_of(date(2027, 1, 4))
    assert found.begin[0].ended == end_of(date(2027, 6, 18))
    assert (found.begin[0].from_day, found.begin[0].until_day) == (row.from_day, row.until_day)
    assert "(participant from 2027-01-04 until 2027-06-18)" in change_lines(found)[-1]


def test_a_membership_since_long_ago_counts_from_now() -> None:
    row = replace(TOR_TAKES_PART, from_day=date(2020, 1, 1))
    found = changes(NOTHING, with_memberships(row))
    assert found.begin[0].since == NOW
    assert changes(carried_out(NOTHING, found), with_memberships(row), now=NOW + timedelta(days=9)) == Changes()
    assert changes(known_roster(), with_memberships(GURO_LEADS, row)) == Changes()  # a start in the past is not changed


def test_a_period_that_is_over_asks_for_nothing() -> None:
    row = replace(TOR_TAKES_PART, until_day=TODAY - timedelta(days=1))
    assert changes(NOTHING, with_memberships(row)).begin == ()
    assert change_lines(changes(known_roster(), with_memberships(GURO_LEADS, row))) == [
        "ended   membership Tor Hansen in Rektorgruppa (participant)"
    ]


def test_the_last_day_of_a_period_still_counts_and_its_end_no_more() -> None:
    row = with_memberships(replace(TOR_TAKES_PART, until_day=TODAY))
    assert changes(NOTHING, row, now=end_of(TODAY)).begin == ()
    assert changes(NOTHING, with_memberships(replace(TOR_TAKES_PART, until_day=TODAY))).begin[0].ended == end_of(TODAY)


def test_a_membership_that_has_not_begun_changes_its_dates() -> None:
    january = replace(TOR_TAKES_PART, from_day=date(2027, 1, 4))
    february = replace(TOR_TAKES_PART, from_day=date(2027, 2, 1))
    found = changes(known_roster(with_memberships(january)), with_memberships(february))
    assert change_lines(found) == [
        "changed membership Tor Hansen in Rektorgruppa: participant from 2027-01-04 -> participant from 2027-02-01"
    ]
    assert found.end == (Ending(1, NOW),)
    assert found.begin[0].since == start_of(date(2027, 2, 1))


def test_a_membership_that_has_begun_gets_another_last_day() -> None:
    found = changes(known_roster(), with_memberships(GURO_LEADS, replace(TOR_TAKES_PART, until_day=date(2026, 12, 31))))
    assert change_lines(found) == [
        "changed membership Tor Hansen in Rektorgruppa: participant -> participant until 2026-12-31"
    ]
    assert (found.begin[0].since, found.begin[0].ended) == (NOW, end_of(date(2026, 12, 31)))


def test_a_person_may_be_in_a_group_for_two_periods() -> None:
    autumn = replace(TOR_TAKES_PART, until_day=date(2026, 12, 18))
    summer = replace(TOR_TAKES_PART, from_day=date(2027, 6, 1))
    before = known_roster(with_memberships(summer, autumn))
    assert len(before.memberships) == 2
    assert changes(before, with_memberships(autumn, summer)) == Changes()
    assert change_lines(changes(before, with_memberships(autumn))) == [
        "ended   membership Tor Hansen in Rektorgruppa (participant from 2027-06-01)"
    ]
    assert change_lines(changes(known_roster(with_memberships(TOR_TAKES_PART)), with_memberships(autumn, summer))) == [
        "changed membership Tor Hansen in Rektorgruppa: participant -> participant until 2026-12-18",
        "added   membership Tor Hansen in Rektorgruppa (participant from 2027-06-01)",
    ]


def test_the_same_role_pairs_up_before_another_does() -> None:
    until = replace(TOR_TAKES_PART, until_day=date(2026, 12, 18))
    leads = replace(TOR_TAKES_PART, role=Role.LEADER, from_day=date(2027, 1, 4))
    rows = (leads, until)
    assert change_lines(changes(known_roster(with_memberships(TOR_TAKES_PART)), with_memberships(*rows))) == [
        "changed membership Tor Hansen in Rektorgruppa: participant -> participant until 2026-12-18",
        "added   membership Tor Hansen in Rektorgruppa (leader from 2027-01-04)",
    ]


def test_a_membership_given_again_after_its_end_is_added_anew() -> None:
    without = with_memberships(GURO_LEADS)
    ended = carried_out(known_roster(), changes(known_roster(), without))
    found = changes(ended, FILE, now=NOW + timedelta(days=30))
    assert change_lines(found) == ["added   membership Tor Hansen in Rektorgruppa (participant)"]
    assert found.begin[0].since == NOW + timedelta(days=30)


def with_another_object_id(same_as: str = "") -> RosterFile:
    return replace(
        FILE,
        people=(replace(GURO, object_id="g2", same_as=same_as, line=2), TOR),
        memberships=(replace(GURO_LEADS, object_id="g2"), TOR_TAKES_PART),
    )


def test_another_object_id_is_another_person_whatever_the_user_name() -> None:
    found = changes(known_roster(), with_another_object_id())
    assert found.accounts == (NewAccount(Account("oslofjord", "g2"), person_id("nordvik", "oslofjord", "g2")),)
    assert [(one.person, one.since) for one in found.begin] == [(person_id("nordvik", "oslofjord", "g2"), NOW)]
    after = carried_out(known_roster(), found)
    for later in (found, changes(after, with_another_object_id())):
        assert change_lines(later)[-1] == (
            "asks    people.csv, line 2, Guro Openlid (guro@nordvik.example): Guro Openlid had the object id g before; "
            "they are taken for two people. Write g in the column same_as if they are one, its own if they are two"
        )
    assert changes(after, with_another_object_id("g2")) == Changes()


def test_two_object_ids_taken_for_one_person_are_asked_about_and_can_be_parted() -> None:
    """Earlier versions joined accounts with the same user name."""
    both = frozenset({Account("oslofjord", "g"), Account("oslofjord", "g2")})
    before = replace(
        known_roster(), people=(KnownPerson(known_roster().people[0].person, both), known_roster().people[1])
    )
    [asked] = change_lines(changes(before, with_another_object_id()))
    assert "they are taken for one person" in asked
    assert changes(before, with_another_object_id("g")) == Changes()
    parted = changes(before, with_another_object_id("g2"))
    assert parted.accounts == (NewAccount(Account("oslofjord", "g2"), person_id("nordvik", "oslofjord", "g2")),)
    assert "ended   membership Guro Openlid in Rektorgruppa (leader)" in change_lines(parted)


def test_a_former_object_id_nobody_has_had_is_told() -> None:
    found = changes(known_roster(), replace(FILE, people=(replace(GURO, same_as="x", line=2), TOR)))
    assert change_lines(found) == [
        (
            "asks    people.csv, line 2, Guro Openlid (guro@nordvik.example): same_as: "
            "nobody here has had the object id x; the row is taken without it"
        )
    ]


def test_former_object_ids_are_followed_from_row_to_row() -> None:
    second = replace(GURO, object_id="g2", upn="g2@nordvik.example", same_as="g")
    third = replace(GURO, object_id="g3", same_as="g2")
    found = changes(known_roster(), replace(FILE, people=(third, second, TOR), memberships=()))
    assert {new.person for new in found.accounts} == {person_id("nordvik", "oslofjord", "g")}


def test_a_new_object_id_with_the_former_named_is_a_further_account_of_the_same_person() -> None:
    wanted = with_another_object_id("g")
    found = changes(known_roster(), wanted)
    assert change_lines(found) == ["changed person Guro Openlid (guro@nordvik.example): a further account"]
    assert found.accounts == (NewAccount(Account("oslofjord", "g2"), person_id("nordvik", "oslofjord", "g")),)
    assert (found.people, found.begin, found.end, found.changed) == ((), (), (), 1)
    assert changes(carried_out(known_roster(), found), wanted) == Changes()


def test_a_known_upn_is_somebody_else_while_its_old_object_id_is_still_there() -> None:
    wanted = replace(FILE, people=(replace(GURO, upn="guro.o@nordvik.example"), replace(TOR, upn=GURO.upn), TOR))
    wanted = replace(wanted, people=(wanted.people[0], PersonRow("x", "Guro Ås", GURO.upn, None), TOR))
    found = changes(known_roster(), wanted)
    assert change_lines(found) == [
        "changed person Guro Openlid (guro.o@nordvik.example): upn: guro@nordvik.example -> guro.o@nordvik.example",
        "added   person Guro Ås (guro@nordvik.example)",
    ]
    assert found.accounts[0].person == person_id("nordvik", "oslofjord", "x")


def test_a_upn_two_known_persons_have_had_tells_nobody_apart() -> None:
    twins = known_roster(replace(FILE, people=(GURO, replace(TOR, upn=GURO.upn))))
    found = changes(twins, replace(FILE, people=(PersonRow("x", "Guro Ås", GURO.upn, None),), memberships=()))
    assert "added   person Guro Ås (guro@nordvik.example)" in change_lines(found)


def test_the_same_people_in_another_tenant_get_further_accounts() -> None:
    found = changes(known_roster(), FILE, tenant="fylket")
    assert [new.account.tenant for new in found.accounts] == ["fylket", "fylket"]
    assert {line.text.rsplit(": ")[-1] for line in found.lines} == {"a further account"}
    assert found.people == ()


def test_one_person_with_two_accounts_in_the_file_is_as_the_first_row_has_them_and_belongs_once() -> None:
    guro = person_id("nordvik", "oslofjord", "g")
    both = frozenset({Account("oslofjord", "g"), Account("oslofjord", "g2")})
    before = known_roster()
    before = replace(before, people=(KnownPerson(before.people[0].person, both), before.people[1]))
    other = PersonRow("g2", "Guro O.", "guro@skole.example", None)
    wanted = replace(
        FILE, people=(GURO, TOR, other), memberships=(*FILE.memberships, replace(GURO_LEADS, object_id="g2"))
    )
    assert changes(before, wanted) == Changes()
    assert before.people[0].person.id == guro


people = st.lists(st.sampled_from("abcd"), min_size=0, max_size=4, unique=True)
days = st.none() | st.integers(min_value=-5, max_value=5).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def roster_files(draw: st.DrawFn) -> RosterFile:
    """Files that pass the folder's reader: periods in one group never overlap."""
    there = draw(people)
    rows: list[MembershipRow] = []
    for one in there:
        for group in ("rektorgruppa", "team-a"):
            begins, ends = draw(days), draw(days)
            if draw(st.booleans()) and (begins is None or ends is None or begins <= ends):
                rows.append(MembershipRow(one, group, draw(st.sampled_from(Role)), begins, ends))
                if ends is not None:
                    rows.append(MembershipRow(one, group, draw(st.sampled_from(Role)), ends + timedelta(days=2)))
    persons = tuple(PersonRow(one, draw(st.sampled_from(["Kim", "Bo"])), f"{one}@x.example", None) for one in there)
    return RosterFile("nordvik", (NORDVIK, NES), (PRINCIPALS, TEAM), persons, tuple(rows))


def standing(roster: KnownRoster, at: datetime) -> set[tuple[str, str, Role]]:
    upns = {one.person.id: one.person.upn for one in roster.people}
    members = [one.membership for one in roster.memberships]
    return {
        (upns[one.person], one.group, one.role)
        for one in members
        if one.since <= at and (one.ended is None or at < one.ended)
    }


@given(roster_files(), st.lists(roster_files(), max_size=2))
def test_whatever_was_known_the_file_holds_afterwards_and_asks_for_nothing_more(
    last: RosterFile, earlier: Sequence[RosterFile]
) -> None:
    roster = NOTHING
    for wanted in (*earlier, last):
        roster = carried_out(roster, changes(roster, wanted))
    assert changes(roster, last) == Changes()
    for at in (NOW + timedelta(days=n) for n in range(9)):
        assert standing(roster, at) == {
            (f"{row.object_id}@x.example", row.group, row.role)
            for row in last.memberships
            if (row.from_day is None or start_of(row.from_day) <= at)
            and (row.until_day is None or at < end_of(row.until_day))
        }


def test_places_changed_by_hand_stay_until_the_file_says_the_same() -> None:
    known = carried_out(NOTHING, changes(NOTHING, FILE))
    guro, tor = (person_id("nordvik", "oslofjord", row.object_id) for row in (GURO, TOR))
    ended = [one for one in known.memberships if one.membership.person != tor]
    mine = KnownMembership(9, Membership(guro, "team-a", Role.FACILITATOR, NOW))
    by_hand = replace(known, memberships=(*ended, mine), by_hand=frozenset({(guro, "team-a"), (tor, "rektorgruppa")}))
    left = changes(by_hand, FILE)
    assert (left.begin, left.end, left.agreed) == ((), (), ())
    assert sorted(map(str, left.lines)) == [
        "by hand membership Guro Openlid in Team A: facilitator, and the file says none; it stays",
        "by hand membership Tor Hansen in Rektorgruppa: none, and the file says participant; it stays",
    ]
    says = replace(FILE, memberships=(GURO_LEADS, MembershipRow("g", "team-a", Role.FACILITATOR)))
    agreed = changes(by_hand, says)
    assert (agreed.begin, agreed.end, agreed.lines) == ((), (), ())
    assert set(agreed.agreed) == by_hand.by_hand


def test_a_group_that_moves_takes_along_the_places_changed_by_hand() -> None:
    known = carried_out(NOTHING, changes(NOTHING, FILE))
    tor = person_id("nordvik", "oslofjord", "t")
    mine = KnownMembership(9, Membership(tor, "team-a", Role.LEADER, NOW))
    by_hand = replace(known, memberships=(*known.memberships, mine), by_hand=frozenset({(tor, "team-a")}))
    moved = changes(by_hand, replace(FILE, groups=(PRINCIPALS, replace(TEAM, unit="nordvik"))))
    assert [(one.person, one.group, one.role) for one in moved.begin] == [(tor, "team-a", Role.LEADER)]
    assert [one.id for one in moved.end] == [9]
