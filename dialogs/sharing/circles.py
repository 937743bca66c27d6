"""Reading rights: the sharing ladder of a group, and a reader's circles.

`circles` alone decides; every surface with people's words goes through it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from dialogs.model import Beyond, Group, GroupKind, Membership, Reading, Role, Rung, Standing, Unit, UnitKind


@dataclass(frozen=True)
class Municipality:
    """The groups and units that circles are made of."""

    id: str
    units: Mapping[str, Unit]
    groups: Mapping[str, Group]

    @property
    def network(self) -> Unit | None:
        """The municipality's network: the nearest network at or above its own unit."""
        at: Unit | None = self.units.get(self.id)
        while at is not None and UnitKind.NETWORK not in at.kinds:
            at = self.units.get(at.parent) if at.parent else None
        return at

    def is_own(self, group: Group) -> bool:
        """Whether the group is the municipality's own, and not only its network's."""
        unit = self.units[group.unit]
        return UnitKind.MUNICIPALITY in unit.kinds or UnitKind.NETWORK not in unit.kinds

    def beside(self, group: str) -> tuple[str, ...]:
        """The groups of the same school or kindergarten, itself among them; () for a group elsewhere, or unknown."""
        found = self.groups.get(group)
        if found is None or not self.units[found.unit].is_place:
            return ()
        return tuple(other.id for other in self.groups.values() if other.unit == found.unit)


@dataclass(frozen=True)
class LadderRung:
    """A rung for a group: its name, and the groups whose members (except observers) form the circle."""

    rung: Rung
    name: str
    groups: tuple[str, ...]


def ladder(municipality: Municipality, group: Group) -> tuple[LadderRung, ...]:
    """The rungs above «bare meg», narrowest first; each includes the rungs before it."""
    unit = municipality.units[group.unit]
    of_unit = {other.id for other in municipality.groups.values() if other.unit == unit.id} | {group.id}
    principals = [other for other in municipality.groups.values() if other.kind is GroupKind.PRINCIPALS]
    with_principals = of_unit | {other.id for other in principals}
    of_municipality = with_principals | {
        other.id for other in municipality.groups.values() if municipality.is_own(other)
    }
    rungs = [(Rung.GROUP, group.name, {group.id}), (Rung.UNIT, unit.name, of_unit)]
    if principals:
        rungs.append((Rung.PRINCIPALS, principals[0].name, with_principals))
    rungs.append((Rung.MUNICIPALITY, municipality.units[municipality.id].name, of_municipality))
    if municipality.network is not None:
        rungs.append((Rung.NETWORK, municipality.network.name, set(municipality.groups)))
    return tuple(LadderRung(rung, name, tuple(sorted(groups))) for rung, name, groups in rungs)


def offered(rungs: Sequence[tuple[LadderRung, int]]) -> tuple[tuple[Rung, str, int], ...]:
    """(rung, name, people) from the narrowest; equal circles are offered once, under the narrowest name.

    Each rung includes the narrower rungs, so circles with equally many people hold the same people.
    """
    found: list[tuple[Rung, str, int]] = [(Rung.ONLY_ME, "", 1)]
    for step, people in rungs:
        if people > found[-1][2]:
            found.append((step.rung, step.name, people))
    return tuple(found)


def nearest(rung: Rung, among: Sequence[tuple[Rung, str, int]]) -> tuple[Rung, str, int]:
    """The offered circle for `rung`: itself, or a narrower circle with the same people; `among` from the narrowest."""
    return next(choice for choice in reversed(among) if choice[0] <= rung)


