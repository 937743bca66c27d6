"""What a list of people would change, for its sender to see: the first rows of each group, and numbers of all."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from bot.context.roster_import import Compared
from bot.context.stored_values import as_json
from bot.context.vacancies import vacant_post
from content.vocabulary.people_files import (
    Done,
    FieldChanged,
    FormerIdAsked,
    GroupRows,
    ListShown,
    PlaceRow,
    PlaceTerm,
    RoleCount,
    StayingPlace,
    ThingRow,
)
from dialogs.calendar.instants import local
from dialogs.model import Membership, Role
from dialogs.people.roster import Changes, Line, OfFormerId, OfGroup, OfPlaces, OfThing

_MOST_IN_GROUP, _MOST_PLACES, _MOST_THINGS = 40, 600, 100
"""Rows shown in full: of a group, of all groups, of people."""

_DONE, _MOMENT = frozenset(Done), timedelta(seconds=1)


def list_shown(compared: Compared, id_: UUID, *, now: datetime) -> ListShown:
    changes = compared.changes
    things = [_thing(line.kind, line.about) for line in changes.lines if isinstance(line.about, OfThing)]
    people = [one for one in things if one.thing == "person"]
    return ListShown(
        id=str(id_),
        seen=seen(changes),
        added=changes.added,
        changed=changes.changed,
        ended=changes.ended,
        things=tuple(one for one in things if one.thing != "person"),
        people=tuple(people[:_MOST_THINGS]),
        more_people=max(len(people) - _MOST_THINGS, 0),
        groups=tuple(_groups([line for line in changes.lines if line.kind in _DONE])),
        by_hand=tuple(_staying(changes.lines, "by hand", now=now)),
        own=tuple(_staying(changes.lines, "own", now=now)),
        own_groups=tuple(line.about.name for line in changes.lines if isinstance(line.about, OfGroup)),
        asks=tuple(_asked(line.about) for line in changes.lines if isinstance(line.about, OfFormerId)),
        vacant=tuple(vacant_post(compared.staffing, one, now=now) for one in compared.staffing.vacancies),
    )


def seen(changes: Changes) -> str:
    """Stands for exactly these changes, whenever they are carried out."""
    told = (
        *(changes.units, changes.groups, changes.people, changes.accounts, changes.agreed),
        tuple(one.id for one in changes.end),
        tuple((one.person, one.group, one.role, one.from_day, one.until_day) for one in changes.begin),
        tuple((line.kind, line.text) for line in changes.lines),
    )
    return sha256(json.dumps(as_json(told), sort_keys=True).encode()).hexdigest()


def _thing(kind: str, about: OfThing) -> ThingRow:
    changed = tuple(FieldChanged(*each) for each in about.fields)
    return ThingRow(Done(kind), about.thing, about.name, about.told, changed, about.has_further_account)


def _groups(lines: Iterable[Line]) -> Iterator[GroupRows]:
    """By the groups' names; the rows of all groups together are limited, and counts are of all."""
    by_group: dict[str, list[tuple[Done, OfPlaces]]] = {}
    for line in lines:
        if isinstance(line.about, OfPlaces):
            by_group.setdefault(line.about.group, []).append((Done(line.kind), line.about))
    left = _MOST_PLACES
    for places in sorted(by_group.values(), key=lambda some: (some[0][1].group_name.casefold(), some[0][1].group)):
        some = min(len(places), _MOST_IN_GROUP, left)
        left -= some
        rows = tuple(PlaceRow(done, one.name, _terms(one.before), _terms(one.after)) for done, one in places[:some])
        yield GroupRows(places[0][1].group_name, _roles([one for _, one in places]), rows, len(places) - some)


def _roles(places: Sequence[OfPlaces]) -> tuple[RoleCount, ...]:
    begun = [each.role for one in places for each in one.after]
    ended = [each.role for one in places for each in one.before]
    counts = (RoleCount(role.value, begun.count(role), ended.count(role)) for role in Role)
    return tuple(one for one in counts if one.begun or one.ended)


def _terms(places: Iterable[Membership]) -> tuple[PlaceTerm, ...]:
    return tuple(PlaceTerm(one.role.value, one.from_day, one.until_day) for one in places)


def _staying(lines: Iterable[Line], kind: str, *, now: datetime) -> Iterator[StayingPlace]:
    for line in lines:
        if line.kind == kind and isinstance(line.about, OfPlaces):
            one = line.about
            before = tuple(_as_it_stands(place, now=now) for place in one.before)
            yield StayingPlace(one.name, one.group_name, before, _terms(one.after))


def _as_it_stands(place: Membership, *, now: datetime) -> PlaceTerm:
    """With days that stand in no file: a place that ends for a substitute, and its sequel, are told apart by them."""
    begins = place.from_day or (local(place.since).date() if place.since > now else None)
    last = local(place.ended - _MOMENT).date() if place.ended is not None else None
    return PlaceTerm(place.role.value, begins, place.until_day or last)


def _asked(about: OfFormerId) -> FormerIdAsked:
    return FormerIdAsked(**vars(about))
