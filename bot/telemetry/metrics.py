"""Prometheus metrics, served as GET /metrics."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Clock, Messenger, Metrics, Outcome, Timer
from content.cards.fitting import ROOM
from content.vocabulary.messages import Message
from dialogs.model import DeliveryState, Language, Place, TenantLease
from storage import outbox_reports, replicas
from storage.database import Database, Unreachable

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0)
_SLOW = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0)
_LOOK_SECONDS = 2.0


class PrometheusMetrics:
    """A bot.ports.Metrics with its own registry. Any tenant outside `tenants`, the set let in, is labelled "other"."""

    def __init__(self, *, tenants: frozenset[str]) -> None:
        self.tenants = tenants
        self.registry = here = CollectorRegistry()
        # Each labelled child is cached: looking a child up takes longer than counting.
        self._refused = cache(
            Counter("sloyfa_requests_refused", "Requests not let in, and why.", ["why"], registry=here).labels
        )
        self._settled = cache(
            Counter(
                "sloyfa_deliveries_settled",
                "Deliveries this copy has asked of Teams, by what came of it, and those it has put away unsent.",
                ["kind", "outcome"],
                registry=here,
            ).labels
        )
        self._turns = cache(
            Histogram(
                "sloyfa_turn_seconds",
                "From somebody doing something until all has been said that is said within the turn.",
                ["action", "outcome"],
                buckets=_QUICK,
                registry=here,
            ).labels
        )
        self._ticks = cache(
            Histogram(
                "sloyfa_tick_seconds", "Doing what is due, without sending.", ["outcome"], buckets=_SLOW, registry=here
            ).labels
        )
        self._asked = cache(
            Counter(
                "sloyfa_teams_requests", "What Teams was asked, and answered.", ["tenant", "call", "outcome"],
                registry=here,
            ).labels
        )  # fmt: skip
        self._answers = cache(
            Histogram(
                "sloyfa_teams_request_seconds", "Until Teams answered.", ["call"], buckets=_QUICK, registry=here
            ).labels
        )
        self._per_second = cache(
            Gauge(
                "sloyfa_tenant_pace_per_second",
                "Deliveries a second that this copy allows itself in the tenant, as it was when it last sent there.",
                ["tenant"],
                registry=here,
            ).labels
        )
        self._waited = cache(
            Counter(
                "sloyfa_tenant_pace_wait_seconds", "Waited until the tenant's pace let a delivery go.", ["tenant"],
                registry=here,
            ).labels
        )  # fmt: skip
        self._rests = cache(
            Counter(
                "sloyfa_tenant_rests", "Times nothing went to the tenant for a while.", ["tenant", "why"], registry=here
            ).labels
        )

    def watch_ticks(self, is_overdue: Callable[[], bool]) -> None:
        said = "1 where no tick has come for three of its periods."
        gauge = Gauge("sloyfa_tick_overdue", said, registry=self.registry)
        gauge.set_function(lambda: float(is_overdue()))

    def refused(self, why: str) -> None:
        self._refused(why).inc()

    def settled(self, kind: str, outcome: str) -> None:
        self._settled(kind, outcome).inc()

    def turn(self, action: str, outcome: str, *, seconds: float) -> None:
        self._turns(action, outcome).observe(seconds)

    def tick(self, outcome: str, *, seconds: float) -> None:
        self._ticks(outcome).observe(seconds)

    def asked(self, tenant: str, call: str, outcome: str, *, seconds: float) -> None:
        self._answers(call).observe(seconds)
        self._asked(self._named(tenant), call, outcome).inc()

    def paced(self, tenant: str, *, per_second: float, waited: float) -> None:
        self._per_second(self._named(tenant)).set(per_second)
        self._waited(self._named(tenant)).inc(max(0.0, waited))

    def rests(self, tenant: str, why: str) -> None:
        self._rests(self._named(tenant), why).inc()

    def _named(self, tenant: str) -> str:
        return tenant if tenant in self.tenants else "other"


@dataclass(frozen=True)
class Found:
    """The state shared by all replicas, read from the database at `now`."""

    now: datetime
    unfinished: Mapping[DeliveryState, int]
    oldest_due: datetime | None
    leases: Mapping[str, TenantLease]
    living: int


async def look(c: AsyncConnection, *, now: datetime) -> Found:
    """A few index look-ups, however many deliveries have been sent."""
    return Found(
        now=now,
        unfinished=await outbox_reports.unfinished(c, now=now),
        oldest_due=await outbox_reports.oldest_due(c, now=now),
        leases=await replicas.tenant_leases(c),
        living=await replicas.living(c),
    )


class _Shared(Collector):
    """`found` is None while the database does not answer: then only sloyfa_database_up is reported."""

    def __init__(self, found: Found | None, *, tenants: frozenset[str]) -> None:
        self._found = found
        self._tenants = tenants

    def collect(self) -> Iterator[Metric]:
        up = "Whether the database could be asked for what all copies share."
        yield GaugeMetricFamily("sloyfa_database_up", up, value=self._found is not None)
        if self._found is not None:
            yield from _outbox(self._found)
            yield from _tenants(self._found, self._tenants)
            copies_living = "Copies of the program that count on; one that died is among them for 15 seconds more."
            yield GaugeMetricFamily("sloyfa_copies", copies_living, value=self._found.living)


def _outbox(found: Found) -> Iterator[Metric]:
    states = GaugeMetricFamily(
        "sloyfa_deliveries",
        "Deliveries that are not over, by state, of all copies, without reminders; what is over is counted as settled.",
        labels=["state"],
    )
    for state in outbox_reports.UNFINISHED:
        states.add_metric([state.value], found.unfinished.get(state, 0))
    yield states
    age = (found.now - found.oldest_due).total_seconds() if found.oldest_due else 0.0
    said = "For how long what is to be sent next has been due; 0 where nothing is due."
    yield GaugeMetricFamily("sloyfa_deliveries_oldest_due_seconds", said, value=max(0.0, age))


def _tenants(found: Found, tenants: frozenset[str]) -> Iterator[Metric]:
    stopped = GaugeMetricFamily(
        "sloyfa_tenant_stopped", "1 where Teams does not let the bot in (401).", labels=["tenant"]
    )
    resting = GaugeMetricFamily("sloyfa_tenant_resting", "1 while nothing is sent to the tenant.", labels=["tenant"])
    for tenant in sorted(tenants):
        lease = found.leases.get(tenant, TenantLease(tenant))
        stopped.add_metric([tenant], bool(lease.stopped_why))
        resting.add_metric([tenant], lease.rests_until is not None and lease.rests_until > found.now)
    yield stopped
    yield resting


class MetricsPage:
    def __init__(self, db: Database, meters: PrometheusMetrics, *, clock: Clock) -> None:
        self._db = db
        self._meters = meters
        self._clock = clock

    async def get(self, _request: web.Request) -> web.Response:
        shared = _Shared(await self._found(), tenants=self._meters.tenants)
        page = generate_latest(self._meters.registry) + generate_latest(shared)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _found(self) -> Found | None:
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                return await self._db.read(partial(look, now=self._clock()))
        except (SQLAlchemyError, Unreachable, TimeoutError):
            return None


class MeasuredMessenger:
    """A messenger whose calls are counted and timed."""

    def __init__(self, messenger: Messenger, *, metrics: Metrics, timer: Timer) -> None:
        self._messenger = messenger
        self._metrics = metrics
        self._timer = timer

    async def send(self, place: Place, message: Message, language: Language, *, room: int = ROOM) -> Outcome:
        return await self._timed("send", place, self._messenger.send(place, message, language, room=room))

    async def update(
        self, place: Place, activity: str, message: Message, language: Language, *, room: int = ROOM
    ) -> Outcome:
        asking = self._messenger.update(place, activity, message, language, room=room)
        return await self._timed("update", place, asking)

    async def delete(self, place: Place, activity: str) -> Outcome:
        return await self._timed("delete", place, self._messenger.delete(place, activity))

    async def _timed(self, call: str, place: Place, asking: Awaitable[Outcome]) -> Outcome:
        began = self._timer.seconds()
        outcome = await asking
        seconds = self._timer.seconds() - began
        self._metrics.asked(place.tenant, call, outcome.meaning.value, seconds=seconds)
        return replace(outcome, seconds=seconds)
