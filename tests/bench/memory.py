"""Memory of a serving process whose database holds 100,000 people, after ticks, answers and a digest."""

import asyncio
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.import_folder import import_folder
from bot.actions.planning.plan_series import plan_series
from bot.app import catalogues
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT, nordvik
from bot.rehearsal.house import Scene, open_scene
from bot.rehearsal.stage import KillableStage
from dialogs.model import Group, GroupKind, Language, Role, Unit, UnitKind
from storage.database import Database
from storage.migrations.running import migrate
from storage.tables.people import accounts, memberships, people
from storage.tables.places import contacts
from storage.units import put_groups, put_units
from tests.nordvik import MONDAY, OPERATOR, at, last, seen

PEOPLE, SCHOOLS, TEAMS = 100_000, 500, 5
TOWN = "nordvik"
ASKED = ("tor", "siv")
_AT_ONCE = 1000
_AFTER_NORDVIK = 1000  # more than Nordvik's own memberships


async def _know_many(db: Database, number: int) -> None:
    """Add `number` people at 500 schools in Nordvik, with teams, accounts and chats with the bot."""
    everybody = [(one, UUID(int=one)) for one in range(1, number + 1)]
    await db.write(_schools)
    for table, rows in ((people, _people), (accounts, _accounts), (memberships, _memberships), (contacts, _contacts)):
        await db.write(partial(_put, table=table, rows=rows(everybody)))


async def _put(c: AsyncConnection, *, table: Table, rows: Iterator[Mapping[str, Any]]) -> None:
    while some := [row for row, _ in zip(rows, range(_AT_ONCE), strict=False)]:
        await c.execute(insert(table), some)


async def _schools(c: AsyncConnection) -> None:
    for school in range(SCHOOLS):
        unit = Unit(f"skole-{school}", frozenset({UnitKind.SCHOOL}), f"Skole {school}", TOWN, Language.NB)
        await put_units(c, TOWN, [unit])
        for team in range(TEAMS):
            group = Group(_team(school * TEAMS + team), unit.id, GroupKind.TEAM, f"Team {team} ved skole {school}")
            await put_groups(c, TOWN, [group])


def _team(number: int) -> str:
    return f"lag-{number % (SCHOOLS * TEAMS)}"


def _people(everybody: Iterable[tuple[int, UUID]]) -> Iterator[Mapping[str, Any]]:
    for number, person in everybody:
        name, upn = f"Oppdiktet Person {number}", f"p{number}@nordvik.example"
        yield {"municipality": TOWN, "id": person, "name": name, "upn": upn, "language": "nb"}


def _accounts(everybody: Iterable[tuple[int, UUID]]) -> Iterator[Mapping[str, Any]]:
    for _, person in everybody:
        yield {"municipality": TOWN, "tenant": TENANT, "object_id": str(person), "person": person}


def _memberships(everybody: Iterable[tuple[int, UUID]]) -> Iterator[Mapping[str, Any]]:
    since = MONDAY - timedelta(days=90)
    of_all = {"municipality": TOWN, "role": Role.PARTICIPANT.value, "since": since}
    for number, person in everybody:
        yield {**of_all, "id": _AFTER_NORDVIK + number, "person": person, "group": _team(number)}


def _contacts(everybody: Iterable[tuple[int, UUID]]) -> Iterator[Mapping[str, Any]]:
    here = {"service_url": "http://127.0.0.1:9/", "scope": "personal", "bot": "28:bot", "channel": "", "team": ""}
    of_all = {**here, "tenant": TENANT, "locale": "nb-NO", "reachable": True, "changed_at": MONDAY}
    for number, person in everybody:
        yield {**of_all, "object_id": str(person), "conversation": f"a:{number}", "user": f"29:{number}"}


async def _played(scene: Scene) -> None:
    """Nordvik's principals are asked, answer, and read the shared answers, also ahead of their meeting."""
    for name in ASKED:
        await scene.cast[name].install()
    await scene.stage.to(at(11, 24))
    for name in ASKED:
        person = scene.cast[name]
        await person.press(last(person), "Send svar", {"answer": f"Det {name} har sett.", "rung": "group"})
        await person.say("hjelp")
    await scene.stage.settle()
    for day in (25, 26, 27, 30):
        await scene.stage.to(at(11, day))
    if "Det tor har sett." not in seen(scene.cast["siv"], last(scene.cast["siv"])):
        raise AssertionError("nothing was given back")


def _status(pid: int) -> dict[str, float]:
    """MB: memory resident now, and its peak."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    status = dict(line.split(":", 1) for line in lines)
    return {name: int(status[key].split()[0]) / 1000 for name, key in (("resident", "VmRSS"), ("highest", "VmHWM"))}


async def _measured(place: Path, number: int) -> dict[str, float]:
    database_url = f"sqlite+aiosqlite:///{place}/sloyfa.db"
    async with Database(database_url) as db:
        await migrate(db)
        await import_folder(db, read_folder(nordvik()), actor=OPERATOR, tenant=TENANT, now=MONDAY)
        await plan_series(db, catalogues(), read_series(nordvik() / "rektorgruppa.toml"), actor=OPERATOR, now=MONDAY)
        await _know_many(db, number)
    log = place / "ours.log"
    async with open_scene(database_url, now=MONDAY, killable=True, log=log) as scene:
        stage = scene.stage
        if not isinstance(stage, KillableStage) or stage._pid is None:
            raise TypeError("the stage has no process of its own")
        found = {f"{name} at first": value for name, value in _status(stage._pid).items()}
        await _played(scene)
        found |= _status(stage._pid)
    _check(log)
    return found


def _check(log: Path) -> None:
    """Fail on log lines that are not JSON, such as Python's warnings of leaked semaphores."""
    strange = [line for line in log.read_text(encoding="utf-8").splitlines() if not line.startswith("{")]
    if strange:
        raise AssertionError("\n".join(strange))


def measure(number: int = PEOPLE) -> Mapping[str, float]:
    """MB of the serving process with `number` people, at the start and after a fortnight of the principals."""
    with TemporaryDirectory() as place:
        found = asyncio.run(_measured(Path(place), number))
    sys.stdout.write(f"memory of the serving process, {number:,} people known\n")
    for name, value in found.items():
        sys.stdout.write(f"{name + ', MB':<44} {value:>10.1f}\n")
    return {name: round(value, 1) for name, value in found.items()}
