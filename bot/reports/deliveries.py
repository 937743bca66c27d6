"""Lines for operators: a plan, a calendar import, deliveries, overlays, traceability; and a reader's digest."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.planning.import_calendar import Imported
from bot.actions.planning.plan_series import Planned
from bot.context import lookup
from bot.context.digests import digest_for
from bot.context.identities import identity_of
from bot.context.rights import require
from bot.errors import UnknownReader, UnknownSession, WrongOverlay
from content.dates import moment
from content.language import Language
from content.traceability import State, Trace
from content.vocabulary.digesting import MeetingDigest, SessionDigest
from dialogs.calendar.instants import local
from dialogs.model import OverlayVersion, Stage
from dialogs.permissions import Actor, Verb
from storage import digests, outbox_reports, overlays
from storage.database import Database, Unreachable
from storage.outbox_reports import Listed, Wanted
from storage.people import person_named


def plan_lines(planned: Planned, *, dry_run: bool) -> Iterator[str]:
    """Dates in words, with session ids where stored; for a series planned before, the differences."""
    is_new = not planned.difference.keep and not planned.difference.move and not planned.difference.cancel
    if is_new or dry_run:
        yield from _dates(planned, dry_run=dry_run)
    if is_new and not planned.changed:
        return
    yield from (f"changed   {line}" for line in planned.changed)
    yield from (str(line) for line in planned.difference.lines)
    if not planned.changed and not planned.difference.lines:
        yield "nothing differs"
    for session in planned.stay_cancelled:
        yield f"{session.id} stays cancelled; python -m bot cancel --undo {session.id} plans it after all"


def plan_summary(planned: Planned, *, dry_run: bool) -> str:
    """The number of sessions that differ, by kind; "" for none."""
    kinds = Counter(line.kind for line in planned.difference.lines)
    if not kinds:
        return ""
    told = ", ".join(f"{kind} {kinds[kind]}" for kind in ("added", "moved", "skipped", "cancelled"))
    return f"would be {told}; nothing was written" if dry_run else told


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
    """Changed days, moved sessions, and events an operator has to look at."""
    changes = imported.changes
    yield from (str(line) for line in changes.lines)
    yield ", ".join(f"{kind} {changes.count(kind)}" for kind in ("added", "changed", "ended"))
    yield from (str(line) for line in imported.moved)
    yield from (f"left out  {line}; if it closes the day, --add a CSV file that says so" for line in left_out)
    yield from (f"left out  {line}" for line in imported.unknown)


def calendar_warnings(imported: Imported) -> Iterator[str]:
    yield from (f"this file drops {line}; --add keeps what is there" for line in imported.dropped)
    yield from (f"{line} holiday is not in the skolerute, though every school has it" for line in imported.missing)


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


async def overlay_lines(db: Database, municipality: str, *, actor: Actor) -> tuple[str, ...]:
    """version, state, since, until (UTC), author, why; tab-separated.

    Raises WrongOverlay where the list would be empty.
    """
    require(actor, Verb.READ_REPORTS)
    found = await db.read(lambda c: overlays.versions(c, municipality))
    if not found:
        raise WrongOverlay(f"{municipality} has no layer of its own; python -m bot overlay import FILE brings one in")
    return tuple("\t".join(_cells(version)) for version in found)


async def overlay_text(db: Database, municipality: str, version: int | None, *, actor: Actor, now: datetime) -> str:
    """The file of this version, or of the version in force. Raises WrongOverlay and UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> str:
        await lookup.municipality_called(c, municipality)
        known = {each.version: each for each in await overlays.versions(c, municipality)}
        holds = await overlays.in_force(c, municipality, at=now)
        wanted = known.get(version) if version is not None else holds
        if wanted is None:
            has = ", ".join(map(str, known)) or "none"
            which = f"version {version}" if version is not None else "layer in force"
            raise WrongOverlay(f"{municipality} has no {which}; it has versions {has}")
        return wanted.text

    return await db.read(work)


def _cells(version: OverlayVersion) -> tuple[str, ...]:
    times = (at.isoformat(timespec="seconds") if at else "-" for at in (version.since, version.until))
    return (str(version.version), version.state.value, *times, version.by, version.why)


def trace_lines(trace: Trace, *, rows: bool) -> Iterator[str]:
    """A table per document and a table per capability, with a column per state; tab-separated."""
    states = list(State)
    yield _row("document", states)
    for id_, counted in trace.per_document().items():
        yield _row(f"{id_} {trace.documents[id_]}", [counted[state] for state in states])
    total = Counter(row.state for row in trace.rows.values())
    yield _row("all rows", [total[state] for state in states])
    yield ""
    yield _row("capability", states)
    for id_, counted in trace.per_capability().items():
        yield _row(f"{id_} {trace.capabilities[id_].name}", [counted[state] for state in states])
    if rows:
        yield ""
        yield "\t".join(("row", "state", "capabilities", "served by", "because"))
        for row in trace.rows.values():
            yield "\t".join((row.id, row.state, " ".join(row.capabilities), " ".join(row.entries) or "-", row.because))


def _row(name: str, cells: Sequence[object]) -> str:
    numbers = [cell for cell in cells if isinstance(cell, int)]
    last = sum(numbers) if numbers else "rows"
    return "\t".join(str(cell) for cell in (name, *cells, last))


async def digest_of(
    db: Database, session_id: str, reader: str, *, actor: Actor, now: datetime, municipality: str | None = None
) -> tuple[SessionDigest | MeetingDigest, Language]:
    """Raises UnknownSession and UnknownReader."""
    require(actor, Verb.READ_AS_READER)

    async def work(c: AsyncConnection) -> tuple[SessionDigest | MeetingDigest, Language]:
        session = await lookup.session_called(c, session_id, municipality)
        digest = await digests.of_session(c, session.municipality, session.id)
        if digest is None:
            raise UnknownSession(f"{session_id} has no digest: it is {session.stage.value}; one is made when it closes")
        person = await person_named(c, session.municipality, reader, now=now)
        if person is None:
            raise UnknownReader(f"--reader: {reader} is not among the people of {session.municipality}")
        if not (await identity_of(c, session.municipality, person.id, now=now)).roles:
            raise UnknownReader(f"--reader: {reader} is in no group of {session.municipality} any more")
        return await digest_for(c, digest, person, now=now)

    return await db.read(work)
