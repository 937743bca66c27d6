"""What every page is handed, once, when the program starts."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

import yarl
from aiohttp import web

from bot.context.catalogues import Catalogues
from bot.context.page_themes import PageThemes
from bot.context.team_beside import TeamLists
from bot.entry.web.gate import Gate
from bot.entry.web.look import Look
from bot.ports import Clock, SchoolYears
from dialogs.events import Pressed
from dialogs.turn import Turn
from storage.database import Database

Press = Callable[[Pressed], Awaitable[Turn]]


@dataclass(frozen=True)
class Site:
    """`public_url` is where people reach the pages, without a path; `tenants` are those let in.

    `press` does what a card's button does, for whoever is signed in. `teams_chat` leads into the chat with the bot in
    Teams, "" where nothing does. `privacy_url` and `accessibility_url` are the municipality's own statements, "" where
    there are none to be led to.
    """

    db: Database
    catalogues: Catalogues
    themes: PageThemes
    clock: Clock
    public_url: yarl.URL
    tenants: Collection[str]
    look: Look
    gate: Gate
    press: Press
    team_lists: TeamLists
    school_years: SchoolYears
    teams_chat: str = ""
    privacy_url: str = ""
    accessibility_url: str = ""

    @property
    def is_secure(self) -> bool:
        return self.public_url.scheme == "https"


SITE = web.AppKey("site", Site)


def site_of(request: web.Request) -> Site:
    return request.config_dict[SITE]


def chat_with(app_id: str) -> str:
    """The address that opens the chat with the bot in Teams, "" without a registration in Entra."""
    return f"https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}" if app_id else ""
