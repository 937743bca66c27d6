"""How an answer is signed: by nothing, by the author's name, or by a role."""

from enum import StrEnum


class Signature(StrEnum):
    """A role is stored as the role was when the author signed; the name is not stored with the answer at all.

    `HIDDEN` replaces the chosen signatures of a step at its close if these would tell who has signed nothing.
    """

    NONE = ""
    HIDDEN = "hidden"
    NAME = "name"
    PRINCIPAL = "principal"
    HEAD = "head"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    FACILITATOR = "facilitator"
    TEACHER = "teacher"
    EMPLOYEE = "employee"
    PARTICIPANT = "participant"
