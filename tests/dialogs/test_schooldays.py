"""Closed days and their reasons, durations counted in school days, and the next moment at which people may be asked."""

from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.plan_words import UNTOLD_CHRISTMAS, UNTOLD_SUMMER
from dialogs.calendar.instants import instant, later, local
from dialogs.calendar.schooldays import SchoolDays, UsualSummer
from dialogs.model import QuietHours

AUTUMN = {date(2026, 10, 5) + timedelta(days=n): "høstferie" for n in range(5)}
PLAIN, WITH_AUTUMN = SchoolDays(), SchoolDays(AUTUMN)


NOT_PUBLIC = {"Påskeuka", "Julaften", "Nyttårsaften"}
"""Days without questions although no law closes the schools."""

clock = datetime.fromisoformat


def wall(text: str) -> datetime:
    return instant(clock(text))


def wall_time(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-11-24", None),
        ("2026-11-28", "weekend"),
        ("2026-11-29", "weekend"),
        ("2026-12-24", "Julaften"),
        ("2026-12-25", "Første juledag"),
        ("2026-12-28", None),  # left to the skolerute
        ("2026-12-31", "Nyttårsaften"),
        ("2027-01-01", "Første nyttårsdag"),
        ("2027-03-19", None),
        ("2027-03-22", "Påskeuka"),
        ("2027-03-24", "Påskeuka"),
        ("2027-03-25", "Skjærtorsdag"),
        ("2027-03-29", "Andre påskedag"),
        ("2027-03-30", None),
        ("2027-05-06", "Kristi himmelfartsdag"),
        ("2027-05-07", None),
        ("2028-04-11", "Påskeuka"),
        ("2031-06-02", "Andre pinsedag"),
    ],
)
def test_a_day_is_open_or_says_why_it_is_not(day: str, why: str | None) -> None:
    assert PLAIN.closed(date.fromisoformat(day)) == why


def test_the_seventeenth_of_may_on_a_whit_monday_is_both() -> None:
    assert PLAIN.closed(date(2027, 5, 17)) == "Andre pinsedag; Grunnlovsdag"
    assert PLAIN.open_day(date(2027, 5, 15)) == date(2027, 5, 18)
    assert PLAIN.open_day_before(date(2027, 5, 17)) == date(2027, 5, 14)
    assert wall_time(PLAIN.later(wall("2027-05-14T08:00"), "P1D")) == "2027-05-18 08:00"


def test_the_municipalitys_own_days_are_closed_by_their_names() -> None:
    assert WITH_AUTUMN.closed(date(2026, 10, 7)) == "høstferie"
    assert PLAIN.closed(date(2026, 10, 7)) is None


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)))
def test_every_sunday_is_closed_and_no_week_but_those_of_christmas_and_easter(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    week = [PLAIN.closed(monday + timedelta(days=n)) for n in range(7)]
    assert week[6]
    assert None in week or "Skjærtorsdag" in week


@pytest.mark.parametrize(
    ("days", "begins", "duration", "ends"),
    [
        (PLAIN, "2026-11-24T08:00", "P3D", "2026-11-27 08:00"),
        (PLAIN, "2026-11-24T08:00", "P5D", "2026-12-01 08:00"),  # over a weekend
        (WITH_AUTUMN, "2026-10-01T14:00", "P5D", "2026-10-15 14:00"),  # over an autumn holiday
        (PLAIN, "2026-10-01T14:00", "P5D", "2026-10-08 14:00"),
        (PLAIN, "2026-11-28T10:00", "P1D", "2026-11-30 10:00"),  # from a closed day
        (PLAIN, "2026-11-27T14:00", "PT36H", "2026-11-29 02:00"),  # hours count on closed days too
        (PLAIN, "2026-11-27T14:00", "P1DT2H", "2026-11-30 16:00"),
        (PLAIN, "2026-11-24T08:00", "P1W", "2026-12-01 08:00"),  # a week ends on the same weekday
        (PLAIN, "2026-12-17T08:00", "P1W", "2026-12-28 08:00"),  # … or on the next open day
        (PLAIN, "2026-11-28T08:00", "P1M", "2026-12-28 08:00"),
        (PLAIN, "2026-10-23T08:00", "P1D", "2026-10-26 08:00"),  # the clock goes back on the way
        (PLAIN, "2027-03-24T08:00", "P1D", "2027-03-30 08:00"),  # … and forward
        (PLAIN, "2027-03-27T02:30", "PT24H", "2027-03-28 03:30"),
    ],
)
def test_days_of_a_duration_are_school_days(days: SchoolDays, begins: str, duration: str, ends: str) -> None:
    assert wall_time(days.later(wall(begins), duration)) == ends


@given(st.datetimes(min_value=clock("2026-01-01"), max_value=clock("2029-01-01")), st.integers(1, 60))
def test_a_duration_never_ends_on_a_closed_day_nor_sooner_than_on_the_wall_calendar(begins: datetime, n: int) -> None:
    moment = instant(begins.replace(microsecond=0))
    found = WITH_AUTUMN.later(moment, f"P{n}D")
    assert WITH_AUTUMN.closed(local(found).date()) is None
    assert found >= later(moment, f"P{n}D")


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-11-24T08:00", "2026-11-24 08:00"),
        ("2026-11-24T06:59", "2026-11-24 07:00"),
        ("2026-11-24T16:59", "2026-11-24 16:59"),
        ("2026-11-24T17:00", "2026-11-25 07:00"),
        ("2026-11-27T17:30", "2026-11-30 07:00"),
        ("2026-11-28T12:00", "2026-11-30 07:00"),
        ("2026-10-25T02:30", "2026-10-26 07:00"),  # an hour that comes twice
        ("2027-03-28T02:30", "2027-03-30 07:00"),  # an hour that does not exist
        ("2027-05-14T18:00", "2027-05-18 07:00"),
    ],
)
def test_the_next_opening_is_on_an_open_day_outside_quiet_hours(now: str, opening: str) -> None:
    assert wall_time(PLAIN.next_opening(wall(now))) == opening


