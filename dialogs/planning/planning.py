"""Sessions from a rule or a list of dates, and the changes when a series is planned again."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise, takewhile

from content.plan_words import in_file
from content.vocabulary.plan_faults import AllSkipped, DayPast, DayTwice, NothingLeft, NoTime, PlanFault
from dialogs.calendar.instants import add_months, instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import (
    NOT_ANCHORED,
    Anchoring,
    AskedIn,
    Audience,
    ByHand,
    ChosenQuestion,
    Dates,
    Group,
    Intention,
    MeetingByHand,
    MeetingPlan,
    OnClosed,
    Pause,
    Phase,
    Rhythm,
    Rule,
    Rung,
    SchoolType,
    SeriesPhase,
    Session,
    Stage,
    Timing,
)
from dialogs.planning.placing import (
    Placed,
    PlacementRules,
    chosen,
    current_placement,
    is_settled,
    place,
    with_placement,
)


class PlanningFault(ValueError):
    """The series cannot be planned as it stands; the fault names the key to change."""

    def __init__(self, fault: PlanFault) -> None:
        super().__init__(f"{fault.key}: {in_file(fault)}")
        self.fault = fault
        self.key = fault.key


_KINDS = {Stage.SKIPPED: "skipped", Stage.WAITING: "waits"}
ABOUT = timedelta(days=3)
"""A question so near to the day of another does for both."""


@dataclass(frozen=True)
class SeriesFile:
    """A series as in its file, with defaults; groups, people, areas … may be unknown to the municipality.

    Empty `areas` means all. `led_by` and `digest_readers` are UPNs or object ids in lower case. `time` is local, None
    only where every date is an exact instant. `draft_ahead` is an ISO 8601 duration or "". `leader_speaks_last` is None
    where the protocol decides. `by_hand`, `pauses`, `questions` and `meetings_by_hand` are None where the file leaves
    each as it is;
    () for `meetings_by_hand` says that `meetings` are all, and what differs from before is changed by hand.
    """

    id: str
    groups: tuple[str, ...]
    protocol: str
    intention: Intention
    led_by: str
    timing: Timing
    time: time | None
    areas: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    stays_open: str = "P5D"
    default_rung: Rung = Rung.GROUP
    asked: AskedIn = AskedIn.PERSONAL
    digest_readers: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    need: str = ""
    audience: Audience | None = None
    phase: Phase | None = None
    school_types: tuple[SchoolType, ...] = ()
    draft_ahead: str = ""
    meetings: tuple[MeetingPlan, ...] = ()
    on_closed: OnClosed = OnClosed.NEXT
    leader_speaks_last: bool | None = None
    prompts: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict, hash=False)
    by_hand: tuple[ByHand, ...] | None = None
    pauses: tuple[Pause, ...] | None = None
    phases: tuple[SeriesPhase, ...] = ()
    taking_part: str = ""
    anchoring: Anchoring = NOT_ANCHORED
    meetings_by_hand: tuple[MeetingByHand, ...] | None = None
    questions: tuple[ChosenQuestion, ...] | None = None


@dataclass(frozen=True)
class Occurrence:
    """`at` is an instant (UTC); `exact`: the planner gave an instant, so nothing moves the session."""

    at: datetime
    exact: bool


@dataclass(frozen=True)
class SeriesPlan:
    """The timing of a series. `time` is local, None where only exact instants are given.

    `for_meetings` are local days, by group, on which a question is asked ahead of a meeting. `by_hand` and `pauses` are
    what people have changed beside the timing.
    """

    municipality: str
    series: str
    timing: Timing
    time: time | None
    stays_open: str
    on_closed: OnClosed = OnClosed.NEXT
    for_meetings: Mapping[str, tuple[date, ...]] = field(default_factory=dict, hash=False)
    by_hand: tuple[ByHand, ...] = ()
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Move:
    """An unopened session to be stored again with another time, ordinal, exactness or stage.

    A skipped session may become planned, and a planned one skipped.
    """

    before: Session
    after: Session


@dataclass(frozen=True)
class PlanLine:
    """`kind` is added, waits (for checkpoints), moved, skipped or cancelled; `text` names session, time and reason.

    `is_digest`: of a digest ahead of a meeting, and not of a session.
    """

    kind: str
    text: str
    is_digest: bool = False

    def __str__(self) -> str:
        return f"{self.kind:<9} {self.text}"


@dataclass(frozen=True)
class PlanDifference:
    """`keep` are unchanged and already opened sessions. `lines` are in order of time."""

    add: tuple[Session, ...]
    move: tuple[Move, ...]
    cancel: tuple[Session, ...]
    keep: tuple[Session, ...]
    lines: tuple[PlanLine, ...]


def rhythm_of(timing: Timing) -> Rhythm | None:
    """The rule's rhythm, None for a list of dates."""
    return timing.every if isinstance(timing, Rule) else None


