"""What people change beside a series' timing: sessions moved or left out, and pauses; planning again undoes nothing."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

import pytest

from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import (
    AskedIn,
    ByHand,
    Dates,
    Group,
    GroupKind,
    Intention,
    OnClosed,
    Pause,
    Rhythm,
    Rule,
    Rung,
    Series,
    Session,
    Stage,
    Timing,
)
from dialogs.planning import steering
from dialogs.planning.placing import PlacementRules, place_anew
from dialogs.planning.planning import SeriesPlan, difference, known_timing, plan_sessions
from dialogs.planning.retiming import retimed

TEAM = Group("team", "nes", GroupKind.TEAM, "Team")
PLANNING_DAY = date(2026, 12, 3)
DAYS = SchoolDays({PLANNING_DAY: "planleggingsdag"})
WEEKS = Rule(date(2026, 11, 24), Rhythm.WEEK, date(2026, 12, 15))  # four Tuesdays


def wall(text: str) -> datetime:
    return instant(datetime.fromisoformat(text))


NOW = wall("2026-11-20T09:00")
FIRST, SECOND, THIRD, FOURTH = (wall(f"2026-{day}T08:00") for day in ("11-24", "12-01", "12-08", "12-15"))


def planned(
    *by_hand: ByHand,
    pauses: tuple[Pause, ...] = (),
    known: Collection[Session] = (),
    timing: Timing = WEEKS,
    now: datetime = NOW,
) -> dict[datetime, Session]:
    """The sessions by the moment that the timing means."""
    plan = SeriesPlan("nordvik", "s", timing, time(8), "P5D", OnClosed.NEXT, by_hand=by_hand, pauses=pauses)
    found = plan_sessions(plan, [TEAM], days={TEAM.id: DAYS}, known=known, now=now)
    return {session.meant_at: session for session in found}


def test_a_session_moved_by_hand_keeps_its_place_in_the_series_and_the_others_theirs() -> None:
    before, to = planned(), wall("2026-12-02T13:00")
    after = planned(ByHand("team", SECOND, to))
    assert after[SECOND] == replace(before[SECOND], opens_at=to, moved_from=SECOND, moved_why="by hand")
    assert {at: after[at] for at in (FIRST, THIRD, FOURTH)} == {at: before[at] for at in (FIRST, THIRD, FOURTH)}
    assert planned(ByHand("another", SECOND, to)) == before


def test_planning_again_and_a_new_school_year_leave_what_was_moved_by_hand() -> None:
    chosen = (ByHand("team", SECOND, wall("2026-12-02T13:00")), ByHand("team", THIRD))
    known = planned(*chosen)
    again = planned(*chosen, known=known.values())
    assert difference(known.values(), again.values()).lines == ()
    rules = PlacementRules(DAYS, OnClosed.NEXT, Rhythm.WEEK, chosen)
    assert place_anew(known.values(), rules, now=NOW) == ()


def test_a_session_moved_onto_a_day_off_waits_for_the_next_day_unless_it_is_held_anyway() -> None:
    to = wall("2026-12-03T13:00")
    [moved, kept] = [planned(ByHand("team", SECOND, to, anyway=anyway))[SECOND] for anyway in (False, True)]
    assert (local(moved.opens_at).date(), moved.exact) == (date(2026, 12, 4), False)
    assert (kept.opens_at, kept.exact) == (to, True)
    back = planned(known=[kept])[SECOND]
    assert (back.opens_at, back.exact, back.stage) == (SECOND, False, Stage.PLANNED)


def test_what_is_left_out_comes_back_and_is_the_same_session() -> None:
    before = planned()
    known = planned(ByHand("team", SECOND), known=before.values())
    assert (known[SECOND].stage, known[SECOND].moved_why) == (Stage.SKIPPED, "by hand")
    assert planned(known=known.values()) == before


def test_no_session_opens_in_a_pause_by_the_rule_or_by_hand() -> None:
    pause = Pause(date(2026, 11, 30), date(2026, 12, 15))
    chosen = (ByHand("team", FIRST, wall("2026-12-02T08:00")), ByHand("team", SECOND, wall("2026-12-16T08:00")))
    found = planned(*chosen, pauses=(pause,))
    assert [found[at].stage for at in (FIRST, SECOND, THIRD, FOURTH)] == [
        Stage.SKIPPED, Stage.PLANNED, Stage.SKIPPED, Stage.PLANNED
    ]  # fmt: skip
    found = planned(pauses=(pause,))
    assert found[SECOND].moved_why == "paused until 2026-12-15"
    ever = planned(pauses=(Pause(date(2026, 11, 1), date(2027, 11, 1)),))
    assert {one.stage for one in ever.values()} == {Stage.SKIPPED}


@pytest.mark.parametrize(
    ("pause", "stage"),
    [
        (Pause(date(2026, 12, 2), date(2026, 12, 4)), Stage.PLANNED),
        (Pause(date(2026, 12, 2), date(2026, 12, 5)), Stage.SKIPPED),
        (Pause(date(2026, 12, 4), date(2026, 12, 7)), Stage.SKIPPED),
    ],
)
def test_a_pause_takes_the_day_to_which_a_day_off_has_moved_a_session(pause: Pause, stage: Stage) -> None:
    thursday = wall("2026-12-03T08:00")  # a planning day: the session stands on Friday
    found = planned(pauses=(pause,), timing=Rule(date(2026, 11, 26), Rhythm.WEEK, date(2026, 12, 10)))[thursday]
    assert (found.stage, local(found.opens_at).day) == (stage, 4 if stage is Stage.PLANNED else 3)


@pytest.mark.parametrize("by_hand", [(ByHand("team", wall("2026-12-01T07:30"), wall("2026-12-02T09:00")),), ()])
def test_an_exact_moment_is_moved_and_paused_too(by_hand: tuple[ByHand, ...]) -> None:
    at = wall("2026-12-01T07:30")
    pauses = () if by_hand else (Pause(date(2026, 12, 1), date(2026, 12, 2)),)
    [one] = planned(*by_hand, pauses=pauses, timing=Dates((at,))).values()
    assert one.meant_at == at
    assert (one.stage, one.opens_at) == ((Stage.PLANNED, by_hand[0].to) if by_hand else (Stage.SKIPPED, at))


def test_the_timing_of_an_older_series_is_known_by_its_sessions() -> None:
    moved = planned(ByHand("team", SECOND, wall("2026-12-02T13:00"))).values()
    assert known_timing(moved) == (Dates(tuple(local(at).date() for at in (FIRST, SECOND, THIRD, FOURTH))), time(8))


def test_another_weekday_and_time_hold_from_now_on_for_groups_with_a_time_of_their_own_too() -> None:
    own = Group("own", "nes", GroupKind.TEAM, "Med egen tid", time(14))
    series = _series(WEEKS, ByHand("team", SECOND, wall("2026-12-02T13:00")))
    waiting = [replace(one, group=id_) for at, one in planned().items() if at > FIRST for id_ in ("team", "own")]
    again = retimed(
        series, waiting, [TEAM, own], (WEEKS, time(8)), weekday=3, at_time=time(9), now=wall("2026-11-26T09:00")
    )
    assert again.timing == Rule(date(2026, 12, 3), Rhythm.WEEK, date(2026, 12, 20))
    assert again.wall_time == time(9)
    assert [(one.group, local(one.meant), one.to) for one in again.by_hand] == [
        ("own", local(wall(f"2026-12-{day:02}T14:00")), wall(f"2026-12-{day:02}T09:00")) for day in (3, 10, 17)
    ]
    assert (
        retimed(
            again,
            waiting,
            [TEAM, own],
            (again.timing, time(9)),
            weekday=3,
            at_time=time(9),
            now=wall("2026-11-26T09:00"),
        )
        == again
    ), "twice is once"


def test_a_pause_that_is_taken_again_keeps_what_has_been_and_ends_with_a_press() -> None:
    first = steering.paused(_series(WEEKS), date(2026, 11, 2), date(2026, 12, 1))
    again = steering.paused(first, date(2026, 11, 20), date(2026, 12, 15))
    assert again.pauses == (Pause(date(2026, 11, 2), date(2026, 11, 20)), Pause(date(2026, 11, 20), date(2026, 12, 15)))
    assert steering.resumed(again, date(2026, 11, 20)).pauses == again.pauses[:1]
    assert steering.pause_now(steering.resumed(again, date(2026, 11, 20)), date(2026, 11, 20)) is None


def _series(timing: Timing, *by_hand: ByHand) -> Series:
    return Series(
        municipality="nordvik",
        id="s",
        groups=("team",),
        protocol="ukesrefleksjon",
        intention=Intention.CONVEYING,
        areas=(),
        requirements=(),
        led_by=UUID(int=1),
        stays_open="P5D",
        default_rung=Rung.GROUP,
        asked=AskedIn.PERSONAL,
        timing=timing,
        wall_time=time(8),
        by_hand=by_hand,
    )
