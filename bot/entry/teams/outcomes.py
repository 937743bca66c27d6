"""What Teams' answers mean: one table, by status and by what was asked."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.entry.teams.reading import id_at, text_at
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
# Where a message is changed or deleted, 404 is about the message; one that was to be deleted is gone, as it should be.
_GONE = {Call.UPDATE: Meaning.REFUSED, Call.DELETE: Meaning.DONE}


def meaning(status: int, body: bytes, headers: Mapping[str, str], call: Call, *, now: datetime) -> Outcome:
    """What an answer means for the one who asked; `now` (UTC) is what a date in Retry-After is counted from."""
    found = _object(body)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return _done(status, body, found, call)
    return Outcome(
        _refusal(status, call),
        retry_after=_retry_after(headers.get("Retry-After", ""), now),
        reason=f"{status} {_code(found)}".rstrip(),
    )


def lost(error: Exception, call: Call) -> Outcome:
    """What it means that no answer came. Before there is a connection nothing has been sent."""
    reason = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Outcome(Meaning.AGAIN, reason=reason)
    if isinstance(error, aiohttp.InvalidURL):
        return Outcome(Meaning.REFUSED, reason=reason)
    return Outcome(_unknown(call), reason=reason)


def _done(status: int, body: bytes, found: Mapping[str, Any] | None, call: Call) -> Outcome:
    if found is None and body.strip():
        # A page from something between us and Teams says nothing of what Teams did.
        return Outcome(_unknown(call), reason=f"{status} without JSON")
    # An id longer than any real one is kept by no database, and is none.
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
    """What was asked may have been done; done twice, only a new message is there twice."""
    return Meaning.UNCERTAIN if call in _WRITES_NEW else Meaning.AGAIN


def _object(body: bytes) -> Mapping[str, Any] | None:
    """The JSON object in an answer; other JSON is an empty one, and what is no JSON at all is None."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else {}


def _code(found: Mapping[str, Any] | None) -> str:
    """Teams' own name for what was wrong; nothing else of the answer, which may quote what people wrote."""
    codes = [_CODE.fullmatch(text_at(found, "error", "code"))]
    subcode = _SUBCODE.search(text_at(found, "error", "message") or text_at(found, "message"))
    named = [code.group() for code in codes if code] + ([subcode.group(1)] if subcode else [])
    return " ".join(named)


def _retry_after(header: str, now: datetime) -> float | None:
    """Seconds from `now`; the header is a number of seconds or a date."""
    header = header.strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", header):
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())
