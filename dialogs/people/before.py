"""An import's changes: each unit, group, person, account and place before the import, and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogs.model import Account, Group, Language, Person, Role, Unit
from dialogs.people.roster import Changes, KnownRoster

Place = tuple[UUID, str]
"""A person, and the id of a group."""

Rows = tuple[tuple[int, datetime | None], ...]
"""Numbers of memberships, each with its end."""


@dataclass(frozen=True)
class Called:
    """A person as the files have one."""

    id: UUID
    name: str
    upn: str
    language: Language | None


@dataclass(frozen=True)
class ChangedUnit:
    was: Unit | None
    became: Unit


@dataclass(frozen=True)
class ChangedGroup:
    was: Group | None
    became: Group


@dataclass(frozen=True)
class ChangedPerson:
    was: Called | None
    became: Called


@dataclass(frozen=True)
class ChangedAccount:
    """The account's person before the import, None for nobody, and after."""

    account: Account
    was: UUID | None
    became: UUID


@dataclass(frozen=True)
class ChangedPlaces:
    """Somebody's memberships in a group: all after the import, the numbers of the begun, and the ended as before."""

    person: UUID
    group: str
    after: Rows
    begun: tuple[int, ...]
    ended: Rows
    begun_roles: tuple[Role, ...] = ()
    ended_roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Before:
    """Everything an import has changed. `by_hand` are places done by hand until the files said the same."""

    units: tuple[ChangedUnit, ...] = ()
    groups: tuple[ChangedGroup, ...] = ()
    people: tuple[ChangedPerson, ...] = ()
    accounts: tuple[ChangedAccount, ...] = ()
    places: tuple[ChangedPlaces, ...] = ()
    by_hand: tuple[Place, ...] = ()


def before_of(known: KnownRoster, changes: Changes, rows: Mapping[Place, Rows], begun: Mapping[Place, Rows]) -> Before:
    """The changes of the roster; `rows` are all memberships afterwards, `begun` the new memberships."""
    units = {one.id: one for one in known.units}
    groups = {one.id: one for one in known.groups}
    people = {one.person.id: called(one.person) for one in known.people}
    whose = {account: one.person.id for one in known.people for account in one.accounts}
    return Before(
        units=tuple(ChangedUnit(units.get(one.id), one) for one in changes.units),
        groups=tuple(ChangedGroup(groups.get(one.id), one) for one in changes.groups),
        people=tuple(ChangedPerson(people.get(one.id), called(one)) for one in changes.people),
        accounts=tuple(ChangedAccount(one.account, whose.get(one.account), one.person) for one in changes.accounts),
        places=tuple(_changed_places(known, changes, rows, begun)),
        by_hand=changes.agreed,
    )


def called(person: Person) -> Called:
    return Called(person.id, person.name, person.upn, person.language)


def _changed_places(
    known: KnownRoster, changes: Changes, rows: Mapping[Place, Rows], begun: Mapping[Place, Rows]
) -> Iterator[ChangedPlaces]:
    gone = {ending.id for ending in changes.end}
    ended: dict[Place, list[tuple[int, datetime | None, Role]]] = {}
    for one in known.memberships:
        if one.id in gone:
            place = (one.membership.person, one.membership.group)
            ended.setdefault(place, []).append((one.id, one.membership.ended, one.membership.role))
    given: dict[Place, list[Role]] = {}
    for new in changes.begin:
        given.setdefault((new.person, new.group), []).append(new.role)
    for place in dict.fromkeys((*given, *ended)):
        former = ended.get(place, [])
        yield ChangedPlaces(
            *place,
            rows.get(place, ()),
            tuple(number for number, _ in begun.get(place, ())),
            tuple((number, at) for number, at, _ in former),
            tuple(given.get(place, ())),
            tuple(role for _, _, role in former),
        )
