"""The pages' routes, added to the application that serves Teams."""

from aiohttp import web

from bot.entry.web.failures import kindly
from bot.entry.web.site import SITE, Site
from bot.entry.web.templating import set_up, shown
from content.vocabulary.pages import WelcomePage


def add_pages(application: web.Application, site: Site) -> None:
    application[SITE] = site
    set_up(application)
    application.middlewares.append(kindly)
    application.router.add_get("/look/{version}/{name}", site.look.get)
    application.router.add_get("/", _start)


async def _start(request: web.Request) -> web.Response:
    return shown(request, WelcomePage())
