"""The app package: a zip file for Teams, whose bytes depend on its files alone."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.errors import NotWritten
from bot.exports.whole_file import write_whole

MANIFEST = "manifest.json"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16


def package_bytes(files: Mapping[str, bytes]) -> bytes:
    """Without compression, whose bytes may differ between machines."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as package:
        for name, content in files.items():
            entry = ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            package.writestr(entry, content)
    return written.getvalue()


def json_bytes(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def earlier_package(file: Path) -> bytes | None:
    """The file's present app package, None without a file. Raises NotWritten for any other file, never overwritten."""
    try:
        if not file.exists():
            return None
        found = file.read_bytes()
    except OSError as error:
        raise NotWritten(f"{file}: {error.strerror}; name a zip file to write with --out") from error
    if version_in(found) is None:
        raise NotWritten(f"{file} is there and is no app package, so it is left as it is; name another with --out")
    return found


def version_in(package: bytes) -> str | None:
    """The version in a package's manifest, None for anything else."""
    try:
        with ZipFile(BytesIO(package)) as found:
            version = json.loads(found.read(MANIFEST))["version"]
    except (BadZipFile, KeyError, TypeError, ValueError):
        return None
    return version if isinstance(version, str) else None


def write_package(file: Path, package: bytes) -> None:
    """Whole or not at all. Raises NotWritten."""
    try:
        write_whole(file, package)
    except OSError as error:
        raise NotWritten(f"{file}: {error.strerror}; name a zip file in a folder that can be written") from error
