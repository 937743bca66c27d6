"""Dates as people write them, read in every language of the bot."""

from datetime import date

import pytest

from dialogs.calendar.written_dates import read_date

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((written, date(2026, 11, 27)) for written in ("fredag", "Fredag", "på fredag", "friday", "fri", "fre")),
        *((written, date(2026, 12, 1)) for written in ("tirsdag", "tysdag", "Tuesday", "1.12.", "1.12", "1/12")),
        *((written, date(2026, 11, 28)) for written in ("lørdag", "laurdag", "28. nov", "28. november 2026")),
        *((written, date(2026, 11, 25)) for written in ("i morgen", "i morgon", "tomorrow", "onsdag", "25.11.26")),
        *((written, date(2027, 2, 1)) for written in ("1.2.", "1.2.2027", "01.02.27", "den 1. februar", "2027-02-01")),
        *((written, date(2027, 2, 1)) for written in ("1 February", "February 1", "1st of February", "Feb 1st, 2027")),
        *((written, date(2026, 11, 27)) for written in ("fredag 27. november", "fredag den 27.11.", "Friday, 27 Nov")),
        ("29.2.", date(2028, 2, 29)),
        ("24.11.", TODAY),
        ("1. november", date(2026, 11, 1)),
        ("1.2.2020", date(2020, 2, 1)),
    ],
)
def test_a_date_is_the_next_one_meant_and_a_past_one_stays_past(written: str, meant: date) -> None:
    assert read_date(written, today=TODAY) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "jul",
        "31.2.",
        "0.1.",
        "1.13.",
        "12",
        "alle som trenger det",
        "er viktig",
        "32. mai",
        "1 frebuar",
        "torsdag 27. november",
    ],
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_date(written, today=TODAY) is None
