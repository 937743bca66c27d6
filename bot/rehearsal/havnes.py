"""Havnes and Sund, invented municipalities, openly so, that have a network together; principals lead their staff."""

from importlib.resources import as_file, files
from pathlib import Path
from shutil import copyfile


def furnish(folder: Path) -> None:
    """Havnes's files."""
    _copied("havnes_files", folder)


def furnish_sund(folder: Path) -> None:
    """Sund's files."""
    _copied("sund_files", folder)


def _copied(own_files: str, folder: Path) -> None:
    folder.mkdir()
    with as_file(files("bot.rehearsal") / own_files) as own:
        for file in own.iterdir():
            copyfile(file, folder / file.name)
