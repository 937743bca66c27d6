"""Files written into a folder for people; a file changed by a person is never overwritten.

The folder's `.sloyfa.json` holds the hash and the date of each file as last written.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from bot.errors import NotWritten
from bot.exports.whole_file import write_whole

_NOTES = ".sloyfa.json"

Composed = Mapping[str, bytes]
"""A file's contents by its name."""


@dataclass(frozen=True)
class _Note:
    """`day` is the date in the file's text."""

    hash: str
    day: date


@dataclass(frozen=True)
class Written:
    """Names of files; `unchanged` files were in the folder already, and keep their earlier date."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]


def write_untouched(folder: Path, compose: Callable[[date], Composed], *, today: date) -> Written:
    """Write the files composed for today; a file that would differ only in its date is left.

    Raises NotWritten if a person has changed a file (nothing is written then), or for an unusable folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        notes = _read_notes(folder)
        wanted = _wanted(compose, notes, today)
        there = {name: (folder / name).read_bytes() for name in wanted if (folder / name).exists()}
        _refuse_changed(folder, there, wanted, notes)
        new = {name: text for name, text in wanted.items() if there.get(name) != text}
        for name, text in new.items():
            write_whole(folder / name, text)
            notes[name] = _Note(_hash(text), today)
            _write_notes(folder, notes)
    except OSError as error:
        raise NotWritten(f"{error.filename or folder}: {error.strerror}; name a folder that can be written") from error
    return Written(tuple(new), tuple(name for name in wanted if name not in new))


def _wanted(compose: Callable[[date], Composed], notes: Mapping[str, _Note], today: date) -> Composed:
    """Each file with its earlier date if nothing else differs, else with today's."""
    wanted = dict(compose(today))
    for day in {note.day for note in notes.values()} - {today}:
        same = {name: text for name, text in compose(day).items() if notes.get(name) == _Note(_hash(text), day)}
        wanted |= same
    return wanted


def _refuse_changed(folder: Path, there: Composed, wanted: Composed, notes: Mapping[str, _Note]) -> None:
    changed = [
        name
        for name, text in there.items()
        if text != wanted[name] and (name not in notes or notes[name].hash != _hash(text))
    ]
    if changed:
        raise NotWritten(
            f"{folder}: somebody has changed {', '.join(changed)} since; nothing was written. "
            "Rename or move what is to be kept, or name another folder"
        )


def _read_notes(folder: Path) -> dict[str, _Note]:
    """With unreadable notes, every file counts as a person's."""
    try:
        found = json.loads((folder / _NOTES).read_text(encoding="utf-8"))
        return {name: _Note(note["hash"], date.fromisoformat(note["day"])) for name, note in found.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write_notes(folder: Path, notes: Mapping[str, _Note]) -> None:
    told = {name: {"hash": note.hash, "day": note.day.isoformat()} for name, note in sorted(notes.items())}
    write_whole(folder / _NOTES, json.dumps(told, indent=1).encode())


def _hash(text: bytes) -> str:
    return sha256(text).hexdigest()
