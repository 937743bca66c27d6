"""The composition root: builds every part once, connects them and serves; the only module with a clock."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from types import TracebackType
from typing import Self

import aiohttp
import structlog
import yarl
from aiohttp import web

from bot.actions.sessions.renew_notices import renew_notices
from bot.context import keyword_offers
from bot.context.catalogues import Catalogues
from bot.context.channel_people import ChannelPeople
from bot.context.channel_readers import Counting
from bot.context.database_version import bring_up_to_date
from bot.context.lexicons import ReadAhead
from bot.context.page_themes import PageThemes
from bot.context.team_beside import TeamLists
from bot.context.text_guard import TextGuard, packaged_guard
from bot.context.web_sessions import WebSessions
from bot.dispatch.router import Resources, press, route
from bot.dispatch.school_years import LONGEST_TEXT, SchoolYearDesk
from bot.entry.clock.due import do_what_is_due
from bot.entry.clock.ticker import Ticker
from bot.entry.openid.keys import SigningKeys
from bot.entry.readiness import Readiness
from bot.entry.teams.authentication import Anonymous, Authentication
from bot.entry.teams.connector import TOTAL_SECONDS, Connector
from bot.entry.teams.directory import TeamsDirectory
from bot.entry.teams.endpoint import Endpoint
from bot.entry.teams.files import OneDriveFiles
from bot.entry.teams.hosts import LOOPBACK_HOSTS, TEAMS_HOSTS
from bot.entry.teams.messenger import TeamsMessenger
from bot.entry.teams.tls import ssl_context
from bot.entry.teams.tokens import BotToken
from bot.entry.web.application import add_pages
from bot.entry.web.gate import Gate, gate
from bot.entry.web.look import Look
from bot.entry.web.provider import Client, Provider
from bot.entry.web.site import Site, chat_with
from bot.entry.webhooks import Webhooks
from bot.errors import WrongCatalogue, WrongSetting
from bot.imports.encodings import SentFile
from bot.imports.school_calendar import read_school_calendar
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.to_programs import ToPrograms
from bot.ports import Clock, RealTimer, Timer
from bot.proving import credentials, registration_proof
from bot.settings import Settings
from bot.telemetry.journal import Journal
from bot.telemetry.metrics import MeasuredMessenger, MetricsPage, PrometheusMetrics
from bot.workers.process import DigestProcess
from content.catalogue import CatalogueFaults, load
from content.language import Language
from content.overlays import with_example_overlays
from content.render import render
from content.traceability import Trace, load_trace
from content.vocabulary.conversing import SomethingWrong
from content.vocabulary.guarding import TellMeApart
from content.vocabulary.messages import Message
from dialogs.calendar.orders import Skolerute
from dialogs.commands import known_commands
from dialogs.events import AnyPress, Event, Pressed
from dialogs.guarding.judging import Guard
from dialogs.model import Actor, Happening, Scope
from dialogs.turn import Turn
from storage import contacts
from storage.database import Database, is_down

log = structlog.get_logger()

_LOOK_SECONDS = 0.25


def system_clock() -> datetime:
    return datetime.now(UTC)


def catalogues() -> Catalogues:
    """The packaged catalogue with room for overlays. Raises WrongCatalogue, which names every fault."""
    try:
        return Catalogues(load())
    except CatalogueFaults as faults:
        raise WrongCatalogue(str(faults)) from faults


def load_traceability() -> Trace:
    """Traceability over the packaged catalogue and the example overlays. Raises WrongCatalogue."""
    try:
        return load_trace(with_example_overlays(load()))
    except CatalogueFaults as faults:
        raise WrongCatalogue(str(faults)) from faults


class App:
    """The running application, while entered. `clock` is the only source of wall time.

    `teams_seconds` is the time limit of a call to Teams. `load_guard` makes the guard, once, at start.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = system_clock,
        timer: Timer | None = None,
        teams_seconds: float = TOTAL_SECONDS,
        load_guard: Callable[[], Guard] = packaged_guard,
    ) -> None:
        self.settings = settings
        self._timer = timer or RealTimer()
        self._metrics = PrometheusMetrics(tenants=settings.tenants)
        self.db = Database(settings.database_url)
        self._journal = Journal(metrics=self._metrics, timer=self._timer)
        self.catalogues = catalogues()
        self.guard = TextGuard(load_guard, seconds=self._timer.seconds)
        keyword_offers.prepare()
        self._own_concepts = ReadAhead()
        if self.guard.unloaded is not None:
            log.error("the guard cannot be loaded: no answer is taken", error=self.guard.unloaded.error)
        known_commands()  # a fault in the table of commands ends the program before anybody speaks
        self._clock = clock
        self._teams_seconds = teams_seconds
        self._stack = AsyncExitStack()
        self._ticking = asyncio.Lock()
        self.ticker = Ticker(self._tick_or_log, seconds=settings.tick_seconds, now=self._timer.seconds)
        self._metrics.watch_ticks(lambda: self.ticker.is_overdue)
        self._woken = asyncio.Event()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.db)
            await bring_up_to_date(self.db, say=log.info)
            await renew_notices(self.db, actor=Actor.clock(), now=self._clock())
            session = await stack.enter_async_context(
                # No connection limit: the senders' rate limits apply, and a queue here would turn their spacing into
                # bursts.
                aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=ssl_context(), limit=0))
            )
            self._webhooks = await stack.enter_async_context(Webhooks(local=self.settings.local_webhooks))
            self._digests = await stack.enter_async_context(DigestProcess(self.settings.database_url))
            self._build(session, self._digests, stack)
            self._site = self._pages(session, stack) if self.settings.public_url else None
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.finish()
        await self._stack.aclose()

    async def finish(self) -> None:
        """Stop sending; calls to Teams under way get five seconds to finish."""
        await self._dispatcher.finish(seconds=5)

    def _build(self, session: aiohttp.ClientSession, digests: DigestProcess, stack: AsyncExitStack) -> None:
        settings = self.settings
        # Without an app id there is no token to protect, and only a local client to answer.
        hosts = settings.service_hosts or (TEAMS_HOSTS if settings.app_id else LOOPBACK_HOSTS)
        token = None
        authentication: Anonymous | Authentication = Anonymous()
        if settings.app_id:
            token = BotToken(credentials(settings, session, self._clock))
            stack.push_async_callback(token.aclose)
            keys = SigningKeys(session, settings.openid_metadata)
            stack.push_async_callback(keys.aclose)
            # Tokens expire by real time, whatever clock the app was given.
            authentication = Authentication(settings.app_id, keys, seconds=lambda: system_clock().timestamp())
        connector = Connector(
            session, token=token, clock=self._clock, service_hosts=hosts, total_seconds=self._teams_seconds
        )
        messenger = TeamsMessenger(connector, app_id=settings.app_id, render=render)
        self._dispatcher = Dispatcher(
            self.db,
            digests,
            MeasuredMessenger(messenger, metrics=self._metrics, timer=self._timer),
            clock=self._clock,
            timer=self._timer,
            tenants=settings.tenants,
            per_second=settings.tenant_per_second,
            metrics=self._metrics,
            woken=self._wake,
            redo=self._redo,
            to_programs=ToPrograms(self._webhooks, settings.public_url),
        )
        self.files = OneDriveFiles(session, hosts=settings.file_hosts or (None if settings.app_id else LOOPBACK_HOSTS))
        directory = TeamsDirectory(connector, metrics=self._metrics, timer=self._timer)
        people = ChannelPeople(directory, may_ask=self._dispatcher.may_ask)
        self._counting = Counting(self.db, people)
        self._team_lists = TeamLists(self.db, people)
        self._endpoint = Endpoint(
            authentication=authentication,
            tenants=settings.tenants,
            answer=self._answer,
            say=self._dispatcher.say,
            app_id=settings.app_id,
            render=render,
            sorry=_sorry,
            clock=self._clock,
            service_hosts=hosts,
            metrics=self._metrics,
            turn_scope=self._journal.turn,
            apologise=self._dispatcher.apologise,
        )

    def _pages(self, session: aiohttp.ClientSession, stack: AsyncExitStack) -> Site:
        return Site(
            db=self.db,
            catalogues=self.catalogues,
            themes=PageThemes(self.db, self._digests.found),
            clock=self._clock,
            public_url=yarl.URL(self.settings.public_url),
            tenants=self.settings.tenants,
            look=Look(),
            gate=self._gate(session, stack),
            press=self._press,
            team_lists=self._team_lists,
            school_years=SchoolYearDesk(self.db, self.catalogues, _skolerute, self.guard, self._clock),
            teams_chat=chat_with(self.settings.app_id),
            privacy_url=self.settings.privacy_url,
            accessibility_url=self.settings.accessibility_url,
        )

    def _gate(self, session: aiohttp.ClientSession, stack: AsyncExitStack) -> Gate:
        """Asks the issuer nothing before somebody signs in."""
        settings = self.settings
        proof = registration_proof(settings, self._clock)
        provider = Provider(
            session,
            Client(settings.client_id, proof, redirect_uri=f"{settings.public_url}/signin"),
            issuer=settings.issuer,
            tenants=settings.tenants,
            clock=self._clock,
            monotonic=self._timer.seconds,
        )
        stack.push_async_callback(provider.aclose)
        sessions = WebSessions(self.db, tenants=settings.tenants)
        url = yarl.URL(settings.public_url)
        return gate(sessions, provider, clock=self._clock, public_url=url, proxies=settings.proxies)

    async def _press(self, event: Pressed) -> Turn:
        """A press on a web page: what it says and shows is the page's alone."""
        turn = await press(self._resources(), event)
        if turn.send:
            await self._dispatcher.send_now(event.about.place.tenant, turn.send)
        return turn

    def _resources(self) -> Resources:
        now = self._clock()
        count = partial(self._counting.others, now=now)
        compare = partial(self._team_lists.beside, now=now)
        pages = self.settings.public_url
        return Resources(self.db, self.catalogues, count, compare, self.files, self.guard, now, pages=pages)

    async def _answer(self, event: Event) -> Turn:
        turn = await route(self._resources(), event)
        if turn.send:
            await self._dispatcher.send_now(event.about.place.tenant, turn.send)
        if turn.apart and await self._say_privately(event.about, turn.apart, turn.language):
            turn = replace(turn, say=tuple(one for one in turn.say if not isinstance(one, TellMeApart)))
        if turn.say and not turn.aloud and _pressed_in_channel(event):
            await self._say_privately(event.about, turn.say, turn.language)
        return turn

    async def _redo(self, event: Event) -> None:
        """Handle an event again that failed while the database was away."""
        turn = await self._answer(event)
        if turn.say:
            await self._dispatcher.say(event.about, event.about.place, turn.say, turn.language)

    async def _say_privately(self, about: Happening, messages: Sequence[Message], language: Language) -> bool:
        """Say something in somebody's own chat that nobody else in the channel should read; False if it is unknown."""
        contact = await self.db.read(partial(contacts.contact, account=about.account))
        if contact is None or not contact.reachable:
            return False
        await self._dispatcher.say(about, contact.place, messages, language)
        return True

    async def tick(self) -> None:
        """Do everything due now; messages are left to the senders."""
        try:
            async with self._ticking, self._journal.tick() as due:
                share = self.settings.unreached_share
                await self._own_concepts.look(self.db, now=self._clock())
                due["channels"] = await self._count_readers()
                due.update(await do_what_is_due(self.db, self.catalogues, now=self._clock(), unreached_share=share))
            await self._dispatcher.tell_of_the_end_of_an_outage()
        finally:
            self._wake()

    async def _count_readers(self) -> int:
        """Count channels' readers before sessions open. A failure delays nothing: cards then show no number."""
        try:
            return await self._counting.refresh(now=self._clock())
        except Exception as error:
            if is_down(error):
                raise
            log.exception("those who read along in channels could not be counted")
            return 0

    async def _tick_or_log(self) -> None:
        try:
            await self.tick()
        except Exception:
            log.exception("tick failed")

    def _wake(self) -> None:
        self._woken.set()

    async def send_due(self) -> None:
        """Send everything that can be sent; returns once done."""
        await self._dispatcher.send_due()

    async def keep_sending(self) -> None:
        """Poll the outbox until cancelled: at once when woken, else every _LOOK_SECONDS."""
        while True:
            # Not wait_for, which may swallow a cancellation at the moment of a timeout.
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._woken.wait()
            self._woken.clear()
            self.ticker.look()
            try:
                await self.look()
            except Exception:
                log.exception("sending stopped")

    async def look(self) -> None:
        """Start senders for all due deliveries, without waiting."""
        await self._dispatcher.tell_of_the_end_of_an_outage()
        await self._dispatcher.poll()

    def web_app(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/api/messages", self._endpoint.messages)
        application.router.add_get("/healthz", _healthy)
        application.router.add_get("/readyz", Readiness(self.db, self.ticker).get)
        if self._site is not None:
            add_pages(application, self._site)
        return application

    def metrics_app(self) -> web.Application:
        """The metrics server, on a port of its own, for operators only."""
        application = web.Application()
        application.router.add_get("/metrics", MetricsPage(self.db, self._metrics, clock=self._clock).get)
        return application


def _skolerute(name: str, content: bytes, today: date) -> Skolerute:
    return read_school_calendar(SentFile(name, content), today=today, largest=LONGEST_TEXT)


def _pressed_in_channel(event: Event) -> bool:
    """Whether the press came as a message (Action.Submit): an Action.Execute is answered on its card."""
    in_channel = event.about.place.scope is not Scope.PERSONAL
    return isinstance(event, AnyPress) and in_channel and not event.about.in_place


async def _healthy(_request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


def _sorry(locale: str) -> str:
    rendered = render(SomethingWrong(), Language.of(locale))
    return rendered.text or rendered.summary


def tune_garbage_collection() -> None:
    """Freeze the objects made so far and collect garbage rarely: reference counts free nearly everything else.

    Python's default thresholds would cost a tenth of the running time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def serve(settings: Settings, *, stop: asyncio.Event) -> None:
    """Serve until `stop` is set, then finish running work, within ten seconds."""
    async with App(settings) as app, AsyncExitStack() as stack:
        metrics = await _measure(app, settings, stack)
        runner = web.AppRunner(app.web_app(), access_log=None, shutdown_timeout=5, handle_signals=False)
        names = ("PORT", "SLOYFA_HOST")
        await _listen(runner, settings.host, settings.port, names=names, other="PORT=3979")
        sender = asyncio.create_task(app.keep_sending(), name="sending")
        app.ticker.start()
        tune_garbage_collection()
        log.info("serving", host=settings.host, port=runner.addresses[0][1], metrics=metrics)
        await stop.wait()
        log.info("stopping")
        app.ticker.stop()
        sender.cancel()
        # Turns and calls to Teams finish side by side.
        await asyncio.gather(runner.cleanup(), app.finish(), sender, return_exceptions=True)


async def _measure(app: App, settings: Settings, stack: AsyncExitStack) -> str | None:
    """The address of the metrics, served until the stack closes; None if another process has the default port."""
    runner = web.AppRunner(app.metrics_app(), access_log=None, shutdown_timeout=1, handle_signals=False)
    host, names = settings.metrics_host, ("SLOYFA_METRICS_PORT", "SLOYFA_METRICS_HOST")
    stack.push_async_callback(runner.cleanup)
    try:
        await _listen(runner, host, settings.metrics_port, names=names, other="SLOYFA_METRICS_PORT=9465")
    except WrongSetting as error:
        if settings.sets_metrics_port:
            raise
        # Probably another replica on this machine: serving matters more than being watched.
        log.warning("metrics are not served", why=str(error))
        return None
    return f"{host}:{runner.addresses[0][1]}"


async def _listen(runner: web.AppRunner, host: str, port: int, *, names: Sequence[str], other: str) -> None:
    """Raises WrongSetting if the address is in use or cannot be bound."""
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        reason = f"{host}:{port} cannot be listened on ({error.strerror or error})"
        raise WrongSetting(f"{', '.join(names)}: {reason}; another port would do, for example {other}") from error
