"""An import undone: all returns to what it was, and what was changed since, or is in use by now, stays and is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from dialogs.model import Account, Group, GroupKind, Language, Membership, Person, Role, Unit, UnitKind
from dialogs.people.before import Before, Place, Rows, before_of
from dialogs.people.roster import (
    Changes,
    KnownMembership,
    KnownPerson,
    KnownRoster,
    MembershipRow,
    PersonRow,
    RosterFile,
    compare,
    person_id,
)
from dialogs.people.undoing import InUse, Left, Now, undoing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=100)
TENANT, PLACE = "leverandør", "nordvik"
TOWN = Unit(PLACE, frozenset({UnitKind.MUNICIPALITY}), "Nordvik kommune", None, Language.NB)
NES = Unit("nes", frozenset({UnitKind.SCHOOL}), "Nes skole", PLACE, Language.NB)
AS = Unit("ås", frozenset({UnitKind.SCHOOL}), "Ås skole", PLACE, Language.NB)
TEAM = Group("team", "nes", GroupKind.TEAM, "Teamet")
NET = Group("nett", PLACE, GroupKind.NETWORK, "Nettverket")
NEW = Group("nye", "ås", GroupKind.TEAM, "De nye")
GURO, TOR, ALI = (f"0f8b5c1e-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))


def id_of(object_id: str) -> UUID:
    return person_id(PLACE, TENANT, object_id)


def row(object_id: str, name: str, upn: str = "") -> PersonRow:
    return PersonRow(object_id, name, upn or f"{name.lower()}@nordvik.example", None)


FIRST = RosterFile(
    PLACE,
    (TOWN, NES),
    (TEAM, NET),
    (row(GURO, "Guro"), row(TOR, "Tor")),
    (
        MembershipRow(GURO, "nett", Role.COORDINATOR),
        MembershipRow(GURO, "team", Role.PARTICIPANT),
        MembershipRow(TOR, "team", Role.LEADER),
    ),
)
SECOND = RosterFile(
    PLACE,
    (TOWN, replace(NES, name="Nes oppvekstsenter"), AS),
    (TEAM, NET, NEW),
    (row(GURO, "Guro"), row(TOR, "Tor Olsen", "tor@nordvik.example"), row(ALI, "Ali")),
    (
        MembershipRow(GURO, "nett", Role.COORDINATOR),
        MembershipRow(GURO, "team", Role.PARTICIPANT),
        MembershipRow(TOR, "team", Role.PARTICIPANT),
        MembershipRow(ALI, "nye", Role.LEADER),
    ),
)


class Roster:
    """A roster in memory, changed as the storage changes it."""

    def __init__(self) -> None:
        self.known = KnownRoster(PLACE)
        self.rows: dict[Place, dict[int, datetime | None]] = {}
        self.held: dict[int, Membership] = {}
        self.take(FIRST, now=SINCE)

    def take(self, wanted: RosterFile, *, now: datetime = NOW) -> Before:
        changes = compare(self.known, wanted, tenant=TENANT, now=now)
        before, earlier = self.known, set(self.held)
        self._store(changes, now)
        begun = {
            place: tuple((n, at) for n, at in rows.items() if n not in earlier) for place, rows in self.rows.items()
        }
        return before_of(before, changes, self.by_place(), begun)

    def _store(self, changes: Changes, now: datetime) -> None:
        for end in changes.end:
            self.set_end(end.id, end.at)
        for one in changes.begin:
            self.begin(one)
        people = {one.person.id: one for one in self.known.people}
        for person in changes.people:
            accounts = people[person.id].accounts if person.id in people else frozenset[Account]()
            people[person.id] = KnownPerson(person, accounts)
        for new in changes.accounts:
            theirs = people[new.person]
            people[new.person] = KnownPerson(theirs.person, theirs.accounts | {new.account})
        self.known = replace(
            self.known,
            units=tuple({one.id: one for one in (*self.known.units, *changes.units)}.values()),
            groups=tuple({one.id: one for one in (*self.known.groups, *changes.groups)}.values()),
            people=tuple(people.values()),
        )
        self._refresh(now)

    def begin(self, one: Membership) -> int:
        number = len(self.held) + 1
        self.held[number] = one
        self.rows.setdefault((one.person, one.group), {})[number] = one.ended
        return number

    def set_end(self, number: int, at: datetime | None) -> None:
        one = self.held[number] = replace(self.held[number], ended=at)
        self.rows[one.person, one.group][number] = at

    def _refresh(self, now: datetime) -> None:
        lasting = (KnownMembership(n, one) for n, one in self.held.items() if one.ended is None or one.ended > now)
        self.known = replace(self.known, memberships=tuple(lasting))

    def by_place(self) -> dict[Place, Rows]:
        return {place: tuple(rows.items()) for place, rows in self.rows.items()}

    def now(self) -> Now:
        return Now(self.known, self.by_place())


def test_everything_returns_to_what_it_was() -> None:
    roster = Roster()
    before = roster.take(SECOND)
    back = undoing(before, roster.now(), InUse(), own=id_of(GURO))
    assert back.put_units == (NES,)
    assert back.drop_units == ("ås",)
    assert back.drop_groups == ("nye",)
    assert back.drop_people == (id_of(ALI),)
    assert back.drop_accounts == (Account(TENANT, ALI),)
    assert [one.name for one in back.put_people] == ["Tor"]
    assert {(one.person, one.group) for one in back.places} == {(id_of(TOR), "team"), (id_of(ALI), "nye")}
    [tor] = (one for one in back.places if one.person == id_of(TOR))
    assert tor.ended == ((3, None),), "it goes on, without an end"
    assert back.left == Left()


def test_a_place_changed_since_stays_and_is_named() -> None:
    roster = Roster()
    before = roster.take(SECOND)
    roster.begin(Membership(id_of(TOR), "team", Role.FACILITATOR, NOW))
    back = undoing(before, roster.now(), InUse(), own=id_of(GURO))
    assert [one.person for one in back.places] == [id_of(ALI)]
    assert back.left.places == (("Tor Olsen", "Teamet"),)


def test_a_name_and_a_unit_changed_since_stay() -> None:
    roster = Roster()
    before = roster.take(SECOND)
    names = (SECOND.people[0], row(TOR, "Tore", "tor@nordvik.example"), SECOND.people[2])
    again = replace(SECOND, units=(TOWN, replace(NES, name="Nes"), AS), people=names)
    roster.take(again, now=NOW + timedelta(minutes=1))
    back = undoing(before, roster.now(), InUse(), own=id_of(GURO))
    assert (back.put_units, back.put_people) == ((), ())
    assert (back.left.units, back.left.people) == (("Nes oppvekstsenter",), ("Tor Olsen",))


def test_what_is_in_use_by_now_stays_with_all_that_it_stands_on() -> None:
    roster = Roster()
    before = roster.take(SECOND)
    back = undoing(before, roster.now(), InUse(groups=frozenset({"nye"})), own=id_of(GURO))
    assert (back.drop_groups, back.drop_units) == ((), ())
    assert (back.left.groups, back.left.units) == (("De nye",), ("Ås skole",))
    back = undoing(before, roster.now(), InUse(people=frozenset({id_of(ALI)})), own=id_of(GURO))
    assert (back.drop_people, back.drop_accounts) == ((), ()), "whoever stays keeps the account"
    assert back.left.people == ("Ali",)


def test_nobody_returns_to_a_place_of_their_own() -> None:
    roster = Roster()
    before = roster.take(SECOND)
    back = undoing(before, roster.now(), InUse(), own=id_of(TOR))
    assert id_of(TOR) not in {one.person for one in back.places}
    assert back.left.own == ("Teamet",)


def test_a_moved_group_returns_with_its_places_or_stays_with_all() -> None:
    moved = replace(FIRST, units=(TOWN, NES, AS), groups=(replace(TEAM, unit="ås"), NET))
    roster = Roster()
    before = roster.take(moved)
    back = undoing(before, roster.now(), InUse(), own=id_of(ALI))
    assert back.put_groups == (TEAM,)
    assert [one.unit for one in back.moved] == ["ås"]
    assert back.drop_units == ("ås",), "nothing is left in it"
    assert len(back.places) == 2
    stays = undoing(before, roster.now(), InUse(), own=id_of(TOR))
    assert (stays.put_groups, stays.drop_units) == ((), ())
    assert stays.places == ()
    assert stays.left.groups == ("Teamet",)


def test_a_former_id_that_made_two_one_returns_to_its_own() -> None:
    second = replace(row(ALI, "Tor", "tor2@nordvik.example"), same_as=TOR)
    joined = replace(FIRST, people=(*FIRST.people, second))
    roster = Roster()
    before = roster.take(joined)
    back = undoing(before, roster.now(), InUse(), own=id_of(GURO))
    assert back.drop_accounts == (Account(TENANT, ALI),)
    assert back.drop_people == ()


def test_whoever_imports_keeps_their_own_places_and_the_unit_of_their_groups() -> None:
    roster = Roster()
    places = (MembershipRow(GURO, "team", Role.LEADER), FIRST.memberships[2])
    without = replace(FIRST, memberships=places, groups=(replace(TEAM, unit=PLACE), NET))
    changes = compare(roster.known, without, tenant=TENANT, now=NOW, own=id_of(GURO))
    assert (changes.begin, changes.end, changes.groups) == ((), (), ())
    assert [line.kind for line in changes.lines] == ["own", "own", "own"]
    assert compare(roster.known, without, tenant=TENANT, now=NOW).begin, "another's list does change them"


def test_nobody_becomes_another_by_their_own_list() -> None:
    roster = Roster()
    taken = replace(FIRST, people=(replace(FIRST.people[0], same_as=TOR), FIRST.people[1]))
    assert compare(roster.known, taken, tenant=TENANT, now=NOW, own=id_of(GURO)).own_rows == (taken.people[0],)
    given = replace(FIRST, people=(*FIRST.people, replace(row(ALI, "Ali"), same_as=GURO)))
    assert compare(roster.known, given, tenant=TENANT, now=NOW, own=id_of(GURO)).own_rows == (given.people[2],)
    assert compare(roster.known, FIRST, tenant=TENANT, now=NOW, own=id_of(GURO)).own_rows == ()


def test_the_persons_of_the_tests_are_made_as_the_files_make_them() -> None:
    assert {one.person.id for one in Roster().known.people} == {id_of(GURO), id_of(TOR)}
    assert isinstance(Roster().known.people[0].person, Person)
