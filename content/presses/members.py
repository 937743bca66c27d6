"""Pressed where somebody looks after the people of a group."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowMembers:
    """The group's people."""

    municipality: str
    group: str


@dataclass(frozen=True)
class AddMember:
    """«Legg til»: the fields `who` (a name or user name), `role`, `from_day` and `until_day` arrive in the same data.

    For somebody in the group already, another role is a change of role.
    """

    municipality: str
    group: str
    who: str = ""
    role: str = ""
    from_day: str = ""
    until_day: str = ""


@dataclass(frozen=True)
class EndMember:
    """«Avslutt»: the place `number` in the group ends after `until_day`, "" for now."""

    municipality: str
    group: str
    number: str = ""
    until_day: str = ""


@dataclass(frozen=True)
class SubstituteMember:
    """«Sett inn vikar»: `who` has the place `number` from one day to another, and whoever had it is away meanwhile."""

    municipality: str
    group: str
    number: str = ""
    who: str = ""
    from_day: str = ""
    until_day: str = ""


OnMembers = ShowMembers | AddMember | EndMember | SubstituteMember
