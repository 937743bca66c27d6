"""Actors: accounts in Teams with their persons, the operator, the clock."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self
from uuid import UUID

from dialogs.model.conversation import Account
from dialogs.model.people import Membership, Role


class ActorKind(StrEnum):
    ACCOUNT = "somebody in Teams"
    OPERATOR = "the operator"
    CLOCK = "the clock"


@dataclass(frozen=True)
class Identity:
    """A person of one municipality; `roles` are the (group, role) pairs of the person's current memberships."""

    municipality: str
    person: UUID
    roles: frozenset[tuple[str, Role]] = frozenset()

    @classmethod
    def of(cls, municipality: str, person: UUID, memberships: Iterable[Membership] = ()) -> Self:
        """`memberships` are the person's current memberships."""
        return cls(municipality, person, frozenset((one.group, one.role) for one in memberships))


@dataclass(frozen=True)
class Actor:
    """An account in Teams, the operator at the command line, or the clock.

    `identities` are the persons behind an account: one for each municipality in which the account is known. Before
    the look-up an account is nobody, and may do nothing.
    """

    kind: ActorKind
    account: Account | None = None
    identities: tuple[Identity, ...] = ()

    @classmethod
    def operator(cls) -> Self:
        return cls(ActorKind.OPERATOR)

    @classmethod
    def clock(cls) -> Self:
        return cls(ActorKind.CLOCK)

    @classmethod
    def at(cls, account: Account) -> Self:
        """An account vouched for by Teams, not looked up yet."""
        return cls(ActorKind.ACCOUNT, account)

    @classmethod
    def known_as(cls, identity: Identity) -> Self:
        """A person, without an account: for a right checked on the person's behalf."""
        return cls(ActorKind.ACCOUNT, identities=(identity,))

    def looked_up(self, identities: Iterable[Identity]) -> Self:
        return replace(self, identities=tuple(identities))

    def person_in(self, municipality: str) -> UUID | None:
        return next((one.person for one in self.identities if one.municipality == municipality), None)

    def roles_in(self, municipality: str, group: str | None = None) -> frozenset[Role]:
        """The roles in the group, or without a group the roles in all groups of the municipality."""
        mine = (one.roles for one in self.identities if one.municipality == municipality)
        return frozenset(role for roles in mine for at, role in roles if group in (None, at))
