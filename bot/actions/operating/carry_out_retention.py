"""Delete by a municipality's rules, four weeks or more after the announcement to its coordinators.

Each step is a transaction of its own and may be repeated: a tick that ends half-way leaves the rest to the next tick.
A clock jumping ahead announces deletions, and deletes nothing without an earlier announcement.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients
from bot.context.recording import record
from bot.context.retention import rules_of
from bot.context.rights import require
from dialogs.calendar.instants import local, start_of
from dialogs.model import Act, Actor, AnnouncedDeletion, KeptKind
from dialogs.permissions import Verb
from dialogs.retention import cutoff, is_due, run_to_tell_of, told_number
from storage import outbox
from storage.announced_deletions import (
    announce_deletion,
    due_looks,
    finish_deletion,
    look_next,
    pending_deletions,
    withdraw_deletions,
)
from storage.database import Database, is_down
from storage.expired import count_expired, delete_expired
from storage.units import take_turn

_AT_ONCE = 200
_AT_NIGHT = timedelta(hours=2)


async def carry_out_retention(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of municipalities looked at; a failing municipality blocks no other."""
    require(actor, Verb.CARRY_OUT_RETENTION)
    due = await db.read(partial(due_looks, now=now))
    failures: list[Exception] = []
    for municipality in due:
        try:
            await _look(db, municipality, actor=actor, now=now)
        except Exception as error:  # one municipality may not stop the others
            if is_down(error):
                raise
            failures.append(error)
    if failures:
        raise ExceptionGroup("not every municipality's retention could be carried out", failures)
    return len(due)


async def _look(db: Database, municipality: str, *, actor: Actor, now: datetime) -> None:
    for one in await db.write(partial(_still_due, municipality=municipality, now=now)):
        while await db.write(partial(_delete_some, announced=one, now=now)):
            pass
        await db.write(partial(_finish, announced=one, actor=actor, now=now))
    found = await db.read(partial(_to_tell_of, municipality=municipality, now=now))
    await db.write(partial(_tell, municipality=municipality, found=found, actor=actor, now=now))


async def _still_due(c: AsyncConnection, *, municipality: str, now: datetime) -> Sequence[AnnouncedDeletion]:
    """Deletions to carry out now. A hold cancels announcements: after the hold, deletions are announced anew."""
    await take_turn(c, municipality)
    if not (await rules_of(c, municipality)).are_in_force(now):
        await withdraw_deletions(c, municipality)
    # Announced by a clock since set back.
    await withdraw_deletions(c, municipality, told_after=now)
    return [one for one in await pending_deletions(c, municipality) if is_due(one, now)]


async def _delete_some(c: AsyncConnection, *, announced: AnnouncedDeletion, now: datetime) -> int:
    """Delete only things both announced and expired by the present rules: a hold or a longer rule stops at once."""
    municipality, kind = announced.municipality, announced.kind
    await take_turn(c, municipality)
    rules = await rules_of(c, municipality)
    if rules.retention is None or not rules.are_in_force(now):
        return 0
    before = min(announced.before, cutoff(rules.retention.of(kind), announced.due_on))
    return await delete_expired(c, municipality, kind, before=before, now=now, most=_AT_ONCE)


async def _finish(c: AsyncConnection, *, announced: AnnouncedDeletion, actor: Actor, now: datetime) -> None:
    """The entry has no number: the difference from the announced number would reveal single answers.

    A hold begun meanwhile cancels what is left, even if the hold is over by the next look.
    """
    municipality = announced.municipality
    await take_turn(c, municipality)
    if not (await rules_of(c, municipality)).are_in_force(now):
        await withdraw_deletions(c, municipality)
        return
    if await finish_deletion(c, announced, now=now):
        await record(c, actor, Act.DELETION_DONE, municipality, kind=announced.kind, day=announced.due_on, now=now)


async def _to_tell_of(c: AsyncConnection, *, municipality: str, now: datetime) -> Sequence[AnnouncedDeletion]:
    rules, run = await rules_of(c, municipality), run_to_tell_of(now)
    if run is None or rules.retention is None or not rules.are_in_force(now):
        return ()
    found: list[AnnouncedDeletion] = []
    for kind in KeptKind:
        before = cutoff(rules.retention.of(kind), run)
        if number := await count_expired(c, municipality, kind, before=before, now=now):
            found.append(AnnouncedDeletion(municipality, kind, run, before, number, now))
    return found


async def _tell(
    c: AsyncConnection, *, municipality: str, found: Sequence[AnnouncedDeletion], actor: Actor, now: datetime
) -> None:
    """A single notice per coordinator for all new announcements; the next look is the next night."""
    await take_turn(c, municipality)
    rules = await rules_of(c, municipality)
    new = [one for one in found if rules.are_in_force(now) and await announce_deletion(c, one)]
    for one in new:
        await record(
            c,
            actor,
            Act.DELETION_ANNOUNCED,
            municipality,
            kind=one.kind,
            number=told_number(one.number),
            day=one.due_on,
            now=now,
        )
    for run in {one.due_on for one in new}:
        await _tell_coordinators(c, municipality, run, now=now)
    night = start_of(local(now).date() + timedelta(days=1)) + _AT_NIGHT
    await look_next(c, municipality, night)


async def _tell_coordinators(c: AsyncConnection, municipality: str, run: date, *, now: datetime) -> None:
    to = await recipients.all_coordinators(c, municipality, now=now)
    await outbox.add_all(c, (deliveries.deletion_notice(municipality, person, run, now=now) for person in to))
