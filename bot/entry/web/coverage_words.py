"""The words and drawings of the pictures of coverage, in the page's language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from bot.entry.web.drawing.grid import Grid, grid
from content.dates import month_in_short, short_date
from content.language import Language
from content.vocabulary.pictures import AreaCovered, Covered
from content.wording import phrase


@dataclass(frozen=True)
class AreaRow:
    """A row of the table: the days of questions about the area, and the months of sessions that may be."""

    area: str
    asked: str
    coming: str


class CoverageWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._numbers = count(1)

    def new_id(self) -> str:
        """An id of the page's next picture."""
        return f"coverage-{next(self._numbers)}"

    def grid(self, one: Covered) -> Grid:
        return grid(one.year, [(area.name, area.asked, area.coming) for area in one.areas], today=one.today)

    def month_name(self, first: date) -> str:
        return month_in_short(first, self._language)

    def description(self, one: Covered) -> str:
        """The areas asked about, then the areas of sessions to come, then the resting areas."""
        told = (
            ("asked_told", [area.name for area in one.areas if area.asked]),
            ("coming_told", [area.name for area in one.areas if area.coming and not area.asked]),
            ("rests_told", self.resting(one)),
        )
        return " ".join(phrase(one, part, self._language, names=", ".join(names)) for part, names in told if names)

    def resting(self, one: Covered) -> list[str]:
        """The areas of no question so far and of no session to come."""
        return [area.name for area in one.areas if not area.asked and not area.coming]

    def rows(self, one: Covered) -> Iterator[AreaRow]:
        for area in one.areas:
            asked = [short_date(day, self._language) for day in area.asked]
            yield AreaRow(area.name, ", ".join(asked), ", ".join(self._months(area.coming)))

    def state(self, one: Covered, area: AreaCovered) -> str:
        return phrase(one, "asked" if area.asked else "coming" if area.coming else "rests", self._language)

    def _months(self, days: Sequence[date]) -> list[str]:
        """Each month once, in order."""
        return [month_in_short(first, self._language) for first in dict.fromkeys(day.replace(day=1) for day in days)]
