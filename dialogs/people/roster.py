"""The roster: a municipality's units, groups, people and memberships by its files, compared with the stored ones."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from itertools import zip_longest
from typing import TypeVar
from uuid import UUID, uuid5

from dialogs.calendar.instants import end_of, start_of
from dialogs.model import Account, Group, Language, Membership, Person, Role, Unit

_Named = TypeVar("_Named", Unit, Group)
_Key = TypeVar("_Key")
_LEADING = (Role.COORDINATOR, Role.FACILITATOR, Role.LEADER)
_PERSONS = UUID("6f0c4d0e-6a0b-5f0e-9c39-0f5d1c3a7b52")  # uuid5 namespace of persons' ids; never change it


@dataclass(frozen=True)
class PersonRow:
    """A person's row. `object_id`, `upn` and `same_as` are in lower case.

    `same_as` is the person's former object id; the row's own for a person without any; "" where the file does not say.
    `line` is the first line of the file with this object id.
    """

    object_id: str
    name: str
    upn: str
    language: Language | None
    same_as: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class MembershipRow:
    """`from_day` and `until_day` are local days, both included."""

    object_id: str
    group: str
    role: Role
    from_day: date | None = None
    until_day: date | None = None


@dataclass(frozen=True)
class RosterFile:
    """The folder's content, checked: ids are unique, references known, periods of one membership do not overlap."""

    municipality: str
    units: tuple[Unit, ...]
    groups: tuple[Group, ...]
    people: tuple[PersonRow, ...]
    memberships: tuple[MembershipRow, ...]


@dataclass(frozen=True)
class KnownPerson:
    person: Person
    accounts: frozenset[Account]


@dataclass(frozen=True)
class KnownMembership:
    id: int
    membership: Membership


@dataclass(frozen=True)
class KnownRoster:
    """The stored roster of a municipality, without memberships that are over.

    `by_hand` are the (person, group) whose memberships were changed by hand: the files leave them as they are until the
    files say the same.
    """

    municipality: str
    units: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()
    people: tuple[KnownPerson, ...] = ()
    memberships: tuple[KnownMembership, ...] = ()
    by_hand: frozenset[tuple[UUID, str]] = frozenset()


@dataclass(frozen=True)
class OfThing:
    """A unit, a group or a person (`thing`); `fields` are those that differ, each as (field, before, after).

    `told` is what people know the thing by beside its name: an id, or a user name.
    """

    thing: str
    name: str
    told: str
    fields: tuple[tuple[str, str, str], ...] = ()
    has_further_account: bool = False


@dataclass(frozen=True)
class OfPlaces:
    """Somebody's places in a group, as they are and as the file has them; `group` is the group's id."""

    person: UUID
    name: str
    group: str
    group_name: str
    before: tuple[Membership, ...]
    after: tuple[Membership, ...]


@dataclass(frozen=True)
class OfGroup:
    """A group of the importer's own, which stays in its unit and of its kind."""

    name: str


@dataclass(frozen=True)
class OfFormerId:
    """A question about a row's person; `name` had the object id `former` before, or nobody did where it is "".

    `are_one`: both are taken for one person.
    """

    line: int
    row_name: str
    upn: str
    former: str
    name: str = ""
    are_one: bool = False


@dataclass(frozen=True)
class Line:
    """One change as text: `kind` is added, changed or ended; or asks, a question only the file's author can answer.

    Or by hand: something that the file has otherwise, and that stays as somebody has changed it. Or own: something of
    whoever imports, who changes no place of their own. `about` is the same as values, for words in other languages.
    """

    kind: str
    text: str
    about: OfThing | OfPlaces | OfGroup | OfFormerId = field(compare=False)

    def __str__(self) -> str:
        return f"{self.kind:<7} {self.text}"


def leading_roles(memberships: Iterable[Membership]) -> tuple[tuple[Role, str], ...]:
    """(role, group) of those among the memberships that lead, facilitate or coordinate, each once."""
    return leading((one.role, one.group) for one in memberships)