def known_timing(known: Collection[Session]) -> tuple[Timing, time | None]:
    """The timing of a series of which only the sessions are known: their days, and their commonest local time."""
    exact = {session.meant_at for session in known if session.exact}
    walls = [local(session.meant_at) for session in known if not session.exact]
    times = Counter(wall.time() for wall in walls)
    days = {wall.date() for wall in walls}
    return Dates((*sorted(days), *sorted(exact))), times.most_common(1)[0][0] if times else None


def occurrences(*, first: date, time: time, every: Rhythm, until: date) -> tuple[datetime, ...]:
    """The instants (UTC) of a rule, `until` included.

    Monthly means the same day of the month: from the 31st it is the last day of a shorter month, then the 31st again.
    """
    days = takewhile(lambda day: day <= until, (nth(first, every, n) for n in count()))
    return tuple(instant(datetime.combine(day, time)) for day in days)


def exact_or_dated(dates: Collection[date | datetime], time: time | None) -> tuple[Occurrence, ...]:
    """The occurrences of a list of dates, in order.

    Raises PlanningFault for a day without a time or an instant given twice.
    """
    found = sorted((_occurrence(given, time) for given in dates), key=lambda occurrence: occurrence.at)
    for earlier, later in pairwise(found):
        if earlier.at == later.at:
            raise PlanningFault(DayTwice(_words(earlier.at)))
    return tuple(found)


def session_id(series: str, group: str, at: datetime, taken: Collection[str]) -> str:
    """`series.group.2026-11-24` by the local day, followed by the local time if taken.

    The last resort is UTC, which differs even for the two equal hours when clocks go back.
    """
    here = local(at)
    day = f"{series}.{group}.{here:%Y-%m-%d}"
    forms = (day, f"{day}T{here:%H%M}", f"{day}T{here:%H%M%S}")
    return next((form for form in forms if form not in taken), f"{day}T{at.astimezone(UTC):%H%M%S}Z")


def plan_sessions(
    plan: SeriesPlan,
    groups: Sequence[Group],
    *,
    days: Mapping[str, SchoolDays],
    known: Collection[Session],
    now: datetime,
) -> tuple[Session, ...]:
    """The sessions of a series by its plan, group by group, each in order of time; `known` are the stored sessions.

    A group's own time replaces the series'. `days` are each group's; everything but exact instants is placed around
    closed days. Past occurrences are not planned but count in the ordinals; an exact instant counts as past once it
    would have closed. Known sessions keep their ids, opened sessions their ordinals, cancelled sessions stay cancelled.
    Raises PlanningFault where nothing is left to plan.
    """
    planned = tuple(
        session for group in groups for session in _of_group(plan, group, days[group.id], known=known, now=now)
    )
    key = "dates" if isinstance(plan.timing, Dates) else "until"
    if not planned:
        raise PlanningFault(NothingLeft(key))
    is_left_out = bool(plan.by_hand or plan.pauses)
    if not is_left_out and all(session.stage is Stage.SKIPPED for session in planned):
        why = ", ".join(dict.fromkeys(session.moved_why for session in planned))
        raise PlanningFault(AllSkipped(why, key))
    return planned


def difference(known: Collection[Session], wanted: Collection[Session]) -> PlanDifference:
    """The changes that turn the known sessions into the wanted ones, matched by id.

    Sessions already begun are neither moved nor cancelled.
    """
    had = {session.id: session for session in known}
    wish = {session.id: session for session in wanted}
    waiting = {session.id: session for session in known if not session.has_begun}
    move = tuple(Move(waiting[id_], new) for id_, new in wish.items() if id_ in waiting and waiting[id_] != new)
    cancel = tuple(session for id_, session in waiting.items() if id_ not in wish)
    add = tuple(session for id_, session in wish.items() if id_ not in had)
    touched = {moved.before.id for moved in move} | {session.id for session in cancel}
    keep = tuple(session for session in known if session.id not in touched)
    return PlanDifference(add=add, move=move, cancel=cancel, keep=keep, lines=_lines(add, move, cancel))


def nth(first: date, every: Rhythm, n: int) -> date:
    """The day of the occurrence with the number `n`, from 0, of a rule that begins on `first`."""
    match every:
        case Rhythm.WEEK:
            return first + timedelta(weeks=n)
        case Rhythm.FORTNIGHT:
            return first + timedelta(weeks=2 * n)
        case Rhythm.MONTH:
            return add_months(first, n)


