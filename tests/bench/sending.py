"""Sending: one tenant at its rate limit, twenty tenants at once, and a message's cost compared with a bare POST.

Sparse work takes more CPU time per item than continuous work, so both are measured: at Teams' pace compared with POSTs
at the same pace, and without rate limits compared with POSTs in a row.

Ours claims, composes, stores and settles every message, in a SQLite database at full durability. The sink accepts every
message at once and keeps the times.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bot.ports import RealTimer
from tests.bench.answering import running_program
from tests.bench.crowd import OPENS, fill, tenant
from tests.bench.servers import BEGINS

Json = dict[str, Any]

ROUNDS = 5
MANY_TENANTS, PEOPLE_EACH = 20, 600
ONE_TENANT_PEOPLE = 10_000
POSTS = 5_000
IDEAL = 50  # messages a second, the most Teams accepts from a tenant
UNHINDERED = 1000  # messages a second and tenant, more than can be reached


def measure() -> Mapping[str, object]:
    return asyncio.run(_measure())


async def _measure() -> Mapping[str, object]:
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(TemporaryDirectory(prefix="sloyfa-bench-")))
        port = int(await stack.enter_async_context(running_program(place / "sink.log", "tests.bench.sink")))
        many, unlimited = [], []
        for n in range(ROUNDS):
            many.append(await _opening(place / f"many{n}", port, MANY_TENANTS, PEOPLE_EACH, bare=True))
            unlimited.append(
                await _opening(place / f"unlimited{n}", port, MANY_TENANTS, PEOPLE_EACH, per_second=UNHINDERED)
            )
        # One round is enough, since the rate limit fixes its length.
        one = await _opening(place / "one", port, 1, ONE_TENANT_PEOPLE)
    return _report(many, unlimited, one)


async def _opening(
    place: Path, port: int, tenants: int, people: int, *, bare: bool = False, per_second: int = IDEAL
) -> Json:
    """The sink's counts for one opening with everybody asked, and the CPU time of our process."""
    await asyncio.to_thread(place.mkdir)
    database_url = f"sqlite+aiosqlite:///{place}/sloyfa.db"
    await fill(database_url, place, tenants=tenants, people=people, service_url=f"http://127.0.0.1:{port}/")
    settings = {
        "SLOYFA_INSECURE_LOCAL": "1",
        "SLOYFA_TENANTS": ",".join(tenant(number) for number in range(tenants)),
        "SLOYFA_SERVICE_HOSTS": f"127.0.0.1:{port}",
        "SLOYFA_DATABASE_URL": database_url,
        "SLOYFA_TENANT_PER_SECOND": str(per_second),
        BEGINS: OPENS.isoformat(),
    }
    async with running_program(place / "ours.log", "tests.bench.servers", "outbox", **settings) as line:
        url = f"http://127.0.0.1:{int(line)}"
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
            cost = await (await session.post(f"{url}/go")).json()
            seen = await (await session.get(f"http://127.0.0.1:{port}/counts")).json()
            found = {**seen, **cost, "wanted": tenants * people}
            if bare:
                body = await (await session.get(f"{url}/body")).read()
                found["bare CPU ms"] = await _bare_post_ms(session, port, body)
                found["bare CPU ms, at that pace"] = await _paced_post_ms(
                    session, port, body, found["seconds"] / found["wanted"]
                )
                await session.get(f"http://127.0.0.1:{port}/counts")
    if found["messages"] != found["wanted"]:
        raise AssertionError(f"{found['messages']} of {found['wanted']} messages were sent; see {place}/ours.log")
    return found


async def _bare_post_ms(session: aiohttp.ClientSession, port: int, body: bytes) -> float:
    """CPU milliseconds of this process for one POST of these bytes, ten at a time."""
    left = iter(range(POSTS))

    async def some() -> None:
        for _ in left:
            await _post(session, port, body)

    began = cpu_seconds()
    await asyncio.gather(*(some() for _ in range(10)))
    return 1000 * (cpu_seconds() - began) / POSTS


async def _paced_post_ms(session: aiohttp.ClientSession, port: int, body: bytes, every: float) -> float:
    """CPU milliseconds for one POST every `every` seconds, whether or not the POST before is answered."""
    began, used, timer = time.monotonic(), cpu_seconds(), RealTimer()
    async with asyncio.TaskGroup() as posts:
        for number in range(POSTS):
            await timer.pause(max(0.0, began + number * every - time.monotonic()))
            posts.create_task(_post(session, port, body))
    return 1000 * (cpu_seconds() - used) / POSTS


async def _post(session: aiohttp.ClientSession, port: int, body: bytes) -> None:
    url = f"http://127.0.0.1:{port}/v3/conversations/a%3Anobody%3A1/activities"
    async with session.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
        await answer.read()


def _cpu_ms(rounds: list[Json]) -> float:
    return float(median(1000 * each["cpu"] / each["messages"] for each in rounds))


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _report(many: list[Json], unlimited: list[Json], one: Json) -> Mapping[str, object]:
    ideal = one["messages"] / IDEAL
    cpu, unhindered = _cpu_ms(many), _cpu_ms(unlimited)
    bare, paced = (median(each[name] for each in many) for name in ("bare CPU ms", "bare CPU ms, at that pace"))
    found: dict[str, object] = {
        "one tenant, people": one["messages"],
        "one tenant, seconds": round(one["seconds"], 1),
        "one tenant, times the ideal": round(one["seconds"] / ideal, 3),
        "one tenant, busiest second": one["busiest second"],
        "one tenant, conversations over a limit": one["conversations over a limit"],
        "twenty tenants, messages a second": round(median(each["messages"] / each["seconds"] for each in many)),
        "twenty tenants, busiest second of any": max(each["busiest second"] for each in many),
        "CPU ms a message": round(cpu, 2),
        "CPU ms a bare POST at that pace": round(paced, 2),
        "CPU, times a bare POST": round(cpu / paced, 1),
        "unhindered, messages a second": round(median(each["messages"] / each["seconds"] for each in unlimited)),
        "unhindered, CPU ms a message": round(unhindered, 2),
        "unhindered, CPU ms a bare POST": round(bare, 2),
        "unhindered, CPU, times a bare POST": round(unhindered / bare, 1),
        "opening for 10,000, seconds": round(median(each["opening"] for each in many), 2),
    }
    sys.stdout.write("sending\n")
    for name, figure in found.items():
        sys.stdout.write(f"{name:<44} {json.dumps(figure):>10}\n")
    return found
