from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dialogs.calendar.instants import (
    OSLO,
    WrongDuration,
    add_months,
    days_before,
    end_of,
    instant,
    later,
    local,
    read_duration,
    start_of,
)

wall = datetime.fromisoformat
wall_times = st.datetimes(min_value=wall("2000-01-01"), max_value=wall("2100-01-01")).map(
    lambda moment: moment.replace(microsecond=0)
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_winter_is_one_hour_and_summer_two_before_utc() -> None:
    assert instant(wall("2026-11-24T08:00")) == utc("2026-11-24T07:00")
    assert instant(wall("2026-08-24T08:00")) == utc("2026-08-24T06:00")
    assert instant(wall("2026-08-24T08:00")).tzinfo is UTC


def test_an_hour_that_does_not_exist_moves_forward_by_the_gap() -> None:
    assert local(instant(wall("2027-03-28T02:30"))).replace(tzinfo=None) == wall("2027-03-28T03:30")


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert instant(wall("2026-10-25T02:30")) == utc("2026-10-25T00:30")
    assert instant(wall("2026-10-25T02:30").replace(fold=1)) == utc("2026-10-25T00:30")


def test_wall_time_with_a_zone_and_an_instant_without_are_refused() -> None:
    with pytest.raises(ValueError, match="already has a zone"):
        instant(utc("2026-11-24T08:00"))
    with pytest.raises(ValueError, match="has no zone"):
        local(wall("2026-11-24T08:00"))


@given(wall_times)
def test_wall_time_there_and_back_is_the_same_unless_it_does_not_exist(clock: datetime) -> None:
    back = local(instant(clock)).replace(tzinfo=None)
    assert back in (clock, clock + timedelta(hours=1))
    if back != clock:  # the gap is always the last Sunday of March
        assert (clock.month, clock.weekday(), clock.hour) == (3, 6, 2)


@pytest.mark.parametrize(
    ("begins", "duration", "ends"),
    [
        ("2026-10-23T06:00", "P5D", "2026-10-28T07:00"),  # 08:00 to 08:00, the clock goes back on the way
        ("2026-10-23T06:00", "PT120H", "2026-10-28T06:00"),  # 120 hours are 120 hours
        ("2027-03-26T07:00", "P1W", "2027-04-02T06:00"),
        ("2027-03-26T07:00", "P2DT3H", "2027-03-28T09:00"),  # days at the wall, then hours on the watch
        ("2027-01-31T07:00", "P1M", "2027-02-28T07:00"),
        ("2028-02-29T07:00", "P1Y", "2029-02-28T07:00"),
        ("2026-11-24T07:00", "PT1M30S", "2026-11-24T07:01:30"),
        ("2026-10-25T01:30", "PT1H", "2026-10-25T02:30"),  # from within the second of the two hours
    ],
)
def test_days_are_counted_at_the_wall_and_hours_on_a_watch(begins: str, duration: str, ends: str) -> None:
    assert later(utc(begins), duration) == utc(ends)


@pytest.mark.parametrize(
    "text",
    [
        *("", "P", "PT", "P1DT", "5D", "P-5D", "-P5D", "P0D", "PT0S", "P1.5D", "p5d", "P5D ", "P5DT", "P1H"),
        *("P1D1W", "PT5", "P٥D", "P11Y", "P999999Y", "PT99999999S\n"),
    ],
)
def test_a_duration_that_cannot_be_counted_is_refused_and_shown(text: str) -> None:
    with pytest.raises(WrongDuration) as caught:
        read_duration(text)
    assert f'"{text}"' in str(caught.value)
    assert "P5D" in str(caught.value)


@pytest.mark.parametrize(("longest", "longer"), [("P10Y", "P11Y"), ("P122M", "P123M"), ("P3660D", "P3661D")])
def test_ten_years_are_long_enough(longest: str, longer: str) -> None:
    assert read_duration(longest)
    with pytest.raises(WrongDuration, match="is longer than ten years"):
        read_duration(longer)


@given(wall_times, st.integers(min_value=1, max_value=300))
def test_so_many_days_later_shows_the_same_time_on_the_wall(clock: datetime, days: int) -> None:
    wanted = clock + timedelta(days=days)
    assume(not any(moment.month == 3 and moment.hour == 2 and moment.weekday() == 6 for moment in (clock, wanted)))
    assert later(instant(clock), f"P{days}D") == instant(wanted)
    assert days_before(instant(wanted), days) == instant(clock)


def test_days_before_a_meeting_keep_its_time_across_the_clock() -> None:
    assert days_before(utc("2026-10-26T08:00"), 3) == utc("2026-10-23T07:00")


def test_a_day_is_as_long_as_the_clock_makes_it() -> None:
    lengths = {day: end_of(day) - start_of(day) for day in (date(2026, 10, 25), date(2027, 3, 28), date(2026, 11, 24))}
    assert list(lengths.values()) == [timedelta(hours=25), timedelta(hours=23), timedelta(hours=24)]
    assert start_of(date(2026, 11, 24)) == utc("2026-11-23T23:00")


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_ends_where_the_next_begins(day: date) -> None:
    assert end_of(day) == start_of(day + timedelta(days=1))
    assert start_of(day).astimezone(OSLO).date() == day


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)), st.integers(min_value=0, max_value=100))
def test_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)
