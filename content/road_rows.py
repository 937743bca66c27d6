"""A commitment as a row of a table, the same on its page and in a file."""

from dataclasses import dataclass

from content.cards.committing import who
from content.dates import short_date_and_year
from content.language import Language
from content.vocabulary.committing import Promised
from content.wording import phrase


@dataclass(frozen=True)
class RoadRow:
    """In the order of the table's columns."""

    what: str
    who: str
    made: str
    looked: str
    outcome: str
    learnt: str


def road_row(one: Promised, language: Language) -> RoadRow:
    made = short_date_and_year(one.made_on, language) if one.made_on else ""
    outcome = phrase(one, one.outcome, language) if one.outcome else ""
    return RoadRow(one.text, who(one, language), made, looked_at(one, language), outcome, one.learnt)


def looked_at(one: Promised, language: Language) -> str:
    """The day of the look that was, or of the look ahead; a day that is past is told no more."""
    day = one.told_on if one.outcome else one.look_on if not one.is_past else None
    return short_date_and_year(day, language) if day else ""
