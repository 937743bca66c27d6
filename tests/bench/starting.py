"""Starting: time from nothing to ready, compared with importing the SDK alone."""

import asyncio
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import aiohttp

ROUNDS = 5
_PATIENCE_SECONDS = 60


def measure() -> Mapping[str, float]:
    return asyncio.run(_measure())


async def _measure() -> Mapping[str, float]:
    times: dict[str, list[float]] = {"import botbuilder.core": [], "first start to ready": [], "serve to ready": []}
    for _ in range(ROUNDS):
        with TemporaryDirectory(prefix="sloyfa-bench-") as folder:
            times["import botbuilder.core"].append(await _seconds_to_import())
            times["first start to ready"].append(await _seconds_to_ready(Path(folder)))
            times["serve to ready"].append(await _seconds_to_ready(Path(folder)))
    found = {name: round(median(taken), 2) for name, taken in times.items()}
    found["times the import"] = round(found["serve to ready"] / found["import botbuilder.core"], 2)
    sys.stdout.write("starting\n")
    for name, figure in found.items():
        sys.stdout.write(f"{name:<44} {figure:>10.2f}\n")
    return found


async def _seconds_to_import() -> float:
    began = perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import botbuilder.core")
    await process.wait()
    return perf_counter() - began


async def _seconds_to_ready(folder: Path) -> float:
    """Seconds until GET /readyz succeeds; the first start makes the database as well."""
    port = _free_port()
    settings = {
        "SLOYFA_INSECURE_LOCAL": "1",
        "SLOYFA_TENANTS": "made-up",
        "SLOYFA_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/sloyfa.db",
        "PORT": str(port),
    }
    began = perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"), env={**os.environ, **settings}, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS), aiohttp.ClientSession(raise_for_status=True) as session:
            while process.stderr is not None and b'"serving"' not in (line := await process.stderr.readline()):
                if not line:
                    raise AssertionError("it did not start")
            await session.get(f"http://127.0.0.1:{port}/readyz")
        return perf_counter() - began
    finally:
        process.terminate()
        await process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
