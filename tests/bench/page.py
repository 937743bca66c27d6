"""How long a digest of 200 answers takes as a page, and how many bytes of it a browser is sent."""

import asyncio
import gzip
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from uuid import UUID

import aiohttp
from aiohttp.test_utils import TestServer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import App
from bot.context.web_sessions import WebSessions
from bot.settings import read_settings
from dialogs.model import Account, Digest, Group, GroupKind, Membership, Role, Session, Stage
from storage import digests, reflections
from storage.database import Database
from storage.memberships import add_memberships
from storage.migrations.running import migrate
from storage.sessions import put_session
from storage.steps import add_step
from storage.units import put_groups, put_units
from tests.bench.digest import BEFORE, READER, TOWN, TUESDAY, add_people, an_answer, asked, different_texts, unit

ANSWERS, ROUNDS = 200, 30
GROUP, SESSION, DIGEST = "team-0", "uka.0.0", UUID(int=10_000)
OPENED = TUESDAY - timedelta(days=7)
ADDRESS = f"/digests/{TOWN}/{DIGEST}"


async def _fill(c: AsyncConnection) -> None:
    await add_people(c)
    await put_units(c, TOWN, [replace(unit("skole-0"), parent=TOWN)])
    await put_groups(c, TOWN, [Group(GROUP, "skole-0", GroupKind.TEAM, "Team 0")])
    everybody = [READER, *(UUID(int=1 + number) for number in range(ANSWERS))]
    await add_memberships(c, TOWN, [Membership(one, GROUP, Role.COORDINATOR, BEFORE) for one in everybody])
    await put_session(c, Session(TOWN, SESSION, "uka", GROUP, 0, OPENED, stage=Stage.CLOSED))
    await add_step(c, asked(SESSION, OPENED, 0))
    for author, text in enumerate(different_texts(ANSWERS)):
        await reflections.save(c, replace(an_answer(SESSION, text, author), circle_at=OPENED))
    await digests.add(c, Digest(TOWN, DIGEST, "uka", TUESDAY, SESSION, answered=ANSWERS, invited=ANSWERS))


async def _measured(url: str) -> dict[str, float]:
    async with Database(url) as db:
        await migrate(db)
        await db.write(_fill)
        secret = token_urlsafe(32)
        sessions = WebSessions(db, tenants=frozenset({"tenant"}))
        if not await sessions.begin(secret, Account("tenant", "guro"), instead_of="", in_teams=False, now=TUESDAY):
            raise LookupError("nobody is behind the account")
    settings = read_settings(
        SLOYFA_DATABASE_URL=url,
        SLOYFA_INSECURE_LOCAL="1",
        SLOYFA_TENANTS="tenant",
        SLOYFA_PUBLIC_URL="http://127.0.0.1:3978",
    )
    async with App(settings, clock=lambda: TUESDAY) as app, TestServer(app.web_app()) as server:
        cookies, unpacked = {"sloyfa": secret}, {"Accept-Encoding": "gzip"}
        async with aiohttp.ClientSession(
            server.make_url("/"), cookies=cookies, headers=unpacked, auto_decompress=False,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
        ) as session:  # fmt: skip
            return await _read(session)


async def _read(session: aiohttp.ClientSession) -> dict[str, float]:
    """Times in seconds, with the client's own share of them; sizes in bytes as on the wire."""
    began = perf_counter()
    await _got(session, ADDRESS)
    first = perf_counter() - began
    took, worked = [], []
    for _ in range(ROUNDS):
        began, working = perf_counter(), process_time()
        packed = await _got(session, ADDRESS)
        took.append(perf_counter() - began)
        worked.append(process_time() - working)
    page = gzip.decompress(packed).decode("utf-8")
    quotes = page.count("<blockquote>")
    if quotes != ANSWERS or 'class="theme"' not in page:
        raise ValueError(f"{quotes} quotes stand on the page")
    sheets = [len(await _got(session, href)) for href in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)]
    return {
        "the first reading": first,
        "again, median": median(took),
        "again, slowest": max(took),
        "again, processor time": median(worked),
        "bytes of the page": len(packed),
        "bytes with its sheets": len(packed) + sum(sheets),
    }


async def _got(session: aiohttp.ClientSession, address: str) -> bytes:
    async with session.get(address) as response:
        response.raise_for_status()
        return await response.read()


def measure() -> Mapping[str, float]:
    with TemporaryDirectory() as place:
        found = asyncio.run(_measured(f"sqlite+aiosqlite:///{Path(place)}/sloyfa.db"))
    sys.stdout.write(f"a digest of {ANSWERS} answers as a page\n")
    for name, value in found.items():
        told = f"{value:>8.0f}" if name.startswith("bytes") else f"{value * 1000:>8.1f} ms"
        sys.stdout.write(f"{name:<24} {told}\n")
    return {name: round(value, 4) for name, value in found.items()}
