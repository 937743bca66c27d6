"""Who may read a commitment, or a need of support: its circle, fixed when it is made or its author changes readers."""

from datetime import datetime

from dialogs.model import Circle, Group, GroupKind, Promiser, Rung
from dialogs.sharing.circles import Municipality


def circle_of(
    promiser: Promiser, town: Municipality, group: Group, *, in_group: bool, channel: str = "", now: datetime
) -> Circle:
    """A person's own stays with the person, unless the person chooses the group; a group's is the group's to read.

    A municipality's is the principals' to read first; where they have no group, everybody's in the municipality.
    """
    network = town.network
    rung = _rung(promiser, town, in_group=in_group)
    return Circle(group.id, group.unit, network.id if network else None, rung, now, channel if rung else "")


def _rung(promiser: Promiser, town: Municipality, *, in_group: bool) -> Rung:
    match promiser:
        case Promiser.PERSON:
            return Rung.GROUP if in_group else Rung.ONLY_ME
        case Promiser.GROUP:
            return Rung.GROUP
        case Promiser.MUNICIPALITY:
            return Rung.PRINCIPALS if principals_of(town) is not None else Rung.MUNICIPALITY


def principals_of(town: Municipality) -> Group | None:
    return next((group for group in town.groups.values() if group.kind is GroupKind.PRINCIPALS), None)