@pytest.mark.parametrize(
    ("quiet", "now", "opening"),
    [
        (QuietHours(time(8), time(14)), "2026-11-24T09:00", "2026-11-24 14:00"),  # a kindergarten's day
        (QuietHours(time(8), time(14)), "2026-11-24T06:00", "2026-11-24 06:00"),
        (QuietHours(time(8), time(14)), "2026-11-28T09:00", "2026-11-30 00:00"),
        (QuietHours(time(17), time(0)), "2026-11-24T18:00", "2026-11-25 00:00"),
        (QuietHours(time(0), time(7)), "2026-11-24T23:00", "2026-11-24 23:00"),
        (QuietHours(time(0), time(7)), "2026-11-28T23:00", "2026-11-30 07:00"),
    ],
)
def test_quiet_hours_may_lie_anywhere(quiet: QuietHours, now: str, opening: str) -> None:
    assert wall_time(SchoolDays(quiet=quiet).next_opening(wall(now))) == opening


moments = st.datetimes(min_value=clock("2026-08-01"), max_value=clock("2028-07-31")).map(
    lambda moment: instant(moment.replace(microsecond=0))
)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(moments, clocks, clocks)
def test_openings_are_open_and_on_their_side_of_the_moment(moment: datetime, begins: time, ends: time) -> None:
    if begins == ends:
        return
    days = SchoolDays(AUTUMN, QuietHours(begins, ends))
    following, last = days.next_opening(moment), days.last_opening(moment)
    assert last <= moment <= following
    for opening in (following, last):
        here = local(opening)
        assert opening.tzinfo is UTC
        assert days.closed(here.date()) is None
        assert not days.is_quiet(here.time())
        assert days.next_opening(opening) == days.last_opening(opening) == opening


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-12-07T09:00", "2026-12-07 09:00"),
        ("2026-12-06T09:00", "2026-12-04 09:00"),
        ("2026-12-07T18:00", "2026-12-07 07:00"),
        ("2026-12-07T06:00", "2026-12-04 07:00"),
        ("2027-03-29T08:30", "2027-03-19 08:30"),
    ],
)
def test_the_last_opening_is_at_the_same_time_or_where_quiet_hours_ended(moment: str, opening: str) -> None:
    assert wall_time(PLAIN.last_opening(wall(moment))) == opening


@pytest.mark.parametrize("decade", range(1990, 2100, 10))
def test_public_holidays_are_those_of_the_law_however_they_fall(decade: int) -> None:
    """Compared with a library for all countries, which is too slow to import in production."""
    of_law = dict(holidays.country_holidays("NO", years=range(decade, decade + 10), language="no"))
    days = (date(decade, 1, 1) + timedelta(days=n) for n in range(3652))
    weekday_or_named = {day: PLAIN.closed(day) for day in days}
    assert {day: why for day, why in weekday_or_named.items() if day in of_law} == of_law
    ours = {day for day, why in weekday_or_named.items() if why not in {None, "weekend", *NOT_PUBLIC}}
    assert ours == set(of_law)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-12-22", UNTOLD_CHRISTMAS),
        ("2026-12-30", UNTOLD_CHRISTMAS),
        ("2026-12-26", "Andre juledag"),
        ("2026-12-21", None),
        ("2027-01-04", None),
        ("2027-03-23", "Påskeuka"),
        ("2027-06-21", None),
        ("2027-06-22", UNTOLD_SUMMER),
        ("2027-08-13", UNTOLD_SUMMER),
        ("2027-08-16", None),
    ],
)
def test_without_a_skolerute_the_usual_holidays_are_days_off(day: str, why: str | None) -> None:
    told, untold = SchoolDays(told=frozenset({2026, 2027})), SchoolDays(told=frozenset({2025}))
    assert untold.closed(date.fromisoformat(day)) == why
    is_usual = why in {UNTOLD_CHRISTMAS, UNTOLD_SUMMER}
    assert told.closed(date.fromisoformat(day)) == (None if is_usual else why)


def test_the_former_skolerute_tells_when_the_summer_ends_and_kindergartens_have_none() -> None:
    ends = {date(2027, 8, 1) + timedelta(days=n): "Sommerferie" for n in range(8)}
    days = SchoolDays(ends, told=frozenset({2026}))
    assert [days.closed(date(2027, 8, day)) for day in (6, 9)] == ["Sommerferie", None]
    kindergarten = SchoolDays(usual_summer=UsualSummer.NEVER, told=frozenset())
    assert kindergarten.closed(date(2027, 7, 7)) is None
    assert kindergarten.closed(date(2026, 12, 29)) == UNTOLD_CHRISTMAS
