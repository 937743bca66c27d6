"""The files of a SQLite database: for their owner alone, since the files hold people's words."""

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(file: Path) -> None:
    """Make a missing file, and take others' rights from existing files. Raises OSError.

    SQLite makes its -wal, -shm and -journal files with the rights of the database file.
    """
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    for open_file in readable_by_others(file):
        open_file.chmod(stat.S_IMODE(open_file.stat().st_mode) & ~_OTHERS)


def readable_by_others(file: Path) -> tuple[Path, ...]:
    """Those of the database's files that users other than the owner may read, write or execute."""
    beside = (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm", "-journal")))
    return tuple(one for one in beside if one.exists() and one.stat().st_mode & _OTHERS)


def free_bytes(file: Path) -> int | None:
    """Bytes free on the file's disk for a user without privileges; None if the file system does not tell."""
    found = os.statvfs(file.parent)
    return found.f_bavail * found.f_frsize if found.f_blocks else None


def make_folder(folder: Path) -> None:
    """Make the folder and its missing parents, for the owner alone; an existing folder stays as is. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
