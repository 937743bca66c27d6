"""What programs that ask the HTTP API are told, for the people who look after them."""

from dataclasses import dataclass
from enum import StrEnum


class ApiTrouble(StrEnum):
    """Why the API does not give what was asked for."""

    NOT_UNDERSTOOD = "not_understood"
    NOT_LET_IN = "not_let_in"
    NOT_IN_SCOPE = "not_in_scope"
    NOT_FOUND = "not_found"
    NOT_DONE_HERE = "not_done_here"  # another method than reading
    NO_BODY = "no_body"  # something was sent along
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    AWAY = "away"


@dataclass(frozen=True)
class ApiProblem:
    """`why` chooses the words."""

    why: ApiTrouble