def leading(roles: Iterable[tuple[Role, str]]) -> tuple[tuple[Role, str], ...]:
    """Those among (role, group) that lead, facilitate or coordinate, each once."""
    return tuple(sorted({(role, group) for role, group in roles if role in _LEADING}))


@dataclass(frozen=True)
class NewAccount:
    account: Account
    person: UUID


@dataclass(frozen=True)
class Ending:
    """The membership with this id ends at an instant (UTC); a membership not begun by then never counts."""

    id: int
    at: datetime


@dataclass(frozen=True)
class Changes:
    """Rows to store, a unit after its parent, and lines about each change."""

    units: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()
    moved: tuple[Group, ...] = ()
    """The groups that now belong to another unit, as they were."""
    people: tuple[Person, ...] = ()
    accounts: tuple[NewAccount, ...] = ()
    begin: tuple[Membership, ...] = ()
    end: tuple[Ending, ...] = ()
    lines: tuple[Line, ...] = ()
    leaves: tuple[tuple[UUID, PersonRow], ...] = ()
    """People whose account becomes another person's, and the row that says so: they may not have answered anything."""
    warnings: tuple[str, ...] = ()
    """Lines on posts in planned series that will be vacant."""
    agreed: tuple[tuple[UUID, str], ...] = ()
    """(person, group) changed by hand, of which the files now say the same."""
    own_rows: tuple[PersonRow, ...] = ()
    """Rows that would give the importer's account to another person, or another's account to the importer."""

    @property
    def added(self) -> int:
        return self._count("added")

    @property
    def changed(self) -> int:
        return self._count("changed")

    @property
    def ended(self) -> int:
        return self._count("ended")

    def _count(self, kind: str) -> int:
        return sum(line.kind == kind for line in self.lines)


def person_id(municipality: str, tenant: str, object_id: str) -> UUID:
    """A new person's id, the same each time the folder is read."""
    return uuid5(_PERSONS, f"{municipality}/{tenant}/{object_id}")


def compare(known: KnownRoster, wanted: RosterFile, *, tenant: str, now: datetime, own: UUID | None = None) -> Changes:
    """The changes that turn the known roster into the wanted one.

    Nothing is deleted; memberships gone from the file end. The places of `own`, whoever imports, stay as they are, and
    so do the unit and the kind of a group that has one.
    """
    wanted, own_lines = _without_own_moves(known, wanted, own)
    persons = _recognise(known, wanted, tenant)
    units, unit_lines = _put("unit", known.units, _parents_first(wanted.units))
    groups, group_lines = _put("group", known.groups, wanted.groups)
    before = {known_person.person.id: known_person for known_person in known.people}
    after = _people(persons, wanted)
    accounts = _accounts(persons, before, tenant)
    asking = [*_unknown_same_as(known, wanted), *_other_object_ids(known, persons, wanted, tenant)]
    people = tuple(each for each in after.values() if each.id not in before or before[each.id].person != each)
    moved = _moved(known, wanted)
    names = _Names(known, wanted, after)
    members, agreed, hand_lines = _with_hand(known, _members(persons, wanted, now), names, now, own)
    begin, end, member_lines = _memberships(known, members, names, moved, now)
    return Changes(
        units=units,
        groups=groups,
        moved=tuple(moved.values()),
        people=people,
        accounts=accounts,
        begin=begin,
        end=end,
        lines=(
            *unit_lines,
            *group_lines,
            *_person_lines(before, after, accounts),
            *member_lines,
            *hand_lines,
            *own_lines,
            *asking,
        ),
        leaves=_leaves(known, wanted, persons),
        agreed=agreed,
        own_rows=_own_rows(known, wanted, persons, own),
    )


