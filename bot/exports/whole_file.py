"""A file written whole or not at all."""

from pathlib import Path


def write_whole(file: Path, text: bytes, *, mode: int = 0o666) -> None:
    """Raises OSError, and leaves the file as it was. `mode` is who may read a new file, less the process's mask."""
    half = file.with_name(f"{file.name}.part")
    half.unlink(missing_ok=True)
    try:
        half.touch(mode=mode)
        half.write_bytes(text)
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)
        raise
