"""The words and drawings of the pictures of coverage, in the page's language."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from bot.entry.web.drawing.grid import Grid, grid
from content.area_rows import AreaRow, area_rows
from content.dates import month_in_short
from content.language import Language
from content.vocabulary.pictures import AreaCovered, Covered
from content.wording import phrase


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
        return area_rows(one, self._language)

    def state(self, one: Covered, area: AreaCovered) -> str:
        return phrase(one, "asked" if area.asked else "coming" if area.coming else "rests", self._language)
