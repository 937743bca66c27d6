"""Answers stored and confirmed, compared with an empty handler of the same web server and with the SDK's own echo.

A hundred people of ten tenants answer at once. Ours commits the answer to the disk before it sends the receipt, and
updates the cards meanwhile; the echo stores nothing. Both check every request's token against the stand-in's keys, and
speak to the stand-in for Teams in another process.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.wire_activities import headers
from bot.rehearsal.wire_cards import buttons_on, texts_on
from storage.database import Database
from storage.tables.sessions import reflections
from tests.bench.load import Answer, Round, request, send_at_intervals, send_in_turn
from tests.bench.servers import BEGINS
from tests.bench.town import BEGINS as MORNING
from tests.postgresql import Cluster, programs

Json = dict[str, Any]

ROUNDS = 5
"""Measured rounds, after one to warm up."""

EMPTY, ECHO, SQLITE, POSTGRESQL = "an empty handler", "the SDK's echo", "ours on SQLite", "ours on PostgreSQL"
EACH = {EMPTY: 50, ECHO: 3, SQLITE: 50, POSTGRESQL: 25}
"""Requests of each person in a round. Rounds of ours take some seconds: updates of cards follow meanwhile."""

STAGGERED = 8
"""Requests of each person in a round where people press at staggered times."""

EVERY_SECONDS = 1.0
"""The time between a person's requests where people press at staggered times."""

LONGEST_LINE = 2**24


@dataclass
class Subject:
    """A server and the activities sent to its port; `database_url` only where answers are stored."""

    port: int
    activities: Sequence[Json]
    bearer: str
    database_url: str = ""
    sent: int = 0

    def requests(self, each: int) -> list[list[bytes]]:
        """The next `each` requests of every person, each with a new text."""
        begins, self.sent = self.sent, self.sent + each
        numbers = range(begins, self.sent)
        return [[self._request(activity, person, number) for number in numbers] for person, activity in self._people()]

    def texts(self, each: int) -> list[str]:
        """The texts of the last `each` requests of every person, in the order of their answers."""
        numbers = range(self.sent - each, self.sent)
        return [_text(person, number) for person, _ in self._people() for number in numbers]

    def _people(self) -> Iterator[tuple[int, Json]]:
        return iter(enumerate(self.activities))

    def _request(self, activity: Json, person: int, number: int) -> bytes:
        made = {**activity, "id": f"{activity['id']}-{number}"}
        if "value" in made:
            # An answer sent again names the version before it.
            action = made["value"]["action"]
            data = {**action["data"], "answer": _text(person, number), "seen": number}
            made["value"] = {**made["value"], "action": {**action, "data": data}}
        body = json.dumps(made, ensure_ascii=False).encode()
        return request("/api/messages", body, {**headers(made), "Authorization": f"Bearer {self.bearer}"})


def _text(person: int, number: int) -> str:
    return f"Vi prøver toveis samtaler med foresatte, sier person {person} for {number}. gang."


def measure() -> Mapping[str, object]:
    return asyncio.run(_measure())


async def _measure() -> Mapping[str, object]:
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(TemporaryDirectory(prefix="sloyfa-bench-")))
        urls = {SQLITE: f"sqlite+aiosqlite:///{place}/sloyfa.db"}
        cluster = stack.enter_context(_postgresql())
        if cluster is not None:
            urls[POSTGRESQL] = await cluster.new_database()
        subjects = await _subjects(stack, place, urls)
        rounds: dict[str, list[Round]] = {name: [] for name in subjects}
        for _ in range(ROUNDS + 1):
            for name, subject in subjects.items():
                rounds[name].append(await _round(name, subject))
        staggered_rounds = {
            name: [await _round(name, one, staggered=True) for _ in range(ROUNDS)]
            for name, one in subjects.items()
            if one.database_url
        }
        for name, subject in subjects.items():
            await _check_kept(name, subject)
    return _report({name: found[1:] for name, found in rounds.items()}, staggered_rounds)


async def _subjects(stack: AsyncExitStack, place: Path, urls: Mapping[str, str]) -> dict[str, Subject]:
    town = running_program(place / "town.log", "tests.bench.town", str(place), *urls.values())
    setup = json.loads(await stack.enter_async_context(town))

    async def serving(name: str, server: str, url: str, **more: str) -> int:
        environment = {**setup["environment"][url], **more}
        serves = running_program(place / f"{name}.log", "tests.bench.servers", server, **environment)
        return int(await stack.enter_async_context(serves))

    found = {}
    for name, server in ((EMPTY, "empty"), (ECHO, "echo")):
        found[name] = Subject(await serving(name, server, urls[SQLITE]), setup["messages"], setup["bearer"])
    for name, url in urls.items():
        port = await serving(name, "ours", url, **{BEGINS: MORNING.isoformat()})
        found[name] = Subject(port, setup["presses"][url], setup["bearer"], url)
    return found


