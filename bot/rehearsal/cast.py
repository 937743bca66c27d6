"""The made-up people of Nordvik, each at their own Teams."""

import csv
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from bot.rehearsal.clients import Client
from bot.rehearsal.issuer import Guest
from bot.rehearsal.teams import StandInTeams

TENANT = "0a0a0a0a-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
APP = "1a1a1a1a-2b2b-4c3c-8d4d-5e5e5e5e5e5e"
_ROLES = {
    "coordinator": "koordinator",
    "facilitator": "prosessleder",
    "leader": "leder",
    "participant": "deltaker",
    "observer": "observatør",
}
_LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "": "nb-NO"}


@dataclass(frozen=True)
class Cast:
    """Everybody by the part of their UPN before the @, e.g. `cast["guro"]`."""

    people: dict[str, Client]

    def __getitem__(self, name: str) -> Client:
        return self.people[name]


def nordvik() -> Path:
    """The folder with the municipality's files and its series."""
    with as_file(files("bot.rehearsal") / "nordvik") as folder:
        return folder


def guests_of(folder: Path, *, tenant: str) -> tuple[Guest, ...]:
    """Everybody in the folder's people.csv, with roles and groups, as the issuer's page offers them."""
    with (folder / "groups.csv").open(encoding="utf-8") as file:
        groups = {row["id"]: row["name"] for row in csv.DictReader(file)}
    found: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    with (folder / "people.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            names[row["aad_object_id"]] = row["name"]
            found.setdefault(row["aad_object_id"], []).append(f"{_ROLES[row['role']]} i {groups[row['group']]}")
    return tuple(Guest(tenant, its_id, names[its_id], ", ".join(about)) for its_id, about in found.items())


def cast_of(teams: StandInTeams, folder: Path) -> Cast:
    """Everybody in the folder's people.csv."""
    people: dict[str, Client] = {}
    with (folder / "people.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["upn"].partition("@")[0]
            if name not in people:
                locale = _LOCALES[row["language"]]
                people[name] = Client(teams, row["name"], row["aad_object_id"], row["upn"], locale=locale)
    return Cast(people)
