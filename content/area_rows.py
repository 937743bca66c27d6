"""The coverage of the model's areas as rows of a table, the same on its page and in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from content.dates import month_in_short, short_date
from content.language import Language
from content.vocabulary.pictures import Covered


@dataclass(frozen=True)
class AreaRow:
    """The days of questions about the area, and the months of sessions that may be."""

    area: str
    asked: str
    coming: str


def area_rows(one: Covered, language: Language) -> Iterator[AreaRow]:
    for area in one.areas:
        asked = [short_date(day, language) for day in area.asked]
        yield AreaRow(area.name, ", ".join(asked), ", ".join(_months(area.coming, language)))


def _months(days: Sequence[date], language: Language) -> list[str]:
    """Each month once, in order."""
    return [month_in_short(first, language) for first in dict.fromkeys(day.replace(day=1) for day in days)]
