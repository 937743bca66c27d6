"""The people of a group, for the leader or coordinator of the group: added, ended and substituted by hand."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class MemberTrouble(StrEnum):
    """Why nothing was changed."""

    NOBODY = "nobody"  # no such name on the municipality's list
    SEVERAL = "several"
    NO_ROLE = "no_role"
    NOT_CHOSEN = "not_chosen"  # the place to end, or to fill
    NO_DAY = "no_day"  # not a day's text
    BACKWARDS = "backwards"  # a last day before the first
    OVER = "over"  # a last day in the past
    ALREADY = "already"  # in the group already, with the same role
    NOT_YOURS = "not_yours"
    GONE = "gone"  # ended meanwhile


class MemberDone(StrEnum):
    """What was changed."""

    ADDED = "added"
    CHANGED = "changed"  # the role
    ENDED = "ended"
    SUBSTITUTED = "substituted"


@dataclass(frozen=True)
class Member:
    """A place in the group. `number` names it; `role` is a role's id; both days are included, None for no limit.

    `is_yours`: the reader may end it, and have somebody stand in for it.
    """

    number: str
    name: str
    role: str
    from_day: date | None = None
    until_day: date | None = None
    is_yours: bool = False


@dataclass(frozen=True)
class Namesake:
    """A person with the name sought: `user` is the user name, since names are shared."""

    name: str
    user: str


@dataclass(frozen=True)
class MemberForm:
    """The fields of a form, to be shown again; `number` is the number of a place, "" for a new place."""

    number: str = ""
    who: str = ""
    role: str = ""
    from_day: str = ""
    until_day: str = ""


class TeamTrouble(StrEnum):
    """Why the members of the group's channel are not known."""

    LATE = "late"  # Teams gave no list in time
    CLOSED = "closed"  # the bot is out of the team, or refused the list


@dataclass(frozen=True)
class InTeamAlone:
    """Somebody in the channel and not in the group, on the municipality's list. `is_yours`: the reader may add."""

    name: str
    user: str
    is_yours: bool = False


@dataclass(frozen=True)
class TeamBeside:
    """The group beside its channel in Teams, for a page alone: a card, and whatever is stored, tells counts only.

    `strangers` are the names, as Teams tells, of members of the channel who are on no list of the municipality, ""
    for a member without a name. `absent` are the names of people of the group who are not in the channel.
    """

    joinable: tuple[InTeamAlone, ...] = ()
    strangers: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    trouble: TeamTrouble | None = None


@dataclass(frozen=True)
class TeamCounts:
    """The number of people in the group's channel alone, and in the group alone."""

    team_alone: int
    group_alone: int


@dataclass(frozen=True)
class GroupMembers:
    """A group's people, today and to come, by role and name. `roles` are the ids of the roles in the reader's gift."""

    municipality: str
    group: str
    name: str
    members: tuple[Member, ...]
    roles: tuple[str, ...]
    today: date
    done: MemberDone | None = None
    whom: str = ""
    """The name of the person added, ended or substituted, "" where nothing was changed."""
    trouble: MemberTrouble | None = None
    form: MemberForm = field(default_factory=MemberForm)
    among: tuple[Namesake, ...] = ()
    team: TeamCounts | None = None
    """None for a group without a channel, or where Teams does not tell."""


@dataclass(frozen=True)
class GroupOfMembers:
    """A group looked after by the reader, and the number of the group's people today."""

    municipality: str
    group: str
    name: str
    unit: str
    people: int


@dataclass(frozen=True)
class GroupsLookedAfter:
    """The groups looked after by the reader, to choose among."""

    groups: tuple[GroupOfMembers, ...]


Members = GroupMembers | GroupsLookedAfter


@dataclass(frozen=True)
class MembersPage:
    """A group's people on a page, beside the members of the group's channel; None for a group without a channel."""

    shown: GroupMembers
    team: TeamBeside | None = None


@dataclass(frozen=True)
class GroupsPage:
    """The groups looked after by the reader, by the groups' units.

    `lists` are (municipality, name) of those whose list of people the reader may send.
    """

    groups: tuple[GroupOfMembers, ...]
    lists: tuple[tuple[str, str], ...] = ()