def circles(reader: UUID, memberships: Sequence[Membership], municipality: Municipality, *, now: datetime) -> Reading:
    """The circles `reader` stands in at `now`, each with the times of standing in it.

    A circle is fixed when an answer is given: a later member was not in it, and a former member reads nothing more.
    Observers are in no circle. Whoever leads a group stands in the same circles, and waits longer where leaders speak
    last.
    """
    windows: dict[tuple[Rung, str], list[Membership]] = {}
    for membership in memberships:
        if membership.person != reader or membership.role is Role.OBSERVER:
            continue
        group = municipality.groups[membership.group]
        for place in _stands(municipality, group, membership.unit or group.unit):
            windows.setdefault(place, []).append(membership)
    standings = [
        Standing(rung, anchor, window.since, window.ended)
        for (rung, anchor), found in windows.items()
        if any(is_current(window, now) for window in found)
        for window in found
    ]
    leads = any(one.person == reader and one.role is Role.LEADER and is_current(one, now) for one in memberships)
    return Reading(municipality.id, tuple(standings), reader, leads=leads)


def in_room(reading: Reading, municipality: Municipality, groups: Collection[str]) -> Reading:
    """What the reader may show to the members of the groups together: where members of each group stand too.

    A member who is new since an answer was given sees the answer on the screen, as all hear what is said in the room.
    """
    found = [municipality.groups[group] for group in groups]
    places = [set(_stands(municipality, group, group.unit)) for group in found]
    common = set.intersection(*places) if places else set()
    standings = tuple(one for one in reading.standings if (one.rung, one.anchor) in common)
    return replace(reading, standings=standings, author=None)


def in_all_of_municipality(reading: Reading) -> Reading:
    """What the reader reads of answers shared with all of the municipality, or wider: what may be pointed to anywhere.

    The reader's own answers are no exception.
    """
    wide = tuple(one for one in reading.standings if one.rung >= Rung.MUNICIPALITY)
    return replace(reading, standings=wide, author=None)


def left_groups(
    reader: UUID, memberships: Sequence[Membership], municipality: Municipality, groups: Collection[str]
) -> Reading:
    """Where the reader stood in groups that nobody belongs to any more: for what these groups promised, and no more."""
    theirs = [one for one in memberships if one.person == reader and one.role is not Role.OBSERVER]
    stood = (Standing(Rung.GROUP, one.group, one.since, one.ended) for one in theirs if one.group in groups)
    return Reading(municipality.id, tuple(stood))


def circle_of_channel(municipality: str, group: str, channel: str) -> Reading:
    """The circle of a group's channel: answers shared with the group, or wider, while this channel was read along.

    `channel` is the channel's conversation; answers given while another channel was linked, or none, are not shown
    here. Leaders read along.
    """
    return Reading(municipality, (Standing(Rung.GROUP, group),), channel=channel)


def circle_of_municipality(municipality: str, *, since: datetime) -> Reading:
    """The circle of a municipality's own program: what was shared with all of the municipality, or wider.

    Answers given before `since` are not for the program, as they are not for a later member.
    """
    return Reading(municipality, (Standing(Rung.MUNICIPALITY, municipality, since),))


def circle_of_network(municipality: str, network: str) -> Reading:
    """The circle of releases: answers whose authors chose the network's rung."""
    return Reading(municipality, (Standing(Rung.NETWORK, network),))


def beyond(reading: Reading, network: str, tied: Sequence[str]) -> Beyond | None:
    """What the reader reads of other municipalities, `tied` to the network; None for who is in no group of its own."""
    stays = tuple(one for one in reading.standings if one.rung is Rung.UNIT and one.anchor == network)
    return Beyond(network, tuple(tied), stays) if stays and tied else None


def _stands(municipality: Municipality, group: Group, unit: str) -> list[tuple[Rung, str]]:
    """The anchors that a member of the group stands at. `unit` is the group's unit during the membership."""
    places = [(Rung.GROUP, group.id), (Rung.UNIT, unit)]
    if group.kind is GroupKind.PRINCIPALS:
        places.append((Rung.PRINCIPALS, municipality.id))
    if municipality.is_own(group):
        places.append((Rung.MUNICIPALITY, municipality.id))
    if municipality.network is not None:
        places.append((Rung.NETWORK, municipality.network.id))
    return places


def is_current(membership: Membership, now: datetime) -> bool:
    return membership.since <= now and (membership.ended is None or now < membership.ended)