def _occurrence(given: date | datetime, at_time: time | None) -> Occurrence:
    if isinstance(given, datetime):
        return Occurrence(given.astimezone(UTC), exact=True)
    if at_time is None:
        raise PlanningFault(NoTime())
    return Occurrence(instant(datetime.combine(given, at_time)), exact=False)


def _given(timing: Timing, at_time: time | None) -> tuple[Occurrence, ...]:
    if isinstance(timing, Dates):
        return exact_or_dated(timing.dates, at_time)
    if at_time is None:
        raise PlanningFault(NoTime())
    found = occurrences(first=timing.first, time=at_time, every=timing.every, until=timing.until)
    return tuple(Occurrence(at, exact=False) for at in found)


def _of_group(
    plan: SeriesPlan, group: Group, days: SchoolDays, *, known: Collection[Session], now: datetime
) -> Iterator[Session]:
    given = _given(plan.timing, plan.time if group.time is None else group.time)
    if isinstance(plan.timing, Dates):
        _refuse_bygone(given, plan.stays_open, days, known, now)
    given = _with_meetings(given, plan.for_meetings.get(group.id, ()), plan.time if group.time is None else group.time)
    mine = [session for session in known if session.group == group.id]
    given = _with_held_back(given, mine, [one.meant for one in plan.by_hand if one.group == group.id], now=now)
    placed = _placed(given, _rules(plan, group, days), mine, now=now)
    times = {session.meant_at for session in mine}
    left = [
        (n, occurrence)
        for n, occurrence in enumerate(given)
        if occurrence.at in times
        or placed[occurrence.at].at >= now
        or (occurrence.exact and days.later(occurrence.at, plan.stays_open) > now)
    ]
    ids = _ids(plan.series, group.id, [occurrence for _, occurrence in left], mine)
    numbers = _ordinals([(n, ids[occurrence.at]) for n, occurrence in left], mine)
    cancelled = {session.id: session for session in mine if session.stage is Stage.CANCELLED}
    for (_, occurrence), number in zip(left, numbers, strict=True):
        if ids[occurrence.at] in cancelled:
            yield cancelled[ids[occurrence.at]]
            continue
        session = Session(
            plan.municipality, ids[occurrence.at], plan.series, group.id, number, occurrence.at, exact=occurrence.exact
        )
        yield with_placement(session, placed[occurrence.at])


def days_for_meetings(meetings: Collection[MeetingPlan], groups: Collection[str]) -> dict[str, tuple[date, ...]]:
    """The days of questions ahead of meetings, by group: the meeting's own, or all where it is none of the series'."""
    found: dict[str, tuple[date, ...]] = {}
    for meeting in (one for one in meetings if one.prompt_days_ahead is not None):
        day = local(meeting.at).date() - timedelta(days=meeting.prompt_days_ahead or 0)
        for group in (meeting.group,) if meeting.group in groups else groups:
            found[group] = (*found.get(group, ()), day)
    return found


def _with_meetings(
    given: tuple[Occurrence, ...], days: Collection[date], at_time: time | None
) -> tuple[Occurrence, ...]:
    """With an occurrence on each of the days about which the series asks nothing of its own."""
    if at_time is None:
        return given
    taken = [local(occurrence.at).date() for occurrence in given]
    more = [day for day in sorted(set(days)) if all(abs(day - one) > ABOUT for one in taken)]
    added = (Occurrence(instant(datetime.combine(day, at_time)), exact=False) for day in more)
    return tuple(sorted((*given, *added), key=lambda occurrence: occurrence.at))


def _with_held_back(
    given: tuple[Occurrence, ...], mine: Collection[Session], by_hand: Collection[datetime], *, now: datetime
) -> tuple[Occurrence, ...]:
    """With the sessions that waited past their day, or were put on a later one, and that the timing has no longer."""
    times, ahead = {one.at for one in given}, {local(one.at).date() for one in given if one.at > now}
    held_back = (
        one
        for one in mine
        if one.meant_at <= now
        and one.meant_at not in times
        and local(one.meant_at).date() not in ahead
        and (one.stage is Stage.WAITING or (one.stage is Stage.PLANNED and one.meant_at in by_hand))
    )
    added = (Occurrence(one.meant_at, exact=one.exact) for one in held_back)
    return tuple(sorted((*given, *added), key=lambda occurrence: occurrence.at))


