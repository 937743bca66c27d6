"""The days that a question names: it is open for days, and comes on any day unless it is about the week."""

import re

from content.catalogue_table import Table
from content.language import Language, Wording

_A_DAY = re.compile(
    r"\bi (?:dag|går|morgen|morgon|kveld|formiddag|føremiddag|natt)\b|\b(?:today|yesterday|tomorrow|tonight)\b",
    re.IGNORECASE,
)
_THIS_WEEK = re.compile(r"\bdenne (?:uka|uken|veka)\b|\bthis week\b", re.IGNORECASE)


def says_this_week(question: Wording) -> bool:
    """Whether the question says «denne uka», of which there is little to tell before the week is old."""
    return any(_THIS_WEEK.search(question.to(language)) for language in Language)


def check_days(table: Table, question: Wording) -> None:
    for language in Language:
        if day := _A_DAY.search(question.to(language)):
            table.fault(language, f"says «{day[0]}»; people answer days later, so write «nå» or «den siste uka»")
