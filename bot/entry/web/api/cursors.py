"""Where a page ends, and the next begins: the time in microseconds and the id of the last thing on the page."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from dialogs.model import Digest, Session

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def after_digest(digest: Digest) -> str:
    return f"{_micros(digest.made_at)}-{digest.id.hex}"


def after_session(session: Session) -> str:
    return f"{_micros(session.opens_at)}-{session.id.encode().hex()}"


def digest_before(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Of a cursor whose form is right, whatever it says."""
    if cursor is None:
        return None
    micros, _, its_id = cursor.partition("-")
    return _at(micros), UUID(its_id)


def session_after(cursor: str | None) -> tuple[datetime, str] | None:
    """As `digest_before`."""
    if cursor is None:
        return None
    micros, _, its_id = cursor.partition("-")
    # No database takes a NUL, and no id has one.
    return _at(micros), bytes.fromhex(its_id).decode(errors="replace").replace("\0", "")


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _at(micros: str) -> datetime:
    return _EPOCH + int(micros) * _MICROSECOND
