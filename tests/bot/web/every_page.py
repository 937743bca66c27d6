"""The table of pages examined in a real browser: a new page of the program needs a row here."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bot.web.network import COORDINATORS, MEMBERS

NOBODY = {"nb": "", "nn": ""}
"""Nobody is signed in; the browser asks for the language."""


@dataclass(frozen=True)
class Opened:
    """A page by its path, with places of `Network` in braces; `readers` are names of Tenkevik's people by language."""

    path: str
    readers: Mapping[str, str]
    status: int = 200


PAGES = (
    Opened("/", NOBODY),
    Opened("/signed-out", NOBODY),
    Opened("/there-is-no-such-page", NOBODY, status=404),
    Opened("/signin?state=made-up&code=x", NOBODY, status=400),
    Opened("/", COORDINATORS),
    Opened("/digests", COORDINATORS),
    Opened("/plan", COORDINATORS),
    Opened("/coverage", COORDINATORS),
    Opened("/promises", COORDINATORS),
    Opened("/bank", COORDINATORS),
    Opened("{entry}", COORDINATORS),
    Opened("/bank/new", COORDINATORS),
    Opened("/bank/own", COORDINATORS),
    Opened("{pack}", COORDINATORS),
    Opened("{pack}/room", COORDINATORS),
    Opened("{pack}/room?step=2", COORDINATORS),
    Opened("/calendar", COORDINATORS),
    Opened("{digest}", COORDINATORS),
    Opened("{origin}", COORDINATORS),
    Opened("{digest}/origin/gone", COORDINATORS, status=410),
    Opened("{session}", COORDINATORS),
    Opened("/glass-box", COORDINATORS),
    Opened("/me", MEMBERS),
    Opened("/privacy", MEMBERS),
    Opened("/answers", MEMBERS),
    Opened("{answer}", MEMBERS),
    Opened("{answer}/offer", MEMBERS),
    Opened("/plan/2026", COORDINATORS),
    Opened("/series", COORDINATORS),
    Opened("/series/2026", COORDINATORS),
    Opened("{series}", COORDINATORS),
    Opened("/meetings", COORDINATORS),
    Opened("{meeting}", COORDINATORS),
    Opened("/meetings/new/tenkevik", COORDINATORS),
    Opened("/school-year/tenkevik", COORDINATORS),
    Opened("/groups", COORDINATORS),
    Opened("{group}", COORDINATORS),
    Opened("/settings", COORDINATORS),
    Opened("/settings/tenkevik", COORDINATORS),
    Opened("/settings/tenkevik/quiet", COORDINATORS),
    Opened("/settings/tenkevik/networks", COORDINATORS),
    Opened("/people/tenkevik", COORDINATORS),
    Opened("/settings/tenkevik/overlay", COORDINATORS),
    Opened("{layer}", COORDINATORS),
    Opened("/channels/19%3Atenkevik%40thread.tacv2", COORDINATORS),
    Opened("/plan/new", COORDINATORS),
    Opened("{series}/edit", COORDINATORS),
    Opened("{series}/questions", COORDINATORS),
    Opened("{question}", COORDINATORS),
)

SCRIPTED = tuple(one for one in PAGES if one.path.startswith("{pack}/room"))
"""Pages with a script of ours; every other page is the same without scripts by itself."""

NOT_OF_THE_NETWORK = (
    "/bank/{municipality}/{entry}/change",
    "/answers/{municipality}/{session}/{position}/further",
    "/glass-box/{municipality}/{first}",
    "/settings/{municipality}/overlay/remove",
    "/school-year",
)
"""Pages that the network's story has nothing for: it shares nothing further, has no practice, a short record, no layer
in force, and a single municipality, whose school year is opened at once."""
