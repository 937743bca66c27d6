"""The people of a group, for whoever looks after them: added, ended and substituted by hand."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class MemberTrouble(StrEnum):
    """Why nothing was changed."""

    NOBODY = "nobody"  # nobody on the municipality's list is called so
    SEVERAL = "several"
    NO_ROLE = "no_role"
    NOT_CHOSEN = "not_chosen"  # whose place it is about
    NO_DAY = "no_day"  # a text that is no day
    BACKWARDS = "backwards"  # a last day before the first
    OVER = "over"  # a last day that has passed
    ALREADY = "already"  # in the group, in that role, at that time
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
    """Somebody who may be meant: `user` is the user name that tells people of one name apart."""

    name: str
    user: str


@dataclass(frozen=True)
class MemberForm:
    """What was written in a form, to be shown again; `number` is the place it is about, "" for a new one."""

    number: str = ""
    who: str = ""
    role: str = ""
    from_day: str = ""
    until_day: str = ""


@dataclass(frozen=True)
class GroupMembers:
    """A group's people, today and to come, by role and name. `roles` are the ids of roles that the reader may give."""

    municipality: str
    group: str
    name: str
    members: tuple[Member, ...]
    roles: tuple[str, ...]
    today: date
    done: MemberDone | None = None
    whom: str = ""
    """The person that something was done for."""
    trouble: MemberTrouble | None = None
    form: MemberForm = field(default_factory=MemberForm)
    among: tuple[Namesake, ...] = ()


@dataclass(frozen=True)
class GroupOfMembers:
    """A group that the reader looks after, and the number of its people today."""

    municipality: str
    group: str
    name: str
    unit: str
    people: int


@dataclass(frozen=True)
class GroupsLookedAfter:
    """The groups whose people the reader looks after, to choose one of."""

    groups: tuple[GroupOfMembers, ...]


Members = GroupMembers | GroupsLookedAfter


@dataclass(frozen=True)
class MembersPage:
    """A group's people on a page."""

    shown: GroupMembers


@dataclass(frozen=True)
class GroupsPage:
    """The groups whose people the reader looks after, by the unit they belong to."""

    groups: tuple[GroupOfMembers, ...]
