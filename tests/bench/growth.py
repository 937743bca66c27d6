"""Whether a tick gets slower as more is planned: 100 sessions due among a thousand planned, and among a million."""

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import catalogues
from bot.context.catalogues import Catalogues
from bot.entry.clock.due import do_what_is_due
from dialogs.model import (
    AskedIn,
    Group,
    GroupKind,
    Intention,
    Language,
    Role,
    Rung,
    Series,
    Session,
    Stage,
    Unit,
    UnitKind,
)
from storage.database import Database
from storage.migrations.running import migrate
from storage.series import put_series
from storage.sessions import put_session
from storage.tables.people import memberships, people
from storage.tables.sessions import sessions
from storage.units import put_groups, put_municipality, put_units
from tests.postgresql import URL_VARIABLE, Server, programs, temporary_cluster

FEW, MANY = 1_000, 1_000_000
ROUNDS = 5
GROUPS, MEMBERS = 100, 10
NAME = "vekst"
TUESDAY = datetime(2026, 11, 24, 7, tzinfo=UTC)
LATER = timedelta(minutes=10)
NEXT_YEAR = datetime(2027, 1, 12, 7, tzinfo=UTC)


@dataclass
class Town:
    """A municipality with many planned sessions, 100 of them due in each round; durations and stalls in seconds."""

    db: Database
    catalogues: Catalogues
    took: list[float] = field(default_factory=list)
    stalled: list[float] = field(default_factory=list)

    async def fill(self, planned: int) -> None:
        await migrate(self.db)
        await self.db.write(_people)
        await self.db.write(partial(_plan, planned=planned))
        if not self.db.is_sqlite:  # autovacuum would do the same a minute later
            await self.db.write(lambda c: c.execute(text("ANALYZE")))

    async def tick(self, number: int) -> None:
        began = perf_counter()
        stalled = await longest_stall(do_what_is_due(self.db, self.catalogues, now=TUESDAY + number * LATER))
        self.took.append(perf_counter() - began)
        self.stalled.append(stalled)
        is_open = select(sessions.c.id).where(sessions.c.stage == Stage.OPEN.value)
        opened = (await self.db.read(lambda c: c.execute(is_open))).all()
        if len(opened) != GROUPS * (number + 1):
            raise AssertionError(f"{len(opened)} sessions are open")


async def longest_stall(work: Coroutine[Any, Any, object]) -> float:
    """The longest stall of the event loop, in seconds, during `work`."""
    loop, waited = asyncio.get_running_loop(), [0.0]
    beat = 0.002
    pulse: list[asyncio.TimerHandle] = []

    def on_time(due: float) -> None:
        waited.append(max(waited.pop(), loop.time() - due))
        pulse.append(loop.call_later(beat, on_time, loop.time() + beat))
        del pulse[0]

    pulse.append(loop.call_later(beat, on_time, loop.time() + beat))
    try:
        await work
    finally:
        pulse[0].cancel()
    return waited[0]


async def _people(c: AsyncConnection) -> None:
    await put_municipality(c, municipality=NAME, name="Vekst")
    kinds = frozenset({UnitKind.MUNICIPALITY, UnitKind.SCHOOL})
    await put_units(c, NAME, [Unit(NAME, kinds, "Vekst", None, Language.NB)])
    everybody = [UUID(int=number) for number in range(GROUPS * MEMBERS)]
    of_people = {"municipality": NAME, "name": "Oppdiktet", "language": None}
    await c.execute(insert(people), [{**of_people, "id": one, "upn": f"{one}@vekst.example"} for one in everybody])
    teams = [Group(_group(number), NAME, GroupKind.TEAM, f"Team {number}") for number in range(GROUPS)]
    await put_groups(c, NAME, teams)
    of_all = {"municipality": NAME, "role": Role.PARTICIPANT.value, "since": TUESDAY - timedelta(days=90)}
    rows = [
        {**of_all, "id": number, "person": one, "group": _group(number % GROUPS)}
        for number, one in enumerate(everybody)
    ]
    await c.execute(insert(memberships), rows)


def _group(number: int) -> str:
    return f"team-{number}"


async def _plan(c: AsyncConnection, *, planned: int) -> None:
    await put_series(c, _series())
    for number in range(GROUPS):
        for turn in range(ROUNDS + 1):
            opens_at = TUESDAY + turn * LATER
            session = Session(NAME, f"uka.{number}.{turn}", "uka", _group(number), turn, opens_at, exact=True)
            await put_session(c, session)
        far = Session(NAME, f"uka.{number}.far", "uka", _group(number), ROUNDS + 1, NEXT_YEAR)
        await put_session(c, far)
    # The database itself copies next year's sessions, which takes seconds instead of minutes.
    copies = """
        WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < :copies)
        INSERT INTO sessions (municipality, id, series, "group", ordinal, opens_at, exact, stage, moved_why)
        SELECT municipality, id || '.' || n, series, "group", ordinal + n, opens_at, exact, stage, moved_why
        FROM sessions CROSS JOIN copies WHERE id LIKE '%.far'
    """
    await c.execute(text(copies), {"copies": planned // GROUPS - ROUNDS - 2})


def _series() -> Series:
    return Series(
        municipality=NAME,
        id="uka",
        groups=tuple(_group(number) for number in range(GROUPS)),
        protocol="ukesrefleksjon",
        intention=Intention.CONVEYING,
        areas=("inkluderende-laeringsmiljoer",),
        requirements=(),
        led_by=UUID(int=0),
        stays_open="P3D",
        default_rung=Rung.GROUP,
        asked=AskedIn.PERSONAL,
    )


async def _grown(few: str, many: str) -> dict[str, float]:
    """Medians of rounds that alternate between the databases, since machines are noisy; the first round warms up."""
    async with AsyncExitStack() as stack:
        towns = []
        for url, planned in ((few, FEW), (many, MANY)):
            towns.append(Town(await stack.enter_async_context(Database(url)), catalogues()))
            await towns[-1].fill(planned)
        for number in range(ROUNDS + 1):
            for town in towns:
                await town.tick(number)
    small, large = (median(town.took[1:]) for town in towns)
    return {"few": small, "many": large, "ratio": large / small, "stall": max(max(town.stalled) for town in towns)}


@contextmanager
def a_server() -> Iterator[Server | None]:
    """The server named by the environment, a throwaway one, or None without PostgreSQL's programs."""
    if URL_VARIABLE in os.environ:
        yield Server(os.environ[URL_VARIABLE])
    elif found := programs():
        with temporary_cluster(found) as cluster:
            yield cluster
    else:
        yield None


async def _on_server(server: Server) -> dict[str, float]:
    urls = [await server.new_database() for _ in range(2)]
    try:
        return await _grown(*urls)
    finally:
        for url in urls:
            await server.drop(url)


def measure() -> Mapping[str, float]:
    """Seconds of a tick that opens 100 sessions, the ratio, and the longest stall, per kind of database."""
    with TemporaryDirectory() as place:
        few, many = (f"sqlite+aiosqlite:///{Path(place) / name}.db" for name in ("few", "many"))
        found = {f"sqlite {name}": value for name, value in asyncio.run(_grown(few, many)).items()}
    with a_server() as server:
        if server is not None:
            found |= {f"postgresql {name}": value for name, value in asyncio.run(_on_server(server)).items()}
    sys.stdout.write(f"a tick that opens {GROUPS} sessions, among {FEW:,} planned and among {MANY:,}\n")
    for name, value in found.items():
        sys.stdout.write(f"{name:<44} {value:>10.3f}\n")
    return {name: round(value, 3) for name, value in found.items()}
