"""The results of planning commands in lines: series planned or ended, calendars imported, sessions cancelled."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.actions.planning.cancel_session import Cancelled
from bot.actions.planning.import_calendar import Imported
from bot.context.planned_series import Ended, Planned
from bot.reports.plans import when
from content.calendar_words import left_out_in_english, remark_in_english
from content.vocabulary.calendar_faults import LeftOut, UnknownSchool
from dialogs.model import Session, Stage


def plan_lines(planned: Planned, *, dry_run: bool) -> Iterator[str]:
    """Dates in words, with session ids where stored; for a series planned before, the differences."""
    is_new = not planned.difference.keep and not planned.difference.move and not planned.difference.cancel
    if is_new or dry_run:
        yield from _last_speakers(planned)
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


def _last_speakers(planned: Planned) -> Iterator[str]:
    said_by = "the series" if planned.series.leader_speaks_last is not None else f"protocol {planned.series.protocol}"
    if planned.leaders_speak_last:
        yield f"leaders speak last: their answers wait until the step closes (says {said_by})"


def _dates(planned: Planned, *, dry_run: bool) -> Iterator[str]:
    kept = (session for session in planned.difference.keep if not session.has_begun)
    ahead = (*planned.difference.add, *(move.after for move in planned.difference.move), *kept)
    for session in sorted(ahead, key=lambda session: (session.opens_at, session.group)):
        yield f"{when(session.opens_at)}  {session.group}" + ("" if dry_run else f"  {session.id}")
        if session.stage is Stage.SKIPPED:
            yield f"    skipped: {session.moved_why}"
        elif session.moved_from is not None:
            yield f"    moved from {when(session.moved_from)}: {session.moved_why}"
    due = zip(planned.series.meetings, planned.digests_at, planned.drafts_at, strict=True)
    for meeting, digest_at, draft_at in due:
        if draft_at is not None:
            yield f"{when(draft_at)}  draft of the digest ahead of {meeting.group}'s meeting {when(meeting.at)}"
        yield f"{when(digest_at)}  digest ahead of {meeting.group}'s meeting {when(meeting.at)}"


def calendar_lines(imported: Imported, left_out: Iterable[LeftOut]) -> Iterator[str]:
    """Changed days, moved sessions, and events an operator has to look at."""
    changes = imported.changes
    yield from (str(line) for line in changes.lines)
    yield ", ".join(f"{kind} {changes.count(kind)}" for kind in ("added", "changed", "ended"))
    yield from (str(line) for line in imported.moved)
    yield from (
        f"left out  {left_out_in_english(line)}; if it closes the day, --add a CSV file that says so"
        for line in left_out
    )
    yield from (f"left out  {remark_in_english(one)}" for one in imported.remarks if isinstance(one, UnknownSchool))


def calendar_warnings(imported: Imported) -> Iterator[str]:
    yield from (f"this file drops {line}; --add keeps what is there" for line in imported.dropped)
    yield from (remark_in_english(one) for one in imported.remarks if not isinstance(one, UnknownSchool))


def cancelled_lines(cancelled: Cancelled, *, dry_run: bool) -> Iterator[str]:
    session = cancelled.before
    match session.stage:
        case Stage.PLANNED | Stage.WAITING:
            yield f"{session.id} was to open {when(session.opens_at)}; it is cancelled and will not"
        case Stage.SKIPPED:
            yield f"{session.id} is skipped ({session.moved_why}); it is cancelled, and stays away if that changes"
        case Stage.OPEN:
            yield f"{session.id} was open; it is cancelled: nobody is asked any more, and no digest is made of it"
            yield f"{cancelled.unsent} cancelled; what is on the wire goes on ({cancelled.on_the_wire})"
            yield f"{cancelled.cards} cards that are out say so from now on, and take no more answers"
            yield "what has been answered goes no further, and stays with those who wrote it"
        case Stage.CLOSED if cancelled.draft:
            yield f"{session.id} has closed; the draft of its digest is called off, and no digest is made of it"
            yield "cards of the draft that are out say so, and what has been answered goes no further than its group"
        case Stage.CLOSED:
            yield f"{session.id} has closed already: it has been asked and answered, and that stands"
            yield f"{cancelled.unsent} cancelled of its digest; what is on the wire goes on ({cancelled.on_the_wire})"
        case Stage.MISSED:
            yield f"{session.id} was missed: nothing of it was asked, and there is nothing to cancel"
        case Stage.CANCELLED:
            yield f"{session.id} is cancelled already"
    yield from _tried(dry_run=dry_run)


def ended_lines(ended: Ended, *, dry_run: bool) -> Iterator[str]:
    """The cancelled sessions and digests, and the sessions of the series that go on."""
    for session in ended.cancelled:
        yield f"cancelled {session.id}: {when(session.opens_at)}"
    for meeting in ended.meetings:
        yield f"cancelled digest ahead of {meeting.group}'s meeting {when(meeting.at)}"
    if not ended.cancelled and not ended.meetings:
        yield f"{ended.series} of {ended.municipality} has nothing that could be cancelled from then on"
    else:
        told = f"sessions cancelled {len(ended.cancelled)}, digests ahead of meetings {len(ended.meetings)}"
        yield f"{ended.series} of {ended.municipality}: {told}; planned again, it goes on"
    yield from (f"before that it still opens {session.id}: {when(session.opens_at)}" for session in ended.left)
    yield from (f"still open {session.id}; python -m bot cancel {session.id} ends it" for session in ended.still_open)
    yield from _tried(dry_run=dry_run)


def uncancelled_lines(session: Session, moved: Iterable[object], *, dry_run: bool) -> Iterator[str]:
    yield f"{session.id} is planned after all: {when(session.opens_at)}"
    yield from map(str, moved)
    yield from _tried(dry_run=dry_run)


def _tried(*, dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield "nothing of this was done (--dry-run)"
