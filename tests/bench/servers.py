"""The measured servers, each in a process of its own: `python -m tests.bench.servers NAME`.

Reads settings from the environment, prints the port, and serves until its standard input is closed.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from types import SimpleNamespace

import aiohttp
from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botframework.connector.auth import AppCredentials, ServiceClientCredentialsFactory

from bot.app import App, tune_garbage_collection
from bot.context.update_slots import SLOT
from bot.entry.teams.endpoint import LARGEST_BYTES
from bot.ports import RealTimer
from bot.rehearsal.signing import ISSUER
from bot.settings import read_settings
from bot.telemetry import log

BEGINS = "BENCH_BEGINS"
"""The environment variable with the moment (ISO 8601) at which our own server's clock starts."""


async def empty(_stack: AsyncExitStack) -> web.Application:
    """A handler with an empty response: the cost of the web server and of the load itself."""

    async def handle(_request: web.Request) -> web.Response:
        return web.Response()

    application = web.Application()
    application.router.add_post("/api/messages", handle)
    return application


class KeptToken(AppCredentials):  # type: ignore[misc]  # the SDK has no types
    """The token fetched at the start: MSAL refuses a login service without https, and would be asked every time."""

    def __init__(self, app: str, token: str) -> None:
        super().__init__(app)
        self._token = token

    def get_access_token(self, force_refresh: bool = False) -> str:  # noqa: ARG002 - the SDK's
        return self._token


class KeptTokens(ServiceClientCredentialsFactory):  # type: ignore[misc]  # the SDK has no types
    def __init__(self, app: str, token: str) -> None:
        self._app = app
        self._credentials = KeptToken(app, token)

    async def is_valid_app_id(self, app_id: str) -> bool:
        return app_id == self._app

    async def is_authentication_disabled(self) -> bool:
        return False

    async def create_credentials(self, *_names: object, **_more: object) -> AppCredentials:
        return self._credentials


class Echo(ActivityHandler):  # type: ignore[misc]  # the SDK has no types
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(f"Echo: {turn_context.activity.text}")


async def echo(_stack: AsyncExitStack) -> web.Application:
    """The SDK's own sample, unchanged: an answer to each message, and nothing stored."""
    settings = read_settings()
    given = SimpleNamespace(
        APP_ID=settings.app_id,
        TO_CHANNEL_FROM_BOT_LOGIN_URL=settings.login_authority,
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE="https://api.botframework.com",
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER=ISSUER,
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL=settings.openid_metadata,
    )
    kept = KeptTokens(settings.app_id, await _token(settings.login_authority, settings.app_id, settings.app_password))
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(given, credentials_factory=kept))
    bot = Echo()

    async def handle(request: web.Request) -> web.StreamResponse:
        answer = await adapter.process(request, bot)
        return answer if isinstance(answer, web.StreamResponse) else web.Response()

    application = web.Application(client_max_size=LARGEST_BYTES)
    application.router.add_post("/api/messages", handle)
    return application


async def _token(authority: str, app: str, password: str) -> str:
    form = {"grant_type": "client_credentials", "client_id": app, "client_secret": password}
    form["scope"] = "https://api.botframework.com/.default"
    async with aiohttp.ClientSession() as session, session.post(f"{authority}/oauth2/v2.0/token", data=form) as answer:
        return str((await answer.json())["access_token"])


async def ours(stack: AsyncExitStack) -> web.Application:
    """The application as `serve` runs it, but with a clock that starts when the prompts have just gone out."""
    log.set_up()
    settings = read_settings()
    ahead = datetime.fromisoformat(os.environ[BEGINS]) - datetime.now(UTC)
    app = await stack.enter_async_context(App(settings, clock=lambda: datetime.now(UTC) + ahead))
    sender = asyncio.create_task(app.keep_sending())
    stack.callback(sender.cancel)
    app.ticker.start()
    stack.callback(app.ticker.stop)

    async def settle(_request: web.Request) -> web.Response:
        """Answers when nothing is left to be sent: updates of cards are due within a slot."""
        await RealTimer().pause(SLOT.total_seconds())
        await app.send_due()
        return web.Response()

    application = app.web_app()
    application.router.add_post("/settle", settle)
    tune_garbage_collection()
    return application


async def outbox(stack: AsyncExitStack) -> web.Application:
    """The application without incoming messages: POST /go opens and sends all that is due, and times both."""
    log.set_up()
    settings = read_settings()
    opens = datetime.fromisoformat(os.environ[BEGINS])
    app = await stack.enter_async_context(App(settings, clock=lambda: opens))

    async def go(_request: web.Request) -> web.Response:
        began = time.perf_counter()
        await app.tick()
        opening, used = time.perf_counter() - began, time.process_time()
        await app.send_due()
        return web.json_response({"opening": opening, "cpu": time.process_time() - used})

    async def body(_request: web.Request) -> web.Response:
        """As long as a prompt is."""
        return web.Response(body=b"x" * 6000)

    application = web.Application()
    application.router.add_post("/go", go)
    application.router.add_get("/body", body)
    tune_garbage_collection()
    return application


SERVERS: Mapping[str, Callable[[AsyncExitStack], Awaitable[web.Application]]] = {
    "empty": empty,
    "echo": echo,
    "ours": ours,
    "outbox": outbox,
}


async def main(name: str) -> None:
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(await SERVERS[name](stack), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sys.stdout.write(f"{runner.addresses[0][1]}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
