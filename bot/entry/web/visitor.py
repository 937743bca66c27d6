"""Whoever is signed in, for the length of a request."""

from dataclasses import dataclass

from aiohttp import web

from content.language import Language
from dialogs.model import Actor


@dataclass(frozen=True)
class Visitor:
    """`actor` is looked up anew at each request. `csrf` belongs in every form of the visitor's pages.

    The menu leads to the groups whose people the visitor looks after (`looks_after`), to the school years with days
    for the visitor to set (`sets_days`), and to the settings of a municipality (`sets`).
    """

    actor: Actor
    name: str
    language: Language
    csrf: str
    looks_after: bool = False
    sets_days: bool = False
    sets: bool = False


VISITOR = web.RequestKey("visitor", Visitor)


def language_of(request: web.Request) -> Language:
    """The visitor's own language; of whoever is not signed in, the first that the browser asks for and we speak."""
    visitor = request.get(VISITOR)
    return visitor.language if visitor is not None else _asked_for(request.headers.get("Accept-Language", ""))


def _asked_for(accepted: str) -> Language:
    """Bokmål where nothing else is asked for. `no` is what some browsers say for bokmål."""
    for each in accepted.split(","):
        code = each.partition(";")[0].strip()[:2].lower()
        if code in {*Language, "no"}:
            return Language.of(code)
    return Language.NB
