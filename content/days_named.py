"""Days named in questions, which are answered days later, and come on any day unless about the week."""

import re

from content.catalogue_table import Table
from content.language import Language, Wording

_A_DAY = re.compile(
    r"\bi (?:dag|går|morgen|morgon|kveld|formiddag|føremiddag|natt)\b|\b(?:today|yesterday|tomorrow|tonight)\b",
    re.IGNORECASE,
)
_THIS_WEEK = re.compile(r"\bdenne (?:uka|uken|veka)\b|\bthis week\b", re.IGNORECASE)


def says_this_week(question: Wording) -> bool:
    """Whether the question says «denne uka»; a young week leaves little to tell."""
    return any(_THIS_WEEK.search(question.to(language)) for language in Language)


def check_days(table: Table, question: Wording) -> None:
    for language in Language:
        if day := _A_DAY.search(question.to(language)):
            table.fault(language, f"says «{day[0]}»; people answer days later, so write «nå» or «den siste uka»")
