"""A migrated database is what the tables say."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import QUIET, OnClosed
from storage.database import Database
from storage.migrations.running import is_up_to_date, migrate, upgrade
from storage.school_year import quiet_hours
from storage.tables import metadata
from storage.tables.sessions import series


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_the_migrations_build_what_the_tables_say(database_url: str) -> None:
    async with Database(database_url) as db:
        await migrate(db)

        async def differences(c: AsyncConnection) -> list[object]:
            return await c.run_sync(_differences)

        assert await db.read(differences) == []


async def test_what_was_planned_before_the_school_year_was_known_moves_to_the_next_open_day(database_url: str) -> None:
    """Rows that the first version wrote are there, and the second says of them what it would have been told."""

    def up_to(version: str, *rows: str) -> Callable[[AsyncConnection], Awaitable[None]]:
        async def work(c: AsyncConnection) -> None:
            await c.run_sync(partial(upgrade, to=version))
            for row in rows:
                await c.execute(text(row))

        return work

    rows = (
        "INSERT INTO municipalities (id, name) VALUES ('nes', 'Nes')",
        # A UUID as both databases take it.
        """INSERT INTO people (municipality, id, name, upn)
        VALUES ('nes', '00000000000000000000000000000001', 'Una', 'una@nes.example')""",
        """INSERT INTO series VALUES ('nes', 'uka', 1, '[]', 'igp', '', '[]', '[]', '00000000000000000000000000000001',
        'P5D', 1, '', '[]', '[]', '', '', '')""",
    )
    async with Database(database_url) as db:
        await db.write(up_to("0001", *rows))
        await db.write(up_to("head"))
        [kept] = (await db.read(lambda c: c.execute(select(series.c.on_closed, series.c.every)))).all()
        assert kept == (OnClosed.NEXT, None)
        assert await db.read(partial(quiet_hours, municipality="nes")) == QUIET


async def test_copies_that_start_together_migrate_once(database_url: str) -> None:
    async with Database(database_url) as one, Database(database_url) as other:
        assert not await is_up_to_date(one)
        await asyncio.gather(migrate(one), migrate(other))
        assert await is_up_to_date(one)
        assert await is_up_to_date(other)
