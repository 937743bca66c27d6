"""Moments of reminders, and whether the rhythm is asked about: rules of time and of what was said, in lines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue_types import OpensNext
from content.language import Wording
from dialogs.asking import pausing, reminding, rhythm
from dialogs.calendar.instants import instant, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import AskedIn, Intention, Person, QuietHours, Session, ShownPrompt, Stage, Step

NOTHING = Wording("", "", "")
SHOWN = ShownPrompt("p", "a", None, NOTHING, NOTHING, NOTHING, None, NOTHING, NOTHING)
NOBODY = Person("nes", UUID(int=1), "Una", "una@nes.example", None)
DAYS = SchoolDays(own={date(2026, 11, 26): "planleggingsdag"})


def at(day: int, hour: int = 8, month: int = 11) -> datetime:
    return instant(datetime(2026, month, day, hour))  # noqa: DTZ001 - local wall time


def step(opens_at: datetime, closes_at: datetime, asked: AskedIn = AskedIn.PERSONAL) -> Step:
    return Step(
        *("nes", "s", 0, "k", SHOWN, Stage.OPEN, opens_at, closes_at, asked),
        hides=False,
        leading_only=False,
        shows_earlier=False,
        ends_early_on=frozenset[OpensNext](),
    )


def moments(opens_at: datetime, closes_at: datetime, intention: Intention) -> tuple[datetime, ...]:
    session = Session("nes", "s", "serien", "laget", 0, opens_at, exact=True)
    return reminding.moments(step(opens_at, closes_at), session, intention, DAYS)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "intention", "told"),
    [
        (at(24), at(27), Intention.CONVEYING, (at(25),)),  # the 26th is closed
        (at(24), at(27), Intention.SPREADING, ()),
        (at(23), at(1, month=12), Intention.IMPLEMENTING, (at(25), at(30))),
        (at(24), at(25, 15), Intention.IMPLEMENTING, ()),
        (at(24, 19), at(1, month=12), Intention.CONVEYING, (at(30),)),
    ],
)
def test_the_last_day_possible_is_the_moment_of_one_and_halfway_of_another(
    opens_at: datetime, closes_at: datetime, intention: Intention, told: Sequence[datetime]
) -> None:
    assert moments(opens_at, closes_at, intention) == tuple(told)


def test_nobody_is_reminded_where_a_channel_was_asked() -> None:
    asked = step(at(24), at(27), AskedIn.CHANNEL)
    session = Session("nes", "s", "serien", "laget", 0, at(24), exact=True)
    assert reminding.moments(asked, session, Intention.IMPLEMENTING, DAYS) == ()


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - local wall time
    st.timedeltas(timedelta(hours=1), timedelta(days=40)),
    st.sampled_from(Intention),
    st.sampled_from([SchoolDays(), SchoolDays(quiet=QuietHours(time(14), time(10)))]),
)
def test_no_moment_is_outside_school_nor_on_the_first_or_the_last_day(
    opens: datetime, length: timedelta, intention: Intention, days: SchoolDays
) -> None:
    opens_at = instant(opens)
    of_step = step(opens_at, opens_at + length)
    session = Session("nes", "s", "serien", "laget", 0, opens_at)
    found = reminding.moments(of_step, session, intention, days)
    assert len(found) <= {Intention.SPREADING: 0, Intention.CONVEYING: 1, Intention.IMPLEMENTING: 2}[intention]
    assert list(found) == sorted(set(found))
    for moment in found:
        assert reminding.is_time(of_step, days, now=moment)
        assert local(moment).date() > local(opens_at).date()


def test_a_pause_moves_a_question_to_the_first_opening_after_it() -> None:
    person = replace(NOBODY, paused_until=at(26, 0))
    assert pausing.send_at(person, at(24), DAYS, now=at(24)) == at(27, 7)
    assert pausing.send_at(person, at(27), DAYS, now=at(27)) == at(27)
    assert pausing.send_at(NOBODY, at(24), DAYS, now=at(24)) == at(24)


@pytest.mark.parametrize(
    ("heard_from", "told"),
    [
        ((), False),
        ((False, False), False),
        ((False, False, False), True),
        ((False, False, False, True), True),
        ((False, False, False, False), False),
        ((False, True, False, False), False),
    ],
)
def test_the_rhythm_is_asked_about_after_exactly_three_without_a_word(heard_from: Sequence[bool], told: bool) -> None:
    assert rhythm.is_asked_about(heard_from) is told
