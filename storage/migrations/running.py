"""Migrations under a lock: replicas started together migrate once."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database

# Any number, equal in every replica.
_LOCK = 5_093_001


class VersionState(StrEnum):
    """A database's version compared with the program's."""

    EMPTY = "empty"
    OLDER = "older"
    SAME = "same"
    NEWER = "newer"


@dataclass(frozen=True)
class Versions:
    """`database` is None for a database never migrated."""

    database: str | None
    program: str
    state: VersionState


async def versions(db: Database) -> Versions:
    found, program = await db.read(_version), newest()
    if found is None:
        state = VersionState.EMPTY
    elif found == program:
        state = VersionState.SAME
    else:
        state = VersionState.OLDER if found in _revisions() else VersionState.NEWER
    return Versions(found, program, state)


async def migrate(db: Database) -> Versions:
    """Migrates; returns the versions from before.

    One transaction: a crash midway leaves the database unchanged.
    """
    # Reading first spares the lock in the usual case.
    before = await versions(db)
    if before.state is VersionState.SAME:
        return before

    async def work(c: AsyncConnection) -> None:
        # SQLite's only writer holds the lock already, by BEGIN IMMEDIATE.
        if c.dialect.name == "postgresql":
            await c.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await c.run_sync(upgrade)

    await db.write(work)
    return before


async def is_up_to_date(db: Database) -> bool:
    return await db.read(_version) == newest()


def newest() -> str:
    """The program's own version: the number of the newest migration."""
    return _revisions()[0]


@cache
def _revisions() -> tuple[str, ...]:
    """Numbers of all migrations, newest first. Cached, since listing makes Alembic import every migration file."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions(head="head"))


async def _version(c: AsyncConnection) -> str | None:
    return await c.run_sync(lambda connection: MigrationContext.configure(connection).get_current_revision())


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """Runs the migrations up to `to`, in the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
