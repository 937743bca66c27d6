"""The seasons of a Norwegian school year that call for questions of their own."""

from datetime import date

from content.catalogue_types import Season

_SEASONS = (
    (Season.START, (8, 1), (9, 15)),
    (Season.TALKS, (10, 1), (11, 10)),
    (Season.RESULTS, (11, 11), (12, 31)),
    (Season.RESULTS, (1, 1), (1, 31)),
    (Season.TALKS, (2, 1), (3, 10)),
    (Season.SPRING, (4, 15), (6, 30)),
)
"""Season, first and last day as (month, day).

Talks with pupils and homes lie in both halves of the year; results of national tests come in November, those of the
survey among pupils (Elevundersøkelsen) at the turn of the year.
"""


def season(day: date) -> Season | None:
    """The season of a local day; None between seasons, when nothing particular is called for."""
    return next((name for name, first, last in _SEASONS if first <= (day.month, day.day) <= last), None)