def _without_own_moves(known: KnownRoster, wanted: RosterFile, own: UUID | None) -> tuple[RosterFile, tuple[Line, ...]]:
    """The file with the groups of `own` in their units and of their kinds: another unit would be another place."""
    mine = {one.membership.group for one in known.memberships if one.membership.person == own}
    before = {group.id: group for group in known.groups if group.id in mine}
    groups = [
        replace(group, unit=was.unit, kind=was.kind) if (was := before.get(group.id)) else group
        for group in wanted.groups
    ]
    stay = [group for group, said in zip(groups, wanted.groups, strict=True) if group != said]
    lines = (
        Line("own", f"group {group.name}: unit and kind stay, since you have a place", OfGroup(group.name))
        for group in stay
    )
    return replace(wanted, groups=tuple(groups)), tuple(lines)


def _own_rows(
    known: KnownRoster, wanted: RosterFile, persons: Mapping[str, UUID], own: UUID | None
) -> tuple[PersonRow, ...]:
    theirs = _by_object_id(known)
    return tuple(
        row
        for row in wanted.people
        if own is not None and (theirs.get(row.object_id) == own) != (persons[row.object_id] == own)
    )


class _Names:
    """Names of people and groups: the file's, else the stored ones."""

    def __init__(self, known: KnownRoster, wanted: RosterFile, after: Mapping[UUID, Person]) -> None:
        people = [*(known_person.person for known_person in known.people), *after.values()]
        self._people = {person.id: person.name for person in people}
        self._groups = {group.id: group.name for group in (*known.groups, *wanted.groups)}

    def of(self, membership: Membership) -> str:
        return f"{self._people[membership.person]} in {self._groups[membership.group]}"

    def places(self, before: Sequence[Membership], after: Sequence[Membership]) -> OfPlaces:
        one = (*before, *after)[0]
        name, group = self._people[one.person], self._groups[one.group]
        return OfPlaces(one.person, name, one.group, group, tuple(before), tuple(after))


def _recognise(known: KnownRoster, wanted: RosterFile, tenant: str) -> dict[str, UUID]:
    """The person behind each object id of the file.

    Another object id is another person, whatever the user name, since user names are given to newcomers. Only `same_as`
    makes two object ids a single person, and only an object id's own `same_as` separates two persons taken for the
    same.
    """
    rows = {row.object_id: row for row in wanted.people}
    theirs = _by_object_id(known)

    def new(object_id: str) -> UUID:
        return person_id(wanted.municipality, tenant, object_id)

    def person(row: PersonRow) -> UUID:
        if row.same_as == row.object_id:
            return new(row.object_id)
        former = _first_object_id(row, rows)
        if former in theirs:
            return theirs[former]
        return new(former) if former in rows else theirs.get(row.object_id, new(row.object_id))

    return {row.object_id: person(row) for row in wanted.people}


def _by_object_id(known: KnownRoster) -> dict[str, UUID]:
    """Persons by object id alone: object ids are unique across tenants."""
    return {
        account.object_id: known_person.person.id for known_person in known.people for account in known_person.accounts
    }


def _first_object_id(row: PersonRow, rows: Mapping[str, PersonRow]) -> str:
    """The first object id of the row's person, following `same_as` from row to row; loops end."""
    met = [row.object_id]
    at: PersonRow | None = row
    while at is not None and at.same_as and at.same_as not in met:
        met.append(at.same_as)
        at = rows.get(at.same_as)
    return met[-1]


def _leaves(known: KnownRoster, wanted: RosterFile, persons: Mapping[str, UUID]) -> tuple[tuple[UUID, PersonRow], ...]:
    """Stored persons whose object id becomes another person's by `same_as`, each with the row."""
    theirs = _by_object_id(known)
    joined = (row for row in wanted.people if row.same_as and row.same_as != row.object_id)
    return tuple(
        (theirs[row.object_id], row)
        for row in joined
        if row.object_id in theirs and theirs[row.object_id] != persons[row.object_id]
    )


