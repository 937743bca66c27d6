"""Databases of the newest version as copies: running all migrations takes twenty times as long as a copy."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from storage.database import Database
from storage.migrations.running import migrate
from tests import postgresql

on_both_kinds = pytest.mark.usefixtures("database_url")
"""Runs a test whose database is `chosen_url` on SQLite and on PostgreSQL: for what SQL decides."""


INDEX_OF_WORDS = ("bank_words", "ix_bank_words")
"""How the names begin of FTS5's own tables on SQLite, which hold the stems of `bank_entries` once more, and of the
index on PostgreSQL.
"""


async def make_tables(db: Database) -> None:
    """The same as `migrate` on an empty database; on any other, nothing but `migrate`."""
    if not db.is_sqlite:
        await _make_tables_on_postgresql(db)
    else:
        _fill_if_empty(Path(db.url.database or ""), await _migrated_file())
    await migrate(db)


_FILES: list[bytes] = []
_DUMPS: list[postgresql.Dump] = []
"""A migrated database, empty of rows: of SQLite the bytes of its file, of PostgreSQL its SQL; made at the first use."""


def _fill_if_empty(file: Path, content: bytes) -> None:
    if not file.exists() or not file.stat().st_size:
        file.write_bytes(content)


async def _migrated_file() -> bytes:
    if not _FILES:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "migrated.db"
            async with Database(f"sqlite+aiosqlite:///{file}") as db:
                await migrate(db)
            _FILES.append(_content(file))
    return _FILES[0]


def _content(file: Path) -> bytes:
    return file.read_bytes()


async def _make_tables_on_postgresql(db: Database) -> None:
    url = db.url.render_as_string(hide_password=False)
    if await postgresql.restore(url, _DUMPS[0] if _DUMPS else None) or not await postgresql.is_empty(url):
        return
    await migrate(db)
    if made := postgresql.dump(url):
        _DUMPS.append(made)
