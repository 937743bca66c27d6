"""Blanks in a question's text (school year, grades), filled in each language when the question is asked."""

import re
from collections.abc import Collection
from datetime import date

from babel.lists import format_list

from content.language import Language, Wording

_BLANK = re.compile(r"\{(\w+)\}")
_AUGUST = 8  # the month a Norwegian school year begins in
_LOCALES = {Language.NB: "nb", Language.NN: "nn", Language.EN: "en_GB"}


def filled(question: Wording, *, on: date, grades: Collection[int]) -> Wording:
    """`question` with its blanks filled for the local day `on` and a school with `grades`; unknown blanks stay."""
    english = None if question.en is None else _filled(question.en, Language.EN, on, grades)
    return Wording(
        nb=_filled(question.nb, Language.NB, on, grades), nn=_filled(question.nn, Language.NN, on, grades), en=english
    )


def _filled(text: str, language: Language, on: date, grades: Collection[int]) -> str:
    year = on.year if on.month >= _AUGUST else on.year - 1
    values = {
        "school_year": _school_year(year),
        "last_school_year": _school_year(year - 1),
        "next_school_year": _school_year(year + 1),
        "year": str(on.year),
        "grades": _grades(grades, language),
    }
    return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)


def _school_year(begins: int) -> str:
    """«2026–27»: from August of the year `begins` to July of the next."""
    return f"{begins}–{(begins + 1) % 100:02}"


def _grades(grades: Collection[int], language: Language) -> str:
    """«8. og 9.» in Norwegian, "8 and 9" in English."""
    dot = "" if language is Language.EN else "."
    return format_list([f"{grade}{dot}" for grade in sorted(grades)], locale=_LOCALES[language])
