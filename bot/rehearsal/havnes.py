"""Havnes, an invented municipality, openly so, whose principals lead the staff of their schools."""

from importlib.resources import as_file, files
from pathlib import Path
from shutil import copyfile


def furnish(folder: Path) -> None:
    """The municipality's files."""
    folder.mkdir()
    with as_file(files("bot.rehearsal") / "havnes_files") as own:
        for file in own.iterdir():
            copyfile(file, folder / file.name)
