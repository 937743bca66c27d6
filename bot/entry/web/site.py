"""What every page is handed, once, when the program starts."""

from collections.abc import Collection
from dataclasses import dataclass

import yarl
from aiohttp import web

from bot.context.catalogues import Catalogues
from bot.context.page_themes import PageThemes
from bot.entry.web.gate import Gate
from bot.entry.web.look import Look
from bot.ports import Clock
from storage.database import Database


@dataclass(frozen=True)
class Site:
    """`public_url` is where people reach the pages, without a path; `tenants` are those let in."""

    db: Database
    catalogues: Catalogues
    themes: PageThemes
    clock: Clock
    public_url: yarl.URL
    tenants: Collection[str]
    look: Look
    gate: Gate

    @property
    def is_secure(self) -> bool:
        return self.public_url.scheme == "https"


SITE = web.AppKey("site", Site)


def site_of(request: web.Request) -> Site:
    return request.config_dict[SITE]
