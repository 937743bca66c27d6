"""How long the sharing bank takes to find the first page among 100,000 entries, on both databases."""

import asyncio
import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank
from bot.context.identities import identities_of
from content.language import Wording
from content.vocabulary.bank import ANYTHING, BankFilters
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year
from dialogs.model import (
    Account,
    Actor,
    Circle,
    EntryKind,
    Group,
    GroupKind,
    IndexedEntry,
    Language,
    Role,
    Rung,
    Unit,
    UnitKind,
)
from dialogs.searching.marks import Subject, marks_of_circle, marks_of_subject
from dialogs.searching.stems import stems_of
from storage import bank_index
from storage.database import Database
from storage.migrations.running import migrate
from storage.tables.people import accounts, memberships, people
from storage.tables.sessions import reflection_parts, reflections, series, sessions, steps
from storage.units import put_groups, put_municipality, put_units
from tests.bench.growth import a_server
from tests.postgresql import Server

ENTRIES, GROUPS, ANSWERS, ROUNDS = 100_000, 100, 200, 15
PUT_AT_ONCE = 25  # sessions, whose stems are counted together: one by one PostgreSQL takes a quarter of an hour
TOWN, AT, EACH = "banken", datetime(2021, 8, 23, 8, tzinfo=UTC), timedelta(hours=88)  # five school years of sessions
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
OFTEN, SOMETIMES, SELDOM = "elevene", "klasseledelse", "makkerlesing"
RUNGS = (*[Rung.GROUP] * 6, *[Rung.UNIT] * 2, Rung.PRINCIPALS, Rung.MUNICIPALITY)
SEARCHES: Mapping[str, tuple[str, BankFilters]] = {
    "a word of most": (OFTEN, ANYTHING),
    "a word of some": ("klasseleiing", ANYTHING),
    "a word of few": (SELDOM, ANYTHING),
    "three words": (f"{OFTEN} {SOMETIMES} friminutt", ANYTHING),
    "a typing mistake": ("makrelesing", ANYTHING),
    "no word of any": ("romskip", ANYTHING),
    "filters alone": ("", BankFilters(area="ro", year=2025)),
    "filters of a year long past": ("", BankFilters(area="ro", year=2021)),
    "a word of some, long past": ("klasseleiing", BankFilters(year=2021)),
}


def measure(number: int = ENTRIES) -> Mapping[str, object]:
    """Milliseconds by database, reader and search: the median, and the slowest."""
    sys.stdout.write(f"the sharing bank: the first page among {number:,} entries, ms (median, slowest)\n")
    with TemporaryDirectory() as place:
        found = asyncio.run(_measure(f"sqlite+aiosqlite:///{Path(place)}/bank.db", number, "sqlite"))
    with a_server() as server:
        if server is not None:
            found |= asyncio.run(_on_server(server, number))
    return found


async def _on_server(server: Server, number: int) -> dict[str, tuple[float, float]]:
    url = await server.new_database()
    try:
        return await _measure(url, number, "postgresql")
    finally:
        await server.drop(url)


async def _measure(url: str, number: int, name: str) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    async with Database(url) as db:
        await migrate(db)
        await db.write(_people)
        for first in range(0, number, PUT_AT_ONCE * ANSWERS):
            await db.write(partial(_sessions, firsts=range(first, min(first + PUT_AT_ONCE * ANSWERS, number), ANSWERS)))
        if not db.is_sqlite:  # autovacuum would do the same a minute later
            await db.write(lambda c: c.execute(text("ANALYZE")))
        for reader in ("principal", "teacher"):
            actor = Actor.at(Account(TOWN, reader))
            actor = actor.looked_up(await db.read(partial(identities_of, actor=actor, now=NOW)))
            for kind, (query, filters) in SEARCHES.items():
                took = [await _took(db, actor, query, filters) for _ in range(ROUNDS)]
                figures = round(median(took), 1), round(max(took), 1)
                found[f"{name}, {reader}, {kind}"] = figures
                sys.stdout.write(f"{name}, {reader}, {kind}: {figures[0]}, {figures[1]}\n")
    return found


async def _took(db: Database, actor: Actor, query: str, filters: BankFilters) -> float:
    began = perf_counter()
    page = await bank.search(db, actor, query, filters, now=NOW)
    took = (perf_counter() - began) * 1000
    if page is None or page.is_blank or bool(page.entries) == (query == "romskip"):
        raise AssertionError(f"another page than expected: {query}")
    return took


