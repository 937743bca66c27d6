"""Tokens of the HTTP API: what a municipality's own programs read with."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ApiScope(StrEnum):
    """What a token opens."""

    DIGESTS = "digests:read"
    PLAN = "plan:read"


@dataclass(frozen=True)
class ApiToken:
    """A program's token. `id` stands in the token itself, to recognise the token by; `label` names the program.

    Answers given before `reads_from` are not for the program: nobody knew of such a reader when they were written.
    `used_on` is the local day of the latest use, None before the first.
    """

    municipality: str
    id: str
    label: str
    scopes: frozenset[ApiScope]
    reads_from: datetime
    made_at: datetime
    expires_at: datetime
    used_on: date | None = None
