"""The findings in a text, and their consequences."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """In order of weight: the weightiest kind in a text explains the stop."""

    NATIONAL_ID = "national_id"
    CASE = "case"
    WHISTLE = "whistle"
    ACCOUNT = "account"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PLATE = "plate"
    NAME = "name"


OVERRIDABLE = frozenset({Kind.NAME, Kind.ADDRESS, Kind.PHONE, Kind.EMAIL, Kind.PLATE})
"""Kinds that may be a colleague's or the school's own: the author can let the text pass."""


@dataclass(frozen=True, order=True)
class Found:
    """A stretch of the text, in characters; `end` is excluded."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Finding:
    """Everything found in one text, in the order of the text.

    `quotable`: the text may be quoted beyond the author's group without asking the author again.
    """

    found: tuple[Found, ...]
    quotable: bool

    @property
    def stop(self) -> bool:
        return bool(self.found)

    @property
    def overridable(self) -> bool:
        """Whether the author may let the text pass unchanged; False where nothing stops the text."""
        return self.stop and all(one.kind in OVERRIDABLE for one in self.found)

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(one.kind for one in self.found)
