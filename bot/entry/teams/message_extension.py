"""Teams' message extension: a search while somebody writes a message, and its results as Teams lists them.

A chosen result is put into the message without asking the bot again: Teams on phones never asks (`selectItem`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.entry.teams.foreign_json import objects_at, text_at, value_at
from bot.entry.teams.messenger import ADAPTIVE_CARD, Rendered
from content.cards.inserting import Listed
from content.cleaning import clean_line
from dialogs.events import BankSearched
from dialogs.model import Happening

QUERY = "composeExtension/query"
COMMAND = "bank"
WORDS = "words"
"""The command and its parameter, as the manifest names them."""

SECONDS = 4.0
"""Teams waits five for the results."""

MOST = 25
"""Results of an answer, as many as Teams asks for."""

_FURTHEST = 200
_THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
# A row's text is read as HTML by some clients, and as written by others: no sign of it may stand there.
_NO_HTML = str.maketrans({"<": "‹", ">": "›", "&": "+"})


def is_query(activity: Mapping[str, Any]) -> bool:
    return text_at(activity, "type") == "invoke" and text_at(activity, "name") == QUERY


def searched(about: Happening, activity: Mapping[str, Any]) -> BankSearched:
    """Before anything is typed Teams sends a parameter of its own, `initialRun`: the words are then empty."""
    named = {text_at(one, "name"): text_at(one, "value") for one in objects_at(activity, "value", "parameters")}
    options = value_at(activity, "value", "queryOptions")
    return BankSearched(
        about,
        clean_line(named.get(WORDS, "")),
        start=_number(value_at(options, "skip"), among=range(_FURTHEST + 1), otherwise=0),
        size=_number(value_at(options, "count"), among=range(1, MOST + 1), otherwise=MOST),
    )


def results(rendered: Rendered) -> dict[str, Any]:
    """A list to choose from, else a line: Teams shows either to the searcher alone."""
    if rendered.listed is None:
        return {"composeExtension": {"type": "message", "text": rendered.text or rendered.summary}}
    found = {"type": "result", "attachmentLayout": "list", "attachments": _attachments(rendered.listed)}
    return {"composeExtension": found}


def _attachments(listed: Sequence[Listed]) -> list[dict[str, Any]]:
    """Without a `preview` Teams lists no Adaptive Card; the preview stays with the searcher."""
    return [
        {
            "contentType": ADAPTIVE_CARD,
            "content": one.card,
            "preview": {
                "contentType": _THUMBNAIL,
                "content": {"title": one.title.translate(_NO_HTML), "text": one.text.translate(_NO_HTML)},
            },
        }
        for one in listed
    ]


def _number(value: object, *, among: range, otherwise: int) -> int:
    """The number, the nearest that may be; `otherwise` for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        return otherwise
    return min(max(value, among.start), among.stop - 1)
