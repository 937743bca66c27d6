"""The pages over a story that has been played, to be looked at by whoever of its people one chooses to be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe

from aiohttp import web

from bot.app import App, system_clock
from bot.rehearsal.cast import TENANT, guests_of
from bot.rehearsal.issuer import Issuer, free_port
from bot.settings import LOCAL_CLIENT, Settings, read_settings

_LOOPBACK = "127.0.0.1"


@asynccontextmanager
async def pages_of(database_url: str, folder: Path, *, now: datetime) -> AsyncIterator[str]:
    """The pages' address, on loopback. `folder` holds the municipality's files; the clock goes on from `now`.

    Nothing is sent: the story is over.
    """
    began, secret = system_clock(), token_urlsafe()

    def clock() -> datetime:
        return now + (system_clock() - began)

    guests = guests_of(folder, tenant=TENANT)
    async with Issuer(guests, client_id=LOCAL_CLIENT, client_secret=secret, now=clock) as issuer:
        settings = _settings(database_url, issuer.url(TENANT), secret)
        async with App(settings, clock=clock) as app:
            runner = web.AppRunner(app.web_app(), access_log=None, shutdown_timeout=1, handle_signals=False)
            await runner.setup()
            try:
                await web.TCPSite(runner, _LOOPBACK, settings.port).start()
                yield settings.public_url
            finally:
                await runner.cleanup()


def _settings(database_url: str, issuer: str, secret: str) -> Settings:
    # The issuer leads back to the pages' address, which is to be known before anybody listens there.
    port = free_port()
    return read_settings(
        SLOYFA_INSECURE_LOCAL="1",
        SLOYFA_TENANTS=TENANT,
        SLOYFA_DATABASE_URL=database_url,
        SLOYFA_PUBLIC_URL=f"http://{_LOOPBACK}:{port}",
        SLOYFA_OIDC_ISSUER=issuer,
        MicrosoftAppPassword=secret,
        PORT=str(port),
    )