async def _people(c: AsyncConnection) -> None:
    """A teacher of the first school's first team, and a principal."""
    await put_municipality(c, municipality=TOWN, name="Banken")
    schools = [Unit(f"s{one}", frozenset({UnitKind.SCHOOL}), f"s{one}", TOWN, Language.NB, "1-10") for one in range(50)]
    town = Unit(TOWN, frozenset({UnitKind.MUNICIPALITY}), TOWN, None, Language.NB)
    await put_units(c, TOWN, [town, *schools])
    teams = [Group(f"g{one}", f"s{one % 50}", GroupKind.TEAM, f"Team {one}") for one in range(GROUPS)]
    await put_groups(c, TOWN, [*teams, Group("rektorer", TOWN, GroupKind.PRINCIPALS, "Rektorgruppa")])
    for number, (who, group, unit) in enumerate((("teacher", "g0", "s0"), ("principal", "rektorer", TOWN)), start=1):
        its = {"municipality": TOWN, "id": UUID(int=number), "name": who, "upn": f"{who}@banken.example"}
        await c.execute(insert(people).values(**its, language=Language.NB.value))
        await c.execute(insert(accounts).values(municipality=TOWN, tenant=TOWN, object_id=who, person=UUID(int=number)))
        where = {"municipality": TOWN, "id": number, "person": UUID(int=number), "group": group, "unit": unit}
        await c.execute(insert(memberships).values(**where, role=Role.PARTICIPANT.value, since=AT))
    lists: dict[str, list[str]] = {
        name: [] for name in ("groups", "areas", "requirements", "digest_readers", "goals", "school_types")
    }
    ways = {"protocol": "igp", "intention": "conveying", "stays_open": "P2D", "asked": "personal", "draft_ahead": ""}
    more = {"need": "", "audience": "", "phase": "", "on_closed": "next", "default_rung": 1, "led_by": UUID(int=1)}
    await c.execute(insert(series).values(municipality=TOWN, id="s", version=1, **lists, **ways, **more))


async def _sessions(c: AsyncConnection, *, firsts: Iterable[int]) -> None:
    """Sessions, each of 200 answers of one group, with their entries."""
    entries = [entry for first in firsts for entry in await _session(c, first=first)]
    await bank_index.put(c, TOWN, entries)


async def _session(c: AsyncConnection, *, first: int) -> list[IndexedEntry]:
    """A session of 200 answers of one group; its entries, not put in yet."""
    number = first // ANSWERS
    group, unit = f"g{number % GROUPS}", f"s{number % 50}"
    opened = AT + number * EACH
    ids = {"municipality": TOWN, "session": f"s.{number}", "position": 0}
    when = {"opens_at": opened, "stage": "closed"}
    its = {
        "municipality": TOWN,
        "id": f"s.{number}",
        "series": "s",
        "group": group,
        "ordinal": number,
        "series_version": 1,
    }
    await c.execute(insert(sessions).values(**its, **when, exact=False, moved_why=""))
    words = dict.fromkeys(("area", "question", "why", "title", "hint"), Wording("Ro", "Ro"))
    flags = dict.fromkeys(("hides", "leading_only", "shows_earlier", "leader_speaks_last"), False)
    more = {"key": "k", "prompt_id": "p", "area_id": "ro", "closes_at": opened, "asked": "personal", "follow_ups": ()}
    await c.execute(insert(steps).values(**ids, **when, **words, **flags, **more, moves_on=[], because=[]))
    answers = [_answer(first + one, group, unit, opened) for one in range(ANSWERS)]
    await c.execute(insert(reflections), [ids | row for row, _ in answers])
    parts = [{"municipality": TOWN, "reflection": row["id"], "position": 0, "text": said} for row, said in answers]
    await c.execute(insert(reflection_parts), [{**part, "follow_up": 0} for part in parts])
    return [_entry(row, said, opened) for row, said in answers]


def _answer(number: int, group: str, unit: str, at: datetime) -> tuple[dict[str, object], str]:
    chance = random.Random(number)  # noqa: S311 - made-up words, the same at each run
    its_id = UUID(int=number + 1000)
    circle = {"group": group, "unit": unit, "channel": "", "rung": int(chance.choice(RUNGS)), "circle_at": at}
    flags = dict.fromkeys(("withdrawn", "passed", "reopened"), False)
    row = {"id": its_id, "author": its_id, **circle, **flags, "version": 1, "going_on": 0}
    return row, " ".join(_words(chance))


def _words(chance: random.Random) -> Iterator[str]:
    """Some thirty words of thousands, as often as words are: a word of rank n is used 1/n as often as the first."""
    for word, share in ((OFTEN, 0.6), (SOMETIMES, 0.05), ("friminuttet", 0.1), (SELDOM, 0.002)):
        if chance.random() < share:
            yield word
    for _ in range(30):
        rank = int(1.0007 ** (chance.random() * 12_000))
        yield f"ord{'abcdefghij'[rank % 10]}{rank}"


def _entry(row: Mapping[str, object], said: str, at: datetime) -> IndexedEntry:
    circle = Circle(str(row["group"]), str(row["unit"]), None, Rung(int(str(row["rung"]))), at)
    about = Subject("ro", year=school_year(local(at).date()))
    marks = marks_of_circle(TOWN, circle) | marks_of_subject(EntryKind.QUOTE, [about])
    return IndexedEntry(EntryKind.QUOTE, UUID(str(row["id"])), at, (), stems_of([said]), tuple(sorted(marks)))
