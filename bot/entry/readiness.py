"""GET /readyz: whether the replica can do its work, for load balancers."""

import asyncio

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.entry.clock.ticker import Ticker
from storage.database import Database, Unreachable
from storage.migrations.running import is_up_to_date
from storage.writability import obstacle

log = structlog.get_logger()

_SECONDS = 2.0


class Readiness:
    """Logs the reason for unreadiness once per change; the page, open to anybody, gives no reason."""

    def __init__(self, db: Database, ticker: Ticker) -> None:
        self._db = db
        self._ticker = ticker
        self._told = ""

    async def get(self, _request: web.Request) -> web.Response:
        why = await self._why()
        if why and why != self._told:
            log.error("not ready", why=why)
        self._told = why
        return web.json_response({"ready": not why}, status=503 if why else 200)

    async def _why(self) -> str:
        """The reason for unreadiness, "" for a ready replica."""
        self._ticker.look()
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._of_database() or ("no tick comes" if self._ticker.is_overdue else "")
        except (SQLAlchemyError, Unreachable, TimeoutError, OSError) as error:
            return f"the database does not answer ({type(error).__name__})"

    async def _of_database(self) -> str:
        if not self._db.is_there:
            return "the database's file is gone"
        if not await is_up_to_date(self._db):
            return "the database is of another version"
        return await obstacle(self._db)
