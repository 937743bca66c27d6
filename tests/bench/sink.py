"""A Teams that accepts every message and keeps only time and conversation: `python -m tests.bench.sink`.

Prints the port, and serves until its standard input is closed. GET /counts returns and resets the number of messages
and their peak rates.
"""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

from aiohttp import web

from bot.outbox.rate_limits import PER_CONVERSATION
from bot.rehearsal.ledger import peak

_CREATED = b'{"id":"1:x"}'


class Sink:
    def __init__(self) -> None:
        self._asked: list[tuple[float, str]] = []

    async def take(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response(self._counts())
        self._asked.append((time.monotonic(), request.path.split("/")[3]))
        await request.read()
        return web.Response(body=_CREATED, status=201, content_type="application/json")

    def _counts(self) -> dict[str, object]:
        asked, self._asked = self._asked, []
        tenants: dict[str, list[float]] = defaultdict(list)
        conversations: dict[str, list[float]] = defaultdict(list)
        for at, conversation in asked:
            tenants[unquote(conversation).split(":")[1]].append(at)
            conversations[conversation].append(at)
        first, last = (asked[0][0], asked[-1][0]) if asked else (0.0, 0.0)
        return {
            "messages": len(asked),
            "seconds": last - first,
            "busiest second": _most(tenants.values(), 1.0),
            "conversations over a limit": sum(
                any(peak(times, window.seconds) > window.most for window in PER_CONVERSATION)
                for times in conversations.values()
            ),
        }


def _most(each: Iterable[list[float]], seconds: float) -> int:
    return max((peak(times, seconds) for times in each), default=0)


async def main() -> None:
    server = web.Server(Sink().take)
    runner = web.ServerRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
