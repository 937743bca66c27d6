"""The files of a SQLite database: made for their owner alone, since they hold what people have written."""

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(file: Path) -> None:
    """The file, where it is missing; SQLite makes those beside it as readable as it is.

    One that others may read, as earlier versions made it, is closed to them. Raises OSError.
    """
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    for one in readable_by_others(file):
        one.chmod(stat.S_IMODE(one.stat().st_mode) & ~_OTHERS)


def readable_by_others(file: Path) -> tuple[Path, ...]:
    """The database's files that others than their owner may read or write."""
    beside = (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm", "-journal")))
    return tuple(one for one in beside if one.exists() and one.stat().st_mode & _OTHERS)


def free_bytes(file: Path) -> int | None:
    """What is left on its disk, None where the file system does not tell."""
    found = os.statvfs(file.parent)
    return found.f_bavail * found.f_frsize if found.f_blocks else None


def make_folder(folder: Path) -> None:
    """Make the folder and its missing parents, for the owner alone; an existing folder stays as is. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
