"""Signatures that an author may choose for an answer: none, the author's role in the group, the author's name."""

from collections.abc import Sequence
from uuid import UUID

from content.vocabulary.prompting import SignatureOffered, Signed
from dialogs.model import Group, GroupKind, Membership, Role, Signature, Unit, UnitKind

_BY_ROLE = {Role.COORDINATOR: Signature.COORDINATOR, Role.FACILITATOR: Signature.FACILITATOR}
_LEADERS = {UnitKind.SCHOOL: Signature.PRINCIPAL, UnitKind.KINDERGARTEN: Signature.HEAD}
_PARTICIPANTS = {UnitKind.SCHOOL: Signature.TEACHER, UnitKind.KINDERGARTEN: Signature.EMPLOYEE}
_FIRST = (Role.LEADER, Role.COORDINATOR, Role.FACILITATOR, Role.PARTICIPANT)


def offered(
    author: UUID, name: str, members: Sequence[Membership], group: Group, unit: Unit
) -> tuple[SignatureOffered, ...]:
    """The signatures as shown to their author. A role that nobody else in the group has tells as much as a name."""
    roles = [_role_of(person, members, group, unit) for person in {member.person for member in members}]
    own = _role_of(author, members, group, unit)
    chosen = (Signature.NONE, *([own] if own else []), Signature.NAME)
    return tuple(SignatureOffered(one.value, signed(one, name), is_sole=roles.count(one) == 1) for one in chosen)


def signed(signature: Signature, name: str) -> Signed | None:
    """The signature as shown; None without a signature, for a hidden one, and for the name of an erased person."""
    if signature in (Signature.NONE, Signature.HIDDEN) or (signature is Signature.NAME and not name):
        return None
    return Signed(signature.value, name if signature is Signature.NAME else "")


def _role_of(person: UUID, members: Sequence[Membership], group: Group, unit: Unit) -> Signature | None:
    roles = {member.role for member in members if member.person == person}
    role = next((one for one in _FIRST if one in roles), None)
    return None if role is None else _word_for(role, group, unit)


def _word_for(role: Role, group: Group, unit: Unit) -> Signature:
    """«Rektor» for leaders of a school, and for members without another task in a group of principals."""
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    if group.kind is GroupKind.PRINCIPALS:
        return Signature.PRINCIPAL
    of_unit, otherwise = (_LEADERS, Signature.LEADER) if role is Role.LEADER else (_PARTICIPANTS, Signature.PARTICIPANT)
    return next((word for kind, word in of_unit.items() if kind in unit.kinds), otherwise)
