"""Set or reset a municipality's quiet hours, in which nobody is asked; planned sessions move at once."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup, schooldays, steps
from bot.context.quiet_hours import quiet_shown, with_moves
from bot.context.recording import record
from bot.context.rights import require
from content.presses import SetQuiet
from content.vocabulary.conversing import OldCard
from content.vocabulary.settings import QuietShown, QuietTrouble
from dialogs.model import QUIET, Act, Actor, Happening, QuietHours, Scope
from dialogs.permissions import AboutMunicipality, Verb
from dialogs.planning.planning import PlanLine
from dialogs.planning.sent import time_sent
from dialogs.turn import Turn, in_place
from storage import school_year as days_store
from storage.database import Database
from storage.sessions import sessions_ahead
from storage.units import take_turn


class _NotKept(Exception):
    """Rolls back what was only to be looked at."""

    def __init__(self, shown: QuietShown) -> None:
        super().__init__(shown)
        self.shown = shown


async def set_quiet_hours(
    db: Database, municipality: str, quiet: QuietHours | None, *, actor: Actor, now: datetime, dry_run: bool = False
) -> tuple[PlanLine, ...]:
    """The moves caused; None resets to the default hours. Raises UnknownMunicipality.

    Setting the same hours again keeps the first date.
    """
    require(actor, Verb.SET_QUIET_HOURS, AboutMunicipality(municipality))

    async def work(c: AsyncConnection) -> tuple[PlanLine, ...]:
        await lookup.municipality_called(c, municipality)
        await take_turn(c, municipality)
        return await _set(c, actor, municipality, quiet, now=now)

    return await db.write_or_try(work, dry_run=dry_run)


async def _set(
    c: AsyncConnection, actor: Actor, municipality: str, quiet: QuietHours | None, *, now: datetime
) -> tuple[PlanLine, ...]:
    own, _ = await days_store.quiet_since(c, municipality)
    if quiet != (await days_store.quiet_hours(c, municipality) if own else None):
        await days_store.put_quiet_hours(c, municipality, quiet, since=now)
        hours = await days_store.quiet_hours(c, municipality)
        await record(c, actor, Act.QUIET_HOURS_SET, municipality, hours=hours, now=now)
    return await schooldays.set_down_anew(c, municipality, now=now)


async def press_quiet(db: Database, about: Happening, press: SetQuiet, *, actor: Actor, now: datetime) -> Turn:
    """Kept, where the press bears the mark of the moves that its reader saw; else the moves are shown as they are."""
    language = await db.read(lambda c: steps.language_for(c, about))
    is_own_chat = about.place.scope is Scope.PERSONAL

    async def work(c: AsyncConnection) -> QuietShown | None:
        return await _pressed(c, press, actor=actor, now=now) if is_own_chat else None

    try:
        shown = await db.write(work)
    except _NotKept as looked_at:
        shown = looked_at.shown
    return in_place(about, language, shown) if shown is not None else Turn(language, say=(OldCard(),))


async def _pressed(c: AsyncConnection, press: SetQuiet, *, actor: Actor, now: datetime) -> QuietShown | None:
    """Raises _NotKept with the moves."""
    if actor.person_in(press.municipality) is not None:
        await take_turn(c, press.municipality)
    stored = await quiet_shown(c, actor, press.municipality)
    if stored is None:
        return None
    found = _filled(stored, press)
    if found.trouble is not None:
        return found
    wanted = _hours(press) if press.begins or press.ends else None
    ahead, groups = await sessions_ahead(c, press.municipality), (await steps.town(c, press.municipality)).groups
    lines = await _set(c, actor, press.municipality, wanted, now=now)
    later = await sessions_ahead(c, press.municipality)
    digests = sum(1 for line in lines if line.is_digest)
    shown = with_moves(found, ahead, later, groups, digests)
    if shown.wanted and press.mark != shown.mark:
        raise _NotKept(shown)
    return replace(shown, hours=shown.wanted or shown.hours, is_kept=True)


def _filled(stored: QuietShown, press: SetQuiet) -> QuietShown:
    was = press.seen if press.seen not in ("", stored.hours) else ""
    begins, ends = press.begins, press.ends
    if not begins and not ends:
        is_new = stored.is_own
        times = (f"{QUIET.begins:%H:%M}", f"{QUIET.ends:%H:%M}")
        return replace(stored, begins=times[0], ends=times[1], wanted=str(QUIET) if is_new else "", was=was)
    hours = _hours(press)
    filled = replace(stored, begins=begins, ends=ends, was=was)
    if hours is None:
        both = time_sent(begins), time_sent(ends)
        return replace(filled, trouble=QuietTrouble.NO_TIME if None in both else QuietTrouble.SAME_TIME)
    is_new = not stored.is_own or str(hours) != stored.hours
    return replace(filled, wanted=str(hours) if is_new else "")


def _hours(press: SetQuiet) -> QuietHours | None:
    begins, ends = time_sent(press.begins), time_sent(press.ends)
    return None if begins is None or ends is None or begins == ends else QuietHours(begins, ends)
