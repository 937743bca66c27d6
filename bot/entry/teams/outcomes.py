"""The meaning of Teams' responses, by status and by call."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.entry.teams.foreign_json import id_at, text_at
from bot.ports import Meaning, Outcome
from dialogs.model import limits

_CODE = re.compile(r"[A-Za-z0-9_]{1,60}")
_SUBCODE = re.compile(r'"?subCode"?\s*:\s*"([A-Za-z0-9_]{1,60})"')


class Call(StrEnum):
    CREATE = "create"
    SEND = "send"
    UPDATE = "update"
    DELETE = "delete"
    MEMBERS = "members"


_WRITES_NEW = frozenset({Call.CREATE, Call.SEND})
_MEANINGS: Mapping[int, Meaning] = {
    HTTPStatus.UNAUTHORIZED: Meaning.UNAUTHORISED,
    HTTPStatus.FORBIDDEN: Meaning.UNREACHABLE,
    HTTPStatus.NOT_FOUND: Meaning.UNREACHABLE,
    HTTPStatus.PRECONDITION_FAILED: Meaning.AGAIN,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Meaning.TOO_BIG,
    HTTPStatus.TOO_MANY_REQUESTS: Meaning.AGAIN,
}
# On update and delete 404 is about the message, not the conversation; a message to be deleted is then gone already.
_GONE = {Call.UPDATE: Meaning.REFUSED, Call.DELETE: Meaning.DONE}


def meaning(status: int, body: bytes, headers: Mapping[str, str], call: Call, *, now: datetime) -> Outcome:
    """The Outcome of a response; a date in Retry-After is counted from `now` (UTC)."""
    found = _object(body)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return _done(status, body, found, call)
    return Outcome(
        _refusal(status, call),
        retry_after=_retry_after(headers.get("Retry-After", ""), now),
        reason=f"{status} {_code(found)}".rstrip(),
    )


def lost(error: Exception, call: Call) -> Outcome:
    """The Outcome of a call without response. An error before the connection means that nothing was sent."""
    reason = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Outcome(Meaning.AGAIN, reason=reason)
    if isinstance(error, aiohttp.InvalidURL):
        return Outcome(Meaning.REFUSED, reason=reason)
    return Outcome(_unknown(call), reason=reason)


def _done(status: int, body: bytes, found: Mapping[str, Any] | None, call: Call) -> Outcome:
    if found is None and body.strip():
        # An HTML page from a proxy does not say what Teams did.
        return Outcome(_unknown(call), reason=f"{status} without JSON")
    # Ids over the limit cannot be stored, and are treated as missing.
    if call is Call.CREATE:
        conversation = id_at(found, "id", longest=limits.ADDRESS)
        return Outcome(Meaning.DONE, activity=id_at(found, "activityId"), conversation=conversation)
    return Outcome(Meaning.DONE, activity=id_at(found, "id"))


def _refusal(status: int, call: Call) -> Meaning:
    if status == HTTPStatus.NOT_FOUND and call in _GONE:
        return _GONE[call]
    if status in _MEANINGS:
        return _MEANINGS[status]
    unanswered = status == HTTPStatus.REQUEST_TIMEOUT or status > HTTPStatus.NOT_IMPLEMENTED
    return _unknown(call) if unanswered else Meaning.REFUSED


def _unknown(call: Call) -> Meaning:
    """The meaning of an unknown result: only creating a message twice would do harm."""
    return Meaning.UNCERTAIN if call in _WRITES_NEW else Meaning.AGAIN


def _object(body: bytes) -> Mapping[str, Any] | None:
    """The response's JSON object; {} for other JSON, None for no JSON."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else {}


def _code(found: Mapping[str, Any] | None) -> str:
    """Teams' error codes; never the message itself, which may quote people."""
    codes = [_CODE.fullmatch(text_at(found, "error", "code"))]
    subcode = _SUBCODE.search(text_at(found, "error", "message") or text_at(found, "message"))
    named = [code.group() for code in codes if code] + ([subcode.group(1)] if subcode else [])
    return " ".join(named)


def _retry_after(header: str, now: datetime) -> float | None:
    """Seconds from `now`; the header is a number of seconds or a date. None where unreadable."""
    header = header.strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", header):
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())
