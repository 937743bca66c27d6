"""The progress of sending, session by session, and tenants that hold up sending."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.rights import require
from bot.outbox.sender import rate
from dialogs.model import Actor, DeliveryState, TenantLease
from dialogs.permissions import Verb
from storage import outbox_reports, replicas
from storage.database import Database
from storage.outbox_reports import Alike

_ENDED = (DeliveryState.UNDELIVERABLE, DeliveryState.DROPPED, DeliveryState.CANCELLED)


@dataclass(frozen=True)
class _Conditions:
    """What decides how fast deliveries go; `due` is the number of due deliveries by tenant."""

    now: datetime
    per_second: float
    leases: Mapping[str, TenantLease]
    due: Mapping[str, int]
    living: int


async def progress_lines(
    db: Database, *, actor: Actor, tenants: Collection[str], per_second: float, now: datetime
) -> tuple[str, ...]:
    """A line per step or session with unfinished prompts or digests; then a line per tenant that holds sending up."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        leases = await replicas.tenant_leases(c)
        conditions = _Conditions(
            now, per_second, leases, await outbox_reports.due_through(c, now=now), await replicas.living(c)
        )
        lines: list[str] = []
        for municipality, session in await outbox_reports.running(c):
            lines += _of_session(session, await outbox_reports.progress(c, municipality, session), conditions)
        return (*lines, *(line for _, line in in_the_way(leases, tenants, now=now)))

    return await db.read(work)


def in_the_way(
    leases: Mapping[str, TenantLease], tenants: Collection[str], *, now: datetime
) -> Iterator[tuple[TenantLease, str]]:
    """Tenants that rest or refuse the bot, each with since when, until when and why.

    Only tenants in `tenants`, the ones let in; all where `tenants` is empty.
    """
    for tenant, lease in sorted(leases.items()):
        rests = _rests(lease, now)
        if tenants and tenant not in tenants:
            continue
        if lease.stopped_why:
            since = f" since {_utc(lease.stopped_at)}" if lease.stopped_at else ""
            again = f"at {_utc(rests)}" if rests else "when something is due"
            yield lease, f"tenant {tenant} has not let the bot in{since}: {lease.stopped_why}; asked again {again}"
        elif rests:
            yield lease, f"tenant {tenant} rests until {_utc(rests)}: Teams takes no more of what it is asked there"


def _rests(lease: TenantLease, now: datetime) -> datetime | None:
    return lease.rests_until if lease.rests_until is not None and lease.rests_until > now else None


def _of_session(session: str, found: Sequence[Alike], conditions: _Conditions) -> Iterator[str]:
    for (kind, position), of_step in groupby(sorted(found, key=_step), key=_step):
        alike = list(of_step)
        if any(tally.state in outbox_reports.UNFINISHED for tally in alike):
            step = f", step {position + 1}" if position > 0 else ""
            yield f"{session}{step}  {kind}s: {', '.join(_parts(alike, conditions))}"


def _step(tally: Alike) -> tuple[str, int]:
    return tally.kind.value, tally.position or 0


def _parts(alike: Sequence[Alike], conditions: _Conditions) -> Iterator[str]:
    yield f"{_number(alike, DeliveryState.SENT)} of {sum(tally.number for tally in alike)} sent"
    for reason in sorted({tally.reason for tally in alike if tally.state is DeliveryState.WAITING}):
        number = _number((tally for tally in alike if tally.reason == reason), DeliveryState.WAITING)
        yield f"{number} waiting" + (f" ({reason})" if reason else "")
    yield from (f"{number} {state.value}" for state in _ENDED if (number := _number(alike, state)))
    to_go = [tally for tally in alike if tally.state in outbox_reports.TO_GO]
    if to_go:
        number = sum(tally.number for tally in to_go)
        yield f"{number} to go, {_when(to_go, number, conditions)}"


def _number(alike: Iterable[Alike], state: DeliveryState) -> int:
    return sum(tally.number for tally in alike if tally.state is state)


def _when(to_go: Sequence[Alike], number: int, conditions: _Conditions) -> str:
    """An estimate of when the last will be sent; other deliveries of the same tenants share the rate."""
    first = min(tally.due_at for tally in to_go)
    tenants = {tally.tenant for tally in to_go}
    leases = [conditions.leases.get(tenant, TenantLease(tenant)) for tenant in tenants]
    if not conditions.living:
        return "but no copy of the bot is running"
    if any(_rests(lease, conditions.now) for lease in leases):
        return "when their tenant does not rest any more"
    if first > conditions.now:
        return f"not before {_utc(first)}"
    number = max(number, sum(conditions.due.get(tenant, 0) for tenant in tenants))
    per_second = rate(conditions.per_second, slowly=any(lease.slow_mode for lease in leases))
    return f"about {math.ceil(number / per_second)} s at {per_second:g} a second"


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
