"""A municipality's own program on loopback, which takes webhooks."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Program:
    """A program that takes webhooks: answers `status`, and keeps what has come."""

    url: str = ""
    status: int = 200
    location: str = ""
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.came.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, headers={"Location": self.location} if self.location else {})

    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, body in self.came]


@asynccontextmanager
async def open_program() -> AsyncIterator[Program]:
    opened = Program()
    application = web.Application()
    application.router.add_post("/told", opened.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    opened.url = f"http://127.0.0.1:{runner.addresses[0][1]}/told"
    try:
        yield opened
    finally:
        await runner.cleanup()
