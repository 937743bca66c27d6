"""What the stand-in is asked and what it answers, freed of HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.ledger import Call

Json = dict[str, Any]
DROPPED = 0


@dataclass(frozen=True)
class Question:
    """`conversation` is without `;messageid=`; `thread` is what stood there, a root message's id.

    `tenant` is the one in the address, else the conversation's. `body` is None where it was neither JSON nor a form.
    `identity` is the header of Azure's identity endpoint. `raw` and `span` are an upload's body and Content-Range.
    """

    call: Call
    method: str
    conversation: str
    thread: str
    activity: str
    member: str
    tenant: str
    body: Json | None
    query: Mapping[str, str]
    bearer: str
    identity: str = ""
    raw: bytes = b""
    span: str = ""


@dataclass(frozen=True)
class Answer:
    """`status` DROPPED means that the connection is cut instead. `activity` and `conversation` are for the ledger."""

    status: int
    body: Json | list[Json] | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    activity: str = ""
    conversation: str = ""


def refuse(status: int, code: str, message: str) -> Answer:
    """An error as the Bot Connector words it."""
    return Answer(status, {"error": {"code": code, "message": message}})
