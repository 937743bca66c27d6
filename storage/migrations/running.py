"""Bringing a database up to date, under a lock, so that copies started together do it once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database

# Any number, as long as every copy asks for the same.
_LOCK = 5_093_001


async def migrate(db: Database) -> None:
    """Committed in one piece: a crash in the middle leaves the database as it was."""
    # Asking first spares the lock where there is nothing to do.
    if await db.read(_version) == newest():
        return

    async def work(c: AsyncConnection) -> None:
        # SQLite's writer holds the lock already: it begins with BEGIN IMMEDIATE.
        if c.dialect.name == "postgresql":
            await c.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await c.run_sync(upgrade)

    await db.write(work)


async def is_up_to_date(db: Database) -> bool:
    return await db.read(_version) == newest()


def newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


async def _version(c: AsyncConnection) -> str | None:
    return await c.run_sync(lambda connection: MigrationContext.configure(connection).get_current_revision())


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """The steps up to this one, in the connection's own transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
