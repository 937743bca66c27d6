"""Open and planned sessions in lines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.catalogues import Catalogues
from bot.context.rights import require
from content.dates import moment
from content.language import Language
from dialogs.asking.opening import leaders_speak_last
from dialogs.calendar.instants import local
from dialogs.model import Actor, Group, MeetingPlan, Series, Session, Stage
from dialogs.permissions import Verb
from storage.database import Database
from storage.meetings import meetings_ahead
from storage.people import one_person
from storage.series import all_series, one_series
from storage.sessions import sessions_of
from storage.units import all_groups, all_municipalities

_OVER = (Stage.CLOSED, Stage.MISSED, Stage.SKIPPED, Stage.CANCELLED)


async def planned_lines(
    db: Database, catalogues: Catalogues, *, actor: Actor, now: datetime, municipality: str | None = None
) -> tuple[str, ...]:
    """By series and group: open and future sessions, why any was moved or skipped, and counts of the rest.

    Raises UnknownMunicipality.
    """
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        known = await all_municipalities(c)
        wanted = [await lookup.municipality_called(c, municipality)] if municipality else known
        lines = [line for each in wanted for line in await _of_municipality(c, each, catalogues, now=now)]
        return tuple(lines) or ("nothing is planned; python -m bot plan FILE plans a series",)

    return await db.read(work)


async def _of_municipality(
    c: AsyncConnection, municipality: str, catalogues: Catalogues, *, now: datetime
) -> list[str]:
    groups = {group.id: group for group in await all_groups(c, municipality)}
    digests = await meetings_ahead(c, municipality)
    lines: list[str] = []
    for series_id in await all_series(c, municipality):
        series = await one_series(c, municipality, series_id)
        if series is not None:
            sessions = await sessions_of(c, municipality, series_id)
            lines.append(await _head(c, series, catalogues))
            lines += _of_series(series, sessions, groups, now=now)
            lines += [_digest(meeting, at) for of, meeting, at in digests if of == series_id]
    return lines


async def _head(c: AsyncConnection, series: Series, catalogues: Catalogues) -> str:
    leads = await one_person(c, series.municipality, series.led_by)
    protocol = catalogues.base.protocols.get(series.protocol)
    last = "; leaders speak last" if protocol is not None and leaders_speak_last(series, protocol) else ""
    led_by = leads.upn if leads else series.led_by
    return f"{series.municipality}  {series.id}  ({series.protocol}, led by {led_by}{last})"


def _of_series(
    series: Series, sessions: Sequence[Session], groups: dict[str, Group], *, now: datetime
) -> Iterator[str]:
    """The series' groups in the file's order, then former groups."""
    for id_ in dict.fromkeys((*series.groups, *(session.group for session in sessions))):
        mine = [session for session in sessions if session.group == id_]
        ahead = [session for session in mine if session.stage is Stage.OPEN or not _is_over(session, now=now)]
        over = Counter(session.stage for session in mine if session not in ahead)
        counts = ", ".join(f"{over[stage]} {stage.value}" for stage in _OVER if over[stage])
        name = groups[id_].name if id_ in groups else id_
        yield f"  {id_} ({name})" + (f": {counts}" if counts else "")
        yield from (line for session in ahead for line in _session(session))
        if not ahead:
            yield "    nothing more is planned"


def _is_over(session: Session, *, now: datetime) -> bool:
    """A skipped or cancelled session is over once its opening time has passed; planned and open sessions never are."""
    return session.stage in {Stage.CLOSED, Stage.MISSED} or (session.stage in _OVER and session.opens_at < now)


def _session(session: Session) -> Iterator[str]:
    yield f"    {when(session.opens_at)}  {session.stage.value:<9}  {session.id}"
    if session.stage is Stage.SKIPPED:
        yield f"        skipped: {session.moved_why}"
    elif session.moved_from is not None:
        yield f"        moved from {when(session.moved_from)}: {session.moved_why}"


def _digest(meeting: MeetingPlan, at: datetime) -> str:
    return f"  {when(at)}  digest ahead of {meeting.group}'s meeting {when(meeting.at)}"


def when(at: datetime) -> str:
    """Local time in words."""
    return moment(local(at), Language.NB)