async def _round(name: str, subject: Subject, *, staggered: bool = False) -> Round:
    each = STAGGERED if staggered else EACH[name]
    requests = subject.requests(each)
    done = await (
        send_at_intervals(subject.port, requests, every=EVERY_SECONDS)
        if staggered
        else send_in_turn(subject.port, requests)
    )
    texts = subject.texts(each)
    wrong = [one for one, text in zip(done.answers, texts, strict=True) if not _is_right(one, text, subject)]
    if wrong:
        raise AssertionError(f"{name}: {len(wrong)} of {len(texts)} were not answered as they should: {wrong[0]}")
    if subject.database_url:
        # The next round begins with an empty outbox.
        await send_in_turn(subject.port, [[request("/settle", b"", {})]])
    return done


def _is_right(answer: Answer, text: str, subject: Subject) -> bool:
    """A message is answered with an empty body; an answer with its receipt, which quotes the text."""
    if not subject.database_url:
        return answer.status in {200, 201}
    body = json.loads(answer.body)
    card = body.get("value")
    is_receipt = isinstance(card, dict) and "Endre svaret" in buttons_on(card) and text in texts_on(card)
    return answer.status == 200 and body["statusCode"] == 200 and is_receipt


async def _check_kept(name: str, subject: Subject) -> None:
    """Everybody has one reflection, with as many versions as requests."""
    if not subject.database_url:
        return
    people = len(subject.activities)

    async def counted(c: AsyncConnection) -> tuple[int, int]:
        found = (await c.execute(select(func.count(), func.sum(reflections.c.version)).select_from(reflections))).one()
        return int(found[0]), int(found[1])

    async with Database(subject.database_url) as db:
        kept = await db.read(counted)
    if kept != (people, people * subject.sent):
        raise AssertionError(f"{name}: {kept} reflections and versions are kept, not {people, people * subject.sent}")


def _report(
    rounds: Mapping[str, Sequence[Round]], staggered_rounds: Mapping[str, Sequence[Round]]
) -> Mapping[str, object]:
    found = {name: _figures(of_one) for name, of_one in rounds.items()}
    stock = found[ECHO]["per second"]
    _print_row("100 people at once, ten tenants", "answers/s", "p50 ms", "p99 ms", "x echo")
    for name, figures in found.items():
        figures["times the echo"] = round(figures["per second"] / stock, 2)
        _print_row(name, *(f"{figure:,.1f}" for figure in figures.values()))
    _print_row(f"each of them every {EVERY_SECONDS:.0f} s", "answers/s", "p50 ms", "p99 ms")
    for name, of_one in staggered_rounds.items():
        figures = _figures(of_one)
        found[f"{name}, calmly"] = figures
        _print_row(name, *(f"{figure:,.1f}" for figure in figures.values()))
    if POSTGRESQL not in found:
        sys.stdout.write(f"{POSTGRESQL:<34} there is no PostgreSQL server on this machine\n")
    return found


def _figures(rounds: Sequence[Round]) -> dict[str, float]:
    return {
        "per second": round(median(one.per_second for one in rounds), 1),
        "p50 ms": round(median(one.milliseconds(0.5) for one in rounds), 1),
        "p99 ms": round(median(one.milliseconds(0.99) for one in rounds), 1),
    }


def _print_row(name: str, *cells: str) -> None:
    sys.stdout.write(f"{name:<34}" + "".join(f"{cell:>12}" for cell in cells) + "\n")


@contextmanager
def _postgresql() -> Iterator[Cluster | None]:
    """A throwaway server that writes to the disk before each commit returns; None without PostgreSQL's programs."""
    found = programs()
    if found is None:
        yield None
        return
    with TemporaryDirectory(prefix="sloyfa-postgresql-") as folder:
        cluster = Cluster(bin=found, folder=Path(folder), durable=True)
        cluster.create()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.crash()


@asynccontextmanager
async def running_program(log: Path, module: str, *arguments: str, **environment: str) -> AsyncIterator[str]:
    """The program's first line of output; closing its standard input ends the program. Its log goes to a file."""
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *arguments),
            env={**os.environ, **environment},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=written,
            limit=LONGEST_LINE,
        )
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both were asked for")
        try:
            line = await process.stdout.readline()
            if not line:
                raise AssertionError(f"{module} did not start:\n{_text_of(log)}")
            yield line.decode()
        finally:
            process.stdin.close()
            await process.wait()


def _text_of(log: Path) -> str:
    return log.read_text(encoding="utf-8")