def _unknown_same_as(known: KnownRoster, wanted: RosterFile) -> Iterator[Line]:
    there = {*_by_object_id(known), *(row.object_id for row in wanted.people)}
    for row in wanted.people:
        if row.same_as and row.same_as not in there:
            told = f"same_as: nobody here has had the object id {row.same_as}; the row is taken without it"
            yield _asks(row, told, OfFormerId(row.line, row.name, row.upn, row.same_as))


def _other_object_ids(
    known: KnownRoster, persons: Mapping[str, UUID], wanted: RosterFile, tenant: str
) -> Iterator[Line]:
    """Questions about rows that may mean a known person, since another object id has the same user name or account.

    Asked at each import until the row's `same_as` decides.
    """
    there = {row.object_id for row in wanted.people}
    by_id, by_upn = _formers(known, tenant, there)
    for row in wanted.people:
        if row.same_as:
            continue
        mine = persons[row.object_id]
        for known_person, former in dict.fromkeys((*by_id.get(mine, ()), *by_upn.get(row.upn, ()))):
            is_one, name = known_person.person.id == mine, known_person.person.name
            are = "one person" if is_one else "two people"
            told = f"{name} had the object id {former} before; they are taken for {are}"
            told += f". Write {former} in the column same_as if they are one, its own if they are two"
            yield _asks(row, told, OfFormerId(row.line, row.name, row.upn, former, name, is_one))


_Formers = dict[_Key, list[tuple[KnownPerson, str]]]


def _formers(known: KnownRoster, tenant: str, there: Collection[str]) -> tuple[_Formers[UUID], _Formers[str]]:
    """The stored people with an object id that is gone from the file, and that id; by id and by user name."""
    by_id: _Formers[UUID] = {}
    by_upn: _Formers[str] = {}
    for known_person in known.people:
        if former := _former(known_person, tenant, there):
            by_id.setdefault(known_person.person.id, []).append((known_person, former))
            by_upn.setdefault(known_person.person.upn, []).append((known_person, former))
    return by_id, by_upn


def _former(known_person: KnownPerson, tenant: str, there: Collection[str]) -> str:
    """An object id of the person in this tenant that is gone from the file, "" for none."""
    gone = (each.object_id for each in known_person.accounts if each.tenant == tenant and each.object_id not in there)
    return min(gone, default="")


def _asks(row: PersonRow, what: str, about: OfFormerId) -> Line:
    return Line("asks", f"people.csv, line {row.line}, {row.name} ({row.upn}): {what}", about)


def _people(persons: Mapping[str, UUID], wanted: RosterFile) -> dict[UUID, Person]:
    """Everybody in the file; of a person with two accounts the first row counts."""
    people: dict[UUID, Person] = {}
    for row in wanted.people:
        id_ = persons[row.object_id]
        people.setdefault(id_, Person(wanted.municipality, id_, row.name, row.upn, row.language))
    return people


def _accounts(persons: Mapping[str, UUID], before: Mapping[UUID, KnownPerson], tenant: str) -> tuple[NewAccount, ...]:
    pairs = ((Account(tenant, object_id), person) for object_id, person in persons.items())
    return tuple(
        NewAccount(account, person)
        for account, person in pairs
        if person not in before or account not in before[person].accounts
    )


def _put(what: str, known: Iterable[_Named], wanted: Iterable[_Named]) -> tuple[tuple[_Named, ...], list[Line]]:
    before = {item.id: item for item in known}
    put = tuple(item for item in wanted if before.get(item.id) != item)
    return put, [_put_line(what, before.get(item.id), item) for item in put]


def _put_line(what: str, before: Unit | Group | None, after: Unit | Group) -> Line:
    called = f"{what} {after.name} ({after.id})"
    if before is None:
        return Line("added", called, OfThing(what, after.name, after.id))
    about = OfThing(what, after.name, after.id, _differences(before, after))
    return Line("changed", f"{called}: {_told(before, after)}", about)


