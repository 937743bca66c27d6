"""Every kind of due thing and its action. The rows are the schedule, and missed work is caught up."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.actions.operating.carry_out_retention import carry_out_retention
from bot.actions.operating.erase_links import erase_links
from bot.actions.operating.index_older import index_older
from bot.actions.operating.tell_not_let_in import tell_not_let_in
from bot.actions.operating.tell_unreached import tell_unreached
from bot.actions.operating.tell_vacancies import tell_vacancies
from bot.actions.planning.tell_waiting import tell_waiting
from bot.actions.rights.forget_accounts import forget_accounts
from bot.actions.sessions.ask_newcomers import ask_newcomers
from bot.actions.sessions.close_steps import close_steps
from bot.actions.sessions.look_again import look_again
from bot.actions.sessions.open_sessions import open_sessions
from bot.actions.sessions.prepare_meetings import prepare_meetings
from bot.actions.sessions.publish_drafts import publish_drafts
from bot.actions.sessions.remind import remind
from bot.context.catalogues import Catalogues
from dialogs.calendar.instants import local
from dialogs.model import Actor
from dialogs.sharing.reaching import SHARE
from storage import bank_index, inbox, outbox, people_files, reminders, web_sessions
from storage.database import Database, is_down

log = structlog.get_logger()

_REPLIES_KEPT = timedelta(minutes=15)
_MOST_REMOVED = 1_000
_NIGHT = range(2, 5)
"""Hours of local time: writing a large file anew makes whoever writes wait for seconds."""


async def do_what_is_due(
    db: Database, catalogues: Catalogues, *, now: datetime, unreached_share: int = SHARE
) -> Mapping[str, int]:
    """Open, close and write deliveries, and return the number due of each kind; a failing kind blocks no other.

    Nothing is sent here. Coordinators are told if more than `unreached_share` per cent were not reached.
    """
    clock = Actor.clock()
    failures: list[Exception] = []
    due: dict[str, int] = {}
    works: Mapping[str, Callable[[], Awaitable[int | None]]] = {
        "sessions": partial(_until_none, partial(open_sessions, db, catalogues, actor=clock, now=now)),
        # After a long night a step that closes may open another that is over at once.
        "steps": partial(_until_none, partial(close_steps, db, catalogues, actor=clock, now=now)),
        "joined": partial(ask_newcomers, db, actor=clock, now=now),
        "reminders": partial(remind, db, actor=clock, now=now),
        "looked at again": partial(look_again, db, actor=clock, now=now),
        "drafts": partial(_until_none, partial(publish_drafts, db, actor=clock, now=now)),
        "indexed": partial(index_older, db, actor=clock),
        "meetings": partial(prepare_meetings, db, catalogues, actor=clock, now=now),
        "unreached": partial(_until_none, partial(tell_unreached, db, actor=clock, share=unreached_share, now=now)),
        "not let in": partial(tell_not_let_in, db, actor=clock, now=now),
        "waiting": partial(tell_waiting, db, actor=clock, now=now),
        "vacancies": partial(tell_vacancies, db, actor=clock, now=now),
        "retention": partial(carry_out_retention, db, actor=clock, now=now),
        "accounts": partial(forget_accounts, db, actor=clock),
        "links": partial(erase_links, db, actor=clock, now=now),
        "forgotten": partial(_forget_old, db, now=now),
        # Last, so that what was removed just now goes as well.
        "cleared": partial(_clear_remains, db, now=now),
    }
    for what, work in works.items():
        try:
            due[what] = await work() or 0
        except Exception as error:  # a failing kind may not stop the others
            if is_down(error):
                raise
            failures.append(error)
    if failures:
        raise ExceptionGroup("not everything that is due could be done", failures)
    return due


async def _until_none(work: Callable[[], Awaitable[int]]) -> int:
    found = 0
    while more := await work():
        found += more
    return found


async def _forget_old(db: Database, *, now: datetime) -> None:
    # Asking first spares a write at every tick.
    today = local(now).date()
    if await db.read(partial(inbox.has_old, now=now, today=today)):
        await db.write(partial(inbox.forget_old, now=now, today=today))
    if await db.read(partial(web_sessions.has_expired, now=now)):
        await db.write(partial(web_sessions.remove_expired, now=now))
    if await db.read(partial(people_files.has_old, now=now)):
        await db.write(partial(people_files.forget_old, now=now))
    before = now - _REPLIES_KEPT
    if await db.read(partial(outbox.has_old_replies, before=before)):
        await db.write(partial(outbox.drop_old_replies, before=before, now=now))
    if await db.read(partial(reminders.has_finished, today=today, now=now)):
        await db.write(partial(reminders.remove_finished, today=today, now=now, most=_MOST_REMOVED))


async def _clear_remains(db: Database, *, now: datetime) -> None:
    """Removed words leave SQLite's log and its index of words at the next tick, copies in the file every night."""
    night = local(now)
    if night.hour in _NIGHT and await db.rewrite(mark=night.toordinal()):
        log.info("the database file was written anew")
    if await db.read(bank_index.has_remains):
        await db.write(bank_index.clear_remains)
    if not await db.empty_log():
        log.warning("removed words stay in the database's -wal file: a program holds it; the next tick tries again")
