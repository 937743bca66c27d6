"""Units, groups, persons and memberships of a municipality."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as wall_time
from enum import StrEnum
from uuid import UUID

from content.language import Language


class UnitKind(StrEnum):
    NETWORK = "network"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    SERVICE = "service"


class GroupKind(StrEnum):
    PRINCIPALS = "principals"
    STAFF = "staff"
    TEAM = "team"
    SUBJECT = "subject"
    GRADE = "grade"
    ACROSS = "across"
    WORKGROUP = "workgroup"
    STEERING = "steering"
    NETWORK = "network"


class Role(StrEnum):
    COORDINATOR = "coordinator"
    FACILITATOR = "facilitator"
    LEADER = "leader"
    PARTICIPANT = "participant"
    OBSERVER = "observer"


@dataclass(frozen=True)
class Unit:
    """A node of the tree of units; `parent` is None at the root. `stages` as in the file, e.g. "1-7"."""

    id: str
    kinds: frozenset[UnitKind]
    name: str
    parent: str | None
    language: Language
    stages: str = ""

    @property
    def is_place(self) -> bool:
        """Whether children are taught there, or cared for."""
        return not self.kinds.isdisjoint({UnitKind.SCHOOL, UnitKind.KINDERGARTEN})


@dataclass(frozen=True)
class Group:
    """`time` is the group's own local wall time for prompts, None for the series' time."""

    id: str
    unit: str
    kind: GroupKind
    name: str
    time: wall_time | None = None


@dataclass(frozen=True)
class Person:
    """Not an account: a person may have several accounts, each known by (tenant, object id).

    `language` is the imported one, `own_language` the person's own choice; None for neither.

    `notice_version` is the newest version of the privacy notice shown to the person, 0 for none. `reminders` is the
    most that the person wants of a prompt: 0, 1 or 2. `paused_from` and `paused_until` are instants (UTC) of the
    person's latest pause, which may be over; None without any. `notice_due` is over 0 where the municipality's part of
    the notice has changed since. `noted` are the areas of questions that a note of the person fits (see Note).
    """

    municipality: str
    id: UUID
    name: str
    upn: str
    language: Language | None
    notice_version: int = field(default=0, compare=False)
    reminders: int = field(default=1, compare=False)
    paused_from: datetime | None = field(default=None, compare=False)
    paused_until: datetime | None = field(default=None, compare=False)
    notice_due: int = field(default=0, compare=False)
    own_language: Language | None = field(default=None, compare=False)

    @property
    def reads(self) -> Language | None:
        """The person's own choice, else the language of the municipality's list; None for neither."""
        return self.own_language or self.language

    noted: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True)
class ChannelMember:
    """A member of a channel as Teams lists members: the Entra object id, or Teams' own id for a member without one.

    `user_names` are the member's UPN and e-mail address; a guest's address is the one of the guest's own tenant.
    """

    id: str
    name: str = field(default="", repr=False)
    user_names: frozenset[str] = field(default=frozenset(), repr=False)


def user_name(written: str) -> str:
    """A UPN in comparable form: Entra ignores letter case and full-width forms."""
    return unicodedata.normalize("NFKC", written).casefold().strip()


@dataclass(frozen=True)
class Membership:
    """A person in a group, in a role, for a time.

    `since` and `ended` are instants (UTC), `ended` exclusive. A change of role ends a membership and begins another, so
    that the members of a circle at any past moment stay known. `unit` is the group's unit during a past membership,
    None where the group has not moved.
    """

    person: UUID
    group: str
    role: Role
    since: datetime
    ended: datetime | None = None
    # As in the file: local dates, both inclusive.
    from_day: date | None = None
    until_day: date | None = None
    unit: str | None = None
