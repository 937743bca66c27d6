"""A question's blanks are filled when a step opens, in each language of the question."""

from datetime import date

import pytest

from content.blanks import filled
from content.language import Wording


def filled_question(text: str, on: date, *grades: int) -> str:
    return filled(Wording(text, text), on=on, grades=grades).nb


@pytest.mark.parametrize(
    ("on", "last", "this", "following"),
    [
        (date(2026, 7, 31), "2024–25", "2025–26", "2026–27"),
        (date(2026, 8, 1), "2025–26", "2026–27", "2027–28"),
        (date(2027, 1, 1), "2025–26", "2026–27", "2027–28"),
        (date(2099, 12, 1), "2098–99", "2099–00", "2100–01"),
    ],
)
def test_a_school_year_goes_from_august_to_july(on: date, last: str, this: str, following: str) -> None:
    text = "{last_school_year} {school_year} {next_school_year}"
    assert filled_question(text, on) == f"{last} {this} {following}"


def test_a_year_is_the_calendars() -> None:
    assert [filled_question("{year}", date(2026, month, 31)) for month in (1, 12)] == ["2026", "2026"]
    assert filled_question("{year}", date(2027, 1, 1)) == "2027"


@pytest.mark.parametrize(
    ("grades", "norwegian", "english"),
    [((9,), "9.", "9"), ((9, 8), "8. og 9.", "8 and 9"), ((10, 8, 9), "8., 9. og 10.", "8, 9 and 10")],
)
def test_grades_are_told_as_each_language_tells_them(grades: tuple[int, ...], norwegian: str, english: str) -> None:
    question = filled(Wording("På {grades}?", "På {grades}?", "In {grades}?"), on=date(2026, 11, 24), grades=grades)
    assert question == Wording(f"På {norwegian}?", f"På {norwegian}?", f"In {english}?")


def test_text_that_is_no_blank_stays_as_written() -> None:
    question = Wording("Hva gjør {dere} i år?", "Kva gjer { } de i år?")
    assert filled(question, on=date(2026, 11, 24), grades=()) == question
