"""Whether the database can be written to: a readable database may be full, read-only, or not the user's to write."""

from pathlib import Path

from sqlalchemy import delete, insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.files import free_bytes
from storage.tables.replicas import replicas

_LEAST_BYTES = 1_000_000
_LEAST_PAGES = 16  # more than an answer and its deliveries take
_PROBE = "is it taken?"
"""The id of a row that nobody sees, written and deleted in one transaction."""

_READ_ONLY, _NOT_ALLOWED, _DISK_FULL = "25006", "42501", "53100"


class _NoRoom(Exception):
    """The database may not grow."""


async def obstacle(db: Database) -> str:
    """Why nothing can be written, in a sentence; "" for a writable database. Raises Unreachable."""
    if without_room := no_room(db):
        return without_room
    try:
        await db.write(_probe)
    except _NoRoom:
        return _full(db)
    except DBAPIError as error:
        said = str(error.orig or error).splitlines()
        return meaning(db, error) or f"{_named(db)} cannot be written: {said[0] if said else type(error).__name__}"
    return ""


def no_room(db: Database) -> str:
    """A sentence if the disk under a SQLite file is full; else, and for PostgreSQL, ""."""
    free = free_bytes(Path(db.url.database or "")) if db.is_sqlite else None
    return _full(db) if free is not None and free < _LEAST_BYTES else ""


async def _probe(c: AsyncConnection) -> None:
    if c.dialect.name == "sqlite":
        most, used, free = [int(str((await c.execute(text(f"PRAGMA {one}"))).scalar())) for one in _PAGES]
        if most - used + free < _LEAST_PAGES:
            raise _NoRoom
    await c.execute(insert(replicas).values(id=_PROBE, beat=0))
    await c.execute(delete(replicas).where(replicas.c.id == _PROBE))


_PAGES = ("max_page_count", "page_count", "freelist_count")


def meaning(db: Database, error: Exception) -> str:
    """The meaning of the database's error for an operator, and a remedy; "" for an unknown error."""
    said, code = str(error), getattr(getattr(error, "orig", None), "sqlstate", "")
    if "is full" in said or code == _DISK_FULL:
        return _full(db)
    if "disk I/O error" in said:
        return f"{_named(db)} cannot be written: disk I/O error; is its disk full, or may it not grow?"
    if "readonly" in said or code == _READ_ONLY:
        return f"{_named(db)} can be read but not written: it is read-only"
    if code == _NOT_ALLOWED:
        return f"{_named(db)} can be read but not written: its user may not"
    return ""


def _full(db: Database) -> str:
    return f"{_named(db)} cannot be written: its disk is full; make room there"


def _named(db: Database) -> str:
    return db.url.database or "" if db.is_sqlite else f"the database {db.url.database} on {db.url.host}"
