"""An import of people undone: everything returns to the state before, unless changed again since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from dialogs.model import Account, Group, Unit
from dialogs.people.before import (
    Before,
    Called,
    ChangedAccount,
    ChangedGroup,
    ChangedPlaces,
    ChangedUnit,
    Place,
    Rows,
    called,
)
from dialogs.people.roster import KnownRoster


@dataclass(frozen=True)
class Left:
    """Names of everything that stays after undoing: changed again since, or in use; and places of whoever undoes."""

    units: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    own: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return sum(map(len, (self.units, self.groups, self.people, self.places, self.own)))


@dataclass(frozen=True)
class Now:
    """The stored roster; `rows` are all memberships, also past ones, by place."""

    known: KnownRoster
    rows: Mapping[Place, Rows]


@dataclass(frozen=True)
class InUse:
    """People, groups and units added by the import that something else refers to by now."""

    people: frozenset[UUID] = frozenset()
    groups: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Undoing:
    """Rows to store again, rows to remove, and names of everything left."""

    put_units: tuple[Unit, ...]
    put_groups: tuple[Group, ...]
    moved: tuple[Group, ...]
    """Groups that return to another unit, as stored now."""
    put_people: tuple[Called, ...]
    put_accounts: tuple[tuple[Account, UUID], ...]
    drop_units: tuple[str, ...]
    drop_groups: tuple[str, ...]
    drop_people: tuple[UUID, ...]
    drop_accounts: tuple[Account, ...]
    places: tuple[ChangedPlaces, ...]
    by_hand: tuple[Place, ...]
    left: Left


def undoing(before: Before, now: Now, in_use: InUse, *, own: UUID) -> Undoing:
    """`own` is whoever undoes: nobody gives themselves a place, or returns to one."""
    seen = _Seen.of(before, now, own)
    accounts = [one for one in before.accounts if seen.is_as_left(one)]
    people = [one for one in before.people if seen.people.get(one.became.id) == one.became]
    brought = frozenset(one.account for one in accounts)
    gone = {one.became.id for one in people if one.was is None and seen.is_unused(one.became.id, brought, in_use)}
    new = {one.became.id for one in before.people if one.was is None}
    accounts = [one for one in accounts if one.was is not None or one.became in gone or one.became not in new]
    groups = [one for one in before.groups if seen.is_free(one)]
    no_groups = {one.became.id for one in groups if one.was is None and seen.is_empty(one.became.id, in_use)}
    units = [one for one in before.units if seen.units.get(one.became.id) == one.became]
    no_units = _unused_units(units, seen, {one.became.id: one.was for one in groups}, no_groups, in_use)
    return Undoing(
        put_units=tuple(one.was for one in units if one.was is not None),
        put_groups=tuple(one.was for one in groups if one.was is not None),
        moved=tuple(one.became for one in groups if one.was is not None and one.was.unit != one.became.unit),
        put_people=tuple(one.was for one in people if one.was is not None),
        put_accounts=tuple((one.account, one.was) for one in accounts if one.was is not None),
        drop_units=tuple(no_units),
        drop_groups=tuple(sorted(no_groups)),
        drop_people=tuple(sorted(gone)),
        drop_accounts=tuple(one.account for one in accounts if one.was is None),
        places=seen.places,
        by_hand=tuple(place for place in before.by_hand if place in now.rows),
        left=_left(before, seen, gone=gone, no_groups=no_groups, no_units=set(no_units)),
    )


@dataclass(frozen=True)
class _Seen:
    """The stored roster by keys; `places` are those to undo, and `begun` the memberships that never count then."""

    own: UUID
    rows: Mapping[Place, Rows]
    units: Mapping[str, Unit]
    groups: Mapping[str, Group]
    people: Mapping[UUID, Called]
    whose: Mapping[Account, UUID]
    stuck: frozenset[str]
    places: tuple[ChangedPlaces, ...]
    accounts: Mapping[UUID, set[Account]]
    counted: frozenset[UUID]
    """People with a membership that still counts, or has counted, once the import is undone."""
    filled: frozenset[str]
    """Groups with such a membership."""

    @classmethod
    def of(cls, before: Before, now: Now, own: UUID) -> "_Seen":
        known = now.known
        groups = {one.id: one for one in known.groups}
        stuck = _stuck(before, now, groups, own)
        places = tuple(one for one in before.places if _is_free(one, now, own) and one.group not in stuck)
        begun = {number for one in places for number in one.begun}
        stays = [place for place, rows in now.rows.items() if any(number not in begun for number, _ in rows)]
        return cls(
            own,
            now.rows,
            {one.id: one for one in known.units},
            groups,
            {one.person.id: called(one.person) for one in known.people},
            {account: one.person.id for one in known.people for account in one.accounts},
            stuck,
            places,
            _by_person(known),
            frozenset(person for person, _ in stays),
            frozenset(group for _, group in stays),
        )

    def is_as_left(self, one: ChangedAccount) -> bool:
        return self.whose.get(one.account) == one.became and self.own not in {one.became, one.was}

    def is_free(self, one: ChangedGroup) -> bool:
        """Whether the group is as the import left the group, and may return to the unit before."""
        return self.groups.get(one.became.id) == one.became and one.became.id not in self.stuck

    def is_unused(self, person: UUID, brought: Collection[Account], in_use: InUse) -> bool:
        """Whether the person has only accounts `brought` by the import, and no membership that counts."""
        return person not in in_use.people | self.counted and self.accounts.get(person, set()) <= set(brought)

    def is_empty(self, group: str, in_use: InUse) -> bool:
        return group not in in_use.groups | self.filled


def _by_person(known: KnownRoster) -> dict[UUID, set[Account]]:
    return {one.person.id: set(one.accounts) for one in known.people}


def _is_free(one: ChangedPlaces, now: Now, own: UUID) -> bool:
    """Whether the memberships are unchanged since the import, and not of whoever undoes."""
    return one.person != own and now.rows.get((one.person, one.group), ()) == one.after


def _stuck(before: Before, now: Now, groups: Mapping[str, Group], own: UUID) -> frozenset[str]:
    """Groups that the import moved, and that stay with all places: changed since, or with a place of `own`."""
    moved = {one.became.id: one.became for one in before.groups if one.was and one.was.unit != one.became.unit}
    theirs = {(one.person, one.group): one for one in before.places}
    stuck = {id_ for id_, became in moved.items() if groups.get(id_) != became}
    for place, rows in now.rows.items():
        if place[1] in moved:
            one = theirs.get(place)
            is_new = one is None and any(ended is None for _, ended in rows)
            stuck |= {place[1]} if is_new or (one is not None and not _is_free(one, now, own)) else set()
    return frozenset(stuck)


def _unused_units(
    units: Sequence[ChangedUnit],
    seen: _Seen,
    returned: Mapping[str, Group | None],
    no_groups: Collection[str],
    in_use: InUse,
) -> list[str]:
    """The new units to remove, a unit after the units below: none with a group or a unit that stays."""
    new = {one.became.id for one in units if one.was is None}
    groups = {**seen.groups, **{id_: was for id_, was in returned.items() if was is not None}}
    parents = {**seen.units, **{one.became.id: one.was for one in units if one.was is not None}}
    taken = {group.unit for id_, group in groups.items() if id_ not in no_groups} | in_use.units
    gone: list[str] = []
    while True:
        below = {unit.parent for id_, unit in parents.items() if id_ not in gone}
        more = [id_ for id_ in sorted(new) if id_ not in taken and id_ not in below and id_ not in gone]
        if not more:
            return gone
        gone += more


def _left(before: Before, seen: _Seen, *, gone: set[UUID], no_groups: set[str], no_units: set[str]) -> Left:
    names = {id_: one.name for id_, one in seen.people.items()}
    groups = {id_: one.name for id_, one in seen.groups.items()}
    undone = set(seen.places)
    stays = [one for one in before.places if one not in undone]
    return Left(
        units=tuple(
            one.became.name
            for one in before.units
            if one.became.id not in no_units and (one.was is None or seen.units.get(one.became.id) != one.became)
        ),
        groups=tuple(
            one.became.name
            for one in before.groups
            if one.became.id not in no_groups and (one.was is None or not seen.is_free(one))
        ),
        people=tuple(
            one.became.name
            for one in before.people
            if one.became.id not in gone and (one.was is None or seen.people.get(one.became.id) != one.became)
        ),
        places=tuple(
            (names.get(one.person, ""), groups.get(one.group, one.group)) for one in stays if one.person != seen.own
        ),
        own=tuple(groups.get(one.group, one.group) for one in stays if one.person == seen.own),
    )
