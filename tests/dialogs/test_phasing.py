"""Phases: no session opens before its gate, and none is lost or asked twice when the gate opens late."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.vocabulary.plan_faults import (
    CheckpointTwice,
    OnlyCarriedOut,
    PhaseOutOfOrder,
    PhaseUnnamed,
    PhaseWithoutBeginning,
    PhaseWithoutCheckpoint,
    TooFewPhases,
)
from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import (
    AskedIn,
    ChosenQuestion,
    Dates,
    Group,
    GroupKind,
    Intention,
    Pause,
    Rhythm,
    Rule,
    Rung,
    Series,
    SeriesPhase,
    Session,
    Stage,
    Timing,
)
from dialogs.planning.phase_checks import phase_faults
from dialogs.planning.phasing import Calendar, caught_up, mark_of, numbers, shut_from, waiting
from dialogs.planning.planning import SeriesPlan, plan_sessions
from dialogs.planning.retiming import retimed
from dialogs.planning.steering import moved

TUESDAY = date(2027, 1, 12)
AT = time(8)
GROUP = Group("team", "school", GroupKind.TEAM, "Team")
DAYS = {GROUP.id: SchoolDays()}
BEFORE = datetime(2027, 1, 1, tzinfo=UTC)
PHASES = (
    SeriesPhase("Forberede", ("Er alle med?",), sessions=2),
    SeriesPhase("Gjennomføre", ("Er det gjort?", "Virker det?"), sessions=3),
    SeriesPhase("Vedlikeholde"),
)
MARKS = {one: mark_of(one) for phase in PHASES for one in phase.checkpoints}


def series(timing: Timing, phases: tuple[SeriesPhase, ...] = PHASES) -> Series:
    return Series(
        *("town", "plan", (GROUP.id,), "ukesrefleksjon", Intention.IMPLEMENTING, (), (), UUID(int=1), "P3D"),
        *(Rung.GROUP, AskedIn.PERSONAL),
        phases=phases,
        timing=timing,
        wall_time=AT,
    )


def planned(
    one: Series, known: Sequence[Session], settled: set[str], *, now: datetime, at_time: time = AT
) -> tuple[Series, list[Session]]:
    """As the bot plans, and stores: the sessions that have begun stand as they are."""
    timing = one.timing
    assert timing is not None
    of_group = {GROUP.id: settled}
    one = caught_up(one, known, of_group, Calendar(timing, at_time, [GROUP], DAYS), now=now)
    plan = SeriesPlan("town", one.id, timing, at_time, "P3D", by_hand=one.by_hand, pauses=one.pauses)
    begun = {session.id: session for session in known if session.has_begun}
    found = plan_sessions(plan, [GROUP], days=DAYS, known=known, now=now)
    ids = {session.id for session in found}
    before = [session for id_, session in begun.items() if id_ not in ids]
    stand = waiting(one.phases, [*before, *(begun.get(session.id, session) for session in found)], of_group)
    return one, [session for session in stand if session.id in ids]


def opened(sessions: Sequence[Session], now: datetime) -> list[Session]:
    """As the clock opens what is due; what waits is left alone."""
    is_due = [one.stage is Stage.PLANNED and one.opens_at <= now for one in sessions]
    return [replace(one, stage=Stage.CLOSED) if due else one for one, due in zip(sessions, is_due, strict=True)]


WEEKLY = Rule(TUESDAY, Rhythm.WEEK, TUESDAY + timedelta(weeks=7))


def test_a_phase_holds_its_number_of_sessions_and_skipped_ones_fill_none() -> None:
    _, sessions = planned(series(WEEKLY), (), set(), now=BEFORE)
    assert [numbers(PHASES, sessions)[one.id] for one in sessions] == [0, 0, 1, 1, 1, 2, 2, 2]
    skipped = [replace(sessions[0], stage=Stage.SKIPPED), *sessions[1:]]
    assert [numbers(PHASES, skipped)[one.id] for one in sessions] == [0, 0, 0, 1, 1, 1, 2, 2]


def test_a_phase_may_begin_on_a_day_instead() -> None:
    phases = (PHASES[0], replace(PHASES[1], first=TUESDAY + timedelta(weeks=4)), PHASES[2])
    _, sessions = planned(series(WEEKLY, phases), (), set(), now=BEFORE)
    assert [numbers(phases, sessions)[one.id] for one in sessions] == [0, 0, 0, 0, 1, 1, 1, 2]


def test_every_checkpoint_before_a_phase_is_settled_before_it_opens() -> None:
    _, sessions = planned(series(WEEKLY), (), set(), now=BEFORE)
    assert shut_from(PHASES, sessions, set()) == 1
    assert shut_from(PHASES, sessions, {MARKS["Er alle med?"], MARKS["Er det gjort?"]}) == 2
    assert shut_from(PHASES, sessions, set(MARKS.values())) is None


def test_a_later_answer_opens_no_phase_before_an_earlier_one() -> None:
    _, sessions = planned(series(WEEKLY), (), {MARKS["Er det gjort?"], MARKS["Virker det?"]}, now=BEFORE)
    assert [one.stage for one in sessions] == [Stage.PLANNED] * 2 + [Stage.WAITING] * 6


def test_a_phase_that_has_begun_is_not_shut_by_other_words_in_a_checkpoint() -> None:
    _, sessions = planned(series(WEEKLY), (), set(MARKS.values()), now=BEFORE)
    begun = opened(sessions, sessions[2].opens_at)
    reworded = (replace(PHASES[0], checkpoints=("Er virkelig alle med?",)), *PHASES[1:])
    assert shut_from(reworded, begun, set(MARKS.values())) is None
    assert shut_from(reworded, opened(sessions, sessions[1].opens_at), set(MARKS.values())) == 1


def test_an_answer_in_time_moves_nothing() -> None:
    one, sessions = planned(series(WEEKLY), (), set(), now=BEFORE)
    after, again = planned(one, sessions, {MARKS["Er alle med?"]}, now=BEFORE)
    assert after.by_hand == ()
    assert [session.opens_at for session in again] == [session.opens_at for session in sessions]
    assert [session.stage for session in again] == [Stage.PLANNED] * 5 + [Stage.WAITING] * 3


def test_sessions_whose_day_passed_take_the_next_days_in_the_rhythm_beyond_the_last() -> None:
    one, sessions = planned(series(WEEKLY), (), set(), now=BEFORE)
    late = sessions[3].opens_at + timedelta(hours=1)
    after, again = planned(one, opened(sessions, late), {MARKS["Er alle med?"]}, now=late)
    days = [local(session.opens_at).date() for session in again]
    assert days == [*(TUESDAY + timedelta(weeks=n) for n in (0, 1, 4, 5, 6, 7, 8, 9))]
    assert [session.id for session in again] == [session.id for session in sessions]
    assert len(after.by_hand) == 6


@pytest.mark.parametrize("anyway", [False, True])
def test_a_session_that_somebody_has_put_on_a_day_keeps_it_when_days_are_reckoned_anew(anyway: bool) -> None:
    one, sessions = planned(series(WEEKLY), (), set(), now=BEFORE)
    to = sessions[4].opens_at + timedelta(days=2, hours=5)
    one, sessions = planned(moved(one, [sessions[4]], to, anyway=anyway), sessions, set(), now=BEFORE)
    late = sessions[2].opens_at + timedelta(hours=1)
    after, again = planned(one, opened(sessions, late), {MARKS["Er alle med?"]}, now=late)
    assert again[4].opens_at == to
    others = [local(session.opens_at).date() for session in (*again[2:4], *again[5:])]
    assert others == [TUESDAY + timedelta(weeks=n) for n in (3, 4, 5, 6, 7)], "they follow the rhythm around it"
    missed = to + timedelta(days=1)
    _, later = planned(after, opened(again, missed), set(MARKS.values()), now=missed)
    assert {session.id for session in later} == {session.id for session in again}


WITH_TWO = (GROUP, Group("other", "school", GroupKind.TEAM, "Other"))
TWICE_A_WEEK = Dates(tuple(TUESDAY + timedelta(weeks=n, days=day) for n in range(4) for day in (0, 2)))
FORTNIGHTS = Dates(tuple(TUESDAY + timedelta(weeks=2 * n) for n in range(8)))


@pytest.mark.parametrize(
    "timing", [WEEKLY, Rule(TUESDAY, Rhythm.FORTNIGHT, TUESDAY + timedelta(weeks=14)), TWICE_A_WEEK, FORTNIGHTS]
)
@pytest.mark.parametrize("weekday", [1, 3])
def test_another_timing_after_new_days_loses_no_session_and_no_chosen_question(timing: Timing, weekday: int) -> None:
    one, sessions = planned(series(timing), (), set(), now=BEFORE)
    late = sessions[4].opens_at + timedelta(hours=1)
    one, sessions = planned(one, opened(sessions, late), {MARKS["Er alle med?"]}, now=late)
    chosen = [ChosenQuestion(GROUP.id, session.meant_at, f"q{n}") for n, session in enumerate(sessions)]
    ahead = [session for session in sessions if not session.has_begun]
    again = retimed(
        replace(one, questions=tuple(chosen)), ahead, [GROUP], (timing, AT), weekday=weekday, at_time=AT, now=late
    )
    _, found = planned(again, sessions, {MARKS["Er alle med?"]}, now=late)
    left = [session for session in found if not session.has_begun]
    assert len(left) == len(ahead)
    assert {local(session.meant_at).weekday() for session in left} == {weekday}
    assert all(session.opens_at > late for session in left)
    asked = {question.meant: question.prompt for question in again.questions}
    assert [asked[session.meant_at] for session in left] == [f"q{n}" for n in range(2, 8)]


def test_a_group_further_on_gets_no_session_more_by_another_timing() -> None:
    one, sessions = planned(series(WEEKLY), (), set(), now=BEFORE)
    others = [replace(session, id=f"{session.id}.other", group="other") for session in sessions[5:]]
    later = retimed(
        one, [*sessions[2:], *others], WITH_TWO, (WEEKLY, AT), weekday=3, at_time=AT, now=sessions[1].opens_at
    )
    assert later.timing == Rule(TUESDAY + timedelta(weeks=2, days=2), Rhythm.WEEK, TUESDAY + timedelta(weeks=7, days=5))
    assert [(each.group, each.to) for each in later.by_hand] == [("other", None)] * 3


@pytest.mark.parametrize("weekday", [1, 3])
def test_sessions_that_waited_past_their_day_outlive_another_timing_and_take_its_days(weekday: int) -> None:
    one, sessions = planned(series(WEEKLY), (), set(), now=BEFORE)
    late = sessions[3].opens_at + timedelta(hours=1)
    known = opened(sessions, late)
    ahead, timing = [session for session in known if session.opens_at > late], (WEEKLY, AT)
    another = retimed(one, ahead, [GROUP], timing, weekday=weekday, at_time=time(9), now=late)
    after, waits = planned(another, known, set(), now=late, at_time=time(9))
    assert [session.id for session in waits[:2]] == [session.id for session in sessions[2:4]]
    assert [session.opens_at for session in waits[:2]] == [session.opens_at for session in sessions[2:4]]
    assert {session.stage for session in waits} == {Stage.WAITING}
    answered = {MARKS["Er alle med?"]}
    stand = [*(session for session in known if session.has_begun), *waits]
    moved, found = planned(after, stand, answered, now=late, at_time=time(9))
    first = TUESDAY + timedelta(weeks=4, days=weekday - 1)
    assert [local(session.opens_at).replace(tzinfo=None) for session in found] == [
        datetime.combine(first + timedelta(weeks=n), time(9)) for n in range(len(waits))
    ]
    assert {session.id for session in found} == {session.id for session in waits}
    _, again = planned(moved, [*known[:2], *found], answered, now=late + timedelta(days=1), at_time=time(9))
    assert [session.opens_at for session in again] == [session.opens_at for session in found], "planned again, it stays"


def test_dates_go_on_as_far_apart_as_the_last_two_and_a_pause_is_kept_to() -> None:
    dates = Dates(tuple(TUESDAY + timedelta(weeks=2 * n) for n in range(4)))
    one, sessions = planned(series(dates), (), set(), now=BEFORE)
    late = sessions[3].opens_at + timedelta(days=1)
    paused = replace(one, pauses=(Pause(local(late).date(), local(late).date() + timedelta(days=15)),))
    _, again = planned(paused, opened(sessions, late), {MARKS["Er alle med?"]}, now=late)
    # 9 March is in the pause, and 23 March in the week of Easter.
    assert [local(session.opens_at).date() for session in again[2:]] == [date(2027, 4, 6), date(2027, 4, 20)]


@given(
    ticks=st.lists(st.integers(1, 30), min_size=5, max_size=25),
    answers=st.lists(st.sampled_from([None, *MARKS.values()]), min_size=25, max_size=25),
    rhythm=st.sampled_from(Rhythm),
    number=st.integers(3, 9),
)
def test_no_session_opens_before_its_gate_and_none_is_lost(
    ticks: list[int], answers: list[str | None], rhythm: Rhythm, number: int
) -> None:
    weeks = {Rhythm.WEEK: 1, Rhythm.FORTNIGHT: 2, Rhythm.MONTH: 4}[rhythm]
    one, known = planned(
        series(Rule(TUESDAY, rhythm, TUESDAY + timedelta(weeks=weeks * number))), (), set(), now=BEFORE
    )
    ids, settled, now, opening = {session.id for session in known}, set[str](), BEFORE, dict[str, datetime]()
    for days, answer in zip(ticks, answers, strict=False):
        now += timedelta(days=days, hours=5)
        shut, at = shut_from(PHASES, known, settled), numbers(PHASES, known)
        before, known = known, opened(known, now)
        for old, new in zip(before, known, strict=True):
            if old.stage is not new.stage:
                assert shut is None or at[new.id] < shut
                assert new.id not in opening
                opening[new.id] = new.opens_at
        if answer is not None:
            settled.add(answer)
        one, known = planned(one, known, settled, now=now)
        assert {session.id for session in known} == ids
        ahead = [session for session in known if session.stage in (Stage.PLANNED, Stage.WAITING)]
        assert all(session.opens_at > now for session in ahead if session.stage is Stage.PLANNED)
        free = [session.opens_at for session in sorted(ahead, key=lambda session: session.meant_at)]
        assert free == sorted(set(free))
    assert len({local(moment).date() for moment in opening.values()}) == len(opening)


@pytest.mark.parametrize(
    ("phases", "fault"),
    [
        (PHASES[:1], TooFewPhases()),
        ((replace(PHASES[0], name=""), PHASES[2]), PhaseUnnamed(1)),
        ((replace(PHASES[0], checkpoints=()), PHASES[2]), PhaseWithoutCheckpoint(1)),
        ((replace(PHASES[0], sessions=None), PHASES[2]), PhaseWithoutBeginning(2)),
        ((replace(PHASES[0], first=TUESDAY), replace(PHASES[2], first=TUESDAY)), PhaseOutOfOrder(2)),
        ((PHASES[0], replace(PHASES[2], checkpoints=PHASES[0].checkpoints)), CheckpointTwice("Er alle med?")),
    ],
)
def test_each_fault_of_a_phase_is_told_alone(phases: tuple[SeriesPhase, ...], fault: object) -> None:
    assert list(phase_faults(phases, Intention.IMPLEMENTING)) == [fault]


def test_phases_belong_to_what_is_carried_out() -> None:
    assert list(phase_faults(PHASES, Intention.IMPLEMENTING)) == []
    assert list(phase_faults(PHASES, Intention.CONVEYING)) == [OnlyCarriedOut()]
