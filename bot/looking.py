"""What those who look after the bot can see: a plan, deliveries, and a digest as one reader may read it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.import_calendar import Imported
from bot.actions.plan_series import Planned
from bot.delivery.composing import digest_for
from bot.errors import UnknownReader, UnknownSession
from content.dates import moment
from content.language import Language
from content.vocabulary.digesting import MeetingDigest, SessionDigest
from dialogs.calendar import local
from dialogs.model import Delivery, Session, Stage
from storage import deliveries, digests, roster
from storage import series as series_store
from storage.database import Database


def plan_lines(planned: Planned, *, dry_run: bool) -> Iterator[str]:
    """The dates in words, and the sessions' ids where they are stored; of a series that was there, what differs."""
    is_new = not planned.difference.keep and not planned.difference.move and not planned.difference.cancel
    if is_new or dry_run:
        yield from _dates(planned, dry_run=dry_run)
    if is_new and not planned.changed:
        return
    yield from (f"changed   {line}" for line in planned.changed)
    yield from (str(line) for line in planned.difference.lines)
    if not planned.changed and not planned.difference.lines:
        yield "nothing differs"


def _dates(planned: Planned, *, dry_run: bool) -> Iterator[str]:
    kept = (session for session in planned.difference.keep if not session.has_begun)
    ahead = (*planned.difference.add, *(move.after for move in planned.difference.move), *kept)
    for session in sorted(ahead, key=lambda session: (session.opens_at, session.group)):
        yield f"{_words(session.opens_at)}  {session.group}" + ("" if dry_run else f"  {session.id}")
        if session.stage is Stage.SKIPPED:
            yield f"    skipped: {session.moved_why}"
        elif session.moved_from is not None:
            yield f"    moved from {_words(session.moved_from)}: {session.moved_why}"
    for meeting, digest_at in zip(planned.series.meetings, planned.digests_at, strict=True):
        yield f"{_words(digest_at)}  digest ahead of {meeting.group}'s meeting {_words(meeting.at)}"


def _words(at: datetime) -> str:
    return moment(local(at), Language.NB)


def calendar_lines(imported: Imported, left_out: Iterable[str]) -> Iterator[str]:
    """The days that differ, the sessions that move, and the events that somebody has to look at."""
    changes = imported.changes
    yield from (str(line) for line in changes.lines)
    yield ", ".join(f"{kind} {changes.count(kind)}" for kind in ("added", "changed", "ended"))
    yield from (str(line) for line in imported.moved)
    yield from (f"left out  {line}; if it closes the day, say so in a CSV file" for line in left_out)


async def delivery_lines(db: Database) -> tuple[str, ...]:
    """id, session, person, state, reason, tries, time (UTC); tab-separated."""

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        return tuple([await _line(c, delivery) for delivery in await deliveries.everything(c)])

    return await db.read(work)


async def _line(c: AsyncConnection, delivery: Delivery) -> str:
    person = await roster.person(c, delivery.municipality, delivery.person) if delivery.person else None
    to = person.upn if person else f"channel of {delivery.group}"
    at = delivery.changed_at or delivery.due_at
    cells = (
        str(delivery.id),
        delivery.session or "-",
        to,
        f"{delivery.kind.value} {delivery.state.value}",
        delivery.reason or "-",
        str(delivery.tries),
        at.isoformat(timespec="seconds"),
    )
    return "\t".join(cells)


async def digest_of(
    db: Database, session_id: str, reader: str, *, now: datetime
) -> tuple[SessionDigest | MeetingDigest, Language]:
    """Raises UnknownSession and UnknownReader."""

    async def work(c: AsyncConnection) -> tuple[SessionDigest | MeetingDigest, Language]:
        session = _only(await series_store.sessions_called(c, session_id), session_id)
        digest = await digests.of_session(c, session.municipality, session.id)
        if digest is None:
            raise UnknownSession(f"{session_id} has no digest: it is {session.stage.value}; one is made when it closes")
        person = await roster.named(c, session.municipality, reader)
        if person is None:
            raise UnknownReader(f"--reader: {reader} is not among the people of {session.municipality}")
        return await digest_for(c, digest, person, now=now)

    return await db.read(work)


def _only(found: Sequence[Session], session_id: str) -> Session:
    if not found:
        raise UnknownSession(f"there is no session {session_id}; python -m bot plan prints the ids it gives")
    if len(found) > 1:
        raise UnknownSession(f"{session_id} is in several municipalities: {', '.join(s.municipality for s in found)}")
    return found[0]
