"""Clears the remains of removed rows from a SQLite database's files.

`PRAGMA secure_delete` overwrites deleted content with zeros, but earlier versions of a page stay in the write-ahead
log, and SQLite leaves a copy of a row in a page's free space when it divides a page between two.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

_PATIENCE_SECONDS = 0.1
"""How long another program may hold up the one writer; the next tick tries again."""


def empty_log(file: Path) -> bool:
    """Copy the write-ahead log into the database and cut the log to no bytes; False while a reader holds the log."""
    log = file.with_name(f"{file.name}-wal")
    if not log.exists() or log.stat().st_size == 0:
        return True
    with closing(sqlite3.connect(file, timeout=_PATIENCE_SECONDS, isolation_level=None)) as connection:
        [is_held, *_] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_held


def rewrite(file: Path, *, mark: int) -> bool:
    """Write every row into fresh pages, once for each `mark`, which the file keeps; False where that is done.

    The mark comes first: a rewriting that fails, for want of space, is not tried again under the same mark.
    """
    with closing(sqlite3.connect(file, timeout=_PATIENCE_SECONDS, isolation_level=None)) as connection:
        if connection.execute("PRAGMA user_version").fetchone() == (mark,):
            return False
        # The copy that VACUUM makes on the way stays in memory: a temporary file would leave words on the disk.
        for line in (f"PRAGMA user_version={mark:d}", "PRAGMA temp_store=MEMORY", "VACUUM"):
            connection.execute(line)
    return True
