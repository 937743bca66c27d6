"""Until when, as people write it, in every language of the bot."""

from datetime import date, timedelta

import pytest

from dialogs.calendar.schooldays import SchoolDays, UsualSummer
from dialogs.calendar.written_ends import Either, HolidayUnknown, names_end, read_end

TODAY = date(2026, 11, 24)  # a Tuesday
WINTER = {date(2027, 2, 22) + timedelta(days=number): "Vinterferie" for number in range(5)}
CHRISTMAS = {date(2026, 12, day): "Juleferie" for day in (21, 22, 23, 28, 29, 30)}
DAYS = SchoolDays(WINTER | CHRISTMAS, usual_summer=UsualSummer.ALWAYS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((written, date(2026, 11, 27)) for written in ("fredag", "på fredag", "Friday", "27.11.")),
        *((written, date(2027, 2, 1)) for written in ("1.2.", "1. februar", "februar", "til februar", "February")),
        *((written, date(2027, 2, 15)) for written in ("uke 7", "veke 7", "week 7", "Uke 7.")),
        *((written, date(2027, 2, 19)) for written in ("fredag i uke 7", "fredag veke 7")),
        *((written, date(2026, 11, 30)) for written in ("neste uke", "neste veke", "next week")),
        *((written, date(2026, 12, 8)) for written in ("to uker", "om to veker", "14 dager", "in two weeks")),
        *((written, date(2026, 12, 24)) for written in ("en måned", "ein månad", "a month")),
        *((written, date(2027, 2, 22)) for written in ("vinterferien", "til vinterferien", "winter break")),
        *((written, date(2027, 3, 1)) for written in ("etter vinterferien", "over vinterferien")),
        *((written, date(2026, 12, 21)) for written in ("jul", "til jul", "jol", "Christmas")),
        *((written, date(2027, 1, 4)) for written in ("etter jul", "over jula", "after Christmas")),
        *((written, date(2027, 3, 30)) for written in ("over påske", "etter påska", "after Easter")),
        *((written, date(2027, 8, 16)) for written in ("over sommeren", "etter sommarferien", "after the summer")),
        ("i dag", TODAY),
        ("november", date(2026, 11, 1)),
        ("uke 46", date(2026, 11, 9)),
    ],
)
def test_the_day_is_the_one_that_people_mean(written: str, meant: date) -> None:
    assert read_end(written, today=TODAY, days=DAYS) == meant


def test_next_friday_is_either_of_two_and_a_holiday_may_be_unknown() -> None:
    for written in ("neste fredag", "next Friday"):
        assert read_end(written, today=TODAY, days=DAYS) == Either(date(2026, 11, 27), date(2026, 12, 4))
    for written in ("etter høstferien", "haustferien", "autumn break"):
        assert read_end(written, today=TODAY, days=DAYS) == HolidayUnknown("autumn")


NO_DAY = ("", "uke", "uke 60", "neste", "etter møtet", "to ganger", "jul og nyttår", "uke sju")


@pytest.mark.parametrize("written", NO_DAY)
def test_what_means_no_day_is_none(written: str) -> None:
    assert read_end(written, today=TODAY, days=DAYS) is None
    assert not names_end(written, today=TODAY)
