"""Cancel a session's unsent prompts and digests."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.rights import require
from bot.errors import NotCancelled
from dialogs.model import Actor, DeliveryState, Session
from dialogs.permissions import Verb
from storage import outbox, outbox_reports
from storage.database import Database


@dataclass(frozen=True)
class Cancelled:
    """`number` deliveries of the session were cancelled; `on_the_wire` can no longer be stopped."""

    session: Session
    number: int
    on_the_wire: int


async def cancel_sending(
    db: Database, wanted: str, *, actor: Actor, now: datetime, municipality: str | None = None
) -> Cancelled:
    """Deliveries written later (the digest at closing, prompts for newcomers) are sent as usual.

    Raises UnknownSession, UnknownMunicipality, and NotCancelled for a session that has not opened.
    """
    require(actor, Verb.MANAGE_SENDING)

    async def work(c: AsyncConnection) -> Cancelled:
        session = await lookup.session_called(c, wanted, municipality)
        if not session.has_begun:
            raise NotCancelled(
                f"{session.id} has not opened, and nothing of it waits to be sent; "
                f"python -m bot cancel {session.id} sees to it that it never opens"
            )
        number = await outbox.cancel(c, session.municipality, session.id, now=now)
        left = await outbox_reports.progress(c, session.municipality, session.id)
        on_the_wire = sum(tally.number for tally in left if tally.state is DeliveryState.ON_THE_WIRE)
        return Cancelled(session, number, on_the_wire)

    return await db.write(work)