def _parents_first(units: Sequence[Unit]) -> list[Unit]:
    """Level by level, within a level in the file's order."""
    parent = {unit.id: unit.parent for unit in units}

    def depth(unit: Unit) -> int:
        above, steps = unit.parent, 0
        while above is not None:
            above, steps = parent[above], steps + 1
        return steps

    return sorted(units, key=depth)


def _person_lines(
    before: Mapping[UUID, KnownPerson], after: Mapping[UUID, Person], accounts: Collection[NewAccount]
) -> Iterator[Line]:
    further = {new.person for new in accounts}
    for id_, person in after.items():
        called = f"person {person.name} ({person.upn})"
        if id_ not in before:
            yield Line("added", called, OfThing("person", person.name, person.upn))
            continue
        told = [_told(before[id_].person, person)] if before[id_].person != person else []
        told += ["a further account"] if id_ in further else []
        if told:
            about = OfThing("person", person.name, person.upn, _differences(before[id_].person, person), id_ in further)
            yield Line("changed", f"{called}: {', '.join(told)}", about)


def _members(persons: Mapping[str, UUID], wanted: RosterFile, now: datetime) -> list[Membership]:
    """The memberships the file asks for from now on, in order; past periods are left out."""
    members: dict[Membership, None] = {}  # a dict keeps order and drops duplicates, as of a person's two accounts
    for row in wanted.memberships:
        since = now if row.from_day is None else max(now, start_of(row.from_day))
        ended = None if row.until_day is None else end_of(row.until_day)
        if ended is None or ended > now:
            person = persons[row.object_id]
            members[Membership(person, row.group, row.role, since, ended, row.from_day, row.until_day)] = None
    return list(members)


def _with_hand(
    known: KnownRoster, wished: Sequence[Membership], names: _Names, now: datetime, own: UUID | None
) -> tuple[list[Membership], tuple[tuple[UUID, str], ...], list[Line]]:
    """The wished memberships, with what was changed by hand, and what is `own`, as it is.

    With the (person, group) changed by hand of which the file says the same, and a line for each other.
    """
    members, agreed, lines = list(wished), [], []
    everywhere = (*wished, *(one.membership for one in known.memberships))
    mine = {(one.person, one.group) for one in everywhere if one.person == own}
    for place in sorted(known.by_hand | mine, key=str):
        had = [old for old in known.memberships if (old.membership.person, old.membership.group) == place]
        wish = [new for new in wished if (new.person, new.group) == place]
        if not list(_differing(had, wish, now, all_differ=False)):
            agreed += [place] if place in known.by_hand else []
            continue
        as_is = [old.membership for old in had]
        members = [new for new in members if new not in wish] + as_is
        lines.append(_hand_line(as_is, wish, names, "own" if place in mine else "by hand"))
    return members, tuple(agreed), lines


def _hand_line(as_is: Sequence[Membership], wish: Sequence[Membership], names: _Names, kind: str) -> Line:
    has, says = (", ".join(map(_term, some)) or "none" for some in (as_is, wish))
    told = f"membership {names.of((*as_is, *wish)[0])}: {has}, and the file says {says}; it stays"
    return Line(kind, told, names.places(as_is, wish))


def _moved(known: KnownRoster, wanted: RosterFile) -> dict[str, Group]:
    units = {group.id: group.unit for group in wanted.groups}
    return {group.id: group for group in known.groups if units.get(group.id, group.unit) != group.unit}


def _memberships(
    known: KnownRoster, members: Sequence[Membership], names: _Names, moved: Collection[str], now: datetime
) -> tuple[tuple[Membership, ...], tuple[Ending, ...], list[Line]]:
    """Memberships are never rewritten: a difference ends the old one now and begins another. A moved group ends all."""
    begin: list[Membership] = []
    end: list[Ending] = []
    lines: list[Line] = []
    for old, new in _pairs(known.memberships, members, moved, now):
        begin += [new] if new else []
        end += [Ending(old.id, now)] if old else []
        lines.append(_membership_line(old.membership if old else None, new, names))
    return tuple(begin), tuple(end), lines


