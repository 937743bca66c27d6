"""Deliveries in lines, in due order."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.rights import require
from dialogs.model import Actor
from dialogs.permissions import Verb
from storage import outbox_reports
from storage.database import Database, Unreachable
from storage.outbox_reports import Listed, Wanted


async def tell_deliveries(
    db: Database, wanted: Wanted, tell: Callable[[str], None], *, actor: Actor, most: int | None = None
) -> int:
    """A line per delivery, in due order: id, session, person, state, reason, tries, time (UTC); tab-separated.

    With `most`, only the deliveries due last; returns how many were left out. Without, rows are streamed, since all may
    be more than memory holds.
    """
    require(actor, Verb.READ_REPORTS)
    if most is None:
        await _tell_all(db, wanted, tell)
        return 0

    async def work(c: AsyncConnection) -> tuple[tuple[Listed, ...], int]:
        return await outbox_reports.latest(c, wanted, most=most), await outbox_reports.count(c, wanted)

    found, number = await db.read(work)
    for listed in found:
        tell(_line(listed))
    return number - len(found)


async def _tell_all(db: Database, wanted: Wanted, tell: Callable[[str], None]) -> None:
    begun = False

    async def work(c: AsyncConnection) -> None:
        nonlocal begun
        if begun:  # a retry after a lost connection would repeat lines
            raise Unreachable("it was lost midway, and what stands above is not all")
        async for listed in outbox_reports.in_order(c, wanted):
            begun = True
            tell(_line(listed))

    await db.read(work)


def _line(listed: Listed) -> str:
    cells = (
        str(listed.id),
        listed.session or "-",
        listed.upn or (f"channel of {listed.group}" if listed.group else "-"),
        f"{listed.kind.value} {listed.state.value}",
        listed.reason or "-",
        str(listed.tries),
        listed.at.isoformat(timespec="seconds"),
    )
    return "\t".join(cells)