def _rules(plan: SeriesPlan, group: Group, days: SchoolDays) -> PlacementRules:
    by_hand = tuple(one for one in plan.by_hand if one.group == group.id)
    return PlacementRules(days, plan.on_closed, rhythm_of(plan.timing), by_hand, plan.pauses)


def _placed(
    given: Collection[Occurrence], rules: PlacementRules, mine: Collection[Session], *, now: datetime
) -> dict[datetime, Placed]:
    """The placement of each occurrence by its instant; a settled session keeps its own."""
    exact = {one.at: chosen(one.at, rules) or Placed(one.at, one.at) for one in given if one.exact}
    settled = {session.meant_at: current_placement(session) for session in mine if is_settled(session, now=now)}
    fixed = exact | settled
    fixed_times = [placed.at for placed in fixed.values() if not placed.skipped]
    movable = [occurrence.at for occurrence in given if occurrence.at not in fixed]
    found = place(movable, rules, fixed=fixed_times, now=now)
    return fixed | {placed.meant: placed for placed in found}


def _refuse_bygone(
    given: Collection[Occurrence], stays_open: str, days: SchoolDays, known: Collection[Session], now: datetime
) -> None:
    """Raises PlanningFault for a date that would have closed by now, unless a group of the series already had it."""
    instants = {session.meant_at for session in known}
    had = {local(at).date() for at in instants}
    for occurrence in given:
        familiar = occurrence.at in instants if occurrence.exact else local(occurrence.at).date() in had
        if not familiar and days.later(occurrence.at, stays_open) <= now:
            raise PlanningFault(DayPast(local(occurrence.at)))


def _ids(series: str, group: str, left: Collection[Occurrence], mine: Collection[Session]) -> dict[datetime, str]:
    """The id of each occurrence by its instant: the known session's at the instant, else an id by the day.

    A rule has a single occurrence a day, whatever the time, so the occurrence takes over the day's opened session
    instead of adding another. An exact instant is a session of its own, beside the day's.
    """
    ids = {session.meant_at: session.id for session in mine}
    ids = {occurrence.at: ids[occurrence.at] for occurrence in left if occurrence.at in ids}
    opened = {session.id for session in mine if session.has_begun}
    for occurrence in left:
        if occurrence.at not in ids:
            taken = {*ids.values(), *(opened if occurrence.exact else ())}
            ids[occurrence.at] = session_id(series, group, occurrence.at, taken)
    return ids


def _ordinals(left: Sequence[tuple[int, str]], mine: Collection[Session]) -> Iterator[int]:
    """An opened session's own ordinal; for the rest the index among all occurrences, above every opened one's."""
    fixed = {session.id: session.ordinal for session in mine if session.has_begun}
    last = max(fixed.values(), default=-1)
    for n, id_ in left:
        if id_ not in fixed:
            last = max(n, last + 1)
        yield fixed.get(id_, last)


def _lines(add: Collection[Session], move: Collection[Move], cancel: Collection[Session]) -> tuple[PlanLine, ...]:
    dated = [(session.opens_at, PlanLine(*_new(session))) for session in add]
    dated += [
        (session.opens_at, PlanLine("cancelled", f"{session.id}: {_words(session.opens_at)}")) for session in cancel
    ]
    dated += [(moved.after.opens_at, line) for moved in move for line in move_lines([moved])]
    return tuple(line for _, line in sorted(dated, key=lambda pair: (pair[0], pair[1].text)))


def move_lines(moves: Collection[Move]) -> tuple[PlanLine, ...]:
    """A line per move; a change of ordinal alone gets none."""
    return tuple(line for move in moves for line in _move_line(move))


def digest_line(series: str, meeting: MeetingPlan, before: datetime, after: datetime) -> PlanLine:
    """The line for a digest ahead of a meeting that is due at another time."""
    what = f"{series}: digest ahead of {meeting.group}'s meeting {_words(meeting.at)}"
    return PlanLine("moved", f"{what}: {_words(before)} -> {_words(after)}", is_digest=True)


def _move_line(move: Move) -> Iterator[PlanLine]:
    before, after = move.before, move.after
    if before.stage is not after.stage:
        yield PlanLine(*_new(after))
    elif before.opens_at != after.opens_at:
        times = f"{_words(before.opens_at)} -> {_words(after.opens_at)}"
        yield PlanLine("moved", f"{after.id}: {times}{_because(after)}")


def _new(session: Session) -> tuple[str, str]:
    kind = _KINDS.get(session.stage, "added")
    return kind, f"{session.id}: {_words(session.opens_at)}{_because(session)}"


def _because(session: Session) -> str:
    return f" ({session.moved_why})" if session.moved_why else ""


def _words(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