def _pairs(
    known: Collection[KnownMembership], wanted: Sequence[Membership], moved: Collection[str], now: datetime
) -> Iterator[tuple[KnownMembership | None, Membership | None]]:
    """(known, wanted) where they differ, person by person and group by group."""
    places: dict[tuple[UUID, str], None] = dict.fromkeys((new.person, new.group) for new in wanted)
    places |= dict.fromkeys((old.membership.person, old.membership.group) for old in known)
    had: dict[tuple[UUID, str], list[KnownMembership]] = {place: [] for place in places}
    wish: dict[tuple[UUID, str], list[Membership]] = {place: [] for place in places}
    for old in sorted(known, key=lambda each: (each.membership.since, each.id)):
        had[old.membership.person, old.membership.group].append(old)
    for new in wanted:
        wish[new.person, new.group].append(new)
    for place in places:
        wishes = sorted(wish[place], key=lambda each: each.since)
        yield from _differing(had[place], wishes, now, all_differ=place[1] in moved)


def _differing(
    known: Collection[KnownMembership], wanted: Collection[Membership], now: datetime, *, all_differ: bool
) -> Iterator[tuple[KnownMembership | None, Membership | None]]:
    """(known, wanted) within a person and group: equal ones drop out, equal roles pair up, then the rest.

    `all_differ`: nothing counts as equal.
    """
    had, wish = list(known), list(wanted)
    alike = [(old, new) for old in known for new in wanted if not all_differ and _same(old.membership, new, now)]
    for old, new in alike:
        if old in had and new in wish:
            had.remove(old)
            wish.remove(new)
    for old in tuple(had):
        new_in_role = next((new for new in wish if new.role is old.membership.role), None)
        if new_in_role is not None:
            had.remove(old)
            wish.remove(new_in_role)
            yield old, new_in_role
    yield from zip_longest(had, wish)


def _same(old: Membership, new: Membership, now: datetime) -> bool:
    """Whether both count for the same time from now on; different starts in the past make no difference."""
    begins_alike = old.since == new.since or (old.since <= now and new.since <= now)
    return old.role is new.role and old.ended == new.ended and begins_alike


def _membership_line(old: Membership | None, new: Membership | None, names: _Names) -> Line:
    about = names.places([old] if old else [], [new] if new else [])
    if old is not None and new is not None:
        before, after = _term(old), _term(new)
        told = f"{after}, anew: the group has moved" if before == after else f"{before} -> {after}"
        return Line("changed", f"membership {names.of(new)}: {told}", about)
    if new is not None:
        return Line("added", f"membership {names.of(new)} ({_term(new)})", about)
    if old is not None:
        return Line("ended", f"membership {names.of(old)} ({_term(old)})", about)
    raise AssertionError("a difference has at least one side")


def _term(membership: Membership) -> str:
    begins = f" from {membership.from_day}" if membership.from_day else ""
    ends = f" until {membership.until_day}" if membership.until_day else ""
    return f"{membership.role.value}{begins}{ends}"


def _told(before: Unit | Group | Person, after: Unit | Group | Person) -> str:
    """The fields that differ, as in `name: Nordvik skole -> Nordvik ungdomsskole`."""
    differ = _differences(before, after)
    return ", ".join(f"{name}: {old or 'none'} -> {new or 'none'}" for name, old, new in differ)


def _differences(before: Unit | Group | Person, after: Unit | Group | Person) -> tuple[tuple[str, str, str], ...]:
    """(field, before, after) of the fields that differ, "" for nothing."""
    pairs = (
        (field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(after)
        if field.compare
    )
    return tuple((name, _word(old), _word(new)) for name, old, new in pairs if old != new)


def _word(value: object) -> str:
    if isinstance(value, frozenset):
        return "+".join(sorted(value))
    return "" if value is None else str(value)
