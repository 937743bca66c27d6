"""Tenkevik, an invented municipality, openly so: a network of any size in it, and what people there answer."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copyfile
from uuid import UUID

COORDINATORS = ("eva", "olav")
"""One reads bokmål, the other nynorsk."""

_GROUP = "overgangsnettverket"
_COPIED = ("units.csv", "groups.csv", "overganger.toml", "paastander.toml")
_HEADER = ("aad_object_id", "name", "upn", "group", "role", "language", "from", "until")


@dataclass(frozen=True)
class Answer:
    """What somebody answers, with the keyword of its author."""

    language: str
    keyword: str
    text: str


def member(number: int) -> str:
    """The part of the UPN before the @; `number` counts from one."""
    return f"deltaker{number}"


def furnish(folder: Path, people: int) -> None:
    """The municipality's files, with `people` members of the network beside its two coordinators."""
    folder.mkdir()
    with as_file(files("bot.rehearsal") / "tenkevik_files") as own:
        for name in _COPIED:
            copyfile(own / name, folder / name)
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for number, (who, language) in enumerate(zip(COORDINATORS, ("nb", "nn"), strict=True), start=1001):
            writer.writerow(_row(number, f"{who.title()} Koordinator", who, "coordinator", language))
        for number in range(1, people + 1):
            role = "leader" if number == 1 else "participant"
            writer.writerow(_row(number, f"Deltaker {number}", member(number), role, language_of(number)))


def language_of(number: int) -> str:
    """Whoever has an answer to the first question reads the language that it is written in."""
    found = answers(1)
    return found[number - 1].language if number <= len(found) else "nb"


@cache
def answers(question: int) -> tuple[Answer, ...]:
    """What people answer the first question or the second, in the order of the file."""
    with (files("bot.rehearsal") / "tenkevik_files" / "answers.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["question"] == str(question)]
    return tuple(Answer(row["language"], row["keyword"], row["text"]) for row in rows)


def _row(number: int, name: str, who: str, role: str, language: str) -> tuple[str, ...]:
    return (str(UUID(int=0x5000 + number)), name, f"{who}@tenkevik.example", _GROUP, role, language, "", "")
