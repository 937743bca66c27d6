"""Cancel a session, planned or open; or undo the cancellation of a session never opened."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import asked_changes, card_updates, draft_cards, lookup, schooldays
from bot.context.planned_for import planned_for
from bot.context.recording import record
from bot.context.rights import require
from bot.context.steps import context_of
from bot.errors import NotCancelled
from dialogs.model import Act, Actor, DeliveryKind, DeliveryState, Session, Stage
from dialogs.permissions import Verb
from dialogs.planning.planning import PlanLine
from storage import commitments, outbox, outbox_reports
from storage.database import Database
from storage.sessions import move_session
from storage.steps import close_step, lock_steps, one_step, steps_of
from storage.units import take_turn


@dataclass(frozen=True)
class Cancelled:
    """`before` is the session before cancellation.

    `unsent` prompts and digests will not be sent, `on_the_wire` can no longer be stopped, and `cards` already sent will
    be updated to say that the session is cancelled. `draft`: authors were checking the digest's draft.
    """

    before: Session
    unsent: int = 0
    on_the_wire: int = 0
    cards: int = 0
    draft: bool = False


async def cancel_session(
    db: Database, wanted: str, *, actor: Actor, now: datetime, municipality: str | None = None, dry_run: bool = False
) -> Cancelled:
    """Cancelling twice is harmless. Raises UnknownSession, UnknownMunicipality, NotAllowed and NotCancelled."""

    async def work(c: AsyncConnection) -> Cancelled:
        session = await lookup.session_called(c, wanted, municipality)
        require(actor, Verb.CANCEL_SESSION, await planned_for(c, session.municipality, [session.group], now=now))
        await take_turn(c, session.municipality)
        if session.stage is not Stage.CANCELLED:
            await record(c, actor, Act.SESSION_CANCELLED, session.municipality, session=session.id, now=now)
        if not session.has_begun:
            await _move(c, session, to=Stage.CANCELLED)
            return Cancelled(session)
        if session.stage is Stage.OPEN:
            await _end(c, session, now=now)
        if session.stage not in {Stage.OPEN, Stage.CLOSED}:
            return Cancelled(session)
        unsent = await outbox.cancel(c, session.municipality, session.id, now=now)
        drafted = session.stage is Stage.CLOSED and await draft_cards.call_off(c, session, now=now)
        return replace(await _counted(c, session, unsent), draft=drafted)

    return await db.write_or_try(work, dry_run=dry_run)


async def uncancel_session(
    db: Database, wanted: str, *, actor: Actor, now: datetime, municipality: str | None = None, dry_run: bool = False
) -> tuple[Session, tuple[PlanLine, ...]]:
    """The session, planned again, and the changes the school year makes to the plan.

    Raises UnknownSession, UnknownMunicipality, NotAllowed and NotCancelled.
    """

    async def work(c: AsyncConnection) -> tuple[Session, tuple[PlanLine, ...]]:
        session = await lookup.session_called(c, wanted, municipality)
        require(actor, Verb.CANCEL_SESSION, await planned_for(c, session.municipality, [session.group], now=now))
        await take_turn(c, session.municipality)
        if session.stage is not Stage.CANCELLED:
            raise NotCancelled(f"{session.id} is not cancelled: it is {session.stage.value}")
        if await one_step(c, session.municipality, session.id, 0) is not None:
            raise NotCancelled(f"{session.id} was open when it was cancelled; what has been asked cannot be asked anew")
        if session.opens_at <= now:
            raise NotCancelled(f"{session.id} was to open before now; plan its series again with another date")
        await _move(c, session, to=Stage.PLANNED)
        await record(c, actor, Act.SESSION_REINSTATED, session.municipality, session=session.id, now=now)
        return session, await schooldays.set_down_anew(c, session.municipality, now=now)

    return await db.write_or_try(work, dry_run=dry_run)


async def _move(c: AsyncConnection, session: Session, *, to: Stage) -> None:
    if not await move_session(c, session, to=to):
        raise NotCancelled(f"{session.id} has just been opened or moved; say it again")


async def _end(c: AsyncConnection, session: Session, *, now: datetime) -> None:
    """Close all steps without a successor; their cards give the reason."""
    # Locks in the same order as closing a step, to wait for running answers and the tick.
    await lock_steps(c, session.municipality, session.id)
    await _move(c, session, to=Stage.CANCELLED)
    steps = await steps_of(c, session.municipality, session.id)
    for step in steps:
        is_open = step.stage is Stage.OPEN
        if is_open and not await close_step(c, step, now=now, to=Stage.CANCELLED):
            raise NotCancelled(f"{session.id} has just gone on to its next step; say it again")
        if is_open:
            await asked_changes.tell(c, await context_of(c, step), None, now=now)
        await card_updates.want_cards(c, step, due_at=now)
    await commitments.call_off(c, session.municipality, session.id, now=now)


async def _counted(c: AsyncConnection, session: Session, unsent: int) -> Cancelled:
    left = await outbox_reports.progress(c, session.municipality, session.id)
    on_the_wire = sum(tally.number for tally in left if tally.state is DeliveryState.ON_THE_WIRE)
    prompts = (tally for tally in left if tally.kind is DeliveryKind.PROMPT and tally.state is DeliveryState.SENT)
    return Cancelled(session, unsent, on_the_wire, cards=sum(tally.number for tally in prompts))
